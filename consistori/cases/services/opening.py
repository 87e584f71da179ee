"""Opening a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.cases import rules, texts
from consistori.cases.cover import make_cover
from consistori.cases.events import CaseOpened, PartyJoined
from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.policies import may_open_cases
from consistori.cases.rules import Role
from consistori.cases.services._moves import clean_title, ensure_takes_cases, with_number, words_of
from consistori.catalogue.models import Series
from consistori.directory.models import Person, Unit
from consistori.formats import eni_xml
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, ensure
from consistori.parties.models import Party
from consistori.tenancy import jobs, modality
from consistori.tenancy.models import Entity
from consistori.tenancy.numbers import next_number
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

BOOK = "cases"
OPEN_TO_ALL: dict[str, Any] = {
    "reserved": False,
    "reserved_cause": "",
    "reserved_reason": "",
    "reserved_to": [],
    "reserved_units": [],
}


@dataclass(frozen=True)
class OpeningParty:
    """A party that a case has from its first moment."""

    party: Party
    role: str = Role.APPLICANT


@act
def open_case(
    *,
    by: Actor,
    title: str,
    series: Series | None = None,
    unit: Unit | None = None,
    parties: Sequence[Party | OpeningParty] = (),
    opened_on: date | None = None,
    carried_by: Person | None = None,
) -> CaseFile:
    """Open a case file [obrir un expedient]: it gets its number, last of all, and its cover as a job.

    `opened_on` may be past, to catch up. Raises `BadInput` for an empty title, a day to come, no series
    where the modality makes it compulsory, or one where no case may be opened.
    """
    ensure(may_open_cases(by))
    entity = current_entity()
    _check_series(entity, series)
    case = CaseFile(
        entity=entity,
        title=clean_title(title),
        series=series,
        unit_id=unit.pk if unit else _unit_of(by),
        carried_by_id=carried_by.pk if carried_by else by.person_id,
        opened_on=_checked_day(opened_on),
        **reserve_of_series(series),
    )
    joined = _join(case, parties)
    words = words_of(case.title, [row.party for row in joined])
    jobs.defer(make_cover, case_id=str(case.pk))
    _number(case, entity, words)
    _tell(case, joined, by)
    return case


def _check_series(entity: Entity, series: Series | None) -> None:
    if series is not None:
        ensure_takes_cases(series)
    elif modality.is_on(entity, "series_compulsory"):
        raise BadInput(
            _(
                "Choose the series of the case: search for it with the words you use, as “terrace” or "
                "“register”."
            ),
            field="series",
            article="RD 4/2010, art. 21",
        )


def _checked_day(opened_on: date | None) -> date:
    day = opened_on or today()
    if fault := rules.opening_date_fault(day, today=today()):
        raise BadInput(texts.OPENING_DATE_FAULTS[fault], field="opened_on")
    return day


def _unit_of(by: Actor) -> Any:
    return next((post.unit_id for post in by.posts if post.unit_id), None)


def reserve_of_series(series: Series | None) -> dict[str, Any]:
    """What a series says of who reads its cases, as columns of the case."""
    if series is None or not series.is_reserved:
        return OPEN_TO_ALL
    units = Unit.objects.filter(code__in=series.reserved_units) if series.reserved_units else []
    return {
        "reserved": True,
        "reserved_cause": CaseFile.ReservedCause.SERIES,
        "reserved_reason": "",
        "reserved_to": list(series.reserved_roles),
        "reserved_units": [unit.pk for unit in units],
    }


def _join(case: CaseFile, parties: Sequence[Party | OpeningParty]) -> list[CaseParty]:
    # Written before the case: foreign keys are checked at commit, and the number's lock is taken last.
    wanted = [p if isinstance(p, OpeningParty) else OpeningParty(p) for p in parties]
    joined = [CaseParty(entity=case.entity, case=case, party=p.party.standing, role=p.role) for p in wanted]
    if len({(row.party_id, row.role) for row in joined}) < len(joined):
        raise BadInput(_("The same person is there twice in the same role."), field="parties")
    if joined:
        CaseParty.objects.bulk_create(joined)
    return joined


def _number(case: CaseFile, entity: Entity, words: Any) -> None:
    """Give the case its number and write it; from here to the commit only the trail is written."""
    year = today().year
    number = next_number(BOOK, year)
    case.number = rules.format_number(entity.number_pattern, year=year, number=number)
    organ = eni_xml.organ_code(entity.dir3, entity.ine_code)
    case.eni_identifier = eni_xml.case_identifier(organ, year, case.number)
    case.search = with_number(words, case.number)
    case.save(force_insert=True)


def _tell(case: CaseFile, joined: list[CaseParty], by: Actor) -> None:
    announce(
        CaseOpened(
            case_id=case.pk,
            number=case.number,
            title=case.title,
            series_id=case.series_id,
            series=case.series.code if case.series else "",
            opened_on=case.opened_on.isoformat(),
        ),
        by=by,
    )
    for row in joined:
        announce(
            PartyJoined(case_id=case.pk, number=case.number, party_id=row.party_id, role=row.role), by=by
        )
