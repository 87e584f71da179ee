"""Bringing in what another registry sends: a message of SICRES, alone or in a package with its ENI documents."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Document
from consistori.documents.services import ReceivedFile, receive_document
from consistori.formats import zips
from consistori.formats.eni.codes import Origin
from consistori.formats.eni.documents import EniDocument
from consistori.formats.eni.reading import read_document
from consistori.formats.eni.xml import Malformed
from consistori.formats.sicres import Annex, Exchange, ExchangeKind, Person, PhysicalPaper, read_exchange
from consistori.formats.sicres.reading import LARGEST
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, ensure
from consistori.kernel.filenames import clean
from consistori.parties.models import Party
from consistori.parties.rules.identifiers import compact
from consistori.registry import texts
from consistori.registry.models import RegistryEntry
from consistori.registry.policies import may_register
from consistori.registry.rules.books import Channel, Heading, Paper
from consistori.registry.services import EntryPersonSaid, OutsideReference, register_entry
from consistori.registry.services.registering import MOST_DOCUMENTS
from consistori.tenancy.scope import current_entity
from consistori.trail import act

REGISTER = "SIR"
ARTICLE = "Llei 39/2015, art. 16.4"


@dataclass(frozen=True)
class BroughtDocument:
    """A document of the message, already looked into, and what it says of itself."""

    received: ReceivedFile
    title: str
    said: dict[str, Any]


@dataclass(frozen=True)
class Brought:
    """A message and its documents, ready for the act that enters them."""

    exchange: Exchange
    documents: list[BroughtDocument]


def open_exchange(path: Path) -> Brought:
    """Read a message (XML) or a package (ZIP). Raises `BadInput`, or why a document cannot be kept."""
    try:
        if zipfile.is_zipfile(path):
            return _package(path)
        if path.stat().st_size > LARGEST:
            raise Malformed("the message is too large")
        exchange = read_exchange(path.read_bytes())
    except (Malformed, zips.Broken, zips.Bomb, zips.NeedsPassword) as fault:
        raise BadInput(
            _("It is not an entry of SICRES 3 or 4 that can be read: %(why)s.")
            % {"why": str(fault)[:120] or "ZIP"},
            field="file",
        ) from fault
    return Brought(exchange, [_inside(one, exchange) for one in exchange.annexes])


@act
def register_exchange(*, by: Actor, brought: Brought, paper_came: bool = False) -> RegistryEntry:
    """Enter what another registry sends [acceptar un intercanvi]. The same exchange is entered once.

    Raises `BadInput`: of proof (N-SIR-13), an exit rejected, for another body, or whose paper has not come (N-SIR-04).
    """
    ensure(may_register(by))
    said = brought.exchange
    _refuse_what_is_not_ours(said, paper_came=paper_came)
    outside = OutsideReference(
        REGISTER, said.exchange, said.filed_at, said.start.name or said.origin.name or said.origin.code
    )
    known: RegistryEntry | None = RegistryEntry.objects.filter(
        external_register=REGISTER, external_reference=said.exchange
    ).first()
    if known is not None:
        return known
    documents: list[Document] = [
        receive_document(by=by, received=one.received, title=one.title, **one.said)
        for one in brought.documents
    ]
    return register_entry(
        by=by,
        subject=said.summary,
        heading=_heading(said),
        channel=Channel.ADMINISTRATION,
        people=_people(said),
        documents=documents,
        origin_code=_dir3(said.origin.unit_code or said.origin.code),
        paper=Paper.KEPT if paper_came else Paper.NONE,
        observations=" · ".join(part for part in (said.number, said.observations) if part),
        language=current_entity().language,
        answers={key: text for key, text in (("exposes", said.exposes), ("asks", said.asks)) if text},
        outside=outside,
    )


def _refuse_what_is_not_ours(said: Exchange, *, paper_came: bool) -> None:
    if said.is_test:
        raise BadInput(_("It is only a proof between registries: it enters nothing."), field="file")
    if said.kind is ExchangeKind.REJECTED:
        raise BadInput(_("It is a rejection of something that was sent: it enters nothing."), field="file")
    ours, theirs = current_entity().dir3, said.destination.unit_code
    if ours and theirs.startswith("L01") and theirs != ours:
        raise BadInput(
            _("It is for %(whom)s, not for us: give it back or send it on.")
            % {"whom": said.destination.unit_name or theirs},
            field="file",
            article=ARTICLE,
        )
    if said.paper is PhysicalPaper.REQUIRED and not paper_came:
        raise BadInput(
            _("Paper must come with it, and until it comes it cannot be entered. Say if it has come."),
            field="paper_came",
            article=ARTICLE,
        )


def _heading(said: Exchange) -> str:
    """What an administration sends of itself is an official letter; what a citizen asked through it, an application."""
    return Heading.APPLICATION if said.interested else Heading.OFFICIAL_LETTER


def _people(said: Exchange) -> list[EntryPersonSaid]:
    people = []
    for one in said.interested:
        if one.person is not None:
            people.append(_said(one.person, texts.APPLICANT))
        if one.representative is not None:
            people.append(_said(one.representative, texts.REPRESENTATIVE))
    kept = list(dict.fromkeys(person for person in people if person.name or person.party))
    return kept or [
        EntryPersonSaid(role=texts.SENDER, name=said.origin.unit_name or said.origin.name or said.origin.code)
    ]


def _said(person: Person, role: str) -> EntryPersonSaid:
    """The party that has that number here, or the name that the message says."""
    number = compact(person.document)
    party = Party.objects.filter(identifier=number).select_related("merged_into").first() if number else None
    return EntryPersonSaid(party, role, person.display_name, number)


def _dir3(code: str) -> str:
    return code if len(code) == 9 and code.isalnum() else ""


def _inside(annex: Annex, exchange: Exchange) -> BroughtDocument:
    if annex.content is None:
        raise BadInput(
            _("“%(name)s” is named but does not come: bring the package (ZIP) with the documents.")
            % {"name": annex.name},
            field="file",
        )
    received = ReceivedFile.from_bytes(clean(annex.name), annex.content)
    received.content()
    return BroughtDocument(received, annex.summary or "", {"origin": _origin(exchange)})


def _package(path: Path) -> Brought:
    zips.look_at(path)
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.lower().endswith(".xml")]
        message = next((name for name in names if "/" not in name), "")
        if not message or len(names) > MOST_DOCUMENTS + 1:
            raise Malformed("there is no message in the package, or too many documents")
        with package.open(message) as file:
            exchange = read_exchange(file.read(LARGEST + 1))
        found = [
            _inside(annex, exchange)
            if annex.content is not None
            else _beside(annex, exchange, package, names)
            for annex in exchange.annexes
        ]
    return Brought(exchange, found)


def _beside(annex: Annex, exchange: Exchange, package: zipfile.ZipFile, names: list[str]) -> BroughtDocument:
    """The ENI document of the package that the annex names: by its reference or by the identifier of the file."""
    wanted = {key for key in (annex.reference, annex.identifier, f"{annex.reference}.xml") if key}
    for name in names:
        short = name.rpartition("/")[2]
        if name in wanted or short in wanted or short.removesuffix(".xml") in wanted:
            break
    else:
        return _inside(annex, exchange)
    with package.open(name) as source, tempfile.TemporaryFile() as content:
        eni = read_document(source, content)  # type: ignore[arg-type]
        content.seek(0)
        received = ReceivedFile.from_stream(clean(annex.name), content)
    received.content()
    return BroughtDocument(received, annex.summary or "", _metadata(eni))


def _metadata(eni: EniDocument) -> dict[str, Any]:
    of_citizen = eni.metadata.origin is Origin.CITIZEN
    return {
        "origin": Document.Origin.CITIZEN if of_citizen else Document.Origin.ADMINISTRATION,
        "elaboration": str(eni.metadata.elaboration.value),
        "source_identifier": eni.metadata.identifier,
        "date_on": timezone.localtime(eni.metadata.captured_at).date(),
    }


def _origin(exchange: Exchange) -> str:
    return Document.Origin.CITIZEN if exchange.interested else Document.Origin.ADMINISTRATION
