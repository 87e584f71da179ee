"""The list of cases, its choosers and its views."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.cases.lists import saved
from consistori.cases.lists.choosing import choices_of
from consistori.cases.lists.columns import ALWAYS, COLUMNS, Column, chosen
from consistori.cases.lists.queries import ORDERS, ListQuery, page_of
from consistori.cases.lists.words import address, filters_of
from consistori.cases.models import CaseFile
from consistori.cases.policies import may_open_cases
from consistori.directory.access import StaffRequest, staff_page
from consistori.formats.spreadsheets import FORMATS
from consistori.ui.tabs import remember_count


@staff_page
@require_safe
def case_list(request: StaffRequest) -> HttpResponse:
    """Cases as a workplace: a view at the left, filters as words, chosen columns, a page by keyset."""
    views = saved.views_of(request.actor)
    asked = request.GET.get("view", "")
    if asked.startswith("v-") and views.of(asked) is None:
        raise Http404
    view = views.of(asked)
    query = _query_of(request, view)
    page = page_of(query, request.actor, cursor=request.GET.get("after", "")[:400])
    shown = _shown_view(views, view, query)
    _count(request, views, shown, query)
    liking = view.saved if view and view.saved and view.saved.columns else views.liking
    columns = chosen(liking.columns if liking else ())
    mine = _marked(page.rows, request.actor.person_id)
    return TemplateResponse(
        request,
        "cases/list.html",
        {
            "views": views,
            "view": shown,
            "title": shown.name if shown else _("Chosen cases"),
            "query": query,
            "filters": filters_of(query, reverse("cases:list_choose")),
            "cases": mine,
            "columns": [(column, _order_url(query, column), _order_now(query, column)) for column in columns],
            "all_columns": [(c, c in columns, c.name in ALWAYS) for c in COLUMNS.values()],
            "density": (liking.density if liking else "") or "dense",
            "page": page,
            "first_url": address(query) if request.GET.get("after") else "",
            "next_url": address(query, after=page.next_cursor) if page.next_cursor else "",
            "params": query.params(),
            "params_text": urlencode(query.params()),
            "followed_url": address(query.but(followed="yes")),
            "both_url": address(query.but(situation="all")),
            "all_url": address(query, all="yes"),
            "everything": request.GET.get("all") == "yes",
            "kinds": FORMATS,
            "may_open": bool(may_open_cases(request.actor)),
            "owners": [w for w in ("me", "unit", "house") if saved.may_save_for(request.actor, w)],
        },
    )


@staff_page
@require_safe
def choose(request: StaffRequest) -> HttpResponse:
    """A value for a filter with many: a series, a person, a label, a unit; as a fragment while one types."""
    what = request.GET.get("what", "")
    query = ListQuery.read(request.GET)
    typed = request.GET.get("typed", "")[:80]
    choices = choices_of(what, typed, query, reverse("cases:list"), request.actor)
    if choices is None:
        raise Http404
    fragments = {"swap": "cases/_list_choices.html", "sheet": "cases/_list_choose.html"}
    template = fragments.get(request.headers.get("X-Requested-With", ""), "cases/list_choose.html")
    context = {"what": what, "choices": choices, "typed": typed, "params": query.params()}
    answer = TemplateResponse(request, template, context)
    if template != "cases/list_choose.html":
        answer["X-Fragment"] = "yes"
    return answer


@staff_page
@require_POST
def save_view(request: StaffRequest) -> HttpResponse:
    """Keep this list with a name, for me, my unit or everybody."""
    query = ListQuery.read(request.POST)
    view = saved.save_view(
        by=request.actor,
        name=request.POST.get("name", ""),
        query=query,
        columns=request.POST.getlist("column"),
        density=request.POST.get("density", ""),
        whose=request.POST.get("whose", "me"),
    )
    messages.success(request, _("The view «%(name)s» is kept.") % {"name": view.name})
    return redirect(f"{reverse('cases:list')}?view=v-{view.pk.hex}")


@staff_page
@require_POST
def forget_view(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Delete a saved view; its cases stay where they are."""
    saved.forget_view(view_id, by=request.actor)
    messages.success(request, _("The view is deleted; the cases are where they were."))
    return redirect("cases:list")


@staff_page
@require_POST
def like(request: StaffRequest) -> HttpResponse:
    """Keep which columns and how dense."""
    view_id = request.POST.get("saved", "")
    saved.like_lists(
        by=request.actor,
        columns=request.POST.getlist("column"),
        density=request.POST.get("density", ""),
        view_id=_uuid(view_id),
    )
    params = ListQuery.read(request.POST).params()
    if view_id:
        params["view"] = f"v-{UUID(view_id).hex}" if _uuid(view_id) else ""
    return redirect(f"{reverse('cases:list')}?{urlencode(params)}")


def _query_of(request: StaffRequest, view: saved.View | None) -> ListQuery:
    """The filters of the address; those of the view when it says nothing else."""
    if view is None:
        return ListQuery.read(request.GET)
    changed = {name: value for name, value in request.GET.items() if name not in ("view", "after")}
    return ListQuery.read(view.query.params() | changed) if changed else view.query


def _shown_view(views: saved.Views, view: saved.View | None, query: ListQuery) -> saved.View | None:
    """The view whose list this is: the one asked for, or one with the same filters."""
    if view is not None and view.query == query:
        return view
    return next((one for one in views.all() if one.query.params() == query.params()), None)


def _count(request: StaffRequest, views: saved.Views, shown: saved.View | None, query: ListQuery) -> None:
    """The counters of the views and, if it is none of them, of this list: one statement."""
    counted = views.all()
    if shown is None:
        this = saved.View("this", "", query)
        views.by_slug["this"] = this
        counted = [*counted, this]
    saved.count_views(counted, request.actor)
    request.list_count = (shown or views.by_slug["this"]).counted  # type: ignore[attr-defined]
    carried = views.of("mine")
    if carried is not None and carried.count is not None:
        remember_count(request, "cases", min(carried.count, saved.MOST_COUNTED))


def _marked(cases: list[CaseFile], person_id: Any) -> list[CaseFile]:
    """With `is_new`: it moved since I last looked, or I carry it and have never looked."""
    for case in cases:
        looked = case.looked_at  # type: ignore[attr-defined]
        case.is_new = (  # type: ignore[attr-defined]
            case.last_moved_at > looked if looked else case.carried_by_id == person_id and case.is_open
        )
    return cases


def _order_url(query: ListQuery, column: Column) -> str:
    """The same list ordered by this column; once more, the other way round."""
    if column.orders is None:
        return ""
    first, second = column.orders
    return address(query.but(order=second if query.order == first else first))


def _order_now(query: ListQuery, column: Column) -> str:
    if column.orders is None or query.order not in column.orders:
        return ""
    return "descending" if ORDERS[query.order][1] else "ascending"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
