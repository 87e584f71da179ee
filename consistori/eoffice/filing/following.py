"""The documents of what is sent: made in the act itself or, when the place where they are kept is away, soon after.

Whoever presses the button has filed (R-REG-04): the number and the hour are of that moment, and the receipt follows.
"""

from __future__ import annotations

import base64

from consistori.catalogue.procedures.selectors import version
from consistori.catalogue.procedures.sheet import Sheet, in_words
from consistori.catalogue.selectors import types_in_use
from consistori.documents.models import Document
from consistori.documents.services import create_from_bytes, receive_waiting
from consistori.eoffice.filing.drafts import Content
from consistori.eoffice.filing.papers import Waiting, papers_of, places_of
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.forms.fields import Form
from consistori.eoffice.models import Draft, DraftPaper
from consistori.eoffice.powers.proving import proof_title
from consistori.kernel.actor import Actor
from consistori.registry.models import RegistryEntry
from consistori.registry.rules.books import Heading
from consistori.registry.services import await_documents, bring_documents
from consistori.tenancy import jobs
from consistori.trail import act

TYPES: dict[str, str] = {
    Heading.APPLICATION: "APPLICATION",
    Heading.DECLARATION: "RESPONSIBLE_DECLARATION",
    Heading.COMMUNICATION: "COMMUNICATION_CITIZEN",
    Heading.APPEAL: "APPEAL",
    Heading.ALLEGATION: "ALLEGATION",
}
"""What the signed text is, by the heading of its entry: it is not guessed from the name of the procedure, for the
application of a licence is no licence. Those that are not here are told by whoever receives them."""


@act
def documents_of(
    draft: Draft, sheet: Sheet, form: Form, papers: list[Waiting], pdf: bytes, *, by: Actor
) -> list[Document]:
    """The application first, and each paper by the name of its place. Raises `StoreUnreachable`, `StoreFull`."""
    titles = {place.key: place.title for place in places_of(sheet, form, draft.language)}
    code = TYPES.get(sheet.heading or Heading.APPLICATION)
    application = create_from_bytes(
        by=by,
        data=pdf,
        type=next((one for one in types_in_use() if one.code == code), None),
        name=f"{sheet.code.lower()}.pdf",
        title=(in_words(sheet.name, draft.language) or sheet.code)[:200],
        origin=Document.Origin.CITIZEN,
        language=draft.language,
    )
    files = [(paper.file.received(), titles.get(paper.key, "") or paper.file.name) for paper in papers]
    return [application, *receive_waiting(by=by, files=files, origin=Document.Origin.CITIZEN)]


def close_draft(draft: Draft, entry: RegistryEntry) -> None:
    """It is sent: its answers are in the entry and its papers are documents; the draft only leads to them."""
    DraftPaper.objects.filter(draft=draft).delete()
    draft.sealed = b""
    _mark_sent(draft, entry)


def leave_to_follow(
    draft: Draft, entry: RegistryEntry, content: Content, pdf: bytes, *, by: Actor, proof: bytes = b""
) -> None:
    """It is sent, and what was signed waits in the draft, closed, until there is where to keep it.

    `proof` is the PDF that proves for whom it was filed, if it was for another.
    """
    from consistori.eoffice.filing.jobs import bring_what_was_sent

    content.pending = base64.b64encode(pdf).decode()
    content.proof = base64.b64encode(proof).decode()
    content.put(draft)
    _mark_sent(draft, entry)
    await_documents(entry, by=by)
    jobs.defer(bring_what_was_sent, draft_id=str(draft.pk))


@act
def bring_after(draft: Draft, *, by: Actor) -> None:
    """Make the documents of what was sent without them. `draft` is locked; done already, it does nothing."""
    content = Content.of(draft)
    if draft.entry is None or draft.version_id is None or not content.pending:
        return
    sheet = version(draft.version_id).sheet
    pdf = base64.b64decode(content.pending)
    form = read_form(sheet.form)
    documents = documents_of(draft, sheet, form, papers_of(draft), pdf, by=by)
    if content.proof:
        title = proof_title(draft.language)
        data = base64.b64decode(content.proof)
        proof = create_from_bytes(
            by=by, data=data, name="representacio.pdf", title=title, language=draft.language
        )
        documents.insert(1, proof)
    bring_documents(draft.entry, by=by, documents=documents)
    close_draft(draft, draft.entry)


def _mark_sent(draft: Draft, entry: RegistryEntry) -> None:
    draft.entry, draft.sent_at = entry, entry.registered_at
    draft.save()
