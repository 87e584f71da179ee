"""The columns of a list of cases: what each shows on the page and in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.cases import texts
from consistori.cases.models import CaseFile
from consistori.cases.rules import Situation, State


@dataclass(frozen=True)
class Column:
    """A column: its fragment on the page, its plain value in a sheet, the orders it gives."""

    name: str
    label: Any
    template: str
    plain: Callable[[CaseFile], Any]
    orders: tuple[str, str] | None = None
    end: bool = False


def _series(case: CaseFile) -> str:
    return case.series.label if case.series else str(_("To be classified"))


def _labels(case: CaseFile) -> str:
    return ", ".join(getattr(case, "label_names", []))


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column(
            "moved", _("Last move"), "cases/_list_moved.html", lambda c: c.last_moved_at, ("moved", "still")
        ),
        Column("number", _("Number"), "cases/_list_number.html", lambda c: c.number, ("-number", "number")),
        Column("title", _("Title"), "cases/_list_title.html", lambda c: c.title),
        Column("series", _("Series"), "cases/_list_series.html", _series),
        Column("state", _("State"), "cases/_list_state.html", lambda c: str(texts.STATES[State(c.state)])),
        Column(
            "carrier",
            _("Carried by"),
            "cases/_list_carrier.html",
            lambda c: c.carried_by.full_name if c.carried_by else "",
        ),
        Column("unit", _("Unit"), "cases/_list_unit.html", lambda c: c.unit.name if c.unit else ""),
        Column("labels", _("Labels"), "cases/_list_labels.html", _labels),
        Column(
            "opened", _("Opened on"), "cases/_list_opened.html", lambda c: c.opened_on, ("-opened", "opened")
        ),
        Column(
            "situation",
            pgettext_lazy("case", "Situation"),
            "cases/_list_situation.html",
            lambda c: str(texts.SITUATIONS[Situation(c.situation)]),
        ),
        Column("closed", _("Closed on"), "cases/_list_closed.html", lambda c: c.closed_at),
        Column("ending", _("How it ended"), "cases/_list_ending.html", lambda c: str(c.ending_label)),
    )
}
USUAL = ("moved", "number", "title", "series", "state", "carrier")
ALWAYS = ("number", "title")
"""Without these a row is nothing: they cannot be hidden."""


def chosen(names: Iterable[str]) -> list[Column]:
    """The columns with these names, in the order of the house; the usual ones when none is named."""
    wanted = {name for name in names if name in COLUMNS}
    if not wanted:
        wanted = set(USUAL)
    return [column for name, column in COLUMNS.items() if name in wanted or name in ALWAYS]
