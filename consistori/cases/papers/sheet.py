"""The papers of a case as the workbench sees them: which are still to be looked at, which are twice, which are mute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models.functions import MD5, Length

from consistori.cases import page
from consistori.cases.models import CaseFile, KeptBoth
from consistori.cases.papers import twins
from consistori.documents import previews
from consistori.documents.models import DocumentText
from consistori.documents.paging import blanks
from consistori.documents.paging.sources import pageable
from consistori.formats import kinds

_LEAST_WORDS = 60
"""Texts shorter than this are no proof that two documents say the same."""


@dataclass
class Paper:
    """A document of the case with what the workbench knows of it."""

    row: page.Row
    has_words: bool | None = None
    twins: list[UUID] = field(default_factory=list)
    same_file: bool = False
    blanks: list[int] = field(default_factory=list)

    @property
    def leaf(self) -> Any:
        return self.row.leaf

    @property
    def document(self) -> Any:
        return self.row.leaf.document

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to look at it: it has no type, or something in it is only a guess."""
        document = self.document
        return not document.is_frozen and (document.type_id is None or bool(document.guessed))

    @property
    def is_mute(self) -> bool:
        """An image without words: OCR would read it."""
        kind = self.document.version.kind
        is_image = kind is kinds.PDF or kind.family is kinds.Family.IMAGE
        return is_image and self.has_words is False

    @property
    def is_pageable(self) -> bool:
        return bool(pageable(self.document))

    @property
    def page_count(self) -> int:
        return previews.page_count(self.document.version)


@dataclass
class Pile:
    """A folder of the case with its papers, or the loose ones (`folder=None`)."""

    folder: Any
    papers: list[Paper] = field(default_factory=list)


@dataclass
class Table:
    """All the papers, by folders; those without folio are in their place too."""

    piles: list[Pile]
    folio_count: int
    kept: list[KeptBoth] = field(default_factory=list)

    @property
    def papers(self) -> list[Paper]:
        return [paper for pile in self.piles for paper in pile.papers]

    @property
    def open(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.is_open]

    @property
    def done_count(self) -> int:
        return len(self.papers) - len(self.open)

    def paper_of(self, leaf: UUID | None) -> Paper | None:
        return next((paper for paper in self.papers if paper.leaf.pk == leaf), None)

    def around(self, paper: Paper, *, only_open: bool) -> tuple[Paper | None, Paper | None]:
        """The one before, in the order of the index, and the one that comes next.

        Of those still to be looked at, the next one after it, or else the first that was left behind.
        """
        papers = self.papers
        at = papers.index(paper)
        before = papers[at - 1] if at else None
        if not only_open:
            return before, papers[at + 1] if at + 1 < len(papers) else None
        waiting = [one for one in (*papers[at + 1 :], *papers[:at]) if one.is_open]
        return before, waiting[0] if waiting else None


def table_of(case: CaseFile, *, details: bool = True) -> Table:
    """The papers of the case: six statements, whatever their number; `details` looks for twins and blanks."""
    folders = page.folders_of(case)
    listed = page.leaves_for(case, chosen="-", folders=folders)
    piles = [Pile(shelf.folder, [Paper(row) for row in shelf.rows]) for shelf in listed.shelves]
    if listed.outside:
        loose = next((pile for pile in piles if pile.folder is None), None)
        if loose is None:
            loose = Pile(None)
            piles.insert(0, loose)
        loose.papers += [Paper(row) for row in listed.outside]
        loose.papers.sort(key=lambda paper: (paper.leaf.position, paper.leaf.pk))
    table = Table([pile for pile in piles if pile.papers or pile.folder], listed.folio_count)
    if details:
        _look_closer(table.papers, case.entity_id)
        if any(paper.twins for paper in table.papers):
            table.kept = list(KeptBoth.objects.filter(case=case).select_related("first", "second"))
            twins.leave_out(table.papers, table.kept)
    return table


def _look_closer(papers: Sequence[Paper], entity_id: Any) -> None:
    versions = {paper.document.version_id: paper for paper in papers}
    words = DocumentText.objects.filter(version_id__in=list(versions))
    for version_id, state in words.values_list("version_id", "state"):
        versions[version_id].has_words = state == DocumentText.State.READ
    for paper in papers:
        paper.blanks = blanks.known_blanks(entity_id, paper.document.version) or []
    _pair(papers, _by_file(papers), same_file=True)
    _pair(papers, _by_words(versions), same_file=False)


def _by_file(papers: Iterable[Paper]) -> list[list[Paper]]:
    groups: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[paper.document.version.sha256].append(paper)
    return list(groups.values())


def _by_words(versions: dict[UUID, Paper]) -> list[list[Paper]]:
    groups: dict[str, list[Paper]] = defaultdict(list)
    read = DocumentText.objects.filter(version_id__in=list(versions), state=DocumentText.State.READ)
    long = read.annotate(letters=Length("text")).filter(letters__gte=_LEAST_WORDS)
    for version_id, print_of in long.annotate(print=MD5("text")).values_list("version_id", "print"):
        groups[print_of].append(versions[version_id])
    return list(groups.values())


def _pair(papers: Sequence[Paper], groups: Iterable[list[Paper]], *, same_file: bool) -> None:
    for group in groups:
        if len(group) < 2:
            continue
        for paper in group:
            others = [one.leaf.pk for one in group if one is not paper and one.leaf.pk not in paper.twins]
            paper.twins += others
            paper.same_file = paper.same_file or (same_file and bool(others))
