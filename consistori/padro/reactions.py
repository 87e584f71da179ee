"""What the register of residents does when something happened: an entry asks for a paper, a certificate is signed."""

from __future__ import annotations

from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.padro import ports
from consistori.padro.rules.slips import Span, What, Why, children_of
from consistori.padro.services.asking import PROCEDURES, applicant_of, ask_paper, paper_of
from consistori.padro.services.issuing import certificate_returned, certificate_signed
from consistori.parties.rules.names import fold
from consistori.registry.events import EntryRegistered
from consistori.registry.models import RegistryEntry
from consistori.registry.texts import REPRESENTATIVE
from consistori.signature.events import DocumentSigned, SignatureReturned, SignatureWithdrawn
from consistori.signature.models import SignatureRequest
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.trail import on


@on(EntryRegistered)
def keep_what_it_asks(event: EntryRegistered) -> None:
    """An entry of the procedures of slips and certificates, from whichever door. One statement for what is none."""
    entry = RegistryEntry.objects.filter(pk=event.entry_id, procedure__in=PROCEDURES).first()
    if entry is None or not modality.is_on(current_entity(), "padro") or paper_of(entry) is not None:
        return
    who = applicant_of(entry)
    if who is None:
        return
    what, span = PROCEDURES[entry.procedure]
    asked = str(entry.answers.get("kind", ""))
    span = Span(asked) if asked in set(Span) else span
    language = str(entry.answers.get("language", "")) or entry.language
    why, residence, key = "", None, None
    try:
        residence = ports.residence_of(current_entity(), who.identifier)
    except ports.RegisterAway:
        why = Why.AWAY
    child = fold(str(entry.answers.get("child", ""))) if what == What.SLIP else ""
    if child and residence is not None:
        found = [one for one in children_of(residence, today()) if fold(one.full_name) == child]
        key, why = (found[0].key, why) if len(found) == 1 else (None, Why.NOT_SAID)
    if who.role == REPRESENTATIVE and key is None and not why:
        # It is asked for somebody else: what the register says of whoever acts for them is not what they want.
        why = Why.NOT_THEIRS
    if asked == "history":
        why = Why.HISTORY
    ask_paper(
        entry, by=Actor.program(entry.entity_id), party=who.party.standing if who.party else None,
        identifier=who.identifier, name=who.name, what=what, span=span, residence=residence, subject_key=key,
        language=language if language in ("ca", "es") else "ca",
        purpose=str(entry.answers.get("for_whom", "") or "")[:200], why=why,
    )  # fmt: skip


@on(DocumentSigned)
def let_the_certificate_out(event: DocumentSigned) -> None:
    """One statement for what is no certificate."""
    certificate_signed(event.document_id)


@on(SignatureReturned)
def look_at_it_again(event: SignatureReturned) -> None:
    """The secretary gave it back: it waits for somebody again."""
    certificate_returned(event.document_id, event.reason)


@on(SignatureWithdrawn)
def look_at_it_unless_it_is_asked_still(event: SignatureWithdrawn) -> None:
    """Nobody is asked to sign it any more: it would wait for ever, so it waits for somebody again."""
    if not SignatureRequest.objects.filter(document_id=event.document_id).unsettled().exists():
        words = f"{SignatureRequest.State.WITHDRAWN.label} · {event.signer_name}"
        certificate_returned(event.document_id, words)
