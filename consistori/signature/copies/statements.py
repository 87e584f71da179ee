"""The visible statement of a copy: what it is, of what, by whom, with which authorisation (R-DOC-04)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.kernel.clock import today
from consistori.signature.models import AuthenticCopy, CopyOfficer
from consistori.ui.dates import day_and_month

if TYPE_CHECKING:
    from consistori.documents.making.band import Band
    from consistori.documents.making.frozen import FrozenText

Kind = AuthenticCopy.Kind
_said: ContextVar[str] = ContextVar("statement_of_a_copy", default="")


def statement(
    kind: str, source: Document, officer: CopyOfficer, *, post: str, is_private: bool, language: str
) -> str:
    """What the margin of the copy says, in the language of the town."""
    with override(language):
        what = {
            Kind.OTHER_FORMAT: _("Authentic electronic copy with another format (EE02) of %(source)s"),
            Kind.OF_PAPER: _("Authentic electronic copy of a paper document (EE03)"),
            Kind.PARTIAL: _("Partial authentic electronic copy (EE04) of %(source)s"),
        }[Kind(kind)] % {"source": source.eni_identifier}
        who = _("made on %(day)s by %(name)s (%(post)s), authorised by %(decree)s") % {
            "day": day_and_month(today(), year=True),
            "name": officer.person.full_name,
            "post": post or _("officer"),
            "decree": officer.decree,
        }
        effects = _("of a private document: with administrative effects only") if is_private else ""
        return " · ".join(part for part in (what, who, effects) if part)


@contextmanager
def margin_says(words: str) -> Iterator[None]:
    """While it lasts, the text that is fixed carries these words where others say who will sign."""
    token = _said.set(words)
    try:
        yield
    finally:
        _said.reset(token)


def make_paper_of_copy(
    document: Document, band: Band, posts: Sequence[str], folder: Path
) -> FrozenText | None:
    """Hung on the freezing of texts: of a copy that is being made, its pages with its statement."""
    words = _said.get()
    if not words:
        return None
    from consistori.documents.making import frozen

    version = document.version
    source = frozen.Source(
        path=blobs.existing_path(version.sha256),
        kind=version.kind,
        remarks=tuple(version.remarks),
        title=document.title,
        language=document.language,
    )
    return frozen.make(source, replace(band, signers=words), folder)
