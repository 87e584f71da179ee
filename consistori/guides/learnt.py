"""What the cases of the town teach of a guide: figures of how it is really followed, and the map of what happened."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from consistori.cases.models import CaseFile, Step
from consistori.cases.steps.palette import kind_of
from consistori.guides.models import Guide, GuideMark
from consistori.guides.rules.guide import GuideText
from consistori.guides.rules.learning import Learnt, Played, learn, left_in
from consistori.guides.rules.mapping import ProcessMap, map_of
from consistori.guides.rules.walking import CaseStep, Mark, Place, walk
from consistori.guides.selectors import case_step, mark_of

MOST_CASES = 2000
"""The newest of its series: a habit is of now."""


def cases_of(guide: Guide) -> list[UUID]:
    """The cases from which it is learnt: those of its series, the newest first. One statement."""
    rows = CaseFile.objects.filter(series__code__in=guide.series_codes).order_by("-opened_on", "-id")
    return list(rows.values_list("pk", flat=True)[:MOST_CASES])


def steps_of(cases: list[UUID]) -> dict[UUID, list[CaseStep]]:
    """The live steps of those cases. One statement."""
    rows = Step.objects.live().filter(case_id__in=cases).order_by("recorded_at", "id")
    found: dict[UUID, list[CaseStep]] = defaultdict(list)
    for row in rows.values("case_id", "id", "code", "title", "standing", "happened_on", "began_on", "until"):
        found[row["case_id"]].append(case_step(row | {"on": row["happened_on"], "began": row["began_on"]}))
    return found


def marks_of(guide: Guide, cases: list[UUID]) -> dict[UUID, list[Mark]]:
    """What was said of the steps of that guide in those cases. One statement."""
    rows = GuideMark.objects.filter(case_id__in=cases, guide__code=guide.code).order_by("made_at", "id")
    found: dict[UUID, list[Mark]] = defaultdict(list)
    for row in rows.values("case_id", "key", "kind", "reason", "on", "made_by_name", "step_id"):
        found[row["case_id"]].append(mark_of(row | {"by": row["made_by_name"]}))
    return found


def learnt_of(guide: Guide, text: GuideText) -> tuple[list[Learnt], int]:
    """The habits of the town that the guide does not say, and from how many cases. Three statements."""
    cases = cases_of(guide)
    steps, marks = steps_of(cases), marks_of(guide, cases)
    played = [
        _played(text, steps.get(pk, []), marks.get(pk, [])) for pk in cases if steps.get(pk) or marks.get(pk)
    ]
    return learn(text, played), len(played)


def _played(text: GuideText, steps: list[CaseStep], marks: list[Mark]) -> Played:
    """Conditions are left apart: a step that was not for that case does not count as left."""
    stood = walk(text, steps, marks, {})
    done = sorted(
        (one for one in stood.stands if one.place is Place.DONE),
        key=lambda one: (one.on or date.max, one.number),
    )
    ours = {step.does for step in text.steps}
    left = left_in(
        (one.number, one.step.key, one.place.value)
        for one in stood.stands
        if not (one.step.when and one.place is Place.OPEN)
    )
    added = {one.code for one in steps if one.code and one.place is Place.DONE and one.code not in ours}
    return Played(tuple(one.step.key for one in done), left, frozenset(added))


def map_for(guide: Guide) -> ProcessMap:
    """The process map of the cases of its series. Two statements."""
    cases = cases_of(guide)
    happened: list[list[tuple[str, date]]] = []
    names: dict[str, str] = {}
    for steps in steps_of(cases).values():
        lived = sorted(
            ((one.on, n, one) for n, one in enumerate(steps) if one.place is Place.DONE and one.on),
            key=lambda row: (row[0], row[1]),
        )
        happened.append([(_name(one, names), on) for on, _n, one in lived])
    return map_of(happened, names)


def _name(step: CaseStep, names: dict[str, str]) -> str:
    key = step.code or step.title[:40]
    if key not in names:
        kind = kind_of(step.code) if step.code else None
        names[key] = kind.name if kind else step.title
    return key


def words_of(code: str) -> str:
    """The name of a step by its code, for whoever reads."""
    kind: Any = kind_of(code)
    return str(kind.name) if kind else code
