"""Making a paper: asked to the register, drawn, sealed or signed, out with its number, and filed in the year's case.

Nothing slow holds a transaction, and each step looks first whether it was done: killed anywhere, it goes on.
"""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.cases.entries.accepting import accept_into_case
from consistori.cases.entries.acts import finish_entry
from consistori.cases.models import CaseFile
from consistori.cases.services import add_document
from consistori.catalogue.selectors import document_types
from consistori.directory.models import Person, Post
from consistori.directory.roles import Role
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence, create_from_bytes, freeze_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import Refusal
from consistori.padro import approvals, ports
from consistori.padro.drawing import draw_paper, title_of
from consistori.padro.events import ResidencePaperIssued
from consistori.padro.models import ResidencePaper
from consistori.padro.rules.slips import Residence, What, Why, named_in, why_not_for
from consistori.padro.services.filing import case_of_year
from consistori.registry import texts as registry_texts
from consistori.registry.models import EntryState
from consistori.registry.rules.books import Channel, Heading
from consistori.registry.services import EntryPersonSaid, register_exit
from consistori.registry.services.handling import lock, settle
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.seals import seal_pdf, sealing_for
from consistori.signature.services import request_signature
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce
from consistori.trail.readings import record_reading

State = ResidencePaper.State
TYPE = "CERTIFICATE"


class NotNow(Exception):
    """The seal or the register is silent: the job is tried again later."""


def issue(entity: Entity, paper_id: str) -> None:
    """As far as it can go now: a slip to its end, a certificate to the secretary's tray."""
    with working_for(entity):
        paper = _paper(paper_id)
    if paper is None or paper.state != State.ORDERED:
        return
    if paper.document_id is None:
        residence = _asked(entity, paper)
        if residence is None or (pdf := _drawn(entity, paper, residence)) is None:
            return
        with working_for(entity):
            _keep(paper, residence, pdf, by=Actor.program(entity.pk))
    if paper.what == What.CERTIFICATE:
        with working_for(entity):
            _to_the_tray(paper_id)
        return
    sealed = _sealed(entity, paper_id)
    if sealed is not None:
        with working_for(entity):
            let_out(_paper(paper_id), sealed=sealed)


def _paper(paper_id: Any) -> ResidencePaper | None:
    found: ResidencePaper | None = (
        ResidencePaper.objects.filter(pk=paper_id)
        .select_related("entry", "party__merged_into", "entity")
        .first()
    )
    return found


def _reader(paper: ResidencePaper) -> Actor:
    """Whoever ordered it, as the log of readings names them; what an approval ordered, whoever asked for it."""
    if paper.ordered_by_id is not None:
        return Actor(paper.ordered_by_id, paper.ordered_by_name, paper.entity_id)
    return Actor(None, paper.applicant_name[:160], paper.entity_id, channel="eoffice")


def _asked(entity: Entity, paper: ResidencePaper) -> Residence | None:
    """What the register says now, written down as read by whoever ordered it. Raises `NotNow`."""
    try:
        residence = ports.residence_of(entity, paper.applicant_identifier)
    except ports.RegisterAway as away:
        with working_for(entity):
            _note(paper, Why.AWAY)
        raise NotNow(str(away.message)) from away
    if residence is None:
        with working_for(entity):
            _stop(paper, Why.UNKNOWN)
        return None
    with working_for(entity):
        for key, name in [(one.key, one.full_name) for one in residence.everybody]:
            record_reading(
                by=_reader(paper), kind="resident", id=key, label=f"{name} · {paper.entry.reference}"
            )
    return residence


def _drawn(entity: Entity, paper: ResidencePaper, residence: Residence) -> bytes | None:
    subject = residence.member(paper.subject_key or residence.person.key)
    why = Why.NOT_THEIRS if subject is None else why_not_for(residence.person, subject, today())
    # What a person looked at in another paper is hers to say; that it is of another adult is nobody's.
    if subject is None or why == Why.NOT_THEIRS or (why and paper.ordered_by_id is None):
        with working_for(entity):
            _stop(paper, why or Why.NOT_THEIRS)
        return None
    named = named_in(residence, subject, paper.span, allowed=set(paper.allowed), on=today())
    return draw_paper(entity, paper, residence, named)


@act
def _keep(paper: ResidencePaper, residence: Residence, pdf: bytes, *, by: Actor) -> None:
    locked = ResidencePaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.document_id is not None:
        return
    kind = next((one for one in document_types() if one.code == TYPE), None)
    name = f"{paper.entry.reference} {title_of(paper)}.pdf"
    document = create_from_bytes(
        by=by, data=pdf, name=name, title=title_of(paper), type=kind, language=paper.language
    )
    if paper.what == What.SLIP:
        with translation.override(paper.language):
            freeze_document(document, by=by, signer_posts=[_("Seal of the town hall")])
    locked.document, locked.source, locked.as_of = document, residence.source[:160], residence.as_of
    locked.save(update_fields=["document", "source", "as_of"])
    paper.document_id = document.pk


def _sealed(entity: Entity, paper_id: str) -> bytes | None:
    """The bytes of the slip with the seal; None when the town has none: it stops and somebody is told."""
    with working_for(entity):
        paper = _paper(paper_id)
        if paper is None or paper.document_id is None:
            return None
        document = Document.objects.with_version().get(pk=paper.document_id)
        with blobs.open(document.latest_blob.sha256) as stream:
            pdf = stream.read()
        try:
            sealing = sealing_for(approvals.SLIPS, entity)
        except Refusal:
            sealing = None
        if sealing is None:
            _stop(paper, Why.NO_SEAL)
            return None
    with translation.override(paper.language):
        reason = _("Request %(number)s of the register of residents") % {"number": paper.entry.reference}
    try:
        return bytes(seal_pdf(sealing, pdf, reason=reason).data)
    except SigningStopped as stopped:
        again = isinstance(stopped, ServiceSilent)
        with working_for(entity):
            (_note if again else _stop)(paper, Why.NO_SEAL)
        if again:
            raise NotNow(str(stopped)) from stopped
        return None


@act
def let_out(paper: ResidencePaper | None, *, sealed: bytes | None = None) -> None:
    """Its seal kept, out of the book of exits, entry and paper in the year's case, and said to whoever waits."""
    if paper is None:
        return
    locked = ResidencePaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.state == State.ISSUED or locked.document_id is None:
        return
    by, document = Actor.program(paper.entity_id), Document.objects.with_version().get(pk=locked.document_id)
    if sealed is not None:
        blob = blobs.receive(io.BytesIO(sealed), limit=len(sealed))
        append_evidence(document.version, blob=blob, kind="signature", by=by)
    case = case_of_year(by=by)
    _end_entry(paper, case, by)
    if case is not None:
        add_document(case, document, by=by)
    exit_entry = _exit(paper, document, by)
    locked.state, locked.why, locked.note = State.ISSUED, "", ""
    locked.exit, locked.case, locked.issued_at = exit_entry, case, now()
    locked.save()
    announce(
        ResidencePaperIssued(
            paper_id=paper.pk, reference=paper.entry.reference, exit=exit_entry.reference,
            document_id=document.pk, what=paper.what,
        ),
        by=by,
    )  # fmt: skip


def _end_entry(paper: ResidencePaper, case: CaseFile | None, by: Actor) -> None:
    """Nobody has to look at the request any more: it lies in the year's case. Annulled meanwhile, it stays as it is."""
    state: EntryState = EntryState.objects.get(entry=paper.entry)
    if state.annulled_at:
        return
    paper.entry.state = state
    if case is None:
        finish_entry(paper.entry, by=by, reason=title_of(paper))
        return
    accept_into_case(paper.entry, case, by=by, with_people=False)
    settle(lock(paper.entry), EntryState.Handled.DONE)


def _exit(paper: ResidencePaper, document: Document, by: Actor) -> Any:
    party = paper.party.standing if paper.party else None
    channel = (
        paper.entry.channel if paper.entry.channel in (Channel.COUNTER, Channel.OFFICE) else Channel.COUNTER
    )
    return register_exit(
        by=by, subject=title_of(paper), heading=Heading.OTHER, channel=channel, documents=[document],
        people=[
            EntryPersonSaid(
                party=party, role=registry_texts.ADDRESSEE, name=paper.applicant_name,
                identifier=paper.applicant_identifier,
            )
        ],
        language=paper.language,
    )  # fmt: skip


@act
def _to_the_tray(paper_id: str) -> None:
    """Leave a certificate for the secretary to sign: nobody else attests (Reial decret 128/2018, art. 3)."""
    paper = ResidencePaper.objects.select_for_update(of=("self",)).get(pk=paper_id)
    if paper.state != State.ORDERED or paper.document_id is None:
        return
    secretary = secretary_here()
    if secretary is None:
        _stop(paper, Why.NO_SECRETARY)
        return
    document = Document.objects.with_version().get(pk=paper.document_id)
    request_signature(by=Actor.program(paper.entity_id), document=document, signer=secretary)
    paper.state = State.SIGNING
    paper.save(update_fields=["state"])


def secretary_here() -> Person | None:
    """Who holds the post of secretary today."""
    post = (
        Post.objects.live(today())
        .filter(role=Role.SECRETARY)
        .select_related("person")
        .order_by("starts_on")
        .first()
    )
    return post.person if post else None


def certificate_signed(document_id: UUID) -> None:
    """The secretary has signed it: it goes out."""
    paper = ResidencePaper.objects.filter(document_id=document_id, state=State.SIGNING).first()
    if paper is not None:
        let_out(_paper(paper.pk))


def certificate_returned(document_id: UUID, reason: str) -> None:
    """The secretary gave it back without signing: somebody looks at it."""
    rows = ResidencePaper.objects.filter(document_id=document_id, state=State.SIGNING)
    rows.update(state=State.STOPPED, note=reason[:300], document=None)


def _stop(paper: ResidencePaper, why: str) -> None:
    ResidencePaper.objects.filter(pk=paper.pk, state=State.ORDERED).update(state=State.STOPPED, why=why)


def _note(paper: ResidencePaper, why: str) -> None:
    ResidencePaper.objects.filter(pk=paper.pk).update(why=why)
