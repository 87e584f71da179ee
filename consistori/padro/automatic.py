"""What the register of residents offers to the rules of a town: a slip that somebody asks for, and issuing it.

What the law refuses is refused here whatever a rule says: to whom a slip is given, whom it names (`rules.slips`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.kernel.clock import today
from consistori.kernel.offers import (
    Found,
    Known,
    NotNow,
    OfferedAct,
    OfferedFact,
    Order,
    Outcome,
    Past,
    Plain,
    Subject,
    offer_act,
    offer_fact,
)
from consistori.padro import approvals, ports, sentences
from consistori.padro.events import ResidencePaperAsked
from consistori.padro.models import ResidencePaper
from consistori.padro.rules.slips import Residence, What, needs_a_person, why_not_for
from consistori.registry.rules.books import Channel
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

FACT, ACT = "padro.slip_asked", "padro.issue_slip"
State = ResidencePaper.State
NAMES: Mapping[str, Any] = {
    "span": gettext_lazy("what it asks: alone, or together with whom they live"),
    "is_own": gettext_lazy("whether they ask it for themselves"),
    "is_minor": gettext_lazy("whether it is of somebody under age"),
    "protected": gettext_lazy("whether a protected person lives there"),
    "household": gettext_lazy("how many people live there"),
    "days_registered": gettext_lazy("for how many days they have been registered there"),
    "from_home": gettext_lazy("whether it was asked in the e-office, with an identity"),
}


def offer() -> None:
    """Called once, when the program starts."""
    offer_fact(
        OfferedFact(
            name=FACT, label=gettext_lazy("Somebody asks for a residence slip"), names=NAMES, find=find, past=past,
            event=ResidencePaperAsked,
        )
    )  # fmt: skip
    offer_act(
        OfferedAct(
            name=ACT, label=gettext_lazy("Issue the residence slip, sealed"), facts=(FACT,), do=issue_it,
            leave=leave_it, seal=approvals.SLIPS,
        )
    )  # fmt: skip


def find(entity: Entity, paper_id: UUID, _said: Mapping[str, Plain]) -> Found | None:
    """What is known of a slip that waits for a decision; None for a certificate, or when somebody has seen to it."""
    with working_for(entity):
        paper = _paper(paper_id)
    if paper is None or paper.what != What.SLIP or paper.state != State.ASKED or paper.why:
        return None
    return _found(entity, paper)


def past(entity: Entity, since: date, until: date, _said: Mapping[str, Plain]) -> Iterable[Past]:
    """The slips that were asked for in those days, with what the register says of them now, and how each one ended."""
    with working_for(entity):
        rows = ResidencePaper.objects.filter(
            what=What.SLIP, asked_at__date__gte=since, asked_at__date__lt=until
        )
        papers = list(rows.select_related("entry").order_by("asked_at"))
    for paper in papers:
        ended = {State.ISSUED: "done", State.REFUSED: "refused"}.get(State(paper.state), "waiting")
        yield Past(_found(entity, paper), ended, paper.note or paper.allowed_how)


def _found(entity: Entity, paper: ResidencePaper) -> Found:
    subject = Subject(
        kind="residence_paper", id=paper.pk, label=paper.entry.reference,
        url=reverse("padro:paper", args=[paper.pk]), language=paper.language,
    )  # fmt: skip
    try:
        residence = ports.residence_of(entity, paper.applicant_identifier)
    except ports.RegisterAway as away:
        return Found(subject, {}, doubts=(str(away.message),))
    if residence is None:
        return Found(subject, {}, doubts=(sentences.why_to_staff("unknown"),))
    known, doubts = _known(paper, residence), []
    one = residence.member(paper.subject_key) if paper.subject_key else residence.person
    why = "not_theirs" if one is None else why_not_for(residence.person, one, today())
    if why:
        doubts.append(sentences.why_to_staff(why))
    if needs_a_person(residence, paper.span):
        doubts.append(sentences.why_to_staff("protected"))
    return Found(subject, known, doubts=tuple(doubts))


def _known(paper: ResidencePaper, residence: Residence) -> dict[str, Known]:
    register = _("%(source)s, data of %(day)s") % {
        "source": residence.source, "day": residence.as_of.strftime("%d/%m/%Y"),
    }  # fmt: skip
    read = _digest(asdict(residence))
    entry, asked = paper.entry.reference, _digest(paper.entry.answers)
    one = residence.member(paper.subject_key) if paper.subject_key else None
    one = one or residence.person
    return {
        "span": Known(str(paper.span), entry, asked),
        "is_own": Known(one.key == residence.person.key, register, read),
        "is_minor": Known(one.is_minor(today()), register, read),
        "protected": Known(any(each.is_protected for each in residence.everybody), register, read),
        "household": Known(len(residence.everybody), register, read),
        "days_registered": Known((today() - one.since).days, register, read),
        "from_home": Known(paper.entry.channel == Channel.OFFICE, entry, asked),
    }


def _digest(read: Any) -> str:
    said = json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def issue_it(entity: Entity, paper_id: UUID, order: Order, _said: Mapping[str, Plain]) -> Outcome:
    """Order it by the approval and make it to its end. Raises `NotNow` when the register or the seal is silent."""
    from consistori.padro.services import issuing
    from consistori.padro.services.asking import order_by_approval

    with working_for(entity):
        order_by_approval(paper_id, words=order.words)
    try:
        issuing.issue(entity, str(paper_id))
    except issuing.NotNow as silent:
        raise NotNow(str(silent)) from silent
    with working_for(entity):
        paper = _paper(paper_id)
    if paper is None or paper.exit is None or paper.document_id is None:
        why = paper.note or sentences.why_to_staff(paper.why) if paper else ""
        return Outcome(is_done=False, words=why)
    with translation.override(paper.language):
        words = _("The residence slip of %(reference)s was issued, sealed, and went out as %(exit)s.") % {
            "reference": paper.entry.reference, "exit": paper.exit.reference,
        }  # fmt: skip
    return Outcome(is_done=True, words=words, documents=(paper.document_id,), case_id=paper.case_id)


def leave_it(entity: Entity, paper_id: UUID, words: str) -> None:
    """Say at the counter why it waits for a person."""
    with working_for(entity):
        ResidencePaper.objects.filter(pk=paper_id, state=State.ASKED).update(note=words[:300])


def _paper(paper_id: UUID) -> ResidencePaper | None:
    found: ResidencePaper | None = (
        ResidencePaper.objects.filter(pk=paper_id).select_related("entry", "exit").first()
    )
    return found
