"""Writing a document of a case: from a template, with what the case already knows put in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from consistori.cases import merging
from consistori.cases.models import CaseFile
from consistori.cases.policies import may_add_documents
from consistori.cases.services import write_in_case
from consistori.cases.web._case import case_act, case_page, drawn_again
from consistori.cases.web.case import frame
from consistori.directory.access import StaffRequest
from consistori.documents.writing.beginning import BeginForm
from consistori.kernel.errors import BadInput, ensure


@case_page
def choose(request: StaffRequest, case: Any) -> HttpResponse:
    """From what the document begins, and in which language: that of the party, unless another is chosen."""
    ensure(may_add_documents(request.actor, case))
    return _shown(request, case, _form(request, case))


@case_act
def begin(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Begin it and file it in the case, as a draft without folio."""
    ensure(may_add_documents(request.actor, case))
    form = _form(request, case)
    if form.is_valid():
        try:
            said = form.cleaned_data
            document = write_in_case(
                case,
                by=request.actor,
                template=form.chosen(),
                language=said["language"],
                title=said["title"].strip(),
            )
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("documents:text", document.pk)
    return _shown(request, drawn_again(request, case), form, status=422)


def _form(request: StaffRequest, case: CaseFile) -> BeginForm:
    language = merging.language_of(case) or request.entity.language
    data = request.POST if request.method == "POST" else None
    return BeginForm(data, actor=request.actor, language=language, series=case.series)


def _shown(request: StaffRequest, case: Any, form: BeginForm, status: int = 200) -> HttpResponse:
    context = frame(request, case, "") | {"form": form}
    return TemplateResponse(request, "cases/write.html", context, status=status)
