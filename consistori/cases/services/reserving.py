"""Keeping a case to a few, with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from consistori.cases.events import CaseReserved, CaseUnreserved
from consistori.cases.models import CaseFile
from consistori.cases.policies import may_reserve
from consistori.cases.services._moves import mark_moved
from consistori.cases.services.opening import OPEN_TO_ALL, reserve_of_series
from consistori.catalogue.models import Series
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce


@act
def reserve_case(case: CaseFile, *, by: Actor, reason: str, roles: Iterable[str] = (Role.SECRETARY,)) -> None:
    """Reserve the case [reservar]: its unit, whoever carries it and these roles read it; the others see
    its number.
    """
    ensure(may_reserve(by, case))
    reason = _checked(reason)
    if case.reserved:
        raise AlreadyDone(_("The case is already reserved."))
    wanted = sorted(set(roles) & set(Role.values))
    mark_moved(
        case,
        reserved=True,
        reserved_cause=CaseFile.ReservedCause.DECISION,
        reserved_reason=reason,
        reserved_to=wanted,
    )
    announce(CaseReserved(case_id=case.pk, number=case.number, reason=reason), by=by)


@act
def unreserve_case(case: CaseFile, *, by: Actor, reason: str) -> None:
    """Open a reserved case to the house again. What its series reserves, only another series opens."""
    ensure(may_reserve(by, case))
    reason = _checked(reason)
    if not case.reserved:
        raise AlreadyDone(_("The case is not reserved."))
    if case.reserved_cause == CaseFile.ReservedCause.SERIES:
        raise BadInput(_("Its series reserves it: it opens by changing its series."), field="series")
    mark_moved(case, **OPEN_TO_ALL)
    announce(CaseUnreserved(case_id=case.pk, number=case.number, reason=reason), by=by)


def _checked(reason: str) -> str:
    clean = " ".join(reason.split())
    if not clean or len(clean) > 300:
        raise BadInput(
            _("Give the reason in a line: access is the rule and the limit is reasoned."),
            field="reason",
            article="Llei 19/2014, arts. 20-22",
        )
    return clean


def follow_series(series: Series) -> int:
    """Put its cases as the series says who reads them, whatever their situation; how many. Not those reserved
    by decision, unless the series itself reserves them now.

    It is not a person's act: who changed the series, and when, is in the trail.
    """
    of_series = [key for key in (series.pk, series.adapts_id) if key is not None]
    cases = CaseFile.objects.filter(series_id__in=of_series)
    if not series.is_reserved:
        cases = cases.exclude(reserved_cause=CaseFile.ReservedCause.DECISION)
    return int(cases.update(version=F("version") + 1, **reserve_of_series(series)))
