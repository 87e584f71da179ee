"""Documents that are born of another lie where it lies: what is taken out of a message, the halves of a PDF.

Documents do not know cases: whoever files documents hangs here how to file the new ones beside their source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from consistori.documents.models import Document
from consistori.kernel.actor import Actor

Companion = Callable[[Document, Sequence[Document], Actor], None]

companions: list[Companion] = []
"""Called inside the act that makes the new documents, with (source, new, by)."""


def file_beside(source: Document, new: Sequence[Document], *, by: Actor) -> None:
    """Put `new`, in that order, where `source` is."""
    for companion in companions:
        companion(source, new, by)
