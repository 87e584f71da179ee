"""The first page of the morning."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from consistori.desk.selectors import has_learnt
from consistori.desk.services import mark_lesson_learnt
from consistori.desk.today import Today, today_of
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.selectors import people_here
from consistori.ui.tabs import remember_count

REMEMBERED_SECONDS = 600


@staff_page(across=True)
def today(request: StaffRequest) -> HttpResponse:
    """What needs me, in one town or in all of mine."""
    if request.entity is None and len(request.entities) == 1:
        return redirect(request.entities[0].staff_url(""))
    towns = [request.entity] if request.entity else list(request.entities)
    page = today_of(request.person.pk, request.standings, towns)
    remember_count(request, "desk", page.count, seconds=REMEMBERED_SECONDS)
    _remember_signatures(request, page)
    if request.entity and page.is_empty and not page.notices and not has_learnt(request.person.pk):
        return first_day_page(request)
    only = request.GET.get("only", "")
    context = {
        "page": page,
        "only": only,
        "shown": [section for section in page.sections if only in ("", section.key)],
        "others": [e for e in request.entities if request.entity and e.pk != request.entity.pk],
        "over_towns": request.entity is None,
    }
    return TemplateResponse(request, "desk/today.html", context)


def _remember_signatures(request: StaffRequest, page: Today) -> None:
    count = next((section.count for section in page.sections if section.key == "sign"), 0)
    remember_count(request, "signature", count)


def first_day_page(request: StaffRequest) -> HttpResponse:
    helpers = [c for c in people_here() if any(post.role == "administrator" for post in c.posts)]
    return TemplateResponse(request, "desk/first_day.html", {"helpers": helpers[:2]})


@staff_page
def first_day(request: StaffRequest) -> HttpResponse:
    """The three words, whenever one wants to read them again."""
    return first_day_page(request)


@staff_page
@require_POST
def learnt(request: StaffRequest) -> HttpResponse:
    """The lesson is over."""
    mark_lesson_learnt(by=request.actor)
    return redirect("desk:today")
