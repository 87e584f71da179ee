"""Questions about the decree book."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from consistori.bodies.models import (
    Annulment,
    ClosedBook,
    Decree,
    DecreeQuerySet,
    Remittance,
    Transcribed,
    Transcription,
)
from consistori.bodies.rules.naming import number_read
from consistori.cases import visibility
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.selectors import cases_of_document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.tenancy.search import matching

ON_A_PAGE = 50
TO_TRANSCRIBE, TRANSCRIBING, DONE, ANNULLED, BY_ANOTHER = (
    "waiting",
    "transcribing",
    "done",
    "annulled",
    "another",
)
SHOWS = (TO_TRANSCRIBE, TRANSCRIBING, DONE, ANNULLED, BY_ANOTHER)


@dataclass(frozen=True)
class BookQuestion:
    """What somebody looks for in the book: a year, words or a number, and how it stands."""

    year: int | None = None
    words: str = ""
    show: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Year:
    """A year of the book: how many decrees, from which day to which, and its closing."""

    year: int
    count: int
    first: Any
    last: Any
    waiting: int
    closing: ClosedBook | None = None


def decrees_of(asked: BookQuestion) -> DecreeQuerySet:
    """The decrees that answer the question, the last first, with all that a line says. One statement to read."""
    rows: DecreeQuerySet = Decree.objects.in_order()
    if asked.year:
        rows = rows.of_year(asked.year)
    if asked.words:
        said = number_read(asked.words)
        found: Any = rows.filter(year=said[0], number=said[1]) if said else matching(rows, asked.words)
        rows = found
    if asked.show:
        rows = _shown(rows, asked.show)
    if asked.before:
        rows = rows.filter(number__lt=asked.before)
    return with_standing(rows)


def _shown(rows: DecreeQuerySet, show: str) -> DecreeQuerySet:
    if show == TO_TRANSCRIBE:
        return rows.to_transcribe()
    if show == TRANSCRIBING:
        on_its_way = Transcribed.objects.filter(decree_id=OuterRef("pk"))
        return rows.filter(Exists(on_its_way.exclude(transcription__state=Transcription.State.DONE)))
    if show == DONE:
        return rows.transcribed()
    if show == ANNULLED:
        return rows.filter(annulment__isnull=False)
    return rows.exclude(manner="own") if show == BY_ANOTHER else rows


def with_standing(rows: DecreeQuerySet) -> DecreeQuerySet:
    """With their document, transcription and annulment, in the same statement."""
    return rows.select_related(
        "entity",
        "document__type",
        "document__latest_blob",
        "transcribed__transcription",
        "annulment__by_decree",
        "remitted__remittance",
    )


def decree_of(year: int, number: int) -> Decree:
    """A decree by its number. One statement. Raises `NotHere`."""
    found: Decree | None = with_standing(Decree.objects.of_year(year)).filter(number=number).first()
    if found is None:
        raise NotHere
    return found


def decree_of_document(document_id: UUID) -> Decree | None:
    """The decree that a document is; None when it has no number. One statement."""
    found: Decree | None = with_standing(Decree.objects.filter(document_id=document_id)).first()
    return found


def years() -> list[Year]:
    """The years of the book, the last first. Two statements."""
    closings = {row.year: row for row in ClosedBook.objects.select_related("document")}
    rows = (
        Decree.objects.order_by("-year")
        .values("year")
        .annotate(
            count=Count("pk"),
            first=Min("decided_on"),
            last=Max("decided_on"),
            waiting=Count("pk", filter=~Q(transcribed__transcription__state=Transcription.State.DONE)),
        )
    )
    return [Year(**row, closing=closings.get(row["year"])) for row in rows]


def waiting_to_transcribe(ids: Collection[UUID] | None = None) -> DecreeQuerySet:
    """What the secretary has still to enter in the book, in the order of the book."""
    rows: DecreeQuerySet = Decree.objects.to_transcribe()
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return with_standing(rows).order_by("year", "number")


def transcriptions_open() -> list[Transcription]:
    """The attestations that are not done yet, with how many decrees each has. One statement."""
    rows = Transcription.objects.exclude(state=Transcription.State.DONE).select_related("document")
    return list(rows.annotate(count=Count("rows")).order_by("begun_at"))


def remittances(*, most: int = 60) -> list[Remittance]:
    """The extracts that were made, the last first, with how many decrees each has. Two statements."""
    rows = Remittance.objects.select_related("document").annotate(count=Count("rows")).order_by("-made_at")
    return list(rows[:most])


def cases_of(decree: Decree, actor: Actor) -> list[CaseFile]:
    """The cases where its document lies, as far as the actor may know of them. One statement."""
    rows = cases_of_document(decree.document_id).filter(visibility.readable_by(actor))
    return list(rows.select_related("entity")[:5])


def annulled_by(decree: Decree) -> list[Annulment]:
    """What a decree leaves without effect. One statement."""
    rows = Annulment.objects.filter(by_decree=decree).select_related("decree__entity")
    return list(rows.order_by("decree__year", "decree__number"))


def reserved_among(decrees: Collection[Decree]) -> set[UUID]:
    """Those of these decrees that lie only in reserved cases, by their key: what leaves the house does not say their
    title. One statement."""
    rows = CaseDocument.objects.filter(document_id__in=[one.document_id for one in decrees])
    shown: dict[UUID, bool] = {}
    for document_id, reserved in rows.values_list("document_id", "case__reserved"):
        shown[document_id] = shown.get(document_id, False) or not reserved
    return {one.pk for one in decrees if not shown.get(one.document_id, True)}


def hidden_titles(decrees: Collection[Decree], actor: Actor) -> set[UUID]:
    """Those of these decrees whose title the actor may not read: they lie in reserved cases that she does not read.
    One statement."""
    read = CaseFile.objects.filter(visibility.readable_by(actor), pk=OuterRef("case_id"))
    rows = CaseDocument.objects.filter(document_id__in=[one.document_id for one in decrees])
    shown: dict[UUID, bool] = {}
    for document_id, reserved, reads in rows.annotate(reads=Exists(read)).values_list(
        "document_id", "case__reserved", "reads"
    ):
        shown[document_id] = shown.get(document_id, False) or reads or not reserved
    return {one.pk for one in decrees if not shown.get(one.document_id, True)}
