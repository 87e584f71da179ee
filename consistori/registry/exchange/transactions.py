"""A program outside asks our book for a number [registre extern], once for each transaction and sense (R-REG-05)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Document
from consistori.documents.services import ReceivedFile, receive_document
from consistori.formats import mux
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput
from consistori.parties.models import Party
from consistori.parties.rules.identifiers import compact
from consistori.registry import texts
from consistori.registry.exchange.feeding import OF_MUX
from consistori.registry.models import RegistryEntry
from consistori.registry.rules.books import Channel, Heading
from consistori.registry.services import EntryPersonSaid, OutsideReference, register_entry, register_exit
from consistori.tenancy.scope import current_entity
from consistori.trail import act


@act
def enter_transaction(*, by: Actor, said: mux.Transaction, sense: str, raw: bytes) -> RegistryEntry:
    """Enter a transaction in the book of its sense; asked again, the entry that it has already. Raises `BadInput`.

    What came is kept whole as the document of the entry, for its fingerprint to be in the receipt.
    """
    if said.is_test:
        raise BadInput(_("It is only a proof between registries: it enters nothing."))
    outside = OutsideReference(OF_MUX[sense], said.identifier, said.filed_at, said.origin_name)
    known: RegistryEntry | None = RegistryEntry.objects.filter(
        external_register=outside.register, external_reference=outside.reference
    ).first()
    if known is not None:
        return known
    kept = receive_document(
        by=by,
        received=ReceivedFile.from_bytes(f"{said.identifier}.json", raw),
        title=said.summary[:250] or said.identifier,
        origin=Document.Origin.ADMINISTRATION if sense == mux.EXIT else Document.Origin.CITIZEN,
    )
    known_words: dict[str, Any] = {
        "by": by, "subject": said.summary[:250] or said.procedure[:250], "channel": Channel.PROGRAM,
        "documents": [kept], "outside": outside, "language": current_entity().language,
        "observations": " · ".join(part for part in (said.application, said.reference) if part),
    }  # fmt: skip
    if sense == mux.EXIT:
        return register_exit(people=_people(said, texts.ADDRESSEE), **known_words)
    answers = {name: text for name, text in (("exposes", said.exposes), ("asks", said.asks)) if text}
    return register_entry(
        people=_people(said, texts.APPLICANT), heading=Heading.APPLICATION, answers=answers,
        origin_code=said.origin_code if len(said.origin_code) == 9 else "", **known_words,
    )  # fmt: skip


def answer_of(entry: RegistryEntry, said: mux.Transaction, sense: str) -> mux.MuxAnswer:
    """The number and its hours, as whoever asked for them reads them."""
    entered = timezone.localtime(entry.registered_at)
    filed = timezone.localtime(entry.first_filed_at) if entry.first_filed_at else entered
    return mux.MuxAnswer(said.identifier, sense, entry.reference, entered, filed)


def _people(said: mux.Transaction, role: str) -> list[EntryPersonSaid]:
    """Each one who asks, and whoever represents them; without anybody, whoever sends it."""
    people = []
    for one in said.people:
        people.append(_said(one, role))
        if one.representative is not None and role == texts.APPLICANT:
            people.append(_said(one.representative, texts.REPRESENTATIVE))
    kept = list(dict.fromkeys(person for person in people if person.name or person.party))
    return kept or [
        EntryPersonSaid(None, texts.SENDER if role == texts.APPLICANT else role, said.origin_name or "MUX")
    ]


def _said(person: mux.MuxPerson, role: str) -> EntryPersonSaid:
    number = compact(person.identifier)
    party = Party.objects.filter(identifier=number).select_related("merged_into").first() if number else None
    return EntryPersonSaid(party, role, person.display_name, number)
