"""What higher rooms hang on the pages of signatures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from consistori.documents.models import Document
from consistori.signature.circuits.panels import circuit_on_document
from consistori.signature.lasting.selectors import lasting_of
from consistori.signature.policies import may_ask
from consistori.signature.selectors import circuit_of


@dataclass(frozen=True)
class Place:
    """Where a document is kept: the words that name it (a case number) and its page."""

    label: Any
    url: str = ""


document_places: list[Callable[[list[UUID]], dict[UUID, Place]]] = []
"""Asked once a page with all the documents shown: where each one is kept."""


TrayTop = Callable[[HttpRequest, UUID], tuple[str, dict[str, Any]] | None]
tray_tops: list[TrayTop] = []
"""Drawn above «My turn» for a person: what waits for her and is no signature. (template, context), or nothing; a
statement each."""


def places_of(document_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """Where these documents are kept, as far as higher rooms say."""
    ids, found = list(document_ids), {}
    for ask in document_places:
        found.update(ask(ids))
    return found


def signatures_of_document(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Context of the panel on a document's page: its circuit, how far it holds, what I may do.

    Two statements, and another one when somebody has signed it.
    """
    actor = request.actor  # type: ignore[attr-defined]
    allowed = bool(may_ask(actor))
    circuit = circuit_of(document.version_id)
    is_signed = any(one.is_signed for one in circuit)
    around = circuit_on_document(request, document)
    return {
        **around,
        "circuit": [one for one in circuit if one.pk not in around["in_circuit"]],
        "lasting": lasting_of(document.version_id) if is_signed else None,
        "may_ask": allowed and not document.is_discarded,
        "may_withdraw": allowed,
    }


def act_of_text(request: HttpRequest, desk: Any) -> dict[str, Any]:
    """The way from a text that is written here to the tray: it is fixed when it is sent. No statement."""
    document = desk.document
    return {
        "may_ask": bool(may_ask(request.actor)) and not document.is_discarded,  # type: ignore[attr-defined]
        "is_fixed": document.is_frozen,
        "href": reverse("signature:ask", args=[document.pk]),
    }
