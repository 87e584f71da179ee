"""Sign and send [signa i envia / firmar y enviar]: once, whatever is pressed; number, evidence and papers in one act.

Identification serves as a signature where its assurance is enough and the will to sign is kept (Llei 39/2015, art.
10.4; R-SIG-01 to R-SIG-03): who they were and who says so, the text they accepted, what they sent, when and from where.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.selectors import Shown
from consistori.documents.blobs import StoreUnreachable
from consistori.documents.errors import StoreFull
from consistori.documents.models import Document
from consistori.documents.waiting import harmful_among
from consistori.eoffice.filing.application import Application, application_pdf
from consistori.eoffice.filing.drafts import Content
from consistori.eoffice.filing.events import ApplicationSigned
from consistori.eoffice.filing.following import close_draft, documents_of, leave_to_follow
from consistori.eoffice.filing.papers import Waiting, papers_of
from consistori.eoffice.filing.people import people_of
from consistori.eoffice.filing.sealing import digest, seal_of
from consistori.eoffice.filing.selectors import facts_of_evidence
from consistori.eoffice.filing.statement import statement_of
from consistori.eoffice.filing.together import KEY
from consistori.eoffice.forms.answers import missing
from consistori.eoffice.forms.fields import Form
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import Draft, SignatureEvidence
from consistori.eoffice.powers.proving import (
    Proved,
    keep_representation,
    keep_together,
    proof_document,
    prove,
)
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, Verdict, ensure
from consistori.registry import texts
from consistori.registry.models import RegistryEntry
from consistori.registry.rules.books import Channel, Heading
from consistori.registry.services import register_entry
from consistori.trail import act, announce

log = logging.getLogger(__name__)

ENOUGH = ("substantial", "high")
ARTICLE_OF_SIGNING = "Llei 39/2015, arts. 9.2 i 10.4"


class NotComplete(BadInput):
    """Something of the form has no answer yet: the page where one checks says what, with a way to each."""

    default_code = "not-complete"

    def __init__(self) -> None:
        super().__init__(
            _("Something has no answer yet. It is said above, with a way to each."), field="form"
        )


class PaperHarmful(BadInput):
    """The scanner found in a paper a program that harms: it is taken out and another copy is brought."""

    default_code = "paper-harmful"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The scanner found in “%(name)s” a program that harms. Take it out and bring another copy.")
            % {"name": name},
            field="papers",
        )


def may_sign(citizen: Citizen) -> Verdict:
    """Whoever has come in with an assurance that is enough; what proves only that a telephone is theirs is not."""
    if citizen.level in ENOUGH:
        return Verdict(True)
    return Verdict(
        False,
        _(
            "The way by which you have come in is not enough to sign. Come in by another one: what you wrote stays."
        ),
        ARTICLE_OF_SIGNING,
    )


@act
def sign_and_send(
    draft: Draft, shown: Shown, form: Form, *, citizen: Citizen, accepted: bool, address: str = "",
    unproved: bool = False,
) -> RegistryEntry:  # fmt: skip
    """Sign and register what is in a draft. `draft` is locked: whoever comes second is given the same entry.

    `unproved`: whoever acts for another knows that it is not proved, and will prove it afterwards (LPAC 5.6). Raises
    `NotPermitted` (assurance), `BadInput` (not accepted), `NotComplete`, `PaperHarmful`, `PowerNotEnough`; nothing is
    lost then.
    """
    if draft.entry is not None:
        return draft.entry
    ensure(may_sign(citizen))
    if not accepted:
        raise BadInput(_("Say that what you have written is true."), field="accepts")
    content, papers = Content.of(draft), papers_of(draft)
    if missing(form, content.answers, draft.language, today=today()):
        raise NotComplete
    _refuse_harm(papers)
    proved = prove(
        citizen, procedure=shown.code, heading=shown.sheet.heading, language=draft.language, later=unproved
    )
    draft.version_id, draft.version_number = shown.version_id, shown.number
    one = Application(
        draft, shown.sheet, form, content, papers, citizen, statement_of(draft.language), now(), address
    )
    by = Actor.program(draft.entity_id)
    pdf = application_pdf(one)
    try:
        documents, proof = _kept(one, pdf, proved, by=by)
    except (StoreUnreachable, StoreFull, OSError):
        log.exception("The documents of the draft %s follow their entry", draft.pk)
        documents, proof = [], None
    entry = register_entry(
        by=by,
        subject=one.title[:250],
        heading=shown.sheet.heading if shown.sheet.heading in texts.HEADINGS else Heading.APPLICATION,
        channel=Channel.OFFICE,
        people=people_of(citizen, content.contact, draft.language, by, together=one.together),
        documents=documents,
        language=draft.language,
        destination=_whose(shown, one.answers),
        procedure=shown.code,
        answers=one.answers | ({KEY: content.together} if content.together else {}),
    )
    _keep_evidence(one, entry, digest(pdf), by)
    if proved:
        keep_representation(entry, proved, by=by, document=proof)
    keep_together(entry, citizen, one.together, by=by)
    if documents:
        close_draft(draft, entry)
    else:
        leave_to_follow(draft, entry, content, pdf, proof=proved.pdf if proved else b"", by=by)
    return entry


@act
def _kept(
    one: Application, pdf: bytes, proved: Proved | None, *, by: Actor
) -> tuple[list[Document], Document | None]:
    """All the documents of the entry, and the proof among them; if the store goes away in the middle, none."""
    documents = documents_of(one.draft, one.sheet, one.form, one.papers, pdf, by=by)
    proof = proof_document(proved, by=by, language=one.language) if proved else None
    documents[1:1] = [proof] if proof else []
    return documents, proof


def _whose(shown: Shown, answers: dict[str, Any]) -> str:
    """The other administration that an application for any of them goes on to (R-REG-06); nothing, when it is ours."""
    if shown.sheet.destination != "any" or answers.get("to") != "other":
        return ""
    return str(answers.get("administration") or "")


def _refuse_harm(papers: list[Waiting]) -> None:
    harmful = harmful_among({paper.file.sha256 for paper in papers})
    for paper in papers:
        if paper.file.sha256 in harmful:
            raise PaperHarmful(paper.file.name)


def _keep_evidence(one: Application, entry: RegistryEntry, document_sha256: str, by: Actor) -> None:
    who = one.citizen
    row = SignatureEvidence(
        entry=entry,
        draft_id=one.draft.pk,
        signed_at=one.at,
        method=who.method[:40],
        level=who.level[:20],
        assertion=who.evidence[:128],
        came_in_at=datetime.fromisoformat(who.entered_at) if who.entered_at else None,
        name=who.full_name[:420],
        identifier=who.identifier[:40],
        firm=who.firm[:420],
        firm_identifier=who.firm_identifier[:40],
        statement=one.statement,
        statement_sha256=digest(one.statement.encode()),
        language=one.language,
        answers_sha256=one.answers_sha256(),
        document_sha256=document_sha256,
        papers=one.papers_listed(),
        address=one.address[:45],
        procedure=one.sheet.code,
        version_id=one.draft.version_id,
    )
    row.seal = seal_of(facts_of_evidence(row))
    row.save(force_insert=True)
    announce(
        ApplicationSigned(
            entry_id=entry.pk, reference=entry.reference, procedure=row.procedure, method=row.method,
            level=row.level, statement_sha256=row.statement_sha256, document_sha256=document_sha256,
        ),
        by=by,
    )  # fmt: skip


def evidence_holds(row: SignatureEvidence) -> bool:
    """Whether an evidence is as it was written."""
    return seal_of(facts_of_evidence(row)) == row.seal
