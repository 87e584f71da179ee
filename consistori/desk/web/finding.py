"""The finder: a page, a sheet over the page, and its results while one writes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from consistori.desk.finder import find
from consistori.desk.web.sheets import sheet_or_page
from consistori.directory.access import StaffRequest, staff_page

KINDS = ("cases", "parties", "documents", "commands")


@staff_page(across=True)
def find_anything(request: StaffRequest) -> HttpResponse:
    """Cases, persons, documents and commands; Enter on a whole number goes straight to its case."""
    if request.entity is None and len(request.entities) == 1:
        return redirect(request.entities[0].staff_url("find/") + f"?{request.GET.urlencode()}")
    towns = [request.entity] if request.entity else list(request.entities)
    only = request.GET.get("only", "")
    finding = find(request.GET.get("q", ""), request.standings, towns, only=only if only in KINDS else "")
    if request.GET.get("go") and finding.count == 1:
        return redirect(next(row.url for group in finding.groups for row in group.rows))
    swapped = request.headers.get("X-Requested-With") == "swap"
    context = {
        "finding": finding,
        "only": only,
        "over_towns": request.entity is None,
        "towns": request.entities,
    }
    return sheet_or_page(
        request, "desk/_found.html" if swapped else "desk/_finder.html", "desk/find.html", context
    )
