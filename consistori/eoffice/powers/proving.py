"""At Send: whether the power holds that day, the paper that proves it among the documents, and what is still owed.

A proof that is missing or not enough does not undo what is filed, if it comes in the ten working days that we must
give (Llei 39/2015, art. 5.6): so it is said with its article, and one may send it all the same and prove it afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import create_from_bytes, receive_document
from consistori.eoffice.filing.together import Together
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.powers import Action, Power, end_of
from consistori.eoffice.models import PowerElsewhere, RegisteredPower, Representation
from consistori.eoffice.powers import sentences
from consistori.eoffice.powers.events import RepresentationKept
from consistori.eoffice.powers.papers import Proof, proof_pdf, scope_facts
from consistori.eoffice.powers.selectors import judge, owed, rule_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, Verdict, ensure
from consistori.registry.models import RegistryEntry
from consistori.registry.policies import may_register
from consistori.registry.rules.books import Heading
from consistori.registry.services.handling import lock
from consistori.trail import act, announce

ACTIONS = {
    Heading.APPLICATION: Action.APPLY,
    Heading.DECLARATION: Action.DECLARE,
    Heading.COMMUNICATION: Action.DECLARE,
    Heading.APPEAL: Action.APPEAL,
    Heading.WITHDRAWAL: Action.WITHDRAW,
}
CURE_DAYS = 10


class PowerNotEnough(Refusal):
    """The power does not reach that day or that procedure. It may be sent all the same, and proved afterwards."""

    status = 403
    default_code = "power-not-enough"


@dataclass(frozen=True)
class Proved:
    """What will be kept of a representation: the verdict of that moment and, if it holds, the PDF that proves it."""

    citizen: Citizen
    basis: str
    verdict: Verdict
    at: datetime
    pdf: bytes = b""


def action_of(heading: str) -> Action:
    """What a representative does by filing under this heading; what needs no proof is a mere step (5.3).

    What has no heading of its own is entered as an application, and so it is one here.
    """
    if heading not in set(Heading):
        return Action.APPLY
    return ACTIONS.get(Heading(heading), Action.STEP)


def standing(citizen: Citizen, *, procedure: str, heading: str) -> Verdict:
    """Whether they may send this for whom they act, with the sentence and the article when not. Five statements."""
    found = judge(citizen, action=action_of(heading), procedure=procedure)
    if found:
        return found
    return Verdict(False, sentences.why_not(citizen, str(found.reason)), found.article)


def prove(
    citizen: Citizen, *, procedure: str, heading: str, language: str, later: bool = False
) -> Proved | None:
    """What proves that they act for another, as it is now; None when they act for themselves.

    `later`: they send it knowing that it is not proved. Raises `PowerNotEnough` otherwise.
    """
    if not citizen.represents_firm:
        return None
    moment = now()
    verdict = standing(citizen, procedure=procedure, heading=heading)
    if not verdict:
        if not later:
            raise PowerNotEnough(verdict.reason, article=verdict.article, field="power")
        return Proved(citizen, "declared", verdict, moment)
    if verdict.reason == "presumed":  # a mere step (5.3): there is nothing to prove
        return None
    basis = citizen.basis or "certificate"
    with translation.override(language):
        source, facts, data = _said(citizen, basis, language)
        sentence = _("%(who)s may act for %(whom)s in this.") % {
            "who": citizen.full_name, "whom": citizen.firm or citizen.firm_identifier,
        }  # fmt: skip
    data |= {"asked_at": moment.isoformat(), "procedure": procedure, "answer": "yes"}
    return Proved(
        citizen, basis, verdict, moment, proof_pdf(Proof(source, facts, sentence, moment, language, data))
    )


def _said(citizen: Citizen, basis: str, language: str) -> tuple[str, list[tuple[str, str]], dict[str, Any]]:
    if basis == "certificate":
        facts = [
            (_("Who gives it"), f"{citizen.firm} · {citizen.firm_identifier}"),
            (_("Who may act"), f"{citizen.full_name} · {citizen.identifier}"),
            (_("What for"), _("Any action before any administration (RD 203/2021, article 32.4)")),
            (_("Fingerprint of what says it"), citizen.evidence),
        ]
        return _("Qualified certificate of representative"), facts, {"assertion_sha256": citizen.evidence}
    found = rule_of(citizen)
    assert found is not None  # noqa: S101 - `judge` has just said yes
    power, changes = found
    day = sentences.end_words(end_of(power, changes), today())
    if basis == "power":
        row = RegisteredPower.objects.get(pk=citizen.power)
        facts = [(_("Power"), row.reference), *_scope(power, language), (_("It counts"), day)]
        return _("Register of powers of the town hall"), facts, {"power": row.reference}
    kept = PowerElsewhere.objects.get(pk=citizen.power)
    asked = timezone.localtime(kept.asked_at)
    facts = [
        (_("Power"), kept.reference), *_scope(power, language), (_("It counts"), day),
        (_("It answered on"), f"{asked:%d/%m/%Y %H:%M:%S}"), (_("Fingerprint of what says it"), kept.sha256),
    ]  # fmt: skip
    return _("Register of powers of Catalonia (Representa)"), facts, {
        "power": kept.reference, "answer_sha256": kept.sha256, "answer": bytes(kept.said).decode("utf-8", "replace"),
    }  # fmt: skip


def _scope(power: Power, language: str) -> list[tuple[str, str]]:
    return scope_facts(power, language)[:-1]


def proof_title(language: str) -> str:
    """How the paper that proves a representation is called."""
    with translation.override(language):
        return _("Proof of the representation")


def proof_document(proved: Proved, *, by: Actor, language: str) -> Document | None:
    """The paper of the proof, to lie among the documents of the entry; None when nothing is proved yet."""
    if not proved.pdf:
        return None
    return create_from_bytes(
        by=by, data=proved.pdf, name="representacio.pdf", title=proof_title(language), language=language
    )


@act
def keep_representation(
    entry: RegistryEntry, proved: Proved, *, by: Actor, document: Document | None = None
) -> Representation:
    """Keep for whom the entry was filed and what proves it, beside it, for ever (R-REP-04)."""
    who = proved.citizen
    row = Representation(
        entry=entry, basis=proved.basis, power_id=who.power if proved.basis == "power" else None,
        outside=who.power if proved.basis == "representa" else "", representative=who.full_name[:420],
        representative_identifier=who.identifier[:40], represented=who.firm[:420],
        represented_identifier=who.firm_identifier[:40], at=proved.at, document=document,
        reason="" if proved.verdict else str(proved.verdict.reason)[:300], article=proved.verdict.article[:80],
        by_name=by.name, by_id=by.person_id,
    )  # fmt: skip
    row.save(force_insert=True)
    announce(
        RepresentationKept(
            entry_id=entry.pk, reference=entry.reference, basis=row.basis, power=str(row.power_id or "")
        ),
        by=by,
    )
    return row


def keep_together(entry: RegistryEntry, citizen: Citizen, together: Together, *, by: Actor) -> None:
    """Who asks with whom filed it has not signed: it is owed, until they confirm it or it is proved (5.6, 66.2)."""
    for one in together.others:
        acting = replace(citizen, basis="declared", firm=one.name, firm_identifier=one.identifier)
        verdict = Verdict(False, sentences.why_not(acting, "unproved"), "Llei 39/2015, arts. 5.6 i 7")
        keep_representation(entry, Proved(acting, "declared", verdict, now()), by=by)


@act
def prove_afterwards(
    entry: RegistryEntry, *, by: Actor, received: ReceivedFile | None = None, reason: str = ""
) -> list[Representation]:
    """Say that what was owed came: the deed (`received`), the power registered meanwhile (5.6).

    What is not owed is refused, and its paper is not kept.
    """
    ensure(may_register(by))
    lock(entry)
    rows = owed(entry)
    if not rows:
        raise AlreadyDone(_("Nothing is owed here: the representation is proved already."))
    if received is None and not reason.strip():
        raise BadInput(_("Say what proves it, or bring the document."), field="reason")
    document = receive_document(by=by, received=received) if received else None
    made = [
        Representation(
            entry=entry, basis="cured", representative=one.representative,
            representative_identifier=one.representative_identifier, represented=one.represented,
            represented_identifier=one.represented_identifier, at=now(), document=document,
            reason=reason.strip()[:300], article="Llei 39/2015, art. 5.6", by_name=by.name, by_id=by.person_id,
        )
        for one in rows
    ]  # fmt: skip
    Representation.objects.bulk_create(made)
    announce(RepresentationKept(entry_id=entry.pk, reference=entry.reference, basis="cured", power=""), by=by)
    return made
