"""The day: who comes, at which hour, with whom, and what is done with each."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from consistori.appointments import selectors
from consistori.appointments.models import Appointment, Desk
from consistori.appointments.policies import may_give, may_keep, may_read_agenda
from consistori.appointments.web.here import day_in, ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import ensure
from consistori.trail.readings import record_page


@staff_page
@require_safe
def agenda(request: StaffRequest) -> HttpResponse:
    """The appointments of a day, of all the desks or of one. That it was opened is written down."""
    ensure_here(request)
    ensure(may_read_agenda(request.actor))
    on = day_in(request.GET.get("on", ""), today())
    desks = list(Desk.objects.filter(is_open=True))
    chosen = _desk(request.GET.get("desk", ""), desks)
    rows = selectors.agenda(on, desk=chosen.pk if chosen else None)
    if rows:
        record_page(by=request.actor, path=f"{request.path_info}?on={on:%Y-%m-%d}")
    context = {
        "on": on,
        "is_today": on == today(),
        "has_come": on <= today(),
        "rows": rows,
        "desks": desks,
        "chosen": chosen,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "counts": _counts(rows),
        "may_give": bool(may_give(request.actor)),
        "may_keep": bool(may_keep(request.actor)),
    }
    return TemplateResponse(request, "appointments/agenda.html", context)


def _desk(text: str, desks: list[Desk]) -> Desk | None:
    try:
        key = UUID(text)
    except ValueError:
        return None
    return next((desk for desk in desks if desk.pk == key), None)


def _counts(rows: list[Appointment]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row.state] = found.get(row.state, 0) + 1
    return found
