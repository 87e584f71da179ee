"""The seal on the receipts of the registry: the two rooms are neighbours and know nothing of each other."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REGISTRY_RECEIPT = "registry_receipt"


def hang() -> None:
    """Let the registry have its receipts sealed as an automated act of the town (Llei 39/2015, art. 16.3)."""
    from consistori.registry import ports
    from consistori.signature.seals import automated_kinds

    automated_kinds[REGISTRY_RECEIPT] = _("Seal the receipts of the registry")
    ports.sealers.append(_seal)


def _seal(entity: Any, pdf: bytes, reason: str) -> bytes | None:
    from consistori.kernel.errors import Refusal
    from consistori.registry.ports import NotSealed
    from consistori.signature.engine.errors import ServiceSilent, SigningStopped
    from consistori.signature.seals import seal_pdf, sealing_for
    from consistori.tenancy.scope import working_for

    try:
        with working_for(entity):
            sealing = sealing_for(REGISTRY_RECEIPT, entity)
        if sealing is None:
            return None
        return bytes(seal_pdf(sealing, pdf, reason=reason).data)
    except Refusal as refusal:
        raise NotSealed(refusal.message, again=False) from refusal
    except SigningStopped as stopped:
        from consistori.signature.sentences import why_stopped

        raise NotSealed(why_stopped(stopped), again=isinstance(stopped, ServiceSilent)) from stopped
