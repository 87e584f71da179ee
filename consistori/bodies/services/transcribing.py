"""The secretary enters decrees in the book: one attestation for many, and her signature on it (R-DEC-01)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.bodies import papers
from consistori.bodies.book import BOOK
from consistori.bodies.events import DecreeTranscribed, TranscriptionBegun, TranscriptionGivenUp
from consistori.bodies.models import Decree, Transcribed, Transcription
from consistori.bodies.policies import may_transcribe, stands_for_secretary
from consistori.bodies.rules.naming import number_said
from consistori.bodies.selectors import reserved_among, waiting_to_transcribe
from consistori.catalogue.selectors import document_types
from consistori.directory.models import Person, Post
from consistori.directory.roles import Role
from consistori.documents.services import create_from_bytes
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.kernel.identifiers import uuid7
from consistori.signature.hands import words_for
from consistori.signature.models import SignatureRequest
from consistori.signature.services import request_signature
from consistori.tenancy.numbers import next_number
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

MOST = 200
ATTESTATIONS = f"{BOOK}-attestations"
TYPE = "DILIGENCE"


@act
def begin_transcription(decree_ids: Sequence[UUID], *, by: Actor) -> tuple[Transcription, SignatureRequest]:
    """Take decrees to transcribe them: the attestation is made, and waits in her tray for her signature.

    They must be the first of those that wait: the book is in order. Raises `NotPermitted`, `BadInput` (none, more than
    200, or one that others before it wait for), `AlreadyDone`.
    """
    ensure(may_transcribe(by))
    _look_at(decree_ids)
    # Its number first: it keeps two attestations from taking the same decrees at once, and nobody else waits for it.
    number = next_number(ATTESTATIONS, today().year)
    rows = _taken(decree_ids)
    entity, at, person = current_entity(), now(), Person.objects.get(pk=by.person_id or uuid7())
    instead = None if by.holds(Role.SECRETARY) else stands_for_secretary(by)
    post = _post_of(person) if instead is None else words_for(instead, today())
    said = number_said(today().year, number)
    pdf = papers.attestation(
        entity,
        [(decree, decree.document.latest_blob.sha256) for decree in rows],
        said=said,
        name=person.full_name,
        post=post,
        at=at,
        reserved=reserved_among(rows),
    )
    with override(entity.language):
        title = _("Attestation of transcription %(said)s") % {"said": said}
    kind = next((one for one in document_types() if one.code == TYPE), None)
    document = create_from_bytes(
        by=by, data=pdf, name=f"{title.replace('/', '-')}.pdf", title=title, type=kind
    )
    transcription = Transcription.objects.create(
        document=document,
        year=today().year,
        number=number,
        person=person,
        person_name=person.full_name[:160],
        person_post=post[:120],
        begun_at=at,
    )
    Transcribed.objects.bulk_create(
        [
            Transcribed(decree=decree, transcription=transcription, sha256=decree.document.latest_blob.sha256)
            for decree in rows
        ]
    )
    # Whoever stands for the secretary finds it in her own tray, and signs it by her substitution.
    signer = person if instead is None else instead.of_post.person
    request = request_signature(by=by, document=document, signer=signer)
    announce(
        TranscriptionBegun(
            transcription_id=transcription.pk, document_id=document.pk, said=said, count=len(rows)
        ),
        by=by,
    )
    return transcription, request


def _look_at(decree_ids: Sequence[UUID]) -> None:
    if not decree_ids:
        raise BadInput(_("Choose at least one decree."), field="decree")
    if len(decree_ids) > MOST:
        raise BadInput(_("Transcribe %(most)s at most each time.") % {"most": MOST}, field="decree")


def _taken(decree_ids: Sequence[UUID]) -> list[Decree]:
    """The decrees, in the order of the book."""
    ids = set(decree_ids)
    rows = list(waiting_to_transcribe(ids).select_related("document__latest_blob", "version"))
    if len(rows) != len(ids):
        raise AlreadyDone(_("Some of these decrees are being transcribed already. Look at the list again."))
    last = rows[-1]
    before = (
        waiting_to_transcribe().filter(year=last.year, number__lt=last.number).exclude(pk__in=ids).first()
    )
    if before is not None:
        raise BadInput(
            _("The book is in order: the decree %(said)s comes before and still waits.")
            % {"said": before.said},
            field="decree",
            article="ROF, art. 200",
        )
    return rows


def _post_of(person: Person) -> str:
    post = Post.objects.filter(person=person, role=Role.SECRETARY).live(today()).first()
    return str(post.title(current_entity().language)) if post else ""


def transcribe_signed(requests: Sequence[SignatureRequest], by: Actor) -> None:
    """In the act that keeps signatures: the attestations among what is signed enter their decrees in the book."""
    rows = Transcription.objects.filter(
        document_id__in=[one.document_id for one in requests], state=Transcription.State.SIGNING
    )
    for transcription in rows.select_for_update(of=("self",)):
        finish(transcription, by=by)


def finish(transcription: Transcription, *, by: Actor) -> None:
    """The attestation is signed or sealed: its decrees are transcribed (in the act that keeps the signature)."""
    transcription.state, transcription.done_at, transcription.trouble = Transcription.State.DONE, now(), {}
    transcription.save(update_fields=["state", "done_at", "trouble"])
    rows = transcription.rows.select_related("decree").order_by("decree__year", "decree__number")
    for row in rows:
        announce(
            DecreeTranscribed(
                document_id=row.decree.document_id,
                decree_id=row.decree_id,
                said=row.decree.said,
                transcription=transcription.said,
                transcription_id=transcription.pk,
                sha256=row.sha256,
            ),
            by=by,
        )


def give_up(request: SignatureRequest, by: Actor) -> None:
    """In the act that returns or withdraws an attestation: its decrees wait again."""
    transcription = Transcription.objects.filter(
        document_id=request.document_id, state=Transcription.State.SIGNING
    ).first()
    if transcription is None:
        return
    count, _rows = transcription.rows.all().delete()
    announce(
        TranscriptionGivenUp(transcription_id=transcription.pk, said=transcription.said, count=count), by=by
    )
