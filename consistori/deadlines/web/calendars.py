"""The year of a town in twelve months, the versions of its calendars, and adding one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.deadlines.models import CalendarVersion, Recount
from consistori.deadlines.pictures import year_of
from consistori.deadlines.policies import may_publish_calendars, may_publish_for
from consistori.deadlines.rules.days import Layer
from consistori.deadlines.rules.lists import LOCAL_DAYS, difference, written
from consistori.deadlines.rules.places import CATALONIA, STATE, Place
from consistori.deadlines.selectors import (
    calendar_from,
    history,
    in_force,
    known_places,
    place_named,
    place_of,
    version_in_force,
    version_of,
)
from consistori.deadlines.services import adopt_standard_calendars, publish_calendar
from consistori.deadlines.web.forms import CalendarForm
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import NotPermitted, Refusal, ensure


@staff_page
@require_safe
def year_page(request: StaffRequest) -> HttpResponse:
    """Twelve months of a place, with each non-working day by its name, and where they come from."""
    year = _year(request.GET.get("year"))
    own = place_of(request.entity)
    place = place_named(request.GET.get("place", "")) or own
    rows = in_force(place.above)
    calendar = calendar_from(place, rows)
    here = {row.place: row for row in rows if row.year == year}
    context = {
        "year": year,
        "place": place,
        "is_own": place.code == own.code,
        "months": year_of(calendar, year, today()),
        "layers": [_layer(code, here.get(code), place, request, year) for code in place.above],
        "is_whole": year in calendar.years,
        "other_places": [one for one in known_places() if one.code not in (place.code, own.code)],
        "may_adopt": len({STATE, CATALONIA} & here.keys()) < 2 and bool(_general(request)),
    }
    return TemplateResponse(request, "deadlines/calendars.html", context)


def _layer(
    code: str, version: CalendarVersion | None, place: Place, request: StaffRequest, year: int
) -> dict[str, Any]:
    """A layer of the calendar: its version in force, or that it is missing and who can add it."""
    at = place if code == place.code else general_places().get(code, Place(code, code))
    may = bool(may_publish_for(request.actor, at, request.entity))
    return {
        "kind": at.layer.value,
        "name": at.name,
        "version": version,
        "is_inherited": version is not None and version.entity_id != request.entity.pk,
        "has_drifted": _has_drifted(version),
        "add_url": f"{reverse('deadlines:add')}?place={code}&year={year}" if may else "",
    }


def _has_drifted(version: CalendarVersion | None) -> bool:
    """Whether the entity above has published another one since this one came from it."""
    if version is None or version.adapts is None:
        return False
    above = version.adapts
    return any(
        row.entity_id == above.entity_id and row.number > above.number
        for row in history(version.place, version.year)
    )


def general_places() -> dict[str, Place]:
    """The places that are no municipality, by code, in the language of the reader."""
    return {STATE: Place(STATE, _("the State")), CATALONIA: Place(CATALONIA, _("Catalonia"))}


def _year(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and 1990 <= int(said) <= 2200 else today().year


@staff_page
@require_safe
def version_page(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """A version: its days, its source, and what it changed in the one before."""
    version = version_of(version_id)
    versions = history(version.place, version.year)
    older = [row for row in versions if row.made_at < version.made_at]
    current = version_in_force(version.place, version.year)
    context = {
        "version": version,
        "versions": versions,
        "recounts": Recount.objects.filter(calendar=version),
        "is_current": current is not None and current.pk == version.pk,
        "before": older[0] if older else None,
        "change": difference(older[0].holidays, version.holidays) if older else None,
    }
    return TemplateResponse(request, "deadlines/version.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Write the holidays of a year, see what changes, and publish them as a new version."""
    ensure(may_publish_calendars(request.actor))
    form = CalendarForm(request.POST or None, initial=_begin(request), general=_general(request))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("act") == "publish" and (version := _publish(request, form)):
            messages.success(request, _("Published. What was counted before keeps the version that it used."))
            return redirect(f"{reverse('deadlines:calendars')}?year={version.year}&place={version.place}")
        if not form.errors:
            context |= _change(form)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "deadlines/add.html", context, status=status)


@staff_page
@require_POST
def adopt(request: StaffRequest) -> HttpResponse:
    """Publish the general calendars that come with the program and are not here."""
    made = adopt_standard_calendars(request.entity, request.actor)
    if made:
        messages.success(
            request, _("Published: the general holidays that the law fixes. Look at their source.")
        )
    else:
        messages.info(request, _("All those that come with the program are already here."))
    return redirect("deadlines:calendars")


def _general(request: StaffRequest) -> dict[str, Place]:
    every = {STATE: Place(STATE, "Espanya"), CATALONIA: Place(CATALONIA, "Catalunya")}
    return {code: at for code, at in every.items() if may_publish_for(request.actor, at, request.entity)}


def _begin(request: StaffRequest) -> dict[str, Any]:
    """What the form has when it opens: the list in force, to be changed, and no source."""
    own, asked = place_of(request.entity), request.GET.get("place", "")
    place = _general(request).get(asked) or place_named(asked) or own
    year = _year(request.GET.get("year"))
    before = version_in_force(place.code, year)
    return {
        "place": place.code if place.layer is not Layer.TOWN else place.name,
        "year": year,
        "days": written(before.holidays) if before else "",
        "published_on": today(),
    }


def _publish(request: StaffRequest, form: CalendarForm) -> CalendarVersion | None:
    said = form.cleaned_data
    try:
        return publish_calendar(
            place=said["place"],
            year=said["year"],
            holidays=form.holidays,
            source=said["source"],
            published_on=said["published_on"],
            note=said["note"],
            by=request.actor,
        )
    except NotPermitted:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def _change(form: CalendarForm) -> dict[str, Any]:
    """What publishing it would change, and what a secretary would ask before."""
    place, year = form.cleaned_data["place"], form.cleaned_data["year"]
    before = version_in_force(place.code, year)
    change = difference(before.holidays if before else (), form.holidays)
    return {
        "before": before,
        "change": change,
        "has_preview": True,
        "other_than_two": place.layer is Layer.TOWN and len(form.holidays) != LOCAL_DAYS,
    }
