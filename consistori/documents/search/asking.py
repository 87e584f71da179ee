"""The question that a person asks of the texts of a town, page by page, the newest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Document, DocumentText, VersionBlob
from consistori.documents.search.snippets import Piece, marked, snippet
from consistori.kernel.text import Asked, asked, query_of
from consistori.tenancy.search import newest_keys, page_of_keys

LONGEST_QUERY = 200
PAGE = 20
MOST_ROUNDS = 12
"""How many thousands of candidates are looked at for one page; who may see few of them goes on from there."""

SPANS = ((3_000, 100), (30_000, 1_000))
"""Among how many of the newest documents it is looked for first, before all of them, and how many keys are taken."""

MOST_READ = 400_000
"""Letters of a text in which the snippet is looked for."""

STATES: dict[str, Any] = {
    "draft": _("Draft"),
    "final": _("Final"),
    "frozen": _("Sent to be signed"),
    "signed": _("Signed"),
}
Narrow = Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True)
class Question:
    """Words, and what else the documents must be. Empty says "any"."""

    words: str = ""
    types: tuple[UUID, ...] = ()
    state: str = ""
    since: date | None = None
    until: date | None = None

    @cached_property
    def looked_for(self) -> list[Asked]:
        return asked(self.words[:LONGEST_QUERY])

    @property
    def query(self) -> str:
        """For PostgreSQL; empty when there are no words to look for."""
        return query_of(self.looked_for)

    @property
    def is_empty(self) -> bool:
        return not (self.query or self.types or self.state or self.since or self.until)

    def rows(self) -> QuerySet[Any]:
        """The kept documents that are what they must be, whatever they say."""
        rows: QuerySet[Any] = Document.objects.kept().with_version()
        if self.types:
            rows = rows.filter(type__in=self.types)
        if self.state:
            rows = rows.filter(_in_state(self.state))
        if self.since:
            rows = rows.filter(_dated("gte", self.since))
        if self.until:
            rows = rows.filter(_dated("lte", self.until))
        return rows


def _in_state(state: str) -> Q:
    signed = Exists(
        VersionBlob.objects.filter(version=OuterRef("version_id"), kind=VersionBlob.Kind.SIGNATURE)
    )
    if state == "signed":
        return Q(signed)
    return Q(~signed, state=state) if state == Document.State.FROZEN else Q(state=state)


def _dated(how: str, day: date) -> Q:
    """By the date that the document carries; if it carries none, by the day when it came in."""
    return Q(**{f"date_on__{how}": day}) | Q(**{"date_on": None, f"captured_at__date__{how}": day})


@dataclass(frozen=True)
class FoundDocument:
    """A document that answers, with the place of its text that says so."""

    document: Document
    title: list[Piece]
    text: list[Piece]


@dataclass(frozen=True)
class Answer:
    """A page of what was found. `following` is the key after which the next one begins; None at the end."""

    found: list[FoundDocument] = field(default_factory=list)
    following: UUID | None = None


def ask(
    question: Question,
    readable: Narrow,
    *,
    before: UUID | None = None,
    size: int = PAGE,
    needs_words: bool = True,
) -> Answer:
    """A page of the documents that answer, among those that `readable` leaves. Three statements, or a few more.

    `needs_words`: when nothing is asked, nothing is answered; if not, all that `readable` leaves.
    """
    if needs_words and question.is_empty:
        return Answer()
    documents, following = _page(question, readable(question.rows()), before, size)
    texts = _texts_of(documents)
    return Answer([_found(question, document, texts) for document in documents], following)


def _page(
    question: Question, rows: QuerySet[Any], before: UUID | None, size: int
) -> tuple[list[Document], UUID | None]:
    query = question.query
    if not query:
        rows = rows.filter(pk__lt=before) if before else rows
        found = list(rows.order_by("-pk")[: size + 1])
        return found[:size], (found[size - 1].pk if len(found) > size else None)
    # What many have is among the last that came in; what few have, the index of words gives at once.
    for span, most in SPANS:
        newest = newest_keys(Document, query, span=span, most=most, before=before)
        if len(newest) > size and len(found := _of(rows, newest, size)) > size:
            return found[:size], found[size - 1].pk
    kept: list[Document] = []
    for _round in range(MOST_ROUNDS):
        keys = page_of_keys(Document, query, before=before)
        if not keys:
            return kept, None
        kept += _of(rows, keys, size - len(kept))
        if len(kept) > size:
            return kept[:size], kept[size - 1].pk
        before = keys[-1]
    return kept, before


def _of(rows: QuerySet[Any], keys: list[UUID], most: int) -> list[Document]:
    """Those of the keys that the rows have, the newest first, one more than asked."""
    return list(rows.filter(pk__in=keys).order_by("-pk")[: most + 1])


def _texts_of(documents: list[Document]) -> dict[UUID, str]:
    from django.db.models.functions import Left

    rows = DocumentText.objects.filter(version__in=[document.version_id for document in documents])
    return dict(rows.annotate(start=Left("text", MOST_READ)).values_list("version_id", "start"))


def _found(question: Question, document: Document, texts: dict[UUID, str]) -> FoundDocument:
    looked_for = [one for one in question.looked_for if not one.is_without]
    text = texts.get(document.version_id, "")
    return FoundDocument(document, marked(document.title, looked_for), snippet(text, looked_for))
