"""Questions about guides: which one a case follows and where it stands, those known here, who follows which version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import JSONObject

from consistori.cases.models import CaseFile, Step
from consistori.catalogue.procedures.faults import SheetFault
from consistori.guides.facts import facts_for
from consistori.guides.models import (
    Following,
    Guide,
    GuideHidden,
    GuideMark,
    GuideProposal,
    GuideReview,
    GuideVersion,
)
from consistori.guides.reading import read_kept
from consistori.guides.rules.guide import GuideText
from consistori.guides.rules.walking import CaseStep, Mark, Place, Walk, walk
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.tenancy.adapting import by_nearness
from consistori.tenancy.scope import current_scope

PLACES = {"done": Place.DONE, "todo": Place.IN_HAND, "skipped": Place.SKIPPED}


@dataclass(frozen=True)
class InCase:
    """A guide in a case: its text in the version that the case follows, and where the case stands in it.

    `newer` is the number of the published version when it is another one; `is_begun`, whether anybody has used it here.
    """

    text: GuideText
    code: str
    number: int
    walk: Walk
    newer: int = 0
    is_begun: bool = False
    is_reviewed: bool = False
    is_left: bool = False
    is_hidden: bool = False


def guide_in(case: CaseFile, actor: Actor) -> InCase | None:
    """The guide of a case; None where there is none, or its text cannot be read. One statement, and those that its
    conditions ask for.
    """
    series = case.series.code if case.series else ""
    row = _row_of(case, series, actor)
    found = row["followings"][0] if row["followings"] else None
    if found is None:
        found = next(iter(_nearest(row["candidates"])), None)
    if found is None:
        return None
    try:
        text = read_kept(found["text"])
    except SheetFault:
        return None
    steps = [case_step(one) for one in row["case_steps"]]
    facts, functions = facts_for(case, text)
    return InCase(
        text=text,
        code=found["code"],
        number=found["number"],
        walk=walk(text, steps, [mark_of(one) for one in row["marks"]], facts, functions),
        newer=found["newest"] if found["newest"] != found["number"] else 0,
        is_begun=bool(row["followings"]),
        is_reviewed=found["reviewed"],
        is_left=found.get("left", False),
        is_hidden=row["hidden"],
    )


def _row_of(case: CaseFile, series: str, actor: Actor) -> dict[str, Any]:
    here = {"case": OuterRef("pk")}
    followings = Following.objects.filter(**here).annotate(
        reviewed=Exists(GuideReview.objects.filter(reviewed=OuterRef("following")))
    )
    candidates = (
        Guide.objects.filter(Q(published__isnull=False) | Q(closed_on__isnull=False))
        .filter(series_codes__contains=[series or "-"])
        .annotate(reviewed=Exists(GuideReview.objects.filter(reviewed=OuterRef("published"))))
    )
    found: dict[str, Any] | None = (
        CaseFile.objects.filter(pk=case.pk)
        .annotate(
            followings=ArraySubquery(followings.values(row=JSONObject(
                code="guide__code", text="following__text", number="following__number",
                newest="guide__published__number", reviewed="reviewed", left="is_left",
            ))),
            candidates=ArraySubquery(candidates.values(row=JSONObject(
                code="code", text="published__text", number="published__number", newest="published__number",
                reviewed="reviewed", entity="entity_id", closed="closed_on",
            ))),
            marks=ArraySubquery(_marks_rows(GuideMark.objects.filter(**here))),
            case_steps=ArraySubquery(_steps_rows(Step.objects.live().filter(**here))),
            hidden=Exists(GuideHidden.objects.filter(person_id=actor.person_id)),
        )
        .values("followings", "candidates", "marks", "case_steps", "hidden")
        .first()
    )  # fmt: skip
    return found or {"followings": [], "candidates": [], "marks": [], "case_steps": [], "hidden": False}


def _marks_rows(marks: Any) -> Any:
    said = JSONObject(key="key", kind="kind", reason="reason", on="on", by="made_by_name", step_id="step_id")
    return marks.order_by("made_at", "id").values(row=said)


def _steps_rows(steps: Any) -> Any:
    said = JSONObject(
        id="id",
        code="code",
        title="title",
        standing="standing",
        on="happened_on",
        began="began_on",
        until="until",
    )
    return steps.order_by("recorded_at", "id").values(row=said)


def _nearest(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The candidates of the nearest entity first; a code that is closed here is not offered."""
    order = {pk: place for place, pk in enumerate(current_scope().lineage_ids)}
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (order.get(row["entity"], 9), row["code"])):
        found.setdefault(row["code"], row)
    return [row for row in found.values() if not row["closed"] and row["text"]]


def case_step(row: dict[str, Any]) -> CaseStep:
    """A step of a case, as the guide looks at it."""
    return CaseStep(
        id=str(row["id"]),
        code=row["code"],
        place=PLACES.get(row["standing"], Place.OPEN),
        on=_day(row["on"]) or _day(row.get("began")),
        until=_day(row.get("until")),
        title=row.get("title") or "",
    )


def mark_of(row: dict[str, Any]) -> Mark:
    """A mark, as the guide looks at it."""
    return Mark(row["key"], row["kind"], row["reason"], _day(row["on"]), row["by"], str(row["step_id"] or ""))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


# --- guides known here -------------------------------------------------------------------------------------


def _at_hand() -> Any:
    return Guide.objects.select_related(
        "entity", "published", "latest", "adapts__published", "adapts__entity", "adapted_version"
    )


def every_guide() -> list[Guide]:
    """Every code that is known here, drafts and closed ones too, the town's own row first. One statement."""
    mine = current_scope().lineage_ids[0]
    found: dict[str, Guide] = {}
    for row in by_nearness(_at_hand().filter(Q(published__isnull=False) | Q(entity_id=mine))):
        found.setdefault(row.code, row)
    return sorted(found.values(), key=lambda row: row.name.casefold())


def offered_guides() -> list[Guide]:
    """Those that a case can follow here, the nearest row of each code. One statement."""
    found: dict[str, Guide] = {}
    for row in by_nearness(_at_hand().filter(Q(published__isnull=False) | Q(closed_on__isnull=False))):
        found.setdefault(row.code, row)
    rows = [row for row in found.values() if not row.is_closed and row.published_id]
    return sorted(rows, key=lambda row: row.name.casefold())


def guide_row(code: str) -> Guide:
    """The nearest row of that code, the town's own draft before all. Raises `NotHere`."""
    mine = current_scope().lineage_ids[0]
    rows = by_nearness(_at_hand().filter(code=code))
    found = next((row for row in rows if row.published_id or row.entity_id == mine), None)
    if found is None:
        raise NotHere()
    row: Guide = found
    return row


def guide_for(case: CaseFile) -> Guide | None:
    """The one that is offered to the cases of its series: the town's own before that of above. One statement."""
    if case.series is None:
        return None
    return next((row for row in offered_guides() if case.series.code in row.series_codes), None)


def versions_of(row: Guide) -> list[GuideVersion]:
    """The newest first, a hundred at most. One statement."""
    return list(GuideVersion.objects.filter(guide=row).defer("text").order_by("-number")[:100])


def version_of(row: Guide, number: int) -> GuideVersion:
    """One version by its number. Raises `NotHere`."""
    found: GuideVersion | None = GuideVersion.objects.filter(guide=row, number=number).first()
    if found is None:
        raise NotHere()
    return found


def reviews_of(versions: Iterable[UUID]) -> dict[UUID, GuideReview]:
    """Who reviewed each version: here before above. One statement."""
    wanted = list(versions)
    found: dict[UUID, GuideReview] = {}
    for row in by_nearness(GuideReview.objects.filter(reviewed_id__in=wanted) if wanted else []):
        found.setdefault(row.reviewed_id, row)
    return found


def followers_of(guide: Guide) -> dict[int, int]:
    """How many open cases of the town follow each version, by its number. One statement."""
    rows = (
        Following.objects.filter(guide=guide, is_left=False, case__situation="open")
        .order_by()
        .values("following__number")
        .annotate(n=Count("pk"))
    )
    return dict(rows.values_list("following__number", "n"))


# --- proposals ---------------------------------------------------------------------------------------------


def proposals(*, code: str = "", about: str = GuideProposal.About.GUIDE) -> list[GuideProposal]:
    """Those of the town, the open ones first, with their votes; of one guide or template with `code`. One statement."""
    rows = GuideProposal.objects.annotate(
        in_favour=Count("votes", filter=Q(votes__in_favour=True)),
        against=Count("votes", filter=Q(votes__in_favour=False)),
    )
    if code:
        rows = rows.filter(code=code, about=about)
    found = list(rows.order_by("-made_at")[:200])
    return sorted(found, key=lambda row: not row.is_open)


def proposal(pk: UUID) -> GuideProposal:
    """One of the town. Raises `NotHere`."""
    found: GuideProposal | None = GuideProposal.objects.filter(pk=pk).first()
    if found is None:
        raise NotHere()
    return found
