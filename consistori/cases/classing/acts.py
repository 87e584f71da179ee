"""Classing many cases at once, and undoing it together for two weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.cover import make_cover
from consistori.cases.events import CaseUnclassified
from consistori.cases.models import CaseFile, ClassedCase, Classing
from consistori.cases.policies import may_open_cases
from consistori.cases.services._moves import ensure_takes_cases, mark_moved
from consistori.cases.services.carrying import classify_case
from consistori.catalogue.models import Series
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, Refusal, Verdict, ensure
from consistori.tenancy import jobs
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

MOST_AT_ONCE = 200
RESERVE = ("reserved", "reserved_cause", "reserved_reason", "reserved_to", "reserved_units")


@dataclass
class Outcome:
    """What came of many: how many were done, and for each of the others a sentence."""

    classing: Classing | None = None
    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def may_class(actor: Actor) -> Verdict:
    """Whoever opens cases here gives them their series."""
    if not actor.is_system and actor.entity_id != current_entity().pk:
        return Verdict(False, _("You hold no post here."))
    return may_open_cases(actor)


def may_undo(actor: Actor, classing: Classing) -> Verdict:
    """Whoever did it, the secretary and the administrator; for two weeks."""
    if not classing.can_be_undone:
        words = _("Two weeks have passed: change each case by itself, from its page.")
        return Verdict(False, words)
    if not actor.is_system and actor.entity_id != classing.entity_id:
        return Verdict(False, _("You hold no post here."))
    hers = actor.person_id is not None and actor.person_id == classing.by_id
    if actor.is_system or hers or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    words = _("It is undone by whoever did it, %(name)s, or by the secretary.")
    return Verdict(False, words % {"name": classing.by_name})


@act
def begin_classing(*, by: Actor) -> Classing:
    """An empty bulk classing, for a job to fill."""
    ensure(may_class(by))
    return Classing.objects.create(by_id=by.person_id, by_name=by.name)


@act
def class_many(choices: Mapping[UUID, Series], *, by: Actor, classing: Classing | None = None) -> Outcome:
    """Give each case its series, in one bulk classing [classificar en bloc]; at most two hundred.

    A case that somebody classed or closed meanwhile is left, and told. Raises `BadInput` for a series that takes no
    cases, before anything is done. `classing`: go on with that one.
    """
    ensure(may_class(by))
    if len(choices) > MOST_AT_ONCE:
        raise BadInput(_("Two hundred cases at once, at most."), field="choices")
    for series in {one.pk: one for one in choices.values()}.values():
        ensure_takes_cases(series)
    outcome = Outcome(classing)
    rows = CaseFile.objects.filter(pk__in=list(choices)).select_related("entity").order_by("id")
    # Without its series, that is asked when there is one: joined, a row waited for would come with the class of before.
    cases = list(rows.select_for_update(of=("self",)).defer("search"))
    made: list[ClassedCase] = []
    for case in cases:
        if case.series is not None:
            told = _("%(number)s: somebody classed it meanwhile in %(series)s.")
            outcome.left.append(told % {"number": case.number, "series": case.series.label})
            continue
        before = {name: _plain(getattr(case, name)) for name in RESERVE}
        try:
            classify_case(case, by=by, series=choices[case.pk])
        except Refusal as refusal:
            outcome.left.append(f"{case.number}: {refusal}")
            continue
        made.append(ClassedCase(case=case, series=choices[case.pk], before=before))
        outcome.done.append(case.number)
    if made:
        outcome.classing = classing or Classing.objects.create(by_id=by.person_id, by_name=by.name)
        for row in made:
            row.classing = outcome.classing
        ClassedCase.objects.bulk_create(made)
    return outcome


@act
def undo_classing(classing: Classing, *, by: Actor, only: set[UUID] | None = None) -> Outcome:
    """Put its cases (or `only` these) again to be classified, and as reserved as they were [desfer]; what a person has
    reserved since, or opened, stays so.

    Left and told: those closed since, or in another series by somebody's hand. Raises `NotPermitted`.
    """
    ensure(may_undo(by, classing))
    rows = ClassedCase.objects.filter(classing=classing, undone_at=None).select_related("series")
    if only is not None:
        rows = rows.filter(case_id__in=only)
    wanted = {row.case_id: row for row in rows}
    cases = CaseFile.objects.filter(pk__in=list(wanted)).order_by("id").defer("search")
    outcome, undone = Outcome(classing), []
    for case in cases.select_for_update(of=("self",)):
        row = wanted[case.pk]
        if why := _why_not(case, row):
            outcome.left.append(f"{case.number}: {why}")
            continue
        mark_moved(case, series=None, **_reserve(case, row.before))
        jobs.defer(make_cover, case_id=str(case.pk))
        announce(CaseUnclassified(case_id=case.pk, number=case.number, before=row.series.label), by=by)
        undone.append(row.pk)
        outcome.done.append(case.number)
    ClassedCase.objects.filter(pk__in=undone).update(undone_at=now(), undone_by_name=by.name)
    return outcome


NO_MORE_AS_LEFT = gettext_lazy("somebody put it in another series since: it stays there.")
CLOSED_SINCE = gettext_lazy("it was closed since: it stays classed.")


def _why_not(case: CaseFile, row: ClassedCase) -> str:
    if case.is_closed:
        return str(CLOSED_SINCE)
    return "" if case.series_id == row.series_id else str(NO_MORE_AS_LEFT)


def _plain(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, list) else value


def _reserve(case: CaseFile, before: dict[str, Any]) -> dict[str, Any]:
    """Who read it before, if the series says who reads it now; nothing where a person decided it."""
    if case.reserved_cause != CaseFile.ReservedCause.SERIES:
        return {}
    said = {name: before[name] for name in RESERVE}
    said["reserved_units"] = [UUID(one) for one in before["reserved_units"]]
    return said
