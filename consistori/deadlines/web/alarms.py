"""The page of the alarms of a town: what is near its end, who was told, as what and when; and from when it warns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from consistori.deadlines.alarms.selectors import Warned, standing
from consistori.deadlines.limits import change_limits, limits_of, may_change_limits
from consistori.deadlines.policies import may_see_calendars
from consistori.deadlines.rules.alarming import Stage
from consistori.deadlines.rules.nearness import Thresholds, thresholds
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotPermitted, Refusal, ensure


@staff_page
@require_safe
def alarms_page(request: StaffRequest) -> HttpResponse:
    """What warns among what the person reads: what she was told or, asked for, that of the whole town."""
    ensure(may_see_calendars(request.actor))
    is_mine = request.GET.get("who") != "all"
    warned = standing(request.actor)
    mine = [one for one in warned if any(a.person_id == request.actor.person_id for a in one.alarms)]
    context = {
        "groups": _groups(mine if is_mine else warned),
        "is_mine": is_mine,
        "count_mine": len(mine),
        "count_all": len(warned),
        "nobody": sum(one.nobody for one in warned),
        "may_change": bool(may_change_limits(request.actor)),
        "limits": limits_of(request.entity),
    }
    return TemplateResponse(request, "deadlines/alarms.html", context)


@dataclass(frozen=True)
class Group:
    """A heading of the page and what stands below it."""

    title: Any
    rows: list[Warned]
    is_law: bool = False


def _groups(warned: list[Warned]) -> list[Group]:
    """What ended, what is near its end, what is stuck; those that have something."""
    ended = [one for one in warned if one.stage == Stage.ENDED]
    stuck = [one for one in warned if one.stage == Stage.STUCK]
    near = [one for one in warned if one not in ended and one not in stuck]
    found = (
        Group(_("Their term has ended"), ended, is_law=True),
        Group(_("Near the last day"), near),
        Group(_("Stuck cases"), stuck),
    )
    return [group for group in found if group.rows]


class LimitsForm(forms.Form):
    """The six numbers, each with what it means."""

    soon_days = forms.IntegerField(
        label=gettext_lazy("Soon, when less than so many days are left"),
        help_text=gettext_lazy("In ochre. Whoever carries the case is told, in the letter of the morning."),
    )
    soon_part = forms.IntegerField(label=gettext_lazy("… or from this part of the term, in %"))
    risk_working_days = forms.IntegerField(
        label=gettext_lazy("At risk, with so many working days left"),
        help_text=gettext_lazy("In red. The head of the unit is told too."),
    )
    risk_part = forms.IntegerField(label=gettext_lazy("… or from this part of the term, in %"))
    last_working_days = forms.IntegerField(
        label=gettext_lazy("Last days, with so many working days left"),
        help_text=gettext_lazy("The secretary is told too, and the letter does not wait for the morning."),
    )
    stuck_days = forms.IntegerField(
        label=gettext_lazy("Stuck, after so many days without moving or waiting for anything"),
        help_text=gettext_lazy("Told again, higher up, each time that they pass: three times."),
    )

    @property
    def pairs(self) -> list[list[forms.BoundField]]:
        """The fields in their rows."""
        rows = (
            ("soon_days", "soon_part"),
            ("risk_working_days", "risk_part"),
            ("last_working_days", "stuck_days"),
        )
        return [[self[name] for name in row] for row in rows]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def limits_page(request: StaffRequest) -> HttpResponse:
    """Say from when the terms of the town warn; «as the house» takes back what was said."""
    ensure(may_change_limits(request.actor))
    house = thresholds()
    said: dict[str, Any] | None = request.POST.dict() if request.method == "POST" else None
    if said is not None and said.pop("house", ""):
        said = asdict(house)
    form = LimitsForm(said, initial=asdict(limits_of(request.entity)))
    if request.method == "POST" and form.is_valid():
        try:
            change_limits(Thresholds(**form.cleaned_data), by=request.actor)
            messages.success(request, _("Saved. The next warnings go by these days."))
            return redirect("deadlines:alarms")
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    context = {"form": form, "house": house, "is_own": bool(request.entity.thresholds)}
    return TemplateResponse(request, "deadlines/limits.html", context, status=422 if form.errors else 200)
