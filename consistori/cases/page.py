"""What the page of a case shows, put together with few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from consistori.cases import selectors, texts
from consistori.cases.deadlines.selectors import as_column as term_column
from consistori.cases.deadlines.selectors import from_column
from consistori.cases.models import (
    CaseDocument,
    CaseFile,
    CaseLabel,
    CaseParty,
    CaseRelation,
    Comment,
    Folder,
    Follow,
    LastLook,
)
from consistori.cases.rules import Folios, State
from consistori.cases.steps.cover import live_steps, pending_rows, steps_on
from consistori.deadlines.chips import Chip, chip_of
from consistori.signature.numbering import Numbering, books, numberings_of
from consistori.signature.selectors import requests_of
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.trail.names import name_shown
from consistori.ui.dates import short_day, when

TABS = ("all", "documents", "steps", "timeline", "parties", "related", "notes")


# --- the case --------------------------------------------------------------------------------------------


PARTY_IN_ROLE = Concat(
    Cast(Coalesce("party__merged_into", "party"), TextField()), "role", output_field=TextField()
)
"""Parties that turned out to be one count once in each role."""


def _count(rows: QuerySet[Any], of: Any = "pk") -> Any:
    counted = (
        rows.order_by()
        .annotate(one=F("entity_id"))
        .values("one")
        .annotate(n=Count(of, distinct=of != "pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_figures(cases: QuerySet[CaseFile], person_id: UUID | None) -> Any:
    """The case with the figures of its tabs, its labels, and what it is to this person. One statement."""
    here = OuterRef("pk")
    labels = CaseLabel.objects.filter(case=here).order_by("label__name")
    return cases.annotate(
        document_count=_count(CaseDocument.objects.filter(case=here, document__discarded_at=None)),
        party_count=_count(CaseParty.objects.filter(case=here), of=PARTY_IN_ROLE),
        relation_count=_count(CaseRelation.objects.filter(Q(case=here) | Q(other=here))),
        comment_count=_count(Comment.objects.filter(case=here)),
        step_count=_count(live_steps()),
        pending_rows=pending_rows(),
        label_rows=ArraySubquery(labels.values(row=JSONObject(id="id", name="label__name"))),
        is_followed=Exists(Follow.objects.filter(case=here, person_id=person_id)),
        main_term=term_column(),
        looked_at=Subquery(LastLook.objects.filter(case=here, person_id=person_id).values("at")[:1]),
    )


def tabs_of(case: Any, current: str) -> list[dict[str, Any]]:
    """The cardboard tabs of the cover."""
    labels = {
        "all": (pgettext("tab of a case", "All"), None),
        "documents": (_("Documents"), case.document_count),
        "steps": (pgettext("tab of a case", "Steps"), case.step_count),
        "timeline": (_("Timeline"), None),
        "parties": (_("Parties"), case.party_count),
        "related": (_("Related"), case.relation_count),
        "notes": (_("Internal notes"), case.comment_count),
    }
    return [
        {
            "label": label,
            "count": count or None,
            "url": reverse("cases:case" if tab == "all" else f"cases:{tab}", args=[case.number]),
            "current": tab == current,
        }
        for tab, (label, count) in labels.items()
        if tab != "steps" or steps_on()
    ]


def chip_of_cover(case: Any) -> Chip | None:
    """The chip of its term to resolve, for its cover; None without it or while terms are switched off."""
    term = from_column(getattr(case, "main_term", None))
    on = term is not None and modality.is_on(current_entity(), "deadlines")
    return chip_of(term) if term is not None and on else None


def phases_of(case: CaseFile) -> list[dict[str, Any]]:
    """The three states as steps: those before the current one are ticked, none is compulsory."""
    order = list(State)
    here = order.index(State(case.state))
    return [
        {"state": state, "label": texts.STATES[state], "current": n == here, "passed": n < here}
        for n, state in enumerate(order)
    ]


# --- its documents -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stamp:
    """One stamp of a row: a word, its tone and its sign."""

    label: Any
    tone: str = ""
    icon: str = ""
    title: Any = ""


@dataclass
class Row:
    """A document in the list of a case."""

    leaf: CaseDocument
    folios: Folios | None
    line: str
    stamp: Stamp | None
    url: str
    is_chosen: bool = False
    is_new: bool = False
    requests: Sequence[Any] = ()

    @property
    def document(self) -> Any:
        return self.leaf.document


@dataclass
class Shelf:
    """A folder with its rows, or the loose ones (`folder=None`)."""

    folder: Folder | None
    rows: list[Row] = field(default_factory=list)


@dataclass
class Leaves:
    """The whole list: what has folio, by folders, and what has none yet."""

    shelves: list[Shelf]
    outside: list[Row]
    folio_count: int

    @property
    def rows(self) -> list[Row]:
        return [row for shelf in self.shelves for row in shelf.rows] + self.outside

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def has_folders(self) -> bool:
        return any(shelf.folder for shelf in self.shelves)

    def row_of(self, document_id: str) -> Row | None:
        """The row of that document; the last one with folio when none is asked for."""
        if document_id:
            return next((r for r in self.rows if str(r.leaf.document_id) == document_id), None)
        kept = [row for shelf in self.shelves for row in shelf.rows]
        return kept[-1] if kept else next(iter(self.outside), None)

    def beside(self, row: Row) -> tuple[Row | None, Row | None]:
        """The rows before and after one."""
        rows = self.rows
        place = rows.index(row)
        return (rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None)


def leaves_for(
    case: CaseFile,
    *,
    chosen: str = "",
    looked_at: datetime | None = None,
    reader: UUID | None = None,
    folders: Iterable[Folder] = (),
) -> Leaves:
    """The documents of the case as rows; two statements, one of them for the signatures, and one more when some of them
    has its number in a book.

    New are those that somebody else than `reader` filed after `looked_at`.
    """
    leaves = selectors.leaves_of(case)
    requests = requests_by_document(leaves)
    numbers = _numbers(leaves, requests)
    shelves: dict[UUID | None, Shelf] = {None: Shelf(None)} | {f.pk: Shelf(f) for f in folders}
    outside: list[Row] = []
    last = 0
    for leaf, folios in zip(leaves, selectors.folios_of(leaves), strict=True):
        circuit = requests.get(leaf.document_id, [])
        line = line_of(leaf, numbers.get(leaf.document_id))
        row = Row(leaf, folios, line, _stamp(leaf, circuit), url_of(case, leaf), requests=circuit)
        row.is_new = looked_at is not None and leaf.added_at > looked_at and leaf.added_by_id != reader
        if folios is None:
            outside.append(row)
            continue
        last = folios.last
        shelves.setdefault(leaf.folder_id, Shelf(leaf.folder)).rows.append(row)
    if folders:
        _put_back(shelves, outside)
    listed = Leaves([s for s in shelves.values() if s.rows or s.folder], outside, last)
    if (shown := listed.row_of(chosen)) is not None:
        shown.is_chosen = True
    return listed


def _put_back(shelves: dict[UUID | None, Shelf], outside: list[Row]) -> None:
    # Where folders are ordered, a draft is shown in its folder; elsewhere it closes the list.
    for row in [r for r in outside if r.leaf.folder_id]:
        shelves[row.leaf.folder_id].rows.append(row)
        outside.remove(row)


def url_of(case: CaseFile, leaf: CaseDocument) -> str:
    return f"{reverse('cases:case', args=[case.number])}?doc={leaf.document_id}"


def _numbers(leaves: Sequence[CaseDocument], requests: Mapping[UUID, list[Any]]) -> dict[UUID, Numbering]:
    """The numbers that some of them have in their books. No statement when nothing signed is of a type with a book."""
    signed = {pk for pk, circuit in requests.items() if any(one.is_signed for one in circuit)}
    return numberings_of(
        [
            leaf.document_id
            for leaf in leaves
            if leaf.document_id in signed and leaf.document.type and books.number(leaf.document.type.code)
        ]
    )


def line_of(leaf: CaseDocument, numbering: Numbering | None = None) -> str:
    """«Informe · administració · 2 oct.»: what it is, whence, when; of a decree, its number."""
    document = leaf.document
    if selectors.is_draft(leaf):
        return " · ".join(
            filter(None, [_("Draft"), name_shown(document.created_by_name), when(document.captured_at)])
        )
    kind = document.type.name if document.type else _("Attachment without type")
    kind = str(numbering.words) if numbering is not None else kind
    origin = _("from the public") if document.origin == "citizen" else _("from the house")
    day = document.date_on or document.captured_at
    return " · ".join([kind, origin, short_day(day)])


def requests_by_document(leaves: Sequence[CaseDocument]) -> dict[UUID, list[Any]]:
    """What was asked to be signed, by document, in the order of its circuit. One statement."""
    requests: dict[UUID, list[Any]] = {}
    for request in requests_of([leaf.document_id for leaf in leaves]):
        requests.setdefault(request.document_id, []).append(request)
    return requests


def _stamp(leaf: CaseDocument, requests: Sequence[Any]) -> Stamp | None:
    waiting = [r.signer.full_name for r in requests if r.is_waiting]
    if waiting:
        words = npgettext("stamp of a document", "To be signed", "To be signed by %(n)s", len(waiting)) % {
            "n": len(waiting)
        }
        return Stamp(words, "ochre", "hourglass", ", ".join(waiting))
    if any(r.is_returned for r in requests) and not selectors.is_draft(leaf):
        return Stamp(pgettext("document", "Returned"), "ochre", "restore")
    if any(r.is_signed for r in requests):
        return Stamp(pgettext("document", "Signed"), "olive", "seal")
    if selectors.is_draft(leaf):
        return Stamp(_("Draft"), "ochre")
    if leaf.is_auxiliary and not leaf.is_requested_report:
        return Stamp(_("Note"), "", "", _("Auxiliary: outside the index (Llei 39/2015, art. 70.4)"))
    if leaf.document.support == "paper":
        return Stamp(_("On paper"), "", "archive", leaf.document.paper_place)
    return None


def folders_of(case: CaseFile) -> list[Folder]:
    """The folders in their order, empty ones too. One statement."""
    return list(Folder.objects.filter(case=case))
