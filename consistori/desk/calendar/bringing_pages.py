"""The year, and the pages by which a calendar from outside comes in: read, shown, kept, read again, taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consistori.desk.calendar import bringing, ical
from consistori.desk.calendar.keeping_forms import BringForm
from consistori.desk.calendar.layers import layers
from consistori.desk.calendar.models import Source
from consistori.desk.calendar.pages import day_in, towns_here
from consistori.desk.calendar.planner import months_of, plan_of
from consistori.desk.calendar.planning import left_of, plan_again
from consistori.desk.calendar.policies import may_keep, may_write
from consistori.desk.calendar.refreshing import refresh
from consistori.desk.calendar.selectors import holidays_of
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.tenancy.scope import working_for

SALT = "desk.calendar.bringing"
MINUTES = 60 * 60
SHOWN = 12
MOST_FAULTS = 20
REFUSED = 422
FIRST_YEAR, LAST_YEAR = 2000, 2100


@staff_page
def year(request: StaffRequest) -> HttpResponse:
    """The planner of the year of a day (`?on=`)."""
    towns_here(request)
    on = day_in(request.GET.get("on", ""))
    months = months_of(on.year)
    holidays = holidays_of(request.entity)
    for month in months:
        month["holidays"] = [
            (day, name) for day, name in sorted(holidays.names.items())
            if (day.year, day.month) == (on.year, month["on"].month)
        ]  # fmt: skip
    context = {
        "on": on, "months": months, "groups": plan_of(request.actor, on.year, layers.here(request.entity)),
        "frame": {"on": on, "view": "year"}, "before": on.year - 1, "after": on.year + 1,
        "left": left_of(on.year) if on.year >= today().year else [], "misses_year": on.year not in holidays.years,
        "may_write": bool(may_write(request.actor)),
        "this_month": today().month if on.year == today().year else 0,
    }  # fmt: skip
    return TemplateResponse(request, "desk/calendar/year.html", context)


@staff_page
@require_POST
def plan(request: StaffRequest, year: int) -> HttpResponse:
    """Write in a year the campaigns of the one before."""
    towns_here(request)
    if not FIRST_YEAR < year < LAST_YEAR:
        raise NotHere()
    done = plan_again(year, by=request.actor)
    messages.success(
        request,
        ngettext("%(n)s campaign is planned.", "%(n)s campaigns are planned.", done.written)
        % {"n": done.written},
    )
    return redirect(f"{reverse('desk:calendar_year')}?on={year}-01-01")


@staff_page(own_scope=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: StaffRequest) -> HttpResponse:
    """What was brought in, and the form: first it is read and shown, then it is kept."""
    if request.entity is None:
        raise NotHere()
    towns_here(request)
    form = BringForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] | None = None
    if request.method == "POST":
        with working_for(request.entity):
            ensure(may_keep(request.actor))
        try:
            if "sealed" in request.POST:
                return _keep(request)
            if form.is_valid():
                shown = _preview(form)
        except Refusal as refusal:
            form.refuse(refusal)
    with working_for(request.entity):
        rows = list(Source.objects.filter(removed_at=None))
        context = {"rows": rows, "form": form, "shown": shown, "may_keep": may_keep(request.actor)}
        status = REFUSED if form.is_bound and form.errors else 200
        answer = TemplateResponse(request, "desk/calendar/sources.html", context, status=status)
        return answer.render()


def _preview(form: BringForm) -> dict[str, Any]:
    """What the file or the address says, with its faults by line; and all of it, sealed, for the next step."""
    said = form.cleaned_data
    file, url = said["file"], said["url"].strip()
    if file is not None and file.size > ical.MOST_BYTES:
        raise BadInput(_("The file is too big: two megabytes at most."), field="file")
    data = file.read() if file is not None else bringing.fetched(url)
    reading = bringing.read_of(data)
    name = said["name"].strip() or reading.name or (file.name.rsplit(".", 1)[0] if file is not None else url)
    kept = {
        "text": data.decode("utf-8", errors="replace"),
        "name": name[:120],
        "layer": said["layer"],
        "url": url,
    }
    coming = sorted(reading.events, key=lambda one: (one.starts_on < today(), one.starts_on))
    return {
        "name": name, "reading": reading, "events": coming[:SHOWN], "more": max(len(coming) - SHOWN, 0),
        "faults": reading.faults[:MOST_FAULTS], "more_faults": max(len(reading.faults) - MOST_FAULTS, 0),
        "layer": layers.named(said["layer"]), "url": url,
        "sealed": signing.dumps(kept, salt=SALT, compress=True) if reading.events else "",
    }  # fmt: skip


def _keep(request: StaffRequest) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["sealed"], salt=SALT, max_age=MINUTES)
    except signing.BadSignature as fault:
        raise BadInput(_("Too much time has passed: choose the file again."), field="file") from fault
    reading = bringing.read_of(kept["text"].encode())
    with working_for(request.entity):
        done = bringing.bring_in(
            by=request.actor, name=kept["name"], layer=kept["layer"], events=reading.events, url=kept["url"]
        )
    messages.success(
        request,
        ngettext("%(n)s event is in the calendar.", "%(n)s events are in the calendar.", done.added)
        % {"n": done.added},
    )
    return redirect("desk:calendar_sources")


@staff_page(own_scope=True)
@require_POST
def again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read an address again now."""
    source = _source(request, pk)
    try:
        refresh(source, request.entity)
    except Refusal as refusal:
        with working_for(request.entity):
            bringing.could_not_read(source, refusal)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It was read again."))
    return redirect("desk:calendar_sources")


@staff_page(own_scope=True)
@require_POST
def let_go(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take out a calendar with what it brought."""
    source = _source(request, pk)
    with working_for(request.entity):
        n = bringing.let_go(source, by=request.actor)
    messages.success(
        request, ngettext("%(n)s event was taken out.", "%(n)s events were taken out.", n) % {"n": n}
    )
    return redirect("desk:calendar_sources")


def _source(request: StaffRequest, pk: UUID) -> Source:
    if request.entity is None:
        raise NotHere()
    towns_here(request)
    with working_for(request.entity):
        ensure(may_keep(request.actor))
        found: Source | None = Source.objects.filter(pk=pk, removed_at=None).first()
    if found is None:
        raise NotHere()
    return found
