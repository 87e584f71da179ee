"""The first page of the morning."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from consistori.desk.meeting.hanging import has_meetings
from consistori.desk.morning.walk import COOKIE, forget
from consistori.desk.selectors import has_learnt
from consistori.desk.services import mark_lesson_learnt
from consistori.desk.today import MOST_WAITED, Today, today_of
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.selectors import people_here
from consistori.tenancy.scope import across as reading_across
from consistori.tenancy.scope import working_for
from consistori.ui.tabs import remember_count

REMEMBERED_SECONDS = 600


@staff_page(own_scope=True)
def today(request: StaffRequest) -> HttpResponse:
    """What needs me, in one town or in all of mine; beside it, what waits in the others. Back on the list, nobody goes
    through it any more.
    """
    here = request.entity
    if here is None and len(request.entities) == 1:
        return redirect(request.entities[0].staff_url(""))
    with reading_across(request.entities):
        page = today_of(request.person.pk, request.standings, request.entities, here)
        remember_count(request, "desk", page.count, seconds=REMEMBERED_SECONDS)
        _remember_signatures(request, page)
        new_here = here is not None and page.is_empty and not page.notices
        if not new_here or has_learnt(request.person.pk):
            response = TemplateResponse(request, "desk/today.html", _context(request, page)).render()
            if COOKIE in request.COOKIES:
                forget(response)
            return response
    with working_for(here):
        return first_day_page(request).render()


def _context(request: StaffRequest, page: Today) -> dict[str, Any]:
    only = request.GET.get("only", "")
    here = request.entity
    others = page.others if request.GET.get("others") == "all" else page.others[:MOST_WAITED]
    return {
        "page": page,
        "waited": others,
        "waited_more": page.others_count - len(others) if len(others) < len(page.others) else 0,
        "only": only,
        "shown": [section for section in page.sections if only in ("", section.key)],
        "others": [town for town in request.entities if here is not None and town.pk != here.pk],
        "over_towns": here is None,
        "meets": has_meetings(request),
    }


def _remember_signatures(request: StaffRequest, page: Today) -> None:
    count = next((section.count for section in page.sections if section.key == "sign"), 0)
    remember_count(request, "signature", count)


def first_day_page(request: StaffRequest) -> TemplateResponse:
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
