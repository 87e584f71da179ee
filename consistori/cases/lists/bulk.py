"""The same act on many cases: it says first how many and what will happen, and runs by itself as a batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consistori.cases.lists.columns import chosen
from consistori.cases.lists.jobs import export_list
from consistori.cases.lists.queries import ListQuery, cases_of, ids_of
from consistori.cases.lists.saved import MOST_COUNTED, count_to_thousand, views_of
from consistori.cases.many import selectors
from consistori.cases.many.forms import FORMS, TITLES, ManyForm
from consistori.cases.many.rules import ARTICLES, MOST_CASES, Way, What
from consistori.cases.many.services import begin_batch
from consistori.cases.models import CaseBatch, CaseFile
from consistori.cases.models.many import WAYS
from consistori.directory.access import StaffRequest, staff_page
from consistori.formats.spreadsheets import FORMATS
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.tenancy import jobs

MOST_PICKED = 500
SHOWN = 8


@staff_page
@require_POST
def bulk(request: StaffRequest) -> HttpResponse:
    """Ask once, then leave the job: the page is free at once and its batch tells each outcome."""
    what = request.POST.get("act", "")
    if what == "export":
        return export(request)
    if what not in FORMS:
        raise BadInput(_("Choose what to do with the cases."))
    query, mended = ListQuery.read(request.POST), _mended(request)
    everything = request.POST.get("all") == "yes" and mended is None
    picked = selectors.signed_cases(mended) if mended else _picked(request)
    if not everything and not picked:
        messages.warning(request, _("Mark some case first."))
        return redirect(_list(query))
    going = request.POST.get("go") == "yes"
    ids = (
        ids_of(query, request.actor, most=MOST_CASES + 1)
        if everything and (going or _by_series(what))
        else picked
    )
    series = selectors.series_of(ids) if _by_series(what) else ()
    form = FORMS[what](request.POST if going else None, actor=request.actor, series=series)
    status = 200
    if going and form.is_valid():
        try:
            batch = _begin(request, what, form, ids, mended)
        except (AlreadyDone, BadInput) as refusal:
            if refusal.field == "case":
                messages.warning(request, str(refusal))
                return redirect(_list(query))
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect(batch if batch.is_writing else _list(query))
    if going:
        status = 422
    return _ask(request, what, form, query, picked, everything=everything, mended=mended, status=status)


@staff_page
@require_safe
def mend(request: StaffRequest, pk: UUID, way: str) -> HttpResponse:
    """Begin the act that mends, by the way of the law, what is signed of a batch."""
    if way not in set(Way):
        raise Http404
    batch = selectors.batch_for(request.actor, pk)
    picked = selectors.signed_cases(batch)
    form = FORMS[What.WRITE](actor=request.actor, series=selectors.series_of(picked))
    return _ask(request, What.WRITE, form, ListQuery.read({}), picked, mended=batch, way=way)


def _by_series(what: str) -> bool:
    """Whether what may be chosen depends on the series of the cases."""
    return what in (What.WRITE, What.STEP)


def _mended(request: StaffRequest) -> CaseBatch | None:
    """The batch whose signed documents this one mends, if it is for that."""
    key = _uuid(request.POST.get("mends", ""))
    return selectors.batch_for(request.actor, key) if key else None


def _begin(
    request: StaffRequest, what: str, form: ManyForm, ids: list[UUID], mended: CaseBatch | None
) -> CaseBatch:
    way = request.POST.get("way", "")
    batch = begin_batch(
        by=request.actor, what=what, cases=ids, title=form.said(), arguments=form.arguments(),
        template=form.template_said, mends=mended, way=way if mended and way in set(Way) else "",
    )  # fmt: skip
    said = ngettext(
        "It is being done in %(n)s case. Your tray of jobs tells how it goes.",
        "It is being done in %(n)s cases. Your tray of jobs tells how it goes.",
        len(ids),
    )
    messages.success(request, said % {"n": len(ids)})
    return batch


def _ask(
    request: StaffRequest,
    what: str,
    form: ManyForm,
    query: ListQuery,
    picked: list[UUID],
    *,
    everything: bool = False,
    mended: CaseBatch | None = None,
    way: str = "",
    status: int = 200,
) -> HttpResponse:
    """Say how many and what will happen, and wait for the yes."""
    rows = _chosen_rows(request, query, picked, everything)
    total = count_to_thousand(query, request.actor) if everything else len(picked)
    way = way or request.POST.get("way", "")
    context = {
        "what": what, "form": form, "title": TITLES[What(what)], "rows": rows[:SHOWN], "everything": everything,
        "total": f"{MOST_COUNTED}+" if total > MOST_COUNTED else total, "many": total, "more": max(total - SHOWN, 0),
        "picked": [] if mended else picked, "params": query.params(),
        "back": mended.get_absolute_url() if mended else _list(query), "mended": mended, **_way_said(way),
    }  # fmt: skip
    return TemplateResponse(request, "cases/list_bulk.html", context, status=status)


def _way_said(way: str) -> Mapping[str, Any]:
    if way not in set(Way):
        return {}
    return {"way": way, "way_label": WAYS[Way(way)], "article": ARTICLES[Way(way)]}


@staff_page
@require_POST
def export(request: StaffRequest) -> HttpResponse:
    """What I filtered, with my columns, as a job with its link."""
    kind = request.POST.get("kind", "xlsx")
    if kind not in FORMATS:
        raise BadInput(_("That kind of sheet does not exist: XLSX, ODS or CSV."), field="kind")
    query = ListQuery.read(request.POST)
    liking = views_of(request.actor).liking
    names = request.POST.getlist("column") or (liking.columns if liking else [])
    picked = [] if request.POST.get("all") == "yes" else [str(pk) for pk in _picked(request)]
    jobs.start_long(
        export_list,
        title=_("Cases to %(kind)s") % {"kind": kind.upper()},
        by=request.actor,
        person_id=str(request.actor.person_id),
        params=query.params(),
        columns=[column.name for column in chosen(names)],
        kind=kind,
        only=picked or None,
    )
    messages.success(request, _("The sheet is being written. You will find it in your tray of jobs."))
    return redirect(_list(query))


def _chosen_rows(
    request: StaffRequest, query: ListQuery, picked: list[UUID], everything: bool
) -> list[CaseFile]:
    rows = cases_of(query, request.actor) if everything else CaseFile.objects.filter(pk__in=picked)
    rows = rows.visible_to(request.actor)  # type: ignore[union-attr]
    return list(rows.order_by("-last_moved_at", "id")[: SHOWN + 1])


def _picked(request: StaffRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("case")[:MOST_PICKED]:
        key = _uuid(text)
        if key is not None:
            found.append(key)
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _list(query: ListQuery) -> str:
    params = urlencode(query.params())
    return f"{reverse('cases:list')}?{params}" if params else reverse("cases:list")
