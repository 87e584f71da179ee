"""The question that a person asks of the texts of a town, page by page, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from consistori.tenancy.search import MOST_MATCHES, newest_keys, page_of_keys, walk

LONGEST_QUERY = 200
PAGE = 20
MOST_ROUNDS = 12
"""How many thousands of candidates are looked at for one page; who may see few of them goes on from there."""

FIRST, FURTHER, MOST_LOOKED = 600, 5_000, 25_000
"""How many of the newest documents are looked at one by one first, at each further time, and at most for one page."""

OFTEN = 0.05
"""What this part of the documents has fills a page from the first hundreds; the index would gather ten thousand."""

LONGEST_SPAN = 30_000
"""Among how many of the newest ones what fewer have is looked for first, index of words and index of keys together."""

A_FEW, MANY = 60, 500
"""How many keys of those are taken at a time, to ask who may see them."""

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
    def loosely(self) -> str:
        """For what must be in a certain order, or not be there: the words that must be, anywhere. Else empty."""
        if not any(one.is_phrase or one.is_without for one in self.looked_for):
            return ""
        words = [word for one in self.looked_for if not one.is_without for word in one.words]
        return query_of([Asked((word,)) for word in words])

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
    """A page of the documents that answer, among those that `readable` leaves. Four statements, or a few more.

    `needs_words`: when nothing is asked, nothing is answered; if not, all that `readable` leaves.
    """
    if needs_words and question.is_empty:
        return Answer()
    documents, following = _page(question, readable, before, size)
    texts = _texts_of(documents)
    return Answer([_found(question, document, texts) for document in documents], following)


def _page(
    question: Question, readable: Narrow, before: UUID | None, size: int
) -> tuple[list[Document], UUID | None]:
    if not question.query:
        rows = readable(question.rows())
        rows = rows.filter(pk__lt=before) if before else rows
        found = list(rows.order_by("-pk")[: size + 1])
        return found[:size], (found[size - 1].pk if len(found) > size else None)
    kept: list[Document] = []
    keys: list[UUID] = []
    after = before
    for more, after in _candidates(question, before):
        keys += more
        # Who may see them is asked as few times as may be.
        if keys and (after is None or len(keys) > size - len(kept)):
            kept += _of(readable(question.rows()), keys, size - len(kept))
            keys = []
        if len(kept) > size:
            return kept[:size], kept[size - 1].pk
    if keys:
        kept += _of(readable(question.rows()), keys, size - len(kept))
    return (kept[:size], kept[size - 1].pk) if len(kept) > size else (kept, after)


def _candidates(question: Question, before: UUID | None) -> Iterator[tuple[list[UUID], UUID | None]]:
    """The keys of those that have the words, the newest first, and the key from which one goes on; None at the end.

    What many have is found by looking at the newest ones; what few have, the index of words gives at once.
    """
    query, looked, rows, most, share = question.query, 0, FIRST, A_FEW, 0.0
    while here := walk(Document, query, loosely=question.loosely, rows=rows, most=most, before=before):
        looked, before, share = looked + here.seen, here.last, here.share
        is_over = here.seen < rows and len(here.keys) < most
        yield here.keys, None if is_over else before
        if is_over or (share >= OFTEN and looked >= MOST_LOOKED):
            return
        if share < OFTEN:
            break
        rows, most = FURTHER, MANY
    if share:
        span = min(LONGEST_SPAN, int(A_FEW / share))
        keys = newest_keys(Document, query, span=span, most=A_FEW, before=before)
        before = keys[-1] if keys else before
        yield keys, before
    for most in (A_FEW, *[MOST_MATCHES] * MOST_ROUNDS):
        keys = page_of_keys(Document, query, before=before, most=most)
        before = keys[-1] if len(keys) == most else None
        yield keys, before
        if before is None:
            return


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
