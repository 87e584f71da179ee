"""Adding papers [aportar documents / aportar documentos] to what is already here: an entry of its own, with receipt.

Identification is enough: no signature is asked for (LPAC 11; R-SIG-01). It is a right at any moment before the
hearing (LPAC 53.1.e).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import create_from_bytes, receive_document
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput
from consistori.parties.selectors import holder_of
from consistori.registry import texts
from consistori.registry.models import RegistryEntry
from consistori.registry.rules.books import Channel, Heading
from consistori.registry.services import EntryPersonSaid, OutsideReference, register_entry
from consistori.tenancy.models import Entity
from consistori.trail import act
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead

PROCEDURE = "GEN-02"
REGISTER = "folder"
MOST = 20
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class About:
    """To what they are added: the number of a case or of an entry, what it is about, whether it is the firm's."""

    number: str
    title: str
    for_firm: bool = False


@act
def add_papers(
    about: About,
    *,
    citizen: Citizen,
    entity: Entity,
    files: Sequence[ReceivedFile],
    note: str,
    token: str,
    language: str,
    by: Actor,
) -> RegistryEntry:
    """Enter in the registry what somebody adds to a case or an entry of theirs. The same `token` twice enters once.

    Raises `BadInput` (`files`, `note`), `FileRefused`, `FileTooLarge`.
    """
    outside = OutsideReference(REGISTER, mark_of(citizen, about, token))
    if known := RegistryEntry.objects.filter(
        external_register=outside.register, external_reference=outside.reference
    ).first():
        return known
    note = note.strip()
    if not files:
        raise BadInput(gettext_lazy("Choose the files, at least one."), field="files")
    if len(files) > MOST:
        raise BadInput(gettext_lazy("At most twenty files at once: send the rest afterwards."), field="files")
    if len(note) > LONGEST_NOTE:
        raise BadInput(gettext_lazy("At most a thousand letters: put the rest in a document."), field="note")
    papers = [receive_document(by=by, received=file, language=language) for file in files]
    with translation.override(language):
        subject = _("Papers for %(number)s: %(title)s") % {"number": about.number, "title": about.title}
        application = _application(about, citizen, entity, papers, note, language, by)
    return register_entry(
        by=by,
        subject=subject[:250],
        heading=Heading.DOCUMENTS,
        channel=Channel.OFFICE,
        people=people_of_sender(citizen, about),
        documents=[application, *papers],
        observations=note[:500],
        language=language,
        procedure=PROCEDURE,
        answers={"about": about.number, "note": note, "evidence": citizen.evidence},
        outside=outside,
    )


def mark_of(citizen: Citizen, about: About, token: str) -> str:
    """What makes one sending the same as another: of the same person, to the same matter, from the same page."""
    said = f"{citizen.identifier}|{citizen.firm_identifier}|{about.number}|{token}"
    return hashlib.sha256(said.encode()).hexdigest()


def people_of_sender(citizen: Citizen, about: About) -> list[EntryPersonSaid]:
    person = EntryPersonSaid(
        holder_of(citizen.identifier), name=citizen.full_name or citizen.firm, identifier=citizen.identifier
    )
    if not (about.for_firm and citizen.represents_firm) or citizen.firm_identifier == citizen.identifier:
        return [person]
    firm = EntryPersonSaid(
        holder_of(citizen.firm_identifier), name=citizen.firm, identifier=citizen.firm_identifier
    )
    return [
        firm,
        EntryPersonSaid(person.party, texts.REPRESENTATIVE, name=person.name, identifier=person.identifier),
    ]


def _application(
    about: About,
    citizen: Citizen,
    entity: Entity,
    papers: Sequence[Document],
    note: str,
    language: str,
    by: Actor,
) -> Document:
    """The paper that says who adds what to what: the first document of the entry."""
    at = now()
    title = _("Papers added to %(number)s") % {"number": about.number}
    who = [(_("Who adds them"), f"{citizen.full_name or citizen.firm} · {citizen.identifier}")]
    if about.for_firm and citizen.represents_firm:
        who.append((_("On behalf of"), f"{citizen.firm} · {citizen.firm_identifier}"))
    who += [
        (_("To what"), f"{about.number} {about.title}".strip()),
        (_("Identified with"), f"{citizen.method}, {citizen.level}"),
    ]
    points = [(f"{n}.", f"{paper.title} ({paper.version.name})") for n, paper in enumerate(papers, start=1)]
    blocks: list[dict[str, object]] = [{"facts": who}, {"heading": _("What is added"), "points": points}]
    if note:
        blocks.append({"heading": _("What they say"), "text": note})
    facts = {
        "letterhead": letterhead(entity, lang=language), "kind": _("Adding papers"), "number": about.number,
        "title": title, "document_title": title, "subtitle": about.title, "reading": "sans",
        "margin": [(_("Date"), day_and_month(at.date(), year=True))], "blocks": blocks,
    }  # fmt: skip
    pdf = compile_pdf("letter", facts, title=title, lang=language, at=at)
    return create_from_bytes(
        by=by,
        data=pdf,
        name=f"{about.number}.pdf",
        title=title,
        language=language,
        origin=Document.Origin.CITIZEN,
    )
