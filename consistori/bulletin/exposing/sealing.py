"""Proving by itself when an edict went in and out: a slip drawn, fixed and sealed, in steps that begin again.

Nothing slow holds a transaction. Without a seal in the house the slip is made all the same, and says its hash.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.bulletin.events import EdictSealed
from consistori.bulletin.exposing.papers import entry_paper, exit_paper
from consistori.bulletin.hangings import BOARD_SEAL
from consistori.bulletin.models import Edict
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence, create_from_bytes, freeze_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import Refusal
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.seals import Sealing, seal_pdf, sealing_for
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

Draw = Callable[[Entity, Edict], bytes]
ENTRY, EXIT = "entry", "exit"
_DRAWS: dict[str, Draw] = {ENTRY: entry_paper, EXIT: exit_paper}


class NotSealedYet(Exception):
    """The seal or the timestamps are away: the job is tried again later."""


def seal_moment(entity: Entity, edict_id: Any, moment: str) -> None:
    """Make and seal the slip of its entry or of its exit, if it is not yet. Raises `NotSealedYet`."""
    with working_for(entity):
        edict = Edict.objects.select_related("source").filter(pk=edict_id).first()
        if edict is None or edict.since is None or edict.since > now() or _is_done(edict, moment):
            return
        if moment == EXIT and (edict.until is None or edict.until > now()):
            return
        has_slip = getattr(edict, f"{moment}_slip_id") is not None
    pdf = b"" if has_slip else _DRAWS[moment](entity, edict)
    by = Actor.program(entity.pk)
    with working_for(entity):
        slip = keep_slip(edict, moment, pdf, by=by)
        frozen, sealing = bytes_of(slip), sealing_here(entity)
    with translation.override(edict.language):
        reason = _("Edict %(reference)s of the bulletin board") % {"reference": edict.reference}
    sealed = sealed_with(sealing, frozen, reason)
    with working_for(entity):
        settle_slip(edict, moment, slip, sealed, by=by)


def _is_done(edict: Edict, moment: str) -> bool:
    return getattr(edict, f"{moment}_sealed_at") is not None


def sealing_here(entity: Entity) -> Sealing | None:
    """What is needed to seal these slips; None where no decree fixed it.

    Raises `NotSealedYet` when it was fixed and cannot be used now: nothing goes out unsealed in silence.
    """
    return ready_to_seal(BOARD_SEAL, entity)


def ready_to_seal(kind: str, entity: Entity) -> Sealing | None:
    """The same for any automated act of the board."""
    try:
        return sealing_for(kind, entity)
    except Refusal as refused:
        raise NotSealedYet(str(refused)) from refused


def sealed_with(sealing: Any, pdf: bytes, reason: str) -> bytes | None:
    """The PDF with the seal of the body and its timestamp; None without one. Never inside a transaction.

    Raises `NotSealedYet` when a service is silent.
    """
    if sealing is None:
        return None
    try:
        return bytes(seal_pdf(sealing, pdf, reason=reason).data)
    except ServiceSilent as silent:
        raise NotSealedYet(str(silent)) from silent
    except SigningStopped:
        return None


def bytes_of(document: Document) -> bytes:
    """The last bytes of a document."""
    with blobs.open(document.latest_blob.sha256) as stream:
        return stream.read()


@act
def keep_slip(edict: Edict, moment: str, pdf: bytes, *, by: Actor) -> Document:
    """The slip with its text fixed: this one, or that of whoever made it meanwhile."""
    locked = Edict.objects.select_for_update(of=("self",)).get(pk=edict.pk)
    kept = getattr(locked, f"{moment}_slip_id")
    if kept is None:
        kept = fixed_paper(locked, pdf, moment, by=by).pk
        Edict.objects.filter(pk=edict.pk).update(**{f"{moment}_slip": kept})
    slip: Document = Document.objects.with_version().get(pk=kept)
    return slip


def fixed_paper(edict: Edict, pdf: bytes, moment: str, *, by: Actor, post: str = "") -> Document:
    """A paper of the board as a document, with its code."""
    with translation.override(edict.language):
        titles = {
            ENTRY: _("Entry of the edict %(reference)s on the board"),
            EXIT: _("Exit of the edict %(reference)s from the board"),
            "certificate": _("Certificate of exposure of the edict %(reference)s"),
        }
        title = titles[moment] % {"reference": edict.reference}
        post = post or _("Seal of the town hall")
    document = create_from_bytes(
        by=by,
        data=pdf,
        name=f"{moment}-{edict.year}-{edict.number}.pdf",
        title=title,
        language=edict.language,
    )
    freeze_document(document, by=by, signer_posts=[post])
    return document


@act
def settle_slip(edict: Edict, moment: str, slip: Document, sealed: bytes | None, *, by: Actor) -> None:
    """Keep its seal, once."""
    locked = Edict.objects.select_for_update(of=("self",)).get(pk=edict.pk)
    if _is_done(locked, moment):
        return
    if sealed is not None:
        blob = blobs.receive(io.BytesIO(sealed), limit=len(sealed))
        append_evidence(slip.version, blob=blob, kind="signature", by=by)
    Edict.objects.filter(pk=edict.pk).update(**{f"{moment}_sealed_at": now()})
    announce(
        EdictSealed(
            edict_id=edict.pk, document_id=edict.source_id, reference=edict.reference, moment=moment,
            slip_id=slip.pk, sealed=sealed is not None,
        ),
        by=by,
    )  # fmt: skip
