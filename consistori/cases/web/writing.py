"""Writing a document of a case: from a template, with what the case already knows put in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _

from consistori.cases import merging
from consistori.cases.models import CaseFile
from consistori.cases.policies import may_add_documents
from consistori.cases.services import add_document
from consistori.cases.web._case import case_act, case_page, drawn_again
from consistori.cases.web.case import frame
from consistori.directory.access import StaffRequest
from consistori.documents.models import Document
from consistori.documents.writing.beginning import BeginForm, begin_from
from consistori.kernel.errors import BadInput, ensure
from consistori.trail import act


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
            document = write_in_case(case, form, by=request.actor)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("documents:text", document.pk)
    return _shown(request, drawn_again(request, case), form, status=422)


@act
def write_in_case(case: CaseFile, form: BeginForm, *, by: Any) -> Document:
    """Begin the text that the form asks for and file it at the end of the case."""
    ensure(may_add_documents(by, case))
    with translation.override(form.cleaned_data["language"]):
        margin = [(_("Case"), case.number)]
        if case.series is not None:
            margin.append((_("Series"), case.series.label))
    document = begin_from(form, by=by, thing=case, about=case.title, margin=margin)
    add_document(case, document, by=by)
    return document


def _form(request: StaffRequest, case: CaseFile) -> BeginForm:
    language = merging.language_of(case) or request.entity.language
    data = request.POST if request.method == "POST" else None
    return BeginForm(data, actor=request.actor, language=language, series=case.series)


def _shown(request: StaffRequest, case: Any, form: BeginForm, status: int = 200) -> HttpResponse:
    context = frame(request, case, "") | {"form": form}
    return TemplateResponse(request, "cases/write.html", context, status=status)
