"""Documents of a case that are the same [duplicats / duplicados]: in pairs, and those of which both stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.cases.events import DuplicatesKept, DuplicatesProposedAgain
from consistori.cases.models import CaseDocument, CaseFile, KeptBoth
from consistori.cases.policies import may_work_on
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce

if TYPE_CHECKING:
    from consistori.cases.papers.sheet import Paper, Table


@dataclass(frozen=True)
class Pair:
    """Two papers that are the same file, or say the same words."""

    left: Paper
    right: Paper

    @property
    def same_file(self) -> bool:
        return bool(self.left.document.version.sha256 == self.right.document.version.sha256)


def pairs_of(table: Table) -> list[Pair]:
    """Each duplicate beside the first one that it repeats, in the order of the index; those kept are not there."""
    pairs: list[Pair] = []
    firsts: dict[UUID, Paper] = {}
    for paper in table.papers:
        first = next((firsts[key] for key in paper.twins if key in firsts), None)
        if first is not None:
            pairs.append(Pair(first, paper))
        else:
            firsts[paper.leaf.pk] = paper
    return pairs


def kept_pairs(table: Table) -> list[KeptBoth]:
    """The pairs that were kept and are still both among the papers, the last one first."""
    there = {paper.document.pk for paper in table.papers}
    return [one for one in table.kept if one.first_id in there and one.second_id in there]


def leave_out(papers: Sequence[Paper], kept: Iterable[KeptBoth]) -> None:
    """Take from the twins of each paper those that somebody kept with it, or with one that was kept with it."""
    group: dict[UUID, UUID] = {}

    def head(document_id: UUID) -> UUID:
        while document_id in group:
            document_id = group[document_id]
        return document_id

    for one in kept:
        first, second = head(one.first_id), head(one.second_id)
        if first != second:
            group[second] = first
    documents = {paper.leaf.pk: paper.document.pk for paper in papers}
    for paper in papers:
        own = head(paper.document.pk)
        paper.twins = [leaf for leaf in paper.twins if head(documents[leaf]) != own]
        paper.same_file = paper.same_file and bool(paper.twins)


@act
def keep_both(case: CaseFile, left: CaseDocument, right: CaseDocument, *, by: Actor) -> KeptBoth:
    """Say that two documents that are the same both stay: they are not proposed again. Raises `AlreadyDone`."""
    ensure(may_work_on(by, case))
    first, second = left.document, right.document
    if first.pk == second.pk:
        raise BadInput(_("Choose two documents."))
    if KeptBoth.objects.filter(case=case, first__in=[first, second], second__in=[first, second]).exists():
        raise AlreadyDone(_("They had been kept already."))
    kept: KeptBoth = KeptBoth.objects.create(
        case=case, first=first, second=second, kept_by_name=by.name[:160]
    )
    announce(DuplicatesKept(**_said_of(case, kept)), by=by)
    return kept


@act
def propose_again(kept: KeptBoth, *, by: Actor) -> None:
    """Have two that were kept proposed as duplicates again."""
    ensure(may_work_on(by, kept.case))
    told = DuplicatesProposedAgain(**_said_of(kept.case, kept))
    kept.delete()
    announce(told, by=by)


def _said_of(case: CaseFile, kept: KeptBoth) -> dict[str, Any]:
    return {
        "case_id": case.pk,
        "number": case.number,
        "document_id": kept.first_id,
        "title": kept.first.title,
        "other_id": kept.second_id,
        "other": kept.second.title,
    }
