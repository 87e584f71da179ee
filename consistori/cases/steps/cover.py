"""What the cover of a case says of its steps, asked in the statement that brings the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from consistori.cases.models import Step
from consistori.cases.steps import palette
from consistori.cases.steps.rules import Kind
from consistori.kernel.clock import today
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.ui.dates import short_day


def steps_on() -> bool:
    """Whether the town of the scope uses steps."""
    return modality.is_on(current_entity(), "steps")


def live_steps() -> Any:
    """The steps of the case of the outer question."""
    return Step.objects.live().filter(case=OuterRef("pk"))


def pending_rows() -> Any:
    """Its pending steps, as few words as the cover needs."""
    rows = Step.objects.todo().filter(case=OuterRef("pk")).order_by("until", "due_on", "recorded_at")
    return ArraySubquery(
        rows.values(row=JSONObject(code="code", title="title", kind="kind", until="until", due_on="due_on"))
    )


@dataclass(frozen=True)
class Now:
    """The step of now: a word and its sign, apart from state and situation."""

    label: str
    tone: str
    icon: str
    title: str = ""


def now_of(case: Any) -> Now | None:
    """What waits, first; else what is next; None where nothing is pending or the town uses no steps."""
    rows = getattr(case, "pending_rows", None) or []
    if not rows or not case.is_open or not steps_on():
        return None
    waits = [row for row in rows if row["kind"] == Kind.WAIT and not _is_over(row)]
    others = [row for row in rows if row not in waits]
    row = (others or waits)[0]
    more = _(" and %(n)s more") % {"n": len(rows) - 1} if len(rows) > 1 else ""
    if others:
        tone = "ochre" if _is_over(row) else "blue"
        return Now(_("Next: %(step)s") % {"step": _name(row)} + more, tone, "step")
    day = row["until"]
    words = _("Waits: %(step)s") % {"step": _name(row)}
    if day:
        words = _("Waits: %(step)s, until %(day)s") % {
            "step": _name(row), "day": short_day(date.fromisoformat(day))
        }  # fmt: skip
    return Now(words + more, "ochre", "hourglass", _("There is nothing to do until then"))


def _is_over(row: Any) -> bool:
    return row["kind"] == Kind.WAIT and bool(row["until"]) and date.fromisoformat(row["until"]) < today()


def _name(row: Any) -> str:
    line = palette.kind_of(row["code"])
    return str(row["title"]) or (line.name if line else str(row["code"]))
