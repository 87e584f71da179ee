"""Today, one thing after another: the bar at the foot of each page leads to the next, without the list between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consistori.desk.morning.walk import Walk, forget, remember, walk_of
from consistori.desk.today import Today, today_of
from consistori.directory.access import StaffRequest, staff_page
from consistori.tenancy.scope import across as reading_across


@staff_page(own_scope=True)
@require_POST
def walk(request: StaffRequest) -> HttpResponse:
    """Begin (`begin`), go on, or leave (`leave`)."""
    here = request.entity
    home = here.staff_url("") if here is not None else "/desk/"
    if "leave" in request.POST:
        response: HttpResponse = redirect(home)
        forget(response)
        return response
    under_way = None if "begin" in request.POST else walk_of(request)
    now = under_way or Walk(
        town=here.slug if here is not None else "", only=request.POST.get("only", "")[:20]
    )
    with reading_across(request.entities):
        page = today_of(request.person.pk, request.standings, request.entities, here)
    rows = page.rows_of(now.only)
    row = now.next(rows)
    if row is None:
        messages.success(request, _over(page, now))
        response = redirect(home)
        forget(response)
        return response
    response = redirect(row.url)
    now = Walk(now.town, now.only, now.seen, now.total or len({one.url for one in rows}))
    remember(response, now.after(row), secure=request.is_secure())
    return response


def _over(page: Today, now: Walk) -> str:
    left = page.count
    if not left:
        return _("You have gone through everything, and nothing waits for you.")
    said = ngettext(
        "You have gone through everything: %(n)d thing is still to be done.",
        "You have gone through everything: %(n)d things are still to be done.",
        left,
    )
    return said % {"n": left}


def is_walking(request: HttpRequest, _subject: Any) -> bool:
    """Whether the bar is drawn: not on Today itself, where the list is."""
    match = request.resolver_match
    return walk_of(request) is not None and (match is None or match.view_name != "desk:today")


def bar_of(request: HttpRequest, _subject: Any) -> Mapping[str, Any]:
    """What the bar says and where it leads."""
    now = walk_of(request) or Walk()
    address = f"/e/{now.town}/desk/walk/" if now.town else "/desk/walk/"
    return {"walk": now, "address": address}
