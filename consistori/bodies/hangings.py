"""What the room hangs on others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.bodies.book import TYPE, DecreeBook
    from consistori.bodies.panels import decree_panels
    from consistori.bodies.services.closing import KIND, close_signed
    from consistori.bodies.services.transcribing import give_up, transcribe_signed
    from consistori.cases.notifying.panels import act_panels
    from consistori.cases.notifying.ports import numbers
    from consistori.documents.panels import document_panels
    from consistori.signature.numbering import books
    from consistori.signature.seals import automated_kinds
    from consistori.signature.services import hooks
    from consistori.trail.names import KINDS
    from consistori.ui.help import screen_help
    from consistori.ui.tabs import staff_tabs

    books.add(TYPE, DecreeBook())
    hooks.signed.append(transcribe_signed)
    hooks.signed.append(close_signed)
    automated_kinds[KIND] = _("Seal the decree book of a year when it is closed")
    hooks.returned.append(give_up)
    hooks.withdrawing.append(give_up)
    KINDS["decree"] = _("A decree")
    KINDS["transcription"] = _("An attestation of transcription")
    document_panels.add(
        "decree",
        template="bodies/_document.html",
        context=decree_of_document,
        when=is_a_decree,
        order=12,
        label=_("Decree book"),
        icon="gavel",
    )
    numbers.append(numbers_of)
    act_panels.add("decree", template="bodies/_act.html", context=act_in_the_book, when=is_a_decree, order=10)
    decree_panels.add("notified", template="bodies/_notified.html", context=notified_of, order=20)
    screen_help.add(
        "bodies",
        title=_("The decree book"),
        what=_(
            "Each decree gets its number and its date when it is signed, and the book of the year has no gaps. The "
            "secretary attests to what is signed, and its extract goes to the State and to the Generalitat within six "
            "days."
        ),
        acts=(
            _("Transcribe all that is signed with one attestation."),
            _("Prepare the extract, and write down when it was sent and with which proof."),
            _("A wrong decree is annulled by another one: its number is never used again."),
        ),
    )
    staff_tabs.add(
        "bodies",
        label=_("Decrees"),
        url="bodies:book",
        order=46,
        icon="gavel",
        phone_order=60,
        when=_reads_book,
    )


def is_a_decree(request: Any, document: Any) -> bool:
    """Whether the document is numbered in the decree book of the town. No statement."""
    from consistori.bodies.book import TYPE
    from consistori.bodies.policies import is_kept

    return bool(document.type_id and document.type.code == TYPE and is_kept(request.entity))


def decree_of_document(_request: Any, document: Any) -> dict[str, Any]:
    """Its number and how it stands. One statement."""
    from consistori.bodies import selectors
    from consistori.bodies.sentences import standing_of

    decree = selectors.decree_of_document(document.pk)
    return {"decree": decree, "standing": standing_of(decree) if decree else ""}


def numbers_of(document_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """How the book calls these acts, for whoever notifies them. One statement."""
    from consistori.bodies.models import Decree
    from consistori.cases.notifying.ports import Numbered

    rows = Decree.objects.filter(document_id__in=list(document_ids))
    return {row.document_id: Numbered(row.said, row.decided_on, row.signer_post) for row in rows}


def act_in_the_book(request: Any, document: Any) -> dict[str, Any]:
    """Where the decree stands in the book, on the page of the act. Four statements at most."""
    from consistori.bodies import selectors
    from consistori.bodies.standing import where_it_stands

    decree = selectors.decree_of_document(document.pk)
    return {"decree": decree, "stands": where_it_stands(decree, request.actor)[1:] if decree else []}


def notified_of(_request: Any, decree: Any) -> dict[str, Any]:
    """To whom the decree was notified, and where each stands. One statement."""
    from consistori.cases.notifying.showing import sent_of

    return {"sent": sent_of(decree.document_id)}


def _reads_book(request: HttpRequest) -> bool:
    from consistori.bodies.policies import is_kept, may_read_book

    entity, actor = getattr(request, "entity", None), getattr(request, "actor", None)
    return entity is not None and actor is not None and is_kept(entity) and bool(may_read_book(actor))
