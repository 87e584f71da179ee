"""What a case does when what it sent arrives: its step ends, its correction request runs, the proof is filed in it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from consistori.cases.correcting.acts import record_notified
from consistori.cases.correcting.answers import end_correction
from consistori.cases.deadlines.selectors import KIND
from consistori.cases.events import CaseReopened
from consistori.cases.models import CaseDocument, CaseFile, CorrectionRequest, Step
from consistori.cases.notifying.facts import signed_on, subject_of
from consistori.cases.services.filing import add_document
from consistori.cases.steps.acts import complete_step
from consistori.cases.steps.linking import NOTICE
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, Refusal
from consistori.notifications.events import PRACTISED, NotificationWithdrawn, ProofMade
from consistori.notifications.models import Notification
from consistori.notifications.rules.states import FINAL
from consistori.notifications.rules.states import PRACTISED as DONE
from consistori.notifications.services import open_sending_term
from consistori.signature.events import DocumentSigned
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.trail import on

How = CorrectionRequest.How
Ending = CorrectionRequest.Ending


@on(*PRACTISED)
def follow_practised(event: Any) -> None:
    """Somebody is notified: their correction request runs from that day, and the step ends with the last of all."""
    notification = _of_a_case(event)
    if notification is None:
        return
    _tell_corrections(notification, date.fromisoformat(event.practised_on))
    _end_step(notification)


@on(NotificationWithdrawn)
def follow_withdrawn(event: NotificationWithdrawn) -> None:
    """One that goes no more is not awaited: the step ends if the others have arrived."""
    notification = _of_a_case(event)
    if notification is not None:
        _end_step(notification)


@on(ProofMade)
def file_proof(event: ProofMade) -> None:
    """The proof is filed where the act lies. A closed case takes it when it is reopened (R-EXP-02)."""
    if event.thing_kind == KIND:
        case = CaseFile.objects.filter(pk=event.thing_id).first()
        if case is not None and case.is_open:
            _file(case, event.proof_id)


@on(CaseReopened)
def file_what_came_meanwhile(event: CaseReopened) -> None:
    """Proofs that came while it was closed."""
    case = CaseFile.objects.filter(pk=event.case_id).first()
    if case is None or case.is_closed:
        return
    inside = CaseDocument.objects.filter(case=case).values("document_id")
    rows = Notification.objects.of_subject(KIND, [case.pk]).exclude(proof=None).exclude(proof__in=inside)
    for key in rows.order_by("practised_at").values_list("proof_id", flat=True):
        _file(case, key)


@on(DocumentSigned)
def count_the_days_to_send(event: DocumentSigned) -> None:
    """An act is signed: from its day the ten working days to send its notification count (40.2)."""
    if not modality.is_on(current_entity(), "notifications") or not modality.is_on(
        current_entity(), "deadlines"
    ):
        return
    step = Step.objects.live().filter(document_id=event.document_id).select_related("case").first()
    correction = (
        CorrectionRequest.objects.filter(document_id=event.document_id).select_related("case").first()
    )
    case = correction.case if correction else step.case if step and step.line and step.line.senses else None
    day, _post = signed_on(event.document_id)
    if case is None or day is None or case.is_closed:
        return
    document = Document.objects.get(pk=event.document_id)
    open_sending_term(by=_program(), subject=subject_of(case), act_on=day, document=document)


def _program() -> Actor:
    return Actor.program(current_entity().pk)


def _of_a_case(event: Any) -> Notification | None:
    if event.thing_kind != KIND:
        return None
    found: Notification | None = (
        Notification.objects.filter(pk=event.notification_id).select_related("dispatch", "party").first()
    )
    return found


def _tell_corrections(notification: Notification, day: date) -> None:
    """Its letter: the ten days run. The resolution of withdrawal: it ends, now that it is notified (68.1, 73.3)."""
    document, by = notification.dispatch.document_id, _program()
    rows = CorrectionRequest.objects.open().select_related("case", "party")
    for request in rows.filter(document_id=document, notified_on=None):
        if request.party.standing.pk == notification.party.standing.pk:
            _unless_refused(
                lambda r=request: record_notified(
                    r, by=by, on=day, how=_how(notification), reference=notification.number
                )
            )
    for request in rows.filter(resolution_id=document):
        _unless_refused(lambda r=request: end_correction(r, by=by, ending=Ending.WITHDRAWN))


def _how(notification: Notification) -> str:
    return {"office": How.OFFICE, "enotum": How.OFFICE, "paper": How.POST, "counter": How.HAND}.get(
        notification.practised_by, How.OTHER
    )


def _end_step(notification: Notification) -> None:
    """The step «notification» of that document ends on the day of the last, when nobody is awaited any more."""
    all_of_it = list(Notification.objects.filter(dispatch__document_id=notification.dispatch.document_id))
    standing = [one.standing() for one in all_of_it]
    if any(one not in FINAL for one in standing):
        return
    days = [one.effective_at for one in all_of_it if one.standing() in DONE and one.effective_at]
    waiting = Step.objects.todo().filter(code=NOTICE, document_id=notification.dispatch.document_id)
    if not days:
        return
    last = timezone.localtime(max(days)).date()
    for step in waiting.select_related("case"):
        _unless_refused(lambda s=step: complete_step(s, by=_program(), on=last))


def _file(case: CaseFile, document_id: UUID) -> None:
    document = Document.objects.filter(pk=document_id).first()
    if document is not None:
        _unless_refused(lambda: add_document(case, document, by=_program()))


def _unless_refused(do: Any) -> None:
    """What the case no longer takes (it is closed, a person was first) is left as it is: the notification stands."""
    try:
        do()
    except (AlreadyDone, Refusal):
        return
