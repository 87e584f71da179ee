"""The pages of steps: where the case stands, a step to write, a step."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consistori.cases.models import CaseDocument, CaseFile, Step
from consistori.cases.panels import step_panels
from consistori.cases.steps import acts, link_forms, palette, selectors, terms
from consistori.cases.steps.cover import steps_on
from consistori.cases.steps.forms import (
    ChangeForm,
    CompleteForm,
    ExtendForm,
    SkipForm,
    StepForm,
    TakeBackForm,
    Telling,
)
from consistori.cases.steps.link_forms import links_of
from consistori.cases.steps.papers import with_file
from consistori.cases.steps.rules import Kind
from consistori.cases.web._case import case_act, case_page, done, drawn_again
from consistori.cases.web.case import frame
from consistori.deadlines.chips import chip_of
from consistori.directory.access import StaffRequest
from consistori.directory.models import Person
from consistori.documents.models import Document
from consistori.kernel.errors import NotHere, Refusal

View = Callable[..., HttpResponse]


def where_steps_are(view: View) -> View:
    """Not there where the town does not use steps."""

    @functools.wraps(view)
    def page(request: StaffRequest, case: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not steps_on():
            raise NotHere(_("This town hall does not use steps."))
        return view(request, case, *args, **kwargs)

    return page


@case_page
@where_steps_are
def show(request: StaffRequest, case: Any) -> HttpResponse:
    """What has been done, what waits, what is next; and the palette beside."""
    glance = selectors.glance_of(selectors.steps_of(case))
    derived = selectors.derived_of(case)
    past = sorted([*glance.past, *derived], key=_day, reverse=True)
    context = frame(request, case, "steps") | {"glance": glance, "past": past, **_palette(case)}
    return TemplateResponse(request, "cases/steps/steps.html", context)


def _day(one: Any) -> Any:
    from consistori.ui.dates import as_day

    if isinstance(one, selectors.Derived):
        return one.on
    return one.happened_on or as_day(one.settled_at or one.recorded_at)


def _palette(case: CaseFile) -> dict[str, Any]:
    lines = palette.palette_of(case.series.code if case.series else "")
    return {
        "of_series": [line for line in lines if line.series],
        "generic": [line for line in lines if not line.series],
    }


@case_page
@where_steps_are
def new(request: StaffRequest, case: Any) -> HttpResponse:
    """A step of the palette, or one's own."""
    line = palette.kind_of(request.GET.get("code", ""))
    form = StepForm(case, line, how=request.GET.get("how", ""))
    return _new_page(request, case, line, form)


def _new_page(
    request: StaffRequest, case: Any, line: palette.Kind | None, form: StepForm, status: int = 200
) -> HttpResponse:
    context = frame(request, case, "steps") | {
        "form": form,
        "line": line,
        "is_wait": line is not None and line.kind is Kind.WAIT,
        "why": terms.why_of(line.term) if line is not None and line.term else "",
        "back": request.POST.get("back") or request.GET.get("back") or "",
        **_palette(case),
    }
    return TemplateResponse(request, "cases/steps/new.html", context, status=status)


@case_act
@where_steps_are
def add(request: StaffRequest, case: CaseFile) -> HttpResponse:
    line = palette.kind_of(request.POST.get("code", ""))
    form = StepForm(case, line, request.POST, request.FILES)
    if form.is_valid():
        try:
            said = form.said() | {"assigned_to": _person(form.cleaned_data.get("assigned_to", ""))}
            step = _with_paper(
                functools.partial(acts.add_step, case),
                case,
                form,
                by=request.actor,
                on=said.pop("on", None),
                **said,
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return done(request, case, _said_of(step))
    return _new_page(request, drawn_again(request, case), line, form, status=422)


def _said_of(step: Step) -> str:
    """What was done, and what it opened."""
    words = _("“%(step)s” is in the case") % {"step": step.name}
    if step.is_from_before:
        words = _("“%(step)s” is in the case, and is from before it was opened") % {"step": step.name}
    if step.task is not None and step.assigned_to is not None:
        words = f"{words}. {_('%(name)s has it among her tasks.') % {'name': step.assigned_to.full_name}}"
    if step.stop is not None:
        words = f"{words}. {_('The term to resolve stops meanwhile.')}"
    return words


def _with_paper(do: Callable[..., Step], case: CaseFile, form: Any, **said: Any) -> Step:
    data = form.cleaned_data
    if data.get("file"):
        by, on = said.pop("by"), said.get("on")
        kept = functools.partial(do, on=said.pop("on", None))
        return with_file(kept, case, data["file"].file_received(), by=by, on=on, **said)
    return do(document=_document(case, data.get("document", "")), **said)


def _document(case: CaseFile, key: str) -> Document | None:
    if not key:
        return None
    leaf = CaseDocument.objects.filter(case=case, document_id=key).select_related("document").first()
    return leaf.document if leaf else None


def _person(key: str) -> Person | None:
    return Person.objects.filter(pk=key).first() if key else None


@case_page
@where_steps_are
def step(request: StaffRequest, case: Any, step: UUID) -> HttpResponse:
    """One step: what is known of it, why until that day, and what may be done with it."""
    return _step_page(request, case, selectors.step_of(case, step))


def _step_page(request: StaffRequest, case: Any, step: Step, *, bound: Telling | None = None) -> HttpResponse:
    forms: dict[str, Telling] = {"take_back": TakeBackForm(initial={"version": step.version})}
    if step.is_todo:
        forms |= {"complete": CompleteForm(step), "skip": SkipForm(initial={"version": step.version})}
        if step.is_wait:
            forms["extend"] = ExtendForm(step)
    forms["change"] = ChangeForm(step)
    wrong = ""
    for name, form in forms.items():
        form.auto_id = f"{name}_%s"
        if bound is not None and type(form) is type(bound):
            forms[name], wrong = bound, name
            bound.auto_id = f"{name}_%s"
    context = frame(request, case, "steps") | {
        "step": step,
        "forms": forms,
        "wrong": wrong,
        "explanation": None if step.deadline_id else terms.explanation_of(step),
        "chip": chip_of(step.deadline) if step.deadline is not None else None,
        "may_stop": bool(
            step.is_todo
            and step.is_wait
            and step.line
            and step.line.stops
            and not step.stop_id
            and link_forms.around(case, step.line).runs
        ),
        "stop_words": step.stop.cause_words if step.stop is not None else "",
        "panels": step_panels.drawn(request, step),
        "back": case_steps(case),
    }
    return TemplateResponse(request, "cases/steps/step.html", context, status=422 if bound else 200)


def case_steps(case: CaseFile) -> str:
    from django.urls import reverse

    return reverse("cases:steps", args=[case.number])


def _act(form_of: Callable[[Step, StaffRequest], Telling], do: Callable[..., Any], words: Any) -> View:
    """A form of the page of a step: done, and back; refused, the page again with what was wrong at its field."""

    @case_act
    @where_steps_are
    def posted(request: StaffRequest, case: CaseFile, step: UUID) -> HttpResponse:
        found = selectors.step_of(case, step)
        form = form_of(found, request)
        if form.is_valid():
            try:
                do(found, form, request)
            except Refusal as refusal:
                form.tell(refusal)
            else:
                return done(request, case, words() % {"step": found.name})
        again = drawn_again(request, case)
        found.case = again
        return _step_page(request, again, found, bound=form)

    return posted


def _complete(step: Step, form: Any, request: StaffRequest) -> None:
    data = form.cleaned_data
    said: dict[str, Any] = {name: data.get(name, "") for name in ("note", "sense", "reasons")}
    said["links"] = links_of(data)
    _with_paper(
        functools.partial(acts.complete_step, step, if_version=data["version"]),
        step.case, form, by=request.actor, on=data["on"], **said,
    )  # fmt: skip


def _skip(step: Step, form: Any, request: StaffRequest) -> None:
    data = form.cleaned_data
    acts.skip_step(step, by=request.actor, reasons=data["reasons"], if_version=data["version"])


def _extend(step: Step, form: Any, request: StaffRequest) -> None:
    data = form.cleaned_data
    acts.extend_wait(
        step, by=request.actor, reasons=data["reasons"], decided_on=data["decided_on"], until=data.get("until"),
        if_version=data["version"],
    )  # fmt: skip


def _change(step: Step, form: Any, request: StaffRequest) -> None:
    data = form.cleaned_data
    changes = {name: data[name] for name in ("title", "note", "due_on", "on") if name in data}
    if "assigned_to" in data:
        changes["assigned_to"] = _person(data["assigned_to"])

    def do(*, by: Any, document: Document | None, on: Any = None) -> Step:
        told = changes | {"document": document}
        return acts.change_step(step, by=by, changes=told, if_version=data["version"])

    _with_paper(do, step.case, form, by=request.actor, on=data.get("on"))


def _take_back(step: Step, form: Any, request: StaffRequest) -> None:
    data = form.cleaned_data
    acts.take_back_step(step, by=request.actor, reasons=data["reasons"], if_version=data["version"])


complete = _act(
    lambda step, request: CompleteForm(step, request.POST, request.FILES),
    _complete,
    lambda: _("“%(step)s”: done"),
)
skip = _act(
    lambda step, request: SkipForm(request.POST), _skip, lambda: _("“%(step)s” is skipped: one may come back")
)
extend = _act(
    lambda step, request: ExtendForm(step, request.POST), _extend, lambda: _("“%(step)s” is extended")
)
change = _act(
    lambda step, request: ChangeForm(step, request.POST, request.FILES), _change, lambda: _("Corrected")
)
take_back = _act(
    lambda step, request: TakeBackForm(request.POST), _take_back, lambda: _("“%(step)s” is taken back")
)


@case_act
@where_steps_are
def resume(request: StaffRequest, case: CaseFile, step: UUID) -> HttpResponse:
    found = acts.resume_step(selectors.step_of(case, step), by=request.actor)
    return done(request, case, _("“%(step)s” is pending again") % {"step": found.name})


@case_act
@where_steps_are
def done_today(request: StaffRequest, case: CaseFile, step: UUID) -> HttpResponse:
    """One click: it was done today."""
    found = acts.complete_step(selectors.step_of(case, step), by=request.actor)
    return done(request, case, _("“%(step)s”: done") % {"step": found.name})


@case_act
@where_steps_are
def stop(request: StaffRequest, case: CaseFile, step: UUID) -> HttpResponse:
    """The term to resolve stops while the step lasts."""
    acts.stop_while(selectors.step_of(case, step), by=request.actor)
    return done(request, case, _("The term to resolve stops meanwhile."))
