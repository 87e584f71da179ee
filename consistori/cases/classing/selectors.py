"""The cases that were opened loosely, with the series to which each seems to belong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.classing.scoring import Guess, Habits, Piece, Reason, Scheme, Where, guesses
from consistori.cases.models import CaseDocument, CaseFile, ClassedCase, Classing
from consistori.catalogue.models import Series
from consistori.catalogue.selectors import HEAVY, series_in_force
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere

PAGE = 50
MOST_PAPERS = 400
LETTERS_OF_TEXT = 1_000
CASES_OF_HABIT = 800


@dataclass(frozen=True)
class Proposed:
    """A series proposed for a case, with its reasons in words."""

    series: Series
    guess: Guess

    @property
    def reasons(self) -> list[str]:
        return [reason_in_words(reason) for reason in self.guess.reasons]

    @property
    def is_clear(self) -> bool:
        """Nothing else comes near, and nobody would stop seeing the case by it."""
        return self.guess.clear and not self.series.is_reserved


@dataclass
class Loose:
    """A case to be classified, its papers, and what is proposed, the likeliest first."""

    case: CaseFile
    papers: list[str] = field(default_factory=list)
    proposed: list[Proposed] = field(default_factory=list)

    @property
    def first(self) -> Proposed | None:
        return self.proposed[0] if self.proposed else None

    @property
    def clear(self) -> Proposed | None:
        return self.proposed[0] if self.proposed and self.proposed[0].is_clear else None

    @property
    def others(self) -> list[Proposed]:
        """What is offered beside: the rest when the first is clear, all when none is."""
        return self.proposed[1:] if self.clear else self.proposed


@dataclass
class Library:
    """What proposals are made from: the series that take cases today, and the habits of the town."""

    series: dict[UUID, Series]
    scheme: Scheme
    habits: Habits


def library(actor: Actor) -> Library:
    """Two statements. The habits are of cases that `actor` reads."""
    rows = series_in_force().openable(today()).defer(*HEAVY)  # type: ignore[attr-defined]
    series = {row.pk: row for row in rows}
    classed = CaseFile.objects.visible_to(actor).exclude(series=None).order_by("-id")
    habits = Habits(classed.values_list("title", "series_id", "number")[:CASES_OF_HABIT])
    return Library(series, Scheme(row.findable for row in series.values()), habits)


def loose_cases(actor: Actor) -> Any:
    """The open cases without series that `actor` reads, the first opened first."""
    return CaseFile.objects.visible_to(actor).to_be_classified().order_by("id")


def propose(cases: Iterable[CaseFile], known: Library) -> list[Loose]:
    """What is proposed for each of these cases. One statement, for their papers."""
    loose = {case.pk: Loose(case) for case in cases}
    pieces = {pk: [Piece(Where.TITLE, one.case.title)] for pk, one in loose.items()}
    for paper in _papers_of(loose):
        loose[paper["case_id"]].papers.append(paper["document__title"])
        pieces[paper["case_id"]] += _pieces_of(paper)
    for pk, one in loose.items():
        for guess in guesses(pieces[pk], known.scheme, known.habits):
            if (series := known.series.get(guess.key)) is not None:
                one.proposed.append(Proposed(series, guess))
    return list(loose.values())


def _papers_of(ids: Iterable[UUID]) -> Any:
    leaves = CaseDocument.objects.filter(case_id__in=list(ids), document__discarded_at=None)
    text = Substr("document__version__words__text", 1, LETTERS_OF_TEXT)
    rows = leaves.order_by("case_id", "position").values(
        "case_id", "document__title", "document__type__name_ca", start=text
    )
    return rows[:MOST_PAPERS]


def _pieces_of(paper: dict[str, Any]) -> list[Piece]:
    title = paper["document__title"]
    found = [Piece(Where.PAPER, title, title)]
    if kind := paper["document__type__name_ca"]:
        found.append(Piece(Where.TYPE, kind, kind))
    if text := paper["start"]:
        found.append(Piece(Where.TEXT, text, title))
    return found


def reason_in_words(reason: Reason) -> str:
    """«its title says “terrassa”», in the language of the reader."""
    words = ", ".join(_("“%(word)s”") % {"word": word} for word in reason.words)
    said = {"words": words, "about": reason.about, "n": reason.times}
    if reason.where is Where.TITLE:
        return _("its title says %(words)s") % said
    if reason.where is Where.PAPER:
        return _("the name of the paper “%(about)s” says it") % said
    if reason.where is Where.TYPE:
        return _("it has a document of the type “%(about)s”") % said
    if reason.where is Where.TEXT:
        return _("in the text of “%(about)s” there is %(words)s") % said
    alike = ngettext(
        "%(about)s, that also says %(words)s, is there",
        "%(n)s cases that also say %(words)s are there, as %(about)s",
        reason.times,
    )
    return alike % said


def readers_of(series: Series) -> str:
    """Who reads the cases of a reserved series, in words; empty for those that the whole house reads."""
    labels = [str(Role(role).label) for role in series.reserved_roles if role in set(Role)]
    return ", ".join([*labels, *series.reserved_units])


# --- what was done -----------------------------------------------------------------------------------------


def undoable(actor: Actor, most: int = 5) -> list[Classing]:
    """The bulk classings that can still be undone, the last first, each with its `count`. One statement."""
    from django.db.models import Count, Q

    rows = Classing.objects.undoable().annotate(count=Count("cases", filter=Q(cases__undone_at=None)))
    return list(rows.order_by("-at")[:most])


def classing_of(pk: UUID) -> Classing:
    """That bulk classing; `NotHere` if there is none."""
    found: Classing | None = Classing.objects.filter(pk=pk).first()
    if found is None:
        raise NotHere(_("There is no such classing."))
    return found


def classed_in(classing: Classing, actor: Actor) -> list[ClassedCase]:
    """Its cases, each with `is_readable`; of those that `actor` does not read, only the number. One statement."""
    from django.db.models import Exists, OuterRef

    reads = Exists(CaseFile.objects.visible_to(actor).filter(pk=OuterRef("case_id")))
    rows = ClassedCase.objects.filter(classing=classing).select_related("case", "series", "case__series")
    rows = rows.defer("case__search", *(f"series__{name}" for name in (*HEAVY, "finding")))
    return list(rows.annotate(is_readable=reads).order_by("case__number"))


@dataclass(frozen=True)
class SwitchFacts:
    """For whoever asks how far a town is: its open cases, and those without series."""

    open: int
    loose: int
    closed_loose: int


def figures() -> SwitchFacts:
    """One statement."""
    from django.db.models import Count, Q

    found = CaseFile.objects.aggregate(
        open=Count("pk", filter=Q(situation="open")),
        loose=Count("pk", filter=Q(situation="open", series=None)),
        closed=Count("pk", filter=Q(situation="closed", series=None)),
    )
    return SwitchFacts(found["open"], found["loose"], found["closed"])
