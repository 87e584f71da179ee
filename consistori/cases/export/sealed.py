"""The index of the case with the seal of the town [índex segellat / índice sellado] (N-EXP-10, R-EXP-02)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consistori.cases.export.planning import ExportPlan, IndexSeal
from consistori.kernel.errors import Unavailable
from consistori.signature.engine.errors import SigningStopped
from consistori.signature.seals import seal_apart, seal_index
from consistori.signature.sentences import why_stopped


class NotSealed(Unavailable):
    """The town seals its indexes, and this one could not be sealed now."""

    default_code = "index-not-sealed"


def seals_of_unsigned(plan: ExportPlan) -> dict[str, bytes]:
    """A seal apart (TF04) for each document that carries no signature, by its hash: in a case every document has one
    (N-DOC-05). Nothing where the town has fixed nobody that seals. Raises `NotSealed`."""
    bare = [one.sha256 for one in plan.documents if not one.eni.signatures]
    if plan.sealing is None or not bare:
        return {}
    try:
        return seal_apart(plan.sealing, bare)
    except SigningStopped as stopped:
        raise _not_sealed(stopped) from stopped


def sealed_index(plan: ExportPlan, xml: bytes) -> tuple[bytes, IndexSeal | None]:
    """The XML of the case with its index sealed, and what the page says of the seal.

    The same XML and None where the town has fixed nobody that seals. It asks the signer and the timestamp authority,
    so no transaction may be open. Raises `NotSealed`: an index never goes out unsealed in silence.
    """
    if plan.sealing is None:
        return xml, None
    try:
        sealed = seal_index(plan.sealing, xml)
    except SigningStopped as stopped:
        raise _not_sealed(stopped) from stopped
    told = IndexSeal(
        plan.sealing.body, plan.sealing.name, plan.sealing.decree, sealed.sealed_at, sealed.stamped_at
    )
    return sealed.data, told


def _not_sealed(stopped: SigningStopped) -> NotSealed:
    why = _("The index could not be sealed, and the case does not go out without its seal.")
    return NotSealed(f"{why} {why_stopped(stopped)}", code=stopped.code)
