"""An entry as a package of SICRES: its data message, and its documents beside as ENI files (SICRES 4) or inside (3)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.formats import eni_xml
from consistori.formats.eni_xml import Csv, EniDocument, Enveloped, Signature
from consistori.formats.sicres import (
    Annex,
    Exchange,
    Interested,
    Office,
    Person,
    PhysicalPaper,
    Unwritable,
    exchange_identifier,
    exchange_xml,
    exchange_xml_3,
    file_identifier,
)
from consistori.kernel.errors import Refusal
from consistori.parties.models import Party
from consistori.parties.rules.identifiers import IdentifierKind, guess_kind
from consistori.registry import texts
from consistori.registry.models import EntryPerson, RegistryEntry
from consistori.registry.rules.books import Channel, Paper
from consistori.registry.selectors import OpenedEntry
from consistori.tenancy.models import Entity

EXITS_FROM = 50_000_000
"""Exits and entries have each their numbers, and an exchange only one: those of exits begin here."""
MOST_INSIDE = 15 * 1024**2
"""Bytes of documents that SICRES 3 carries inside its message, as the platform of the State takes them."""
_AT_A_DISTANCE = frozenset({Channel.OFFICE, Channel.MAIL, Channel.PROGRAM, Channel.ADMINISTRATION})
_TRANSPORT = {Channel.POST: "02", Channel.COUNTER: "05", Channel.MAIL: "08", Channel.OFFICE: "08"}
_PAPER = {
    Paper.NONE: PhysicalPaper.NONE,
    Paper.RETURNED: PhysicalPaper.NONE,
    Paper.KEPT: PhysicalPaper.BESIDE,
}
_KIND_OF_DOCUMENT = {
    IdentifierKind.NIE: "E",
    IdentifierKind.NIF: "C",
    IdentifierKind.PASSPORT: "P",
    IdentifierKind.DNI: "N",
    IdentifierKind.PERSONAL_NIF: "N",
}


class CannotTravel(Refusal):
    """The entry cannot be written as the standard wants it."""


@dataclass(frozen=True)
class Destination:
    """The administration where an entry goes on (Llei 40/2015, art. 14.1): its DIR3 code and its name."""

    code: str
    name: str


def write_package(
    opened: OpenedEntry, entity: Entity, to: BinaryIO, *, destination: Destination | None = None
) -> None:
    """The package of SICRES 4: `<exchange>.xml`, and `documents/<identifier>.xml` for each document.

    Constant memory. With `destination` it goes there, whatever the entry says. Raises `CannotTravel`.
    """
    said = exchange_of(opened, entity, destination=destination)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as package:
        _write(package, f"{said.exchange}.xml", [_written(said)])
        for one in opened.documents:
            document = _with_text(one.document_id)
            xml = eni_xml.document_xml(_eni(document, entity), blobs.pieces(document.latest_blob.sha256))
            _write(package, _name_in_package(document), xml)


def message_3(opened: OpenedEntry, entity: Entity, *, destination: Destination | None = None) -> bytes:
    """The message of SICRES 3, its documents inside. Raises `CannotTravel` when they are too many bytes."""
    if sum(one.size for one in opened.documents) > MOST_INSIDE:
        raise CannotTravel(_("SICRES 3 carries at most 15 MB of documents: take it out as SICRES 4."))
    said = exchange_of(opened, entity, with_bytes=True, destination=destination)
    try:
        return exchange_xml_3(said)
    except Unwritable as fault:
        raise _told(fault) from fault


def exchange_of(
    opened: OpenedEntry,
    entity: Entity,
    *,
    with_bytes: bool = False,
    destination: Destination | None = None,
) -> Exchange:
    """The entry as SICRES says it, with its corrections made. The receipt does not travel: it is of who filed."""
    entry = opened.entry
    here = Office(eni_xml.organ_code(entity.dir3, entity.ine_code), entity.name, entity.dir3, entity.name)
    number = entry.number + (EXITS_FROM if entry.is_exit else 0)
    try:
        exchange = exchange_identifier(here.code, entry.year, number)
    except Unwritable as fault:
        raise _told(fault) from fault
    filed = entry.first_filed_at or entry.registered_at
    return Exchange(
        exchange=exchange,
        origin=here,
        destination=_office(destination) or _destination(entry, opened.reads["destination"], here),
        start=here,
        number=entry.reference,
        summary=opened.reads["subject"],
        registered_at=timezone.localtime(entry.registered_at),
        filed_at=timezone.localtime(filed),
        interested=tuple(_interested(opened.people)),
        annexes=tuple(_annexes(opened, exchange, with_bytes=with_bytes)),
        is_exit=entry.is_exit,
        in_person=entry.channel not in _AT_A_DISTANCE,
        paper=_PAPER[Paper(entry.paper)],
        reference=entry.external_reference,
        observations=opened.reads["observations"],
        transport=_TRANSPORT.get(Channel(entry.channel), ""),
        user=entry.by_name,
    )


def _written(said: Exchange) -> bytes:
    try:
        return exchange_xml(said)
    except Unwritable as fault:
        raise _told(fault) from fault


def _told(fault: Unwritable) -> CannotTravel:
    return CannotTravel(
        _("It cannot be written as SICRES: %(field)s is missing or does not fit.") % {"field": fault.field}
    )


def _office(destination: Destination | None) -> Office | None:
    if destination is None:
        return None
    if not destination.code:
        raise CannotTravel(_("Write its DIR3 code first: without it no registry knows where it goes."))
    return Office(destination.code, destination.name, destination.code, destination.name)


def _destination(entry: RegistryEntry, name: str, here: Office) -> Office:
    if code := entry.destination_code:
        return Office(code, name, code, name)
    return Office(here.code, name or here.name, here.unit_code, here.unit_name)


def _interested(people: list[EntryPerson]) -> Iterable[Interested]:
    """Each one who asks; the first representative goes with them all (N-SIR-01)."""
    agents = [one for one in people if one.role == texts.REPRESENTATIVE]
    agent = _person(agents[0]) if agents else None
    for one in people:
        if one.role != texts.REPRESENTATIVE:
            yield Interested(_person(one), agent, one.name if len(one.name) > 80 else "")


def _person(said: EntryPerson) -> Person:
    party = said.party
    known = guess_kind(said.identifier) if said.identifier else None
    kind = _KIND_OF_DOCUMENT.get(known, "X") if known else "X"
    if party is not None and party.display_name == said.name and party.kind == Party.Kind.NATURAL:
        return Person(said.identifier, kind, party.name, party.surname1, party.surname2)
    if known is IdentifierKind.NIF or (party is not None and party.kind != Party.Kind.NATURAL):
        return Person(said.identifier, kind, firm=said.name)
    name, _space, surnames = said.name.partition(" ")
    return Person(said.identifier, kind, name, surnames)


def _annexes(opened: OpenedEntry, exchange: str, *, with_bytes: bool) -> Iterable[Annex]:
    for number, one in enumerate(opened.documents, start=1):
        document = _with_text(one.document_id)
        yield Annex(
            name=one.name,
            identifier=file_identifier(exchange, number, one.name),
            media_type=one.media_type,
            reference=document.eni_identifier,
            summary=one.title,
            content=b"".join(blobs.pieces(document.latest_blob.sha256)) if with_bytes else None,
        )


def _with_text(pk: object) -> Document:
    document: Document = Document.objects.with_version().select_related("type").get(pk=pk)
    return document


def _name_in_package(document: Document) -> str:
    return f"documents/{document.eni_identifier}.xml"


def _eni(document: Document, entity: Entity) -> EniDocument:
    version, blob = document.version, document.latest_blob
    signatures: list[Signature] = []
    if version.code:
        rule = f"{entity.name}: {entity.public_url}/verify/ (Llei 39/2015, art. 27.3.c)"
        signatures.append(Csv(version.code, rule))
    if blob.kind != "text":
        signatures.append(Enveloped("TF06"))
    extension = version.name.rpartition(".")[2] if "." in version.name else ""
    return EniDocument(
        identifier=document.eni_identifier,
        organs=[eni_xml.organ_code(entity.dir3, entity.ine_code)],
        captured_at=timezone.localtime(document.captured_at),
        by_administration=document.origin == Document.Origin.ADMINISTRATION,
        elaboration=document.elaboration or Document.Elaboration.OTHER,
        source_identifier=document.source_identifier,
        type=document.type.eni_type if document.type else "TD99",
        format_name=version.format_name or eni_xml.format_name(version.media_type, extension),
        signatures=signatures,
    )


def _write(package: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    entry = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with package.open(entry, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
