"""What the published version hangs on the freezing of texts; what draws is loaded when first needed."""

from __future__ import annotations

from typing import Any


def hang_papers() -> None:
    """Called once, when the program starts."""
    from consistori.documents.services.freezing import paper_makers

    paper_makers.insert(0, _make)


def _make(document: Any, band: Any, posts: Any, folder: Any) -> Any:
    from consistori.bulletin.clearing.making import make_paper_of_edict

    return make_paper_of_edict(document, band, posts, folder)
