"""What a case is and who carries it: its series, its title, its person, its unit, its state."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from consistori.cases.cover import make_cover
from consistori.cases.events import (
    CaseClassified,
    CaseHandedOver,
    CaseRenamed,
    CaseUnitChanged,
    StateChanged,
)
from consistori.cases.models import CaseFile, Comment
from consistori.cases.policies import may_carry, may_change_unit, may_work_on
from consistori.cases.rules import State
from consistori.cases.services._moves import (
    clean_title,
    ensure_fresh,
    ensure_takes_cases,
    fresh_words,
    mark_moved,
)
from consistori.cases.services.opening import reserve_of_series
from consistori.catalogue.models import Series
from consistori.directory.models import Person, Unit
from consistori.directory.policies import may_manage_people
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy import jobs
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def classify_case(case: CaseFile, *, by: Actor, series: Series, if_version: int | None = None) -> None:
    """Give the case its series [classificar]; it keeps its number. A reserved series reserves it.

    Raises `BadInput` (`series`) for one where no case may be opened.
    """
    ensure(may_work_on(by, case))
    ensure_fresh(case, if_version)
    if case.series_id == series.pk:
        raise AlreadyDone(_("The case is already in that series."), field="series")
    ensure_takes_cases(series)
    before = case.series.code if case.series else ""
    by_decision = case.reserved_cause == CaseFile.ReservedCause.DECISION and not series.is_reserved
    reserve = {} if by_decision else reserve_of_series(series)
    mark_moved(case, series=series, **reserve)
    jobs.defer(make_cover, case_id=str(case.pk))
    announce(
        CaseClassified(
            case_id=case.pk, number=case.number, series_id=series.pk, series=series.code, before=before
        ),
        by=by,
    )


@act
def rename_case(case: CaseFile, *, by: Actor, title: str, if_version: int | None = None) -> None:
    """Change the title; the trail keeps the one before."""
    ensure(may_work_on(by, case))
    ensure_fresh(case, if_version)
    title, before = clean_title(title), case.title
    if title == before:
        raise AlreadyDone(_("That is already its title."), field="title")
    case.title = title
    mark_moved(case, title=title, search=fresh_words(case))
    jobs.defer(make_cover, case_id=str(case.pk))
    announce(CaseRenamed(case_id=case.pk, number=case.number, title=title, before=before), by=by)


@act
def hand_over(
    case: CaseFile, *, by: Actor, to: Person, note: str = "", if_version: int | None = None
) -> None:
    """Pass the case to a colleague [passar l'expedient], with a note that stays among the internal ones.

    Whoever receives a reserved case reads it because she carries it.
    """
    ensure(may_work_on(by, case))
    ensure_fresh(case, if_version)
    if to.pk == case.carried_by_id:
        raise AlreadyDone(_("%(name)s already carries this case.") % {"name": to.full_name}, field="to")
    if not may_carry(actor_of(to, current_entity())):
        raise BadInput(
            _("%(name)s holds no post here that carries cases.") % {"name": to.full_name}, field="to"
        )
    before = case.carried_by_id
    mark_moved(case, carried_by=to)
    if note.strip():
        Comment.objects.create(
            case=case, author_id=by.person_id, author_name=by.name, to=to, text=note.strip()
        )
    announce(
        CaseHandedOver(
            case_id=case.pk, number=case.number, to_id=to.pk, to_name=to.full_name, from_id=before
        ),
        by=by,
    )


@act
def inherit_cases(cases: Sequence[CaseFile], *, by: Actor, to: Person) -> None:
    """Put in the hands of `to` what somebody who leaves carried; the administrator needs not read it for that.

    Raises `BadInput` (`to-cases`) when `to` carries no cases here.
    """
    ensure(may_manage_people(by))
    if not may_carry(actor_of(to, current_entity())):
        words = _("%(name)s holds no post here that carries cases.") % {"name": to.full_name}
        raise BadInput(words, field="to-cases")
    for case in cases:
        before = case.carried_by_id
        mark_moved(case, carried_by=to)
        said = CaseHandedOver(
            case_id=case.pk, number=case.number, to_id=to.pk, to_name=to.full_name, from_id=before
        )
        announce(said, by=by)


@act
def change_unit(case: CaseFile, *, by: Actor, unit: Unit, if_version: int | None = None) -> None:
    """Pass the case to another unit [unitat] of the house, that is open; who carries it stays.

    Of a reserved case, the people of the new unit become readers.
    """
    ensure(may_change_unit(by, case))
    ensure_fresh(case, if_version)
    if unit.entity_id != case.entity_id or unit.closed_on is not None:
        raise BadInput(_("There is no such unit."), field="unit")
    if case.unit_id == unit.pk:
        raise AlreadyDone(_("The case is already in that unit."), field="unit")
    before = case.unit.name if case.unit else ""
    mark_moved(case, unit=unit)
    jobs.defer(make_cover, case_id=str(case.pk))
    announce(
        CaseUnitChanged(case_id=case.pk, number=case.number, unit_id=unit.pk, unit=unit.name, before=before),
        by=by,
    )


@act
def change_state(case: CaseFile, *, by: Actor, state: str, if_version: int | None = None) -> None:
    """Move the procedure to another state [estat]: any of the three, forwards or back."""
    ensure(may_work_on(by, case))
    ensure_fresh(case, if_version)
    if state not in set(State):
        raise BadInput(_("That state does not exist."), field="state")
    before = case.state
    if state == before:
        raise AlreadyDone(_("The case is already in that state."), field="state")
    mark_moved(case, state=state)
    announce(StateChanged(case_id=case.pk, number=case.number, state=state, before=before), by=by)
