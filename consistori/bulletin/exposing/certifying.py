"""The certificate of exposure by itself: sealed if a decree lets the program certify, else left to the secretary.

RD 128/2018, art. 3.2.j: the diligence is the secretary's. An automated act puts it in the hands of the seal of that
post (Llei 40/2015, art. 41.2; RD 203/2021, art. 13.3). Killed anywhere, it begins again from what is done.
"""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.bulletin.events import ExposureCertified
from consistori.bulletin.exposing.papers import certificate_paper
from consistori.bulletin.exposing.sealing import (
    ENTRY,
    EXIT,
    bytes_of,
    fixed_paper,
    ready_to_seal,
    seal_moment,
    sealed_with,
)
from consistori.bulletin.hangings import BOARD_CERTIFICATE
from consistori.bulletin.models import BoardRound, Datum, Edict
from consistori.bulletin.rules.exposing import Standing
from consistori.bulletin.rules.rounds import Report, report_on
from consistori.directory.models import Person, Post
from consistori.directory.roles import Role
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.signature.seals import Sealing
from consistori.signature.services import request_signature
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce

State = Edict.Certificate


def rounds_of(edict: Edict) -> list[BoardRound]:
    """The rounds made while it was on the board, in order. One statement."""
    if edict.since is None or edict.until is None:
        return []
    return list(BoardRound.objects.filter(at__gte=edict.since, at__lte=edict.until).order_by("seq"))


def report_of(edict: Edict, rounds: list[BoardRound], *, until: Any = None) -> Report:
    """What they say of it, until its end or until a moment if it is still there."""
    if edict.since is None or edict.until is None:
        return Report(0, 0, (), ())
    ends = min(edict.until, until) if until else edict.until
    return report_on(edict.reference, edict.since, ends, [(one.at, one.as_round) for one in rounds])


def certify(entity: Entity, edict_id: Any) -> None:
    """Seal its exit and certify its exposure, if it is over and nobody has. Raises `NotSealedYet`."""
    with working_for(entity):
        edict = Edict.objects.to_certify(today()).filter(pk=edict_id).first()
    if edict is None or edict.certificate_state == State.SIGNING:
        return
    seal_moment(entity, edict_id, ENTRY)
    seal_moment(entity, edict_id, EXIT)
    with working_for(entity):
        sealing = ready_to_seal(BOARD_CERTIFICATE, entity)
        person, post = secretary_here()
        rounds = rounds_of(edict)
        if sealing is None and person is None:
            _stop(
                edict,
                _("Nobody holds the post of secretary, and no decree lets the program certify by itself."),
            )
            return
    document = _document(entity, edict, rounds, sealing, person, post)
    if sealing is None:
        with working_for(entity):
            _to_the_tray(edict, document, person, by=Actor.program(entity.pk))
        return
    with working_for(entity):
        frozen = bytes_of(document)
    with translation.override(edict.language):
        reason = _("Exposure of the edict %(reference)s") % {"reference": edict.reference}
    sealed = sealed_with(sealing, frozen, reason)
    with working_for(entity):
        if sealed is None:
            _stop(edict, _("The seal could not be put."))
            return
        settle_certificate(edict.pk, sealed=sealed, by=Actor.program(entity.pk))


def secretary_here() -> tuple[Person | None, str]:
    """Who holds the post of secretary today, and its title. One statement."""
    found = (
        Post.objects.live(today())
        .filter(role=Role.SECRETARY)
        .select_related("person")
        .order_by("starts_on")
        .first()
    )
    return (found.person, str(found.title(current_entity().language))) if found else (None, "")


def _document(
    entity: Entity,
    edict: Edict,
    rounds: list[BoardRound],
    sealing: Sealing | None,
    person: Person | None,
    post: str,
) -> Document:
    """The certificate with its text fixed or, for the tray, as it was drawn (asking to sign fixes it)."""
    if edict.certificate_id is None:
        who = "" if sealing is not None or person is None else person.full_name
        pdf = certificate_paper(
            entity, edict, report_of(edict, rounds), rounds, who=who, post=sealing.body if sealing else post
        )
    else:
        pdf = b""
    with working_for(entity):
        return _kept(edict, pdf, post=sealing.body if sealing else post, by=Actor.program(entity.pk))


@act
def _kept(edict: Edict, pdf: bytes, *, post: str, by: Actor) -> Document:
    locked = Edict.objects.select_for_update(of=("self",)).get(pk=edict.pk)
    if locked.certificate_id is None:
        made = fixed_paper(locked, pdf, "certificate", by=by, post=post)
        locked.certificate_id = made.pk
        Edict.objects.filter(pk=edict.pk).update(certificate=made)
    document: Document = Document.objects.with_version().get(pk=locked.certificate_id)
    return document


@act
def _to_the_tray(edict: Edict, document: Document, signer: Person | None, *, by: Actor) -> None:
    locked = Edict.objects.select_for_update(of=("self",)).get(pk=edict.pk)
    if locked.certificate_state in (State.SIGNING, State.READY) or signer is None:
        return
    request_signature(by=by, document=document, signer=signer)
    Edict.objects.filter(pk=edict.pk).update(certificate_state=State.SIGNING, certificate_fault="")


@act
def settle_certificate(edict_id: Any, *, by: Actor, sealed: bytes | None = None) -> None:
    """It is certified: its seal kept, what the text told of people forgotten, and said to whoever waits for it."""
    edict = Edict.objects.select_for_update(of=("self",)).get(pk=edict_id)
    if edict.certificate_state == State.READY or edict.certificate_id is None:
        return
    if sealed is not None:
        document = Document.objects.with_version().get(pk=edict.certificate_id)
        blob = blobs.receive(io.BytesIO(sealed), limit=len(sealed))
        append_evidence(document.version, blob=blob, kind="signature", by=by)
    edict.certificate_state, edict.certificate_fault, edict.certified_at = State.READY, "", now()
    edict.save(update_fields=["certificate_state", "certificate_fault", "certified_at"])
    Datum.objects.filter(edict=edict).update(text="")
    report = report_of(edict, rounds_of(edict))
    announce(
        ExposureCertified(
            edict_id=edict.pk, document_id=edict.source_id, reference=edict.reference,
            certificate_id=edict.certificate_id, rounds=report.rounds, is_continuous=report.is_continuous,
        ),
        by=by,
    )  # fmt: skip


def certificate_signed(document_id: UUID) -> None:
    """The secretary has signed it. One statement for what is no certificate."""
    edict = Edict.objects.filter(certificate_id=document_id, certificate_state=State.SIGNING).first()
    if edict is not None:
        settle_certificate(edict.pk, by=Actor.program(edict.entity_id))


def certificate_returned(document_id: UUID, reason: str) -> None:
    """The secretary gave it back: somebody looks at it, and the next one is drawn again."""
    Edict.objects.filter(certificate_id=document_id, certificate_state=State.SIGNING).update(
        certificate_state=State.STOPPED, certificate_fault=reason[:300], certificate=None
    )


def _stop(edict: Edict, why: str) -> None:
    Edict.objects.filter(pk=edict.pk).exclude(certificate_state=State.READY).update(
        certificate_state=State.STOPPED, certificate_fault=why[:300]
    )


def is_over(edict: Edict) -> bool:
    """Whether there is something to certify."""
    return edict.standing in (Standing.ENDED, Standing.TAKEN_DOWN)
