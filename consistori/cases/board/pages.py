"""The page from which a case publishes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from consistori.bulletin.policies import may_publish
from consistori.cases.board.acts import publish_from_case
from consistori.cases.board.forms import PublishForm
from consistori.cases.board.selectors import publishable
from consistori.cases.models import CaseFile
from consistori.cases.policies import may_work_on
from consistori.cases.web._case import case_act, case_page, drawn_again
from consistori.cases.web.case import frame
from consistori.directory.access import StaffRequest
from consistori.kernel.errors import NotPermitted, Refusal, ensure


@case_page
def choosing(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Choose what is published, and what it is."""
    _ensure(request, case)
    leaves = publishable(case)
    wanted = request.GET.get("document", "")
    initial = {
        "document": wanted or (str(leaves[0].document_id) if leaves else ""),
        "kind": request.GET.get("kind", ""),
    }
    return _drawn(request, case, PublishForm(leaves=leaves, initial=initial))


@case_act
def begin(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Look at what it tells of people."""
    _ensure(request, case)
    leaves = publishable(case)
    form = PublishForm(request.POST, leaves=leaves)
    if form.is_valid():
        said = dict(form.cleaned_data)
        key = said.pop("document")
        document = next(leaf.document for leaf in leaves if str(leaf.document_id) == key)
        try:
            edict = publish_from_case(case, document, by=request.actor, **said)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("bulletin:edict", edict.pk)
    return _drawn(request, drawn_again(request, case), form)


def _ensure(request: StaffRequest, case: CaseFile) -> None:
    ensure(may_work_on(request.actor, case))
    ensure(may_publish(request.actor))


def _drawn(request: StaffRequest, case: CaseFile, form: PublishForm) -> HttpResponse:
    context = frame(request, case, "") | {"form": form, "has_any": bool(form.fields["document"].choices)}  # type: ignore[attr-defined]
    return TemplateResponse(request, "cases/board/new.html", context, status=422 if form.errors else 200)
