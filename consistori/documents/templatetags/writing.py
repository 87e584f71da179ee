"""`{% load writing %}`: the text of a document that is written here, for pages that show any document."""

from __future__ import annotations

from typing import Any

from django import template

from consistori.documents.models import Document, Writing
from consistori.documents.writing.kind import is_written
from consistori.documents.writing.selectors import shown

register = template.Library()


@register.simple_tag
def written_text(document: Document) -> dict[str, Any] | None:
    """`{% written_text document as text %}`: `html` and `writing`, or None when its version is a file."""
    if not is_written(document.version.media_type) or document.erased_at is not None:
        return None
    writing = Writing.objects.filter(document=document).first()
    return {"html": shown(writing.html), "writing": writing} if writing is not None else None
