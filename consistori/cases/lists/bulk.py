"""The same act on many cases: it says first how many and what will happen, and runs as a job."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from consistori.cases.lists.columns import chosen
from consistori.cases.lists.jobs import ACTS, do_to_many, export_list, numbers_in
from consistori.cases.lists.queries import ListQuery, cases_of
from consistori.cases.lists.saved import MOST_COUNTED, count_to_thousand, views_of
from consistori.cases.models import CaseFile
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.selectors import colleagues
from consistori.formats.spreadsheets import FORMATS
from consistori.kernel.errors import BadInput, NotHere
from consistori.tenancy import jobs
from consistori.tenancy.models import JobRun

MOST_PICKED = 500
SHOWN = 8


class HandOverForm(forms.Form):
    """To whom, and a note that stays among the internal ones."""

    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.pk), person.full_name) for person in colleagues()]
        self.fields["to"].choices = [("", "—"), *people]  # type: ignore[attr-defined]


class LabelForm(forms.Form):
    """The word that is put on them."""

    label = forms.CharField(label=gettext_lazy("Label"), max_length=40)


FORMS: dict[str, type[forms.Form]] = {"hand_over": HandOverForm, "label": LabelForm, "follow": forms.Form}
TITLES: dict[str, Any] = {
    "hand_over": gettext_lazy("Hand the cases over"),
    "label": gettext_lazy("Put a label on the cases"),
    "follow": gettext_lazy("Follow the cases"),
}


@staff_page
@require_POST
def bulk(request: StaffRequest) -> HttpResponse:
    """Ask once, then leave the job: the page is free at once and the tray tells each outcome."""
    what = request.POST.get("act", "")
    if what == "export":
        return export(request)
    if what not in ACTS:
        raise BadInput(_("Choose what to do with the cases."))
    query, picked = ListQuery.read(request.POST), _picked(request)
    everything = request.POST.get("all") == "yes"
    if not everything and not picked:
        messages.warning(request, _("Mark some case first."))
        return redirect(_list(query))
    going = request.POST.get("go") == "yes"
    form = FORMS[what](request.POST if going else None)
    if going and form.is_valid():
        _leave(request, what, query, None if everything else picked, form.cleaned_data)
        return redirect(_list(query))
    return _ask(request, what, form, query, picked, everything=everything, status=422 if going else 200)


@staff_page
@require_GET
def again(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Offer once more, for the same act, only the cases that one of my jobs could not do."""
    what = request.GET.get("act", "")
    run = JobRun.of(request.person.pk).filter(pk=run_id).first()
    if run is None or what not in ACTS:
        raise NotHere(_("This job is no longer kept."))
    failed = CaseFile.objects.visible_to(request.actor).filter(number__in=numbers_in(run.failures))
    picked = list(failed.values_list("pk", flat=True)[:MOST_PICKED])
    form = FORMS[what](initial=request.GET.dict())
    return _ask(request, what, form, ListQuery.read({}), picked)


def _ask(
    request: StaffRequest,
    what: str,
    form: forms.Form,
    query: ListQuery,
    picked: list[UUID],
    *,
    everything: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Say how many and what will happen, and wait for the yes."""
    rows = _chosen_rows(request, query, picked, everything)
    total = count_to_thousand(query, request.actor) if everything else len(picked)
    context = {
        "what": what, "form": form, "title": TITLES[what], "rows": rows[:SHOWN], "everything": everything,
        "total": f"{MOST_COUNTED}+" if total > MOST_COUNTED else total, "more": max(total - SHOWN, 0),
        "picked": picked, "params": query.params(), "back": _list(query),
    }  # fmt: skip
    return TemplateResponse(request, "cases/list_bulk.html", context, status=status)


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


def _leave(
    request: StaffRequest, what: str, query: ListQuery, picked: list[UUID] | None, values: dict[str, Any]
) -> None:
    jobs.start_long(
        do_to_many,
        title=str(TITLES[what]),
        by=request.actor,
        total=len(picked or ()),
        person_id=str(request.actor.person_id),
        what=what,
        case_ids=None if picked is None else [str(pk) for pk in picked],
        params=query.params(),
        arguments={name: str(value) for name, value in values.items()},
    )
    if picked is None:
        said = _("It is being done in all that match. Your tray of jobs tells how it goes.")
    else:
        said = ngettext(
            "It is being done in %(n)s case. Your tray of jobs tells how it goes.",
            "It is being done in %(n)s cases. Your tray of jobs tells how it goes.",
            len(picked),
        ) % {"n": len(picked)}
    messages.success(request, said)


def _chosen_rows(
    request: StaffRequest, query: ListQuery, picked: list[UUID], everything: bool
) -> list[CaseFile]:
    rows = cases_of(query, request.actor) if everything else CaseFile.objects.filter(pk__in=picked)
    rows = rows.visible_to(request.actor)  # type: ignore[union-attr]
    return list(rows.order_by("-last_moved_at", "id")[: SHOWN + 1])


def _picked(request: StaffRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("case")[:MOST_PICKED]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _list(query: ListQuery) -> str:
    params = urlencode(query.params())
    return f"{reverse('cases:list')}?{params}" if params else reverse("cases:list")
