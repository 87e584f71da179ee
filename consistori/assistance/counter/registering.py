"""From what is on the counter to its number: the authentic copies, and the entry (R-REG-01 to R-REG-09)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.assistance.contacts.services import log_contact
from consistori.assistance.counter.papers import Nature, why_not
from consistori.assistance.models import Attention, AttentionPaper
from consistori.assistance.policies import may_attend
from consistori.documents.models import Document
from consistori.documents.services import receive_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.registry import texts
from consistori.registry.models import RegistryEntry
from consistori.registry.rules.books import Channel, Paper
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.signature.copies.digitising import digitise
from consistori.trail import act

PLAIN_STATE = "EE99"


@act
def register(attention: Attention, *, by: Actor) -> RegistryEntry:
    """Give what is on the counter its number [registrar al taulell]: once, however many times it is asked.

    Of an original an authentic copy is made (EE03) with the declaration of whoever attends, who must be in the register
    of those who may; of a plain copy, and of a picture, a document with state «Other» (EE99). Raises `BadInput` at
    `who`, `subject` or `papers`, and `NotPermitted`.
    """
    ensure(may_attend(by))
    row = Attention.objects.select_for_update().select_related(None).get(pk=attention.pk)
    if row.officer_id != by.person_id:
        raise NotHere
    if row.entry_id:
        return RegistryEntry.objects.get(pk=row.entry_id)
    if row.party is None:
        raise BadInput(_("Say who presents it."), field="who", article="Llei 39/2015, art. 16.3")
    if not row.subject.strip():
        raise BadInput(_("Say what it is about."), field="subject", article="Llei 39/2015, art. 16.3")
    papers = list(AttentionPaper.objects.filter(attention=row))
    _ensure_said(papers)
    language = (row.on_behalf_of or row.party).language
    documents = [_document(paper, row, n, language, by) for n, paper in enumerate(papers)]
    entry = register_entry(
        by=by,
        subject=row.subject,
        heading=row.heading,
        channel=Channel.COUNTER,
        people=_people(row),
        documents=documents,
        unit=row.unit,
        paper=_what_of_the_paper(row, papers),
        observations=_observed(row, language),
        language=language,
        procedure=row.procedure,
    )
    log_contact(
        by=by, party=row.party, channel="counter", subject=row.subject, solved_at_once=True, entry=entry,
        procedure=row.procedure,
    )  # fmt: skip
    row.state, row.entry, row.closed_at = Attention.State.REGISTERED, entry, now()
    row.save(update_fields=["state", "entry", "closed_at"])
    return entry


def _ensure_said(papers: list[AttentionPaper]) -> None:
    unsaid = [paper for paper in papers if paper.nature == Nature.UNSAID]
    if unsaid:
        raise BadInput(
            _("Say of each paper whether it is an original or a plain copy: %(count)s to go.")
            % {"count": len(unsaid)},
            field="papers",
            article="RD 203/2021, art. 39.3 i 49",
        )
    for paper in papers:
        if paper.nature == Nature.ORIGINAL and paper.why_not:
            raise BadInput(why_not(paper), field="papers", article="NTI de digitalización, IV")


def _document(paper: AttentionPaper, attention: Attention, number: int, language: str, by: Actor) -> Document:
    with override(language):
        first = str(texts.HEADINGS[attention.heading]) if number == 0 else ""  # type: ignore[index]
        title = paper.title or first or _("Document %(number)s") % {"number": number + 1}
        declared = _(
            "I have the paper before me: the image is whole, is read well and has nothing that the paper has not"
        )
    document: Document = receive_document(
        by=by,
        received=paper.waiting.received(),
        title=title,
        origin=Document.Origin.CITIZEN,
        elaboration=PLAIN_STATE,
        language=language,
    )
    if paper.nature == Nature.ORIGINAL:
        digitise(document, by=by, declaration=declared)
    paper.document = document
    paper.save(update_fields=["document"])
    return document


def _people(row: Attention) -> list[EntryPersonSaid]:
    if row.on_behalf_of is None:
        return [EntryPersonSaid(party=row.party)]
    return [
        EntryPersonSaid(party=row.on_behalf_of),
        EntryPersonSaid(party=row.party, role=texts.REPRESENTATIVE),
    ]


def _what_of_the_paper(row: Attention, papers: list[AttentionPaper]) -> str:
    brought = [paper for paper in papers if not paper.is_from_phone]
    if not brought:
        return Paper.NONE
    return Paper.KEPT if row.paper == Paper.KEPT else Paper.RETURNED


def _observed(row: Attention, language: str) -> str:
    with override(language):
        how = str(Attention.Identified(row.identified).label)
    return ". ".join(part for part in (how, row.observations.strip()) if part)
