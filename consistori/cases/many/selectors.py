"""Questions about batches: how one goes, which three are looked at, what became of each case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, Value, When
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consistori.cases import visibility
from consistori.cases.many.policies import may_see
from consistori.cases.many.rules import Outcome, three_of
from consistori.cases.models import BatchItem, CaseBatch, CaseFile
from consistori.directory.roles import PROCESSES
from consistori.documents.models.templates import LANGUAGES
from consistori.documents.templating.fields import registry
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, ensure
from consistori.signature.models import SignatureRequest

PAGE = 100
LATELY = 50
WRITTEN = (Outcome.DONE, Outcome.SENT, Outcome.NOT_SENT)


@dataclass(frozen=True)
class Counted:
    """How many items of a batch are in each outcome; `signed` of those in the tray, `lacking` of those written."""

    total: int
    waiting: int
    done: int
    failed: int
    sent: int
    not_sent: int
    undone: int
    kept: int
    lacking: int
    signed: int = 0

    @property
    def settled(self) -> int:
        return self.total - self.waiting

    @property
    def gone(self) -> int:
        """Of those that were to be sent, how many were gone through."""
        return self.sent + self.not_sent

    @property
    def written(self) -> int:
        """Of those that are to be signed, how many are written and not in the tray."""
        return self.done + self.not_sent

    @property
    def bad(self) -> int:
        return self.failed + self.not_sent


@dataclass(frozen=True)
class Looked:
    """One of the three that are looked at before they are sent, with its name."""

    name: str
    label: Any
    item_id: UUID


NAMES = {"first": _("The first"), "last": _("The last"), "longest": _("The longest")}


def batch_for(actor: Actor, pk: UUID) -> CaseBatch:
    """The batch, for whoever may see it. Raises `NotHere`, `NotPermitted`. One statement."""
    batch: CaseBatch | None = (
        CaseBatch.objects.select_related("entity", "template", "template_version", "mends")
        .filter(pk=pk)
        .first()
    )
    if batch is None:
        raise NotHere(_("There is no such batch."))
    ensure(may_see(actor, batch))
    return batch


def batches_for(actor: Actor) -> list[CaseBatch]:
    """The last ones that she may see, each with `total`, `bad` and `left`. One statement."""
    rows = CaseBatch.objects.annotate(
        total=Count("items"),
        bad=Count("items", filter=Q(items__outcome__in=[Outcome.FAILED, Outcome.NOT_SENT])),
        left=Count("items", filter=Q(items__outcome=Outcome.WAITING)),
    )
    if not actor.is_system and not actor.holds(*PROCESSES):
        rows = rows.filter(begun_by_id=actor.person_id)
    return list(rows.order_by("-begun_at")[:LATELY])


def counted(batch: CaseBatch) -> Counted:
    """One statement."""
    return counted_of([batch.pk])[batch.pk]


def counted_of(batch_ids: Sequence[UUID]) -> dict[UUID, Counted]:
    """Of several batches. One statement."""
    signed = SignatureRequest.objects.filter(
        document_id=OuterRef("document_id"), state=SignatureRequest.State.SIGNED
    )
    rows = BatchItem.objects.filter(batch__in=batch_ids).annotate(has_signature=Exists(signed))
    by_outcome = {one.value: Count("pk", filter=Q(outcome=one)) for one in Outcome}
    told = (
        rows.order_by()
        .values("batch_id")
        .annotate(
            total=Count("pk"),
            lacking=Count("pk", filter=Q(outcome__in=[Outcome.DONE, Outcome.NOT_SENT]) & ~Q(lacks=[])),
            signed=Count("pk", filter=Q(outcome=Outcome.SENT, has_signature=True)),
            **by_outcome,
        )
    )
    return {row.pop("batch_id"): Counted(**row) for row in told}


def looked_at(batch: CaseBatch) -> list[Looked]:
    """The first, the last and the longest of what is written; fewer if there are fewer. One statement."""
    rows = BatchItem.objects.filter(batch=batch, outcome__in=WRITTEN).exclude(document=None)
    chosen = three_of(list(rows.only("place", "letters").order_by("place")))
    return [
        Looked(name, NAMES[name], item.pk)
        for name, item in zip(("first", "last", "longest"), chosen, strict=False)
    ]


def item_of(batch: CaseBatch, pk: UUID, actor: Actor) -> BatchItem | None:
    """One of its items with its case and its text, if `actor` reads the case. One statement."""
    rows = BatchItem.objects.filter(batch=batch, pk=pk).filter(case__in=CaseFile.objects.visible_to(actor))
    found: BatchItem | None = rows.select_related("case", "document__writing", "document__type").first()
    return found


def lacking_in_all(batch: CaseBatch) -> list[str]:
    """The blanks of the template that every text of it lacks, in their order, to be written once for all; not what each
    case should know of itself. One statement.
    """
    rows = BatchItem.objects.filter(batch=batch, outcome__in=[Outcome.DONE, Outcome.NOT_SENT])
    lists: list[list[str]] = list(rows.order_by("place").values_list("lacks", flat=True))
    if not lists:
        return []
    own = _labels_of_fields()
    return [name for name in lists[0] if name not in own and all(name in one for one in lists)]


def _labels_of_fields() -> set[str]:
    """How the data of cases are called, in the languages in which texts are written."""
    found: set[str] = set()
    for language in LANGUAGES:
        with translation.override(language):
            found |= {str(field.label) for group in registry for field in group.fields}
    return found


SHOWS: dict[str, Q] = {
    "all": Q(),
    "bad": Q(outcome__in=[Outcome.FAILED, Outcome.NOT_SENT]),
    "lacking": ~Q(lacks=[]),
    "kept": Q(outcome=Outcome.KEPT),
}


def items_of(
    batch: CaseBatch, actor: Actor, *, show: str = "all", after: int = -1, most: int = PAGE + 1
) -> list[BatchItem]:
    """Its items in their order, `most` at most, each with `is_readable`: of a case that she may not read, only what
    became of it. One statement.
    """
    rows = BatchItem.objects.filter(SHOWS[show], batch=batch, place__gt=after)
    readable = Case(
        When(
            Exists(CaseFile.objects.filter(visibility.readable_by(actor), pk=OuterRef("case_id"))),
            then=Value(True),
        ),
        default=Value(False),
        output_field=BooleanField(),
    )
    rows = rows.select_related("case", "document").annotate(is_readable=readable)
    return list(rows.order_by("place")[:most])


def signed_cases(batch: CaseBatch) -> list[UUID]:
    """The cases whose document of this batch somebody has signed, in order. One statement."""
    signed = SignatureRequest.objects.filter(
        document_id=OuterRef("document_id"), state=SignatureRequest.State.SIGNED
    )
    rows = BatchItem.objects.filter(Exists(signed), batch=batch, outcome=Outcome.SENT)
    return list(rows.order_by("place").values_list("case_id", flat=True))


def series_of(case_ids: Sequence[UUID]) -> set[str]:
    """The codes of the series of these cases. One statement."""
    rows = CaseFile.objects.filter(pk__in=case_ids).exclude(series=None)
    return set(rows.order_by().values_list("series__code", flat=True).distinct())
