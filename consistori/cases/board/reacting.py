"""What a case does when what it publishes goes on the board and leaves it: the step waits, the proof is filed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from consistori.bulletin.events import EdictPublished, EdictTakenDown, ExposureCertified, ExposureExtended
from consistori.bulletin.models import Edict
from consistori.cases.board.acts import tie_step
from consistori.cases.board.selectors import thread_of
from consistori.cases.events import CaseReopened
from consistori.cases.models import CaseDocument, CaseEdict, CaseFile, Step
from consistori.cases.services.filing import add_document
from consistori.cases.steps.acts import add_step, complete_step, take_back_step
from consistori.cases.steps.cover import steps_on
from consistori.cases.steps.rules import Standing
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal
from consistori.tenancy.scope import current_entity
from consistori.trail import on


@on(EdictPublished)
def wait_for_it(event: EdictPublished) -> None:
    """The step of public information waits until its last day; the others need none."""
    thread = thread_of(event.edict_id)
    if thread is not None and thread.step_id is None:
        _wait(thread)


@on(ExposureExtended)
def wait_longer(event: ExposureExtended) -> None:
    """It stays longer: the wait is written again, until its new day."""
    thread = thread_of(event.edict_id)
    step = _waiting(thread)
    if thread is not None and step is not None:
        _unless_refused(lambda: take_back_step(step, by=_program(), reasons=event.reason))
        _wait(thread)


def _wait(thread: CaseEdict) -> None:
    edict, case = thread.edict, thread.case
    if not edict.line.step or edict.starts_on is None or case.is_closed or not steps_on():
        return
    begins = min(edict.starts_on, today())

    def do() -> None:
        step = add_step(
            case, by=_program(), code=edict.line.step, standing=Standing.TODO, on=begins,
            until=edict.until_on, until_why=f"{edict.reference} · {edict.line.article}",
        )  # fmt: skip
        tie_step(thread, step)

    _unless_refused(do)


@on(ExposureCertified)
def bring_it_back(event: ExposureCertified) -> None:
    """The certificate is filed where the act lies, and the step ends. A closed case takes it when it is reopened."""
    thread = thread_of(event.edict_id)
    if thread is None:
        return
    if thread.case.is_open:
        _file(thread.case, event.certificate_id)
        _end(thread)


@on(EdictTakenDown)
def it_waits_no_more(event: EdictTakenDown) -> None:
    """Taken down before anybody could read it, nothing is certified: the step ends now."""
    thread = thread_of(event.edict_id)
    if (
        thread is not None
        and thread.edict.since
        and thread.edict.until
        and thread.edict.until <= thread.edict.since
    ):
        _end(thread)


@on(CaseReopened)
def file_what_came_meanwhile(event: CaseReopened) -> None:
    """Certificates that came while it was closed."""
    case = CaseFile.objects.filter(pk=event.case_id).first()
    if case is None or case.is_closed:
        return
    inside = CaseDocument.objects.filter(case=case).values("document_id")
    rows = CaseEdict.objects.filter(case=case, edict__certificate_state=Edict.Certificate.READY)
    for thread in rows.exclude(edict__certificate_id__in=inside).select_related("edict", "case", "step"):
        _file(case, thread.edict.certificate_id)
        _end(thread)


def _program() -> Actor:
    return Actor.program(current_entity().pk)


def _waiting(thread: CaseEdict | None) -> Step | None:
    if thread is None or thread.step_id is None or thread.case.is_closed:
        return None
    found: Step | None = Step.objects.todo().select_related("case").filter(pk=thread.step_id).first()
    return found


def _end(thread: CaseEdict) -> None:
    step, edict = _waiting(thread), thread.edict
    if step is not None:
        day = min(edict.until_on, today()) if edict.until_on else today()
        if edict.taken_down_at:
            day = today()
        _unless_refused(lambda: complete_step(step, by=_program(), on=day))


def _file(case: CaseFile, document_id: UUID | None) -> None:
    document = Document.objects.filter(pk=document_id).first()
    if document is not None:
        _unless_refused(lambda: add_document(case, document, by=_program()))


def _unless_refused(do: Callable[[], object]) -> None:
    """What a person did meanwhile stands: it is filed already, or the step was ended by hand."""
    try:
        do()
    except Refusal:
        return
