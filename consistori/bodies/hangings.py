"""What the room hangs on others."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.bodies.book import TYPE, DecreeBook
    from consistori.bodies.services.transcribing import give_up, transcribe_signed
    from consistori.signature.numbering import books
    from consistori.signature.services import hooks
    from consistori.trail.names import KINDS
    from consistori.ui.tabs import staff_tabs

    books.add(TYPE, DecreeBook())
    hooks.signed.append(transcribe_signed)
    hooks.returned.append(give_up)
    hooks.withdrawing.append(give_up)
    KINDS["decree"] = _("A decree")
    KINDS["transcription"] = _("An attestation of transcription")
    staff_tabs.add(
        "bodies",
        label=_("Decrees"),
        url="bodies:book",
        order=46,
        icon="gavel",
        phone_order=60,
        when=_reads_book,
    )


def _reads_book(request: HttpRequest) -> bool:
    from consistori.bodies.policies import is_kept, may_read_book

    entity, actor = getattr(request, "entity", None), getattr(request, "actor", None)
    return entity is not None and actor is not None and is_kept(entity) and bool(may_read_book(actor))
