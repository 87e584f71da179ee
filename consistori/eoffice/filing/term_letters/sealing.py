"""The seal of the body on the letters, as an automated act of its own (Llei 40/2015, arts. 41 and 42)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import Refusal
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.seals import automated_kinds, seal_pdf, sealing_for
from consistori.signature.sentences import why_stopped
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

KIND = "term_letter"


class NotNow(Exception):
    """It cannot be sealed now. `message` is a sentence for people; `again`: it is worth trying later."""

    def __init__(self, message: Any, *, again: bool) -> None:
        super().__init__(str(message))
        self.message = message
        self.again = again


def hang() -> None:
    """Let a town fix it as an automated act."""
    automated_kinds[KIND] = _("Seal the letters that say until when we have to answer")


def seal(entity: Entity, pdf: bytes, reason: str) -> bytes | None:
    """The PDF with the seal of the body; None where the town has fixed no such act. Never inside a transaction."""
    try:
        with working_for(entity):
            sealing = sealing_for(KIND, entity)
        if sealing is None:
            return None
        return bytes(seal_pdf(sealing, pdf, reason=reason).data)
    except Refusal as refusal:
        raise NotNow(refusal.message, again=False) from refusal
    except SigningStopped as stopped:
        raise NotNow(why_stopped(stopped), again=isinstance(stopped, ServiceSilent)) from stopped
