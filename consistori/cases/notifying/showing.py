"""Where each thing that a case notifies stands, and who has it since when: rows for panels and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseDocument, CaseFile, CaseParty, CorrectionRequest, Step
from consistori.cases.notifying.facts import notifiable
from consistori.cases.steps import palette
from consistori.documents.models import Document
from consistori.notifications.models import Notification
from consistori.notifications.models.notification import STATES
from consistori.notifications.rules.states import FINAL, PRACTISED, State
from consistori.notifications.sentences import of_why
from consistori.signature.models import SignatureRequest
from consistori.signature.numbering import books

TONES = {
    State.PREPARED: ("", "clock"),
    State.AVAILABLE: ("ochre", "hourglass"),
    State.ACCESSED: ("olive", "check"),
    State.DELIVERED: ("olive", "check"),
    State.REJECTED: ("olive", "stamp"),
    State.LAPSED: ("olive", "stamp"),
    State.REFUSED: ("olive", "stamp"),
    State.PUBLISHED: ("olive", "globe"),
    State.WITHDRAWN: ("", "restore"),
}


@dataclass(frozen=True)
class Row:
    """One notification as a case shows it."""

    notification: Notification
    state: State
    words: str
    tone: str
    icon: str
    since: datetime | None
    why: str

    @property
    def is_over(self) -> bool:
        return self.state in FINAL


@dataclass
class Sent:
    """An act and all to whom it was notified."""

    document: Document
    title: str
    rows: list[Row] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(row.state in PRACTISED for row in self.rows)


def rows_of(notifications: Iterable[Notification]) -> list[Row]:
    """Each with the words of where it stands now."""
    found = []
    for one in notifications:
        state = one.standing()
        tone, icon = TONES[state]
        since = (
            one.effective_at
            if state in PRACTISED
            else one.withdrawn_at or one.available_at or one.prepared_at
        )
        found.append(Row(one, state, str(STATES[state]), tone, icon, since, of_why(one.why)))
    return found


def sent_in(case: CaseFile) -> list[Sent]:
    """What the case notified, the last first. One statement."""
    rows = Notification.objects.of_subject(KIND, [case.pk])
    return _by_act(rows.select_related("dispatch__document", "party", "representative", "proof"))


def sent_of(document_id: UUID) -> list[Sent]:
    """The same of one act. One statement."""
    rows = Notification.objects.of_document(document_id)
    return _by_act(rows.select_related("dispatch__document", "party", "representative", "proof"))


def _by_act(rows: Any) -> list[Sent]:
    found: dict[UUID, Sent] = {}
    for row in rows_of(rows.order_by("-dispatch__prepared_at", "prepared_at", "number")):
        act = row.notification.dispatch
        sent = found.setdefault(act.document_id, Sent(act.document, act.title))
        sent.rows.append(row)
    return list(found.values())


def to_notify(case: CaseFile) -> list[Document]:
    """Acts of the case that are signed by all and notified to nobody: what decides, what has its number in a book where
    there is somebody to notify, and what asks to correct. One statement.
    """
    sent = Notification.objects.of_subject(KIND, [case.pk]).exclude(state=State.WITHDRAWN)
    steps = Step.objects.live().filter(case=case, code__in=_deciding()).exclude(document=None)
    letters = CorrectionRequest.objects.open().filter(case=case, notified_on=None).exclude(document=None)
    signed = SignatureRequest.objects.filter(state=SignatureRequest.State.SIGNED).values("document_id")
    waiting = SignatureRequest.objects.holding().values("document_id")
    rows = Document.objects.filter(pk__in=signed).exclude(pk__in=waiting)
    somebody = CaseParty.objects.filter(case=case)
    leaves = CaseDocument.objects.filter(case=case, is_auxiliary=False).alive().values("document_id")
    acts = Q(pk__in=steps.values("document_id").union(letters.values("document_id")))
    rows = rows.filter(acts | Q(Exists(somebody), type__code__in=books.codes, pk__in=leaves))
    return list(rows.exclude(pk__in=sent.values("dispatch__document_id")).order_by("title"))


def notifiable_in(case: CaseFile) -> list[Document]:
    """The signed papers of a case of which nobody has been notified, whatever they are. Two statements."""
    sent = Notification.objects.of_subject(KIND, [case.pk]).exclude(state=State.WITHDRAWN)
    held = set(sent.values_list("dispatch__document_id", flat=True))
    return [document for document in notifiable(case) if document.pk not in held]


def _deciding() -> list[str]:
    return [code for code, line in palette.everything().items() if line.senses]
