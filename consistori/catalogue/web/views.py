"""The scheme as a tree, found by words, and each series: what it is, who sees it, how long it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.catalogue import sentences, services
from consistori.catalogue.forms import AdaptationForm, ClosingForm
from consistori.catalogue.models import Series
from consistori.catalogue.panels import series_panels
from consistori.catalogue.policies import may_edit_scheme
from consistori.catalogue.rules.retention import may_destroy
from consistori.catalogue.selectors import (
    document_types,
    favourite_ids,
    most_used,
    scheme_in_force,
    scheme_tree,
    search_series,
    series_with_code,
)
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.roles import Role
from consistori.kernel.clock import today
from consistori.kernel.errors import NotPermitted, Refusal, ensure


@staff_page
@require_safe
def scheme_page(request: StaffRequest) -> HttpResponse:
    """The scheme in force: favourites and most used, what answers the words, the whole tree."""
    q = request.GET.get("q", "").strip()[:80]
    person_id = request.actor.person_id
    tree = scheme_tree()
    mine = favourite_ids(person_id) if person_id else set()
    return TemplateResponse(
        request,
        "catalogue/scheme.html",
        {
            "scheme": scheme_in_force(),
            "tree": tree,
            "q": q,
            "found": search_series(q, 20, person_id) if q else [],
            "favourites": [s for s in _leaves(tree) if s.pk in mine],
            "most_used": most_used(8),
            "may_edit": bool(may_edit_scheme(request.actor)),
        },
    )


@staff_page
@require_safe
def series_found(request: StaffRequest) -> HttpResponse:
    """Series that answer what is being typed, as a fragment of choices for the form around it."""
    q = request.GET.get("q", "")[:80]
    series = search_series(q, 8, request.actor.person_id)
    return TemplateResponse(request, "catalogue/_series_options.html", {"found": series, "q": q})


@staff_page
@require_safe
def series_page(request: StaffRequest, code: str) -> HttpResponse:
    """A line of the scheme, with what higher rooms hang on it."""
    series = series_with_code(code)
    person_id = request.actor.person_id
    return TemplateResponse(
        request,
        "catalogue/series.html",
        {
            "series": series,
            "above": _above(series),
            "reserved_to": [str(Role(role).label) for role in series.reserved_roles if role in Role.values],
            "destruction": sentences.of_destruction(
                may_destroy(series.retention, closed_on=None, today=today())
            ),
            "provenance": sentences.of_provenance(series.provenance),
            "equivalences": list(series.equivalences.all()),
            "is_favourite": person_id is not None and series.pk in favourite_ids(person_id),
            "panels": series_panels.drawn(request, series) if series.can_open_case else [],
            "may_edit": bool(may_edit_scheme(request.actor)),
            "is_own": series.entity_id == request.entity.pk,
        },
    )


@staff_page
@require_POST
def favourite(request: StaffRequest, code: str) -> HttpResponse:
    """Keep it at hand, or no longer."""
    series = series_with_code(code)
    if request.POST.get("on") == "no":
        services.unfavour_series(series, by=request.actor)
    else:
        services.favour_series(series, by=request.actor)
    return redirect("catalogue:series", series.code)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def adapt(request: StaffRequest, code: str) -> HttpResponse:
    """Change its titles, its words and who sees it, for this town."""
    ensure(may_edit_scheme(request.actor))
    series = series_with_code(code)
    form = AdaptationForm(request.POST or None, series=series)
    if request.method == "POST" and form.is_valid():
        try:
            _save_adaptation(request, series, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The series is changed for your town."))
            return redirect("catalogue:series", series.code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "series": series, "is_own": series.entity_id == request.entity.pk}
    return TemplateResponse(request, "catalogue/adapt.html", context, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, code: str) -> HttpResponse:
    """Close a series, or open it again."""
    ensure(may_edit_scheme(request.actor))
    series = series_with_code(code)
    if request.method == "POST" and series.valid_to:
        services.reopen_series(series, by=request.actor)
        messages.success(request, _("Cases can be opened in it again."))
        return redirect("catalogue:series", series.code)
    form = ClosingForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.close_series(series, by=request.actor, on=form.cleaned_data["on"])
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error("on" if refusal.field else None, str(refusal))
        else:
            messages.success(request, _("The series is closed; its cases keep it."))
            return redirect("catalogue:series", series.code)
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "catalogue/close.html", {"form": form, "series": series}, status=status)


@staff_page
@require_safe
def types_page(request: StaffRequest) -> HttpResponse:
    """The short shared list of document types."""
    return TemplateResponse(request, "catalogue/types.html", {"types": document_types()})


def _save_adaptation(request: StaffRequest, series: Series, values: dict[str, Any]) -> None:
    official = values.pop("official_code")
    mine = services.adapt_series(series, by=request.actor, **values)
    if official and official != mine.official_code:
        services.add_official_code(mine, by=request.actor, official_code=official)


def _leaves(tree: list[Any]) -> list[Series]:
    return [s for b in tree for s in ([b.series] if b.series.level == 3 else _leaves(b.children))]


def _above(series: Series) -> list[Series]:
    line: list[Series] = []
    above = series.parent
    while above is not None and len(line) < 3:
        line.insert(0, above)
        above = above.parent
    return line
