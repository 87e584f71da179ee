"""How many appointments, how many were attended, and how many nobody came to."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from consistori.appointments import selectors
from consistori.appointments.policies import may_read_agenda
from consistori.appointments.web.here import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import ensure

FIRST_YEAR, LAST_YEAR = 2000, 2200


@staff_page
@require_safe
def by_month(request: StaffRequest) -> HttpResponse:
    """By month of a year. Never by person who attends."""
    ensure_here(request)
    ensure(may_read_agenda(request.actor))
    text = request.GET.get("year", "")
    year = (
        int(text)
        if len(text) == 4 and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR
        else today().year
    )
    rows = selectors.figures(year)
    months = []
    for row in rows:
        told = row["attended"] + row["missed"]
        share = round(100 * row["missed"] / told) if told else None
        months.append({**row, "first": date(year, row["month"], 1), "share": share})
    sums = {name: sum(row[name] for row in rows) for name in ("given", "attended", "missed", "cancelled")}
    told = sums["attended"] + sums["missed"]
    context = {
        "year": year,
        "months": months,
        "sums": sums,
        "share": round(100 * sums["missed"] / told) if told else None,
    }
    return TemplateResponse(request, "appointments/figures.html", context)
