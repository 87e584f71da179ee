"""What is known of an act that is going to be notified: proposed on the form, and said by a person (R-NOT-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseDocument, CaseFile, CorrectionRequest, Step
from consistori.cases.notifying.ports import numbered
from consistori.cases.rules import Role
from consistori.cases.steps.merging import footing_of_case
from consistori.deadlines.subjects import Subject
from consistori.documents.models import Document
from consistori.notifications.services import ActFacts, AppealAsked, TermAsked
from consistori.signature.models import SignatureRequest

LPAC, LJCA = "Llei 39/2015, art. ", "Llei 29/1998, art. "
HEARING, ALLEGATIONS = "06", "simplified_allegations"

ASKED_FIRST = {
    Role.APPLICANT, Role.INTERESTED, Role.ADDRESSEE, Role.ALLEGED, Role.APPELLANT, Role.BIDDER,
}  # fmt: skip
"""To whom an act is notified if nobody says otherwise: those whose rights it touches (40.1)."""


@dataclass(frozen=True)
class Known:
    """What the program proposes of an act. `step` is that of which it is the text; `correction`, what it asks for."""

    document: Document
    title: str
    act_on: date | None
    number: str
    body: str
    footing: str
    article: str
    term: str = ""
    step: Step | None = None
    correction: CorrectionRequest | None = None

    @property
    def is_signed(self) -> bool:
        return self.act_on is not None


def subject_of(case: CaseFile) -> Subject:
    """The case as notifications and terms know it."""
    return Subject(KIND, case.pk)


def known_of(case: CaseFile, document: Document) -> Known:
    """What is known of an act of the case. Seven statements at most."""
    correction = CorrectionRequest.objects.filter(case=case, document=document).first()
    step = Step.objects.live().filter(case=case, document=document).order_by("-recorded_at").first()
    on, post = signed_on(document.pk)
    book = numbered([document.pk]).get(document.pk)
    if correction is not None:
        footing, article = "step", f"{LPAC}112.1"
    else:
        found = footing_of_case(case, step.line if step is not None else None)
        footing, article = found.appeal, found.article
    town = str(case.entity.name)
    return Known(
        document=document,
        title=document.title,
        act_on=book.on if book else on,
        number=book.number if book else "",
        body=(book.body if book else "") or (f"{post} · {town}" if post else town),
        footing=footing,
        article=article,
        term="hearing" if step is not None and step.code == HEARING else "",
        step=step,
        correction=correction,
    )


def signed_on(document_id: UUID) -> tuple[date | None, str]:
    """The day of the last signature of a document, and with which post; None while one of its circuit waits."""
    rows = SignatureRequest.objects.filter(document_id=document_id).order_by("settled_at", "id")
    state = SignatureRequest.State
    found = [row for row in rows if row.state in (state.SIGNED, state.WAITING, state.SIGNING, state.FAILED)]
    if not found or any(row.state != state.SIGNED for row in found):
        return None, ""
    last = found[-1]
    return timezone.localtime(last.stamped_at or last.settled_at).date(), last.said_post


def notifiable(case: CaseFile) -> list[Document]:
    """The signed papers of a case, the last signed first. One statement."""
    state = SignatureRequest.State
    signed = SignatureRequest.objects.filter(state=state.SIGNED).values("document_id")
    waiting = SignatureRequest.objects.holding().values("document_id")
    leaves = CaseDocument.objects.filter(case=case, document__in=signed, is_auxiliary=False).alive()
    leaves = leaves.exclude(document__in=waiting).select_related("document__type", "document__version")
    return [leaf.document for leaf in leaves.order_by("-added_at", "-id")]


def appeals_of(footing: str, *, body: str, superior: str = "") -> tuple[AppealAsked, ...]:
    """The appeals that a footer offers: which, before whom and until when (R-REC-01, R-REC-02)."""
    court = AppealAsked("court", _("Contentious-administrative court"), 2, "months", f"{LJCA}46.1")
    same = AppealAsked("reposicio", body, 1, "months", f"{LPAC}124.1")
    if footing == "ends_way":
        return (same, court)
    if footing == "local_tax":
        tax = AppealAsked("reposicio", body, 1, "months", "RDLeg 2/2004, art. 14.2")
        return (tax, court)
    if footing == "not_ends":
        return (AppealAsked("alcada", superior, 1, "months", f"{LPAC}122.1"),)
    if footing == "court_only":
        return (court,)
    if footing == "other_body":
        return (AppealAsked("request", body, 2, "months", f"{LJCA}44.2"), court)
    return ()


def ends_way(footing: str) -> bool | None:
    """Whether an act with that footer ends the administrative way (114); None: it decides nothing by itself (112.1)."""
    return None if footing == "step" else footing != "not_ends"


def facts_of(case: CaseFile, said: dict[str, Any]) -> ActFacts:
    """What was said on the form, as notifications take it."""
    footing, body = said["footing"], said["body"].strip()
    term = said.get("term", "")
    return ActFacts(
        title=said["title"].strip(),
        act_on=said["act_on"],
        body=body,
        ends_way=ends_way(footing),
        appeals=appeals_of(footing, body=body, superior=said.get("superior", "").strip()),
        act_number=said.get("act_number", "").strip(),
        decides=footing != "step",
        terms=(TermAsked(rule=term),) if term else (),
        has_unconvertible=bool(said.get("has_unconvertible")),
        pays=bool(said.get("pays")),
        is_reserved=bool(said.get("is_reserved")) or case.reserved,
        procedure=case.series.code if case.series else "",
        begun_by_party=case.parties.filter(role=Role.APPLICANT).exists(),
    )
