"""Classifying, renaming, handing over, moving the state."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from consistori.cases.models import CaseFile, Comment
from consistori.cases.services import (
    change_state,
    change_unit,
    classify_case,
    hand_over,
    open_case,
    rename_case,
)
from consistori.cases.tests.conftest import make_series
from consistori.directory.models import Person, Unit
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Stale
from consistori.tenancy import search
from consistori.tenancy.scope import current_scope


def told() -> list[str]:
    return [pending.event.kind() for pending in current_scope().pending]


def test_a_case_keeps_its_number_when_it_changes_series(case: CaseFile, clerk: Any) -> None:
    number, version = case.number, case.version

    classify_case(case, by=clerk, series=make_series("F601", "Guals"))

    case.refresh_from_db()
    assert (case.number, case.series.code, case.version) == (number, "F601", version + 1)
    assert told()[-1] == "cases.CaseClassified"


def test_a_reserved_series_reserves_its_case(case: CaseFile, clerk: Any, reserved_series: Any) -> None:
    classify_case(case, by=clerk, series=reserved_series)

    case.refresh_from_db()
    assert case.reserved
    assert case.reserved_to == ["secretary"]


def test_the_same_series_twice_is_refused(case: CaseFile, clerk: Any, series: Any) -> None:
    with pytest.raises(AlreadyDone):
        classify_case(case, by=clerk, series=series)


@pytest.mark.parametrize("fields", [{"level": 2}, {"valid_to": today()}])
def test_a_case_is_not_classified_where_none_may_be_opened(case: CaseFile, clerk: Any, fields: Any) -> None:
    series, version = case.series, case.version

    with pytest.raises(BadInput) as refusal:
        classify_case(case, by=clerk, series=make_series("F600", "Via pública", **fields))

    assert refusal.value.field == "series"
    case.refresh_from_db()
    assert (case.series, case.version) == (series, version)


def test_a_renamed_case_is_found_by_its_new_title(case: CaseFile, clerk: Any, bakery: Any) -> None:
    rename_case(case, by=clerk, title="Vetlladors davant del forn")

    assert list(search.matching(CaseFile.objects.all(), "vetllador")) == [case]
    assert not search.matching(CaseFile.objects.all(), "terrassa").exists()


def test_a_case_is_handed_over_with_a_note_that_stays_inside(
    case: CaseFile, clerk: Any, secretary: Any
) -> None:
    to = Person.objects.get(pk=secretary.person_id)

    hand_over(case, by=clerk, to=to, note="Falta l’informe de la policia")

    case.refresh_from_db()
    assert case.carried_by == to
    assert Comment.objects.get(case=case).to == to
    assert told()[-1] == "cases.CaseHandedOver"


def test_a_case_is_not_handed_to_somebody_of_another_town(case: CaseFile, clerk: Any, outsider: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        hand_over(case, by=clerk, to=Person.objects.get(pk=outsider.person_id))

    assert refusal.value.field == "to"


def test_a_case_passes_to_another_unit_and_it_is_told(case: CaseFile, clerk: Any) -> None:
    version = case.version

    change_unit(case, by=clerk, unit=Unit.objects.create(name="Via pública"))
    change_unit(case, by=clerk, unit=Unit.objects.create(name="Secretaria"))

    case.refresh_from_db()
    assert (case.unit.name, case.carried_by_id, case.version) == ("Secretaria", clerk.person_id, version + 2)
    last = current_scope().pending[-1].event
    assert (last.kind(), last.payload()["before"]) == ("cases.CaseUnitChanged", "Via pública")
    with translation.override("ca"):
        assert str(last.says) % last.payload() == "passa l’expedient a la unitat «Secretaria»"


def test_a_case_does_not_pass_to_its_unit_nor_to_one_that_is_no_more(case: CaseFile, clerk: Any) -> None:
    closed = Unit.objects.create(name="Policia rural", closed_on=today())
    unit = Unit.objects.create(name="Via pública")
    change_unit(case, by=clerk, unit=unit)

    with pytest.raises(AlreadyDone):
        change_unit(case, by=clerk, unit=unit)
    with pytest.raises(BadInput) as refusal:
        change_unit(case, by=clerk, unit=closed)
    assert refusal.value.field == "unit"


def test_a_case_does_not_pass_to_a_unit_of_another_town(case: CaseFile, clerk: Any, other_town: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        change_unit(case, by=clerk, unit=Unit(name="Secretaria", entity=other_town))

    assert refusal.value.field == "unit"


def test_the_page_that_changes_a_case_changes_its_unit(
    case: CaseFile, clerk: Any, sign_in: Any, town: Any
) -> None:
    unit = Unit.objects.create(name="Via pública")
    browser, base = sign_in(clerk), f"/e/{town.slug}/desk/cases/{case.number}/"

    assert "Via pública" in browser.get(f"{base}edit/").content.decode()
    answer = browser.post(f"{base}unit/", {"unit": unit.pk}, follow=True)

    assert "Via pública" in answer.content.decode()
    case.refresh_from_db()
    assert case.unit == unit


def test_a_reserved_case_is_opened_to_a_unit_only_by_whoever_decides_on_its_reserve(
    town: Any, secretary: Any, hire: Any, reserved_series: Any, sign_in: Any
) -> None:
    social, roads = (Unit.objects.create(name=name) for name in ("Serveis socials", "Via pública"))
    secret = open_case(by=secretary, title="Ajut d’urgència", series=reserved_series)
    change_unit(secret, by=secretary, unit=social)
    worker = hire(town, "processor", "Anna", "Pons", unit=social)

    with pytest.raises(NotPermitted):
        change_unit(secret, by=worker, unit=roads)
    page = sign_in(worker).get(f"/e/{town.slug}/desk/cases/{secret.number}/edit/")

    secret.refresh_from_db()
    assert secret.unit == social
    assert page.status_code == 200
    assert "Via pública" not in page.content.decode()


def test_any_state_follows_any_other(case: CaseFile, clerk: Any) -> None:
    for state in ("ending", "initiation", "instruction"):
        change_state(case, by=clerk, state=state)

    case.refresh_from_db()
    assert case.state == "instruction"
    with pytest.raises(BadInput):
        change_state(case, by=clerk, state="limbo")


def test_whoever_had_an_old_page_open_is_told(case: CaseFile, clerk: Any) -> None:
    seen = case.version
    rename_case(case, by=clerk, title="Un altre títol")

    with pytest.raises(Stale):
        rename_case(case, by=clerk, title="El meu títol", if_version=seen)


def test_an_auditor_changes_nothing(case: CaseFile, town: Any, hire: Any) -> None:
    auditor = hire(town, "auditor", "Ada", "Font")

    with pytest.raises(NotPermitted, match=r"audit"):
        rename_case(case, by=auditor, title="Un altre títol")


def test_the_outsider_changes_nothing(case: CaseFile, outsider: Any, series: Any, secretary: Any) -> None:
    to = Person.objects.get(pk=secretary.person_id)

    with pytest.raises(NotPermitted):
        rename_case(case, by=outsider, title="Meu")
    with pytest.raises(NotPermitted):
        classify_case(case, by=outsider, series=series)
    with pytest.raises(NotPermitted):
        hand_over(case, by=outsider, to=to)
    with pytest.raises(NotPermitted):
        change_state(case, by=outsider, state="ending")
    with pytest.raises(NotPermitted):
        change_unit(case, by=outsider, unit=Unit.objects.create(name="Via pública"))
    assert told() == ["cases.CaseOpened"]
