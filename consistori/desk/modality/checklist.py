"""For each switch of the method: what it will show, what should be ready before, and what happens if it goes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.classing.selectors import figures as case_figures
from consistori.cases.deadlines.opening import term_of_sheet
from consistori.cases.models import CaseFile
from consistori.catalogue.procedures.selectors import every_shown
from consistori.catalogue.selectors import scheme_in_force
from consistori.deadlines.selectors import in_force, place_of
from consistori.desk.modality.switching import LABELS, switch_id
from consistori.directory.roles import PROCESSES
from consistori.directory.selectors import people_here
from consistori.guides.selectors import offered_guides
from consistori.kernel.clock import today
from consistori.tasks.selectors import duties
from consistori.tenancy.modality import is_on
from consistori.tenancy.models import Entity
from consistori.trail.selectors import TrailEntry, last_of

SEEN_AT = {
    "series_compulsory": ("cases:new",),
    "steps": ("cases:list",),
    "guides": ("guides:guides",),
    "deadlines": ("deadlines:calendars",),
    "tasks": ("tasks:list",),
    "calendar": ("desk:calendar", "calendar:month"),
    "meeting": ("desk:meeting", "meeting:meeting"),
}


@dataclass(frozen=True)
class Check:
    """Something that should be ready: whether it is, in a sentence, and where it is done."""

    ok: bool
    text: str
    url: str = ""
    act: str = ""


@dataclass
class Line:
    """A switch: what is shown with it, what is checked, what stays when it goes back."""

    name: str
    label: Any
    on: bool
    shows: list[str] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    back: str = ""
    url: str = ""
    last: TrailEntry | None = None

    @property
    def is_ready(self) -> bool:
        return all(check.ok for check in self.checks)


@dataclass(frozen=True)
class Town:
    """What the checks look at, asked once."""

    entity: Entity
    open: int
    loose: int
    closed_loose: int
    series: dict[str, int]
    lines_of_scheme: str
    guides: list[Any]
    terms: list[str]
    calendars: set[tuple[str, int]]
    people: int
    duties: int

    def on(self, name: str) -> bool:
        return is_on(self.entity, name)


def town_of(entity: Entity) -> Town:
    """Seven statements or so, whatever the size of the town."""
    cases = case_figures()
    rows: QuerySet[Any] = CaseFile.objects.open().exclude(series=None).order_by()
    by_series = dict(rows.values("series__code").annotate(n=Count("pk")).values_list("series__code", "n"))
    scheme = scheme_in_force()
    place = place_of(entity)
    work = [one for one in people_here() if {post.role for post in one.posts} & set(PROCESSES)]
    return Town(
        entity=entity,
        open=cases.open,
        loose=cases.loose,
        closed_loose=cases.closed_loose,
        series=by_series,
        lines_of_scheme=f"{scheme.name} {scheme.version}" if scheme else "",
        guides=offered_guides(),
        terms=[one.sheet.code for one in every_shown() if term_of_sheet(one.sheet) is not None],
        calendars={(row.place, row.year) for row in in_force([place.code])},
        people=len(work),
        duties=len(duties()),
    )


def lines_of(town: Town) -> list[Line]:
    """The switches of the method in their order, with who turned each last. One statement more."""
    turned = last_of([switch_id(name) for name in LABELS], by_hand=False)
    lines = []
    for name, label in LABELS.items():
        last = turned.get(switch_id(name))
        line = Line(name, label, town.on(name), url=_address(*SEEN_AT[name]), last=last)
        TELLING[name](town, line)
        lines.append(line)
    return lines


def _address(*names: str) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _series(town: Town, line: Line) -> None:
    line.shows = [
        _("Whoever opens a case chooses its class, with the words people use: “terrace”, “register”."),
        _("What is open without class goes on as it is: it can be worked on, and is classed when you wish."),
        _("No case is closed without its class."),
    ]
    line.back = _("A case can be opened without class again.")
    line.checks.append(
        Check(True, _("The scheme in force is “%(name)s”.") % {"name": town.lines_of_scheme})
        if town.lines_of_scheme
        else Check(
            False, _("There is no classification scheme yet."), _address("catalogue:scheme"), _("See it")
        )
    )
    if town.loose:
        said = ngettext(
            "%(n)s open case is without class.", "%(n)s open cases are without class.", town.loose
        )
        line.checks.append(
            Check(False, said % {"n": town.loose}, _address("cases:classing"), _("See what is proposed"))
        )
    else:
        line.checks.append(Check(True, _("Every open case has its class.")))
    if town.closed_loose:
        said = ngettext(
            "%(n)s closed case stays without it.", "%(n)s closed cases stay without it.", town.closed_loose
        )
        line.checks.append(Check(True, said % {"n": town.closed_loose}))


def _steps(town: Town, line: Line) -> None:
    line.shows = [
        ngettext(
            "The open case gains the tab “Steps”: what was done, what waits and until when, what is next.",
            "Each of the %(n)s open cases gains the tab “Steps”: what was done, what waits until when, what is next.",
            town.open,
        )
        % {"n": town.open},
        _("Nothing is compulsory, in any order; what was done before is written with its real date."),
    ]
    line.back = _("The tab is hidden; the steps written stay and come back with it.")
    line.checks.append(Check(True, _("The thirteen steps of every procedure come with the program.")))


def _guides(town: Town, line: Line) -> None:
    with_guide = {code for guide in town.guides for code in guide.series_codes}
    cases = sum(n for code, n in town.series.items() if code in with_guide)
    served = {"n": cases, "all": town.open}
    line.shows = [
        _(
            "Beside the case, the next step is proposed with its reason; one does it, skips it or hides the guide."
        ),
        _("Today it would be in %(n)s of the %(all)s open cases; the rest are just as whole without it.")
        % served,
    ]
    line.back = _("The guide is hidden; where each case was in it is kept.")
    said = ngettext("There is %(n)s guide to follow.", "There are %(n)s guides to follow.", len(town.guides))
    line.checks += [
        Check(bool(town.guides), said % {"n": len(town.guides)}, _address("guides:guides"), _("Read them")),
        _needs(town, "steps", _("The guide writes steps: turn them on first.")),
    ]


def _deadlines(town: Town, line: Line) -> None:
    year = today().year
    place = place_of(town.entity)
    line.shows = [
        _("The cover says the last day to resolve, and “why?” unfolds its sum day by day with each article."),
        ngettext(
            "The cases that an entry opens begin their term by themselves in %(n)s procedure.",
            "The cases that an entry opens begin their term by themselves in %(n)s procedures.",
            len(town.terms),
        )
        % {"n": len(town.terms)},
        _("The cases that are open gain none by themselves: it is opened from each one, when it has a term."),
    ]
    line.back = _(
        "Dates and warnings are hidden; the terms go on running by law, and come back with their sums."
    )
    line.checks += [
        _calendar(town, place.code, year),
        _calendar(town, place.code, year + 1),
        Check(
            bool(town.terms), _("Procedures with term: %(n)s.") % {"n": len(town.terms)},
            _address("catalogue:procedures"), _("See them"),
        ),
    ]  # fmt: skip


def _calendar(town: Town, place: str, year: int) -> Check:
    if (place, year) in town.calendars:
        return Check(True, _("The local holidays of %(year)s are loaded.") % {"year": year})
    said = _("The local holidays of %(year)s are missing: until then no term of that year has a date.")
    address = _address("deadlines:calendars")
    return Check(False, said % {"year": year}, f"{address}?year={year}" if address else "", _("Load them"))


def _tasks(town: Town, line: Line) -> None:
    line.shows = [
        _("A tab “Tasks”, and yours in Today: who does what before when, with or without a case."),
        _(
            "What comes back every year (budget, general account, register) gives its task by itself, days before."
        ),
    ]
    line.back = _("They are hidden from the tab, Today and the cases; those given stay and come back.")
    said = ngettext("%(n)s person processes here.", "%(n)s people process here.", town.people) % {
        "n": town.people
    }
    line.checks.append(Check(town.people > 0, said, _address("directory:people"), _("See who")))
    if town.duties:
        said = ngettext(
            "%(n)s duty of the year is written.", "%(n)s duties of the year are written.", town.duties
        )
        line.checks.append(Check(True, said % {"n": town.duties}))
    else:
        said = _("No duty of the year is written: the catalogue proposes them, each with its article.")
        line.checks.append(Check(False, said, _address("tasks:duties"), _("Look at it")))


def _shared_calendar(town: Town, line: Line) -> None:
    line.shows = [
        _("One calendar of the whole house: deadlines, absences, appointments, rooms, sessions, campaigns."),
        _("Everybody sees who is here today; of an absence, never its reason."),
    ]
    line.back = _("The tab is hidden; what was written in it stays.")
    line.checks.append(_needs(town, "deadlines", _("Without deadlines the calendar does not show them.")))


def _meeting(town: Town, line: Line) -> None:
    line.shows = [
        _(
            "On Monday the screen has prepared itself: what was not done, what arrived, what ends in fifteen days."
        ),
        _("What is decided becomes a task on the spot, and the minute writes itself."),
    ]
    line.back = _("The tab is hidden; the minutes stay in their case.")
    line.checks.append(_needs(town, "tasks", _("Decisions become tasks: turn them on first.")))


def _needs(town: Town, name: str, why: str) -> Check:
    if town.on(name):
        return Check(True, _("“%(name)s” is on.") % {"name": LABELS[name]})
    return Check(False, why, f"#{name}", _("Go there"))


TELLING: dict[str, Callable[[Town, Line], None]] = {
    "series_compulsory": _series,
    "steps": _steps,
    "guides": _guides,
    "deadlines": _deadlines,
    "tasks": _tasks,
    "calendar": _shared_calendar,
    "meeting": _meeting,
}
