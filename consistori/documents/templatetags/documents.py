"""`{% load documents %}`: the rendition of a document and the types that an attachment may be."""

from typing import Any

from django import template
from django.template.context import Context

from consistori.documents.arrivals.inside import pieces_of
from consistori.documents.models import Document
from consistori.documents.policies import may_receive
from consistori.documents.renditions import Rendition, rendition_of
from consistori.documents.selectors import TypeChooser, type_chooser
from consistori.formats import kinds
from consistori.formats.inside import Piece

register = template.Library()
_SHOWS_ITS_PIECES = frozenset({kinds.MAIL, kinds.MSG, kinds.ZIP, kinds.ASICE})


@register.simple_tag(takes_context=True)
def rendition(context: Context, document: Document) -> Rendition:
    """`{% rendition document as shown %}`; `?from=41` of the page begins at that page."""
    request: Any = context.get("request")
    wanted = request.GET.get("from", "") if request is not None else ""
    return rendition_of(document, first=int(wanted) if wanted.isdigit() and len(wanted) < 6 else 1)


@register.simple_tag
def pieces(document: Document) -> list[Piece]:
    """`{% pieces document as inside %}`: what a message or a compressed file carries, each to be opened."""
    if document.erased_at is not None or document.kind not in _SHOWS_ITS_PIECES:
        return []
    return pieces_of(document)


@register.simple_tag(takes_context=True)
def chooser(context: Context, document: Document) -> TypeChooser | None:
    """`{% chooser document as choices %}`: None when its type is known or the person may not say it."""
    request: Any = context.get("request")
    actor: Any = context.get("actor") or getattr(request, "actor", None)
    if not document.is_untyped or document.is_discarded or actor is None or not may_receive(actor):
        return None
    return type_chooser(document)
