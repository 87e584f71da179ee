"""The page that begins the text of a step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from consistori.cases import merging
from consistori.cases.models import CaseFile, Step
from consistori.cases.policies import may_add_documents
from consistori.cases.steps import palette, selectors
from consistori.cases.steps.acts import add_step
from consistori.cases.steps.making import line_of
from consistori.cases.steps.merging import footer_words, footing_of_case
from consistori.cases.steps.pages import where_steps_are
from consistori.cases.steps.rules import Kind, Standing
from consistori.cases.steps.writing import WriteForm, write_step
from consistori.cases.web._case import case_act, case_page, drawn_again
from consistori.cases.web.case import frame
from consistori.directory.access import StaffRequest
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotPermitted, Refusal, ensure
from consistori.trail import act


@case_page
@where_steps_are
def choose(request: StaffRequest, case: Any, step: UUID | None = None, code: str = "") -> HttpResponse:
    """From which template, in which sense, and why: of a pending step, or of one of the palette."""
    ensure(may_add_documents(request.actor, case))
    found = selectors.step_of(case, step) if step else None
    line = found.line if found else line_of(code)
    return _page(request, case, _form(request, case, line, found), line, found)


@case_act
@where_steps_are
def begin(request: StaffRequest, case: CaseFile, step: UUID | None = None, code: str = "") -> HttpResponse:
    found = selectors.step_of(case, step) if step else None
    line = found.line if found else line_of(code)
    form = _form(request, case, line, found)
    if form.is_valid():
        said = form.cleaned_data
        try:
            document = write(
                found or case,
                line,
                by=request.actor,
                template=form.chosen(),
                language=said["language"],
                title=said["title"].strip(),
                sense=said.get("sense", ""),
                reasons=said.get("reasons", ""),
            )
        except NotPermitted:
            raise
        except Refusal as refusal:
            words = f"{refusal.message} {refusal.article}".strip()
            form.add_error(refusal.field if refusal.field in form.fields else None, words)
        else:
            return redirect("documents:text", document.pk)
    return _page(request, drawn_again(request, case), form, line, found, status=422)


@act
def write(thing: Step | CaseFile, line: palette.Kind | None, *, by: Actor, **said: Any) -> Any:
    """Write the text of a step; of one of the palette that is not in the case yet, put it there as pending, but a wait:
    that one begins when what is written is notified.
    """
    if isinstance(thing, CaseFile):
        is_wait = line is not None and line.kind == Kind.WAIT
        code = line.code if line else ""
        thing = (
            Step(case=thing, code=code, kind=Kind.WAIT)
            if is_wait
            else add_step(thing, by=by, code=code, standing=Standing.TODO)
        )
    return write_step(thing, by=by, **said)


def _form(request: StaffRequest, case: CaseFile, line: palette.Kind | None, step: Step | None) -> WriteForm:
    language = merging.language_of(case) or request.entity.language
    data = request.POST if request.method == "POST" else None
    form = WriteForm(data, actor=request.actor, language=language, line=line, case=case)
    if step is not None:
        form.initial.update(sense=step.sense, reasons=step.reasons)
    return form


def _page(
    request: StaffRequest, case: Any, form: WriteForm, line: Any, step: Step | None, status: int = 200
) -> HttpResponse:
    footing = footing_of_case(case, line) if line is not None else None
    context = frame(request, case, "steps") | {
        "form": form,
        "line": line,
        "step": step,
        "footing": footing,
        "footer": footer_words(footing) if footing is not None else "",
        "back_to": step.get_absolute_url() if step else "",
    }
    return TemplateResponse(request, "cases/steps/write.html", context, status=status)
