"""Who sees which case: the rows and the answer say the same, and the answer gives its reason."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases import selectors
from consistori.cases.models import CaseFile
from consistori.cases.policies import may_read
from consistori.cases.reasons import why_visible
from consistori.cases.services import open_case, reserve_case
from consistori.kernel.errors import NotHere


@pytest.fixture
def reserved(reserved_series: Any, secretary: Any) -> CaseFile:
    return open_case(by=secretary, title="Ajut d’urgència", series=reserved_series)


ROLES = [
    ("administrator", True, False),
    ("secretary", True, True),
    ("processor", True, False),
    ("registrar", True, False),
    ("mayor", True, False),
    ("councillor", True, False),
    ("archivist", True, False),
    ("auditor", True, True),
    ("external", False, False),
    ("opposition", False, False),
    ("operator", False, False),
]


@pytest.mark.parametrize(("role", "plain", "secret"), ROLES)
def test_each_role_reads_what_it_should(
    case: CaseFile, reserved: CaseFile, town: Any, hire: Any, role: str, plain: bool, secret: bool
) -> None:
    reader = hire(town, role, "Pere", "Vidal")

    rows = set(CaseFile.objects.visible_to(reader))

    assert (case in rows, reserved in rows) == (plain, secret)
    assert (bool(may_read(reader, case)), bool(may_read(reader, reserved))) == (plain, secret)


@pytest.mark.parametrize(("role", "plain", "secret"), ROLES)
def test_each_role_is_told_why(
    case: CaseFile, reserved: CaseFile, town: Any, hire: Any, role: str, plain: bool, secret: bool
) -> None:
    reader = hire(town, role, "Pere", "Vidal")

    for one, reads in ((case, plain), (reserved, secret)):
        why = why_visible(reader, one)
        assert why.reads is reads
        assert why.sentence.endswith(".")
        assert bool(why.ask) is not reads


def test_a_colleague_knows_that_a_reserved_case_exists_and_whom_to_ask(
    reserved: CaseFile, clerk: Any, secretary: Any
) -> None:
    assert selectors.case_by_number(reserved.number, clerk) == reserved
    assert "secretary" in why_visible(clerk, reserved).ask
    assert reserved.title not in why_visible(clerk, reserved).sentence
    with pytest.raises(NotHere):
        selectors.case_by_id(reserved.pk, clerk)


def test_an_external_technician_reaches_the_cases_of_her_unit(
    case: CaseFile, town: Any, hire: Any, series: Any, clerk: Any
) -> None:
    from consistori.directory.models import Unit

    unit = Unit.objects.create(name="Urbanisme", code="URB")
    architect = hire(town, "external", "Arnau", "Vidal", unit=unit)
    hers = open_case(by=clerk, title="Llicència", series=series, unit=unit)

    assert list(CaseFile.objects.visible_to(architect)) == [hers]
    assert may_read(architect, hers)
    assert not may_read(architect, case)


def test_a_series_may_name_units(town: Any, hire: Any, at_work: Any, secretary: Any) -> None:
    from consistori.cases.tests.conftest import make_series
    from consistori.directory.models import Unit

    unit = Unit.objects.create(name="Serveis socials", code="SS")
    worker = hire(town, "processor", "Anna", "Puig", unit=unit)
    other = hire(town, "processor", "Pau", "Roca")
    series = make_series("J101", "Serveis socials", reserved_units=["SS"])
    hers = open_case(by=secretary, title="Seguiment", series=series)

    assert (may_read(worker, hers).ok, may_read(other, hers).ok) == (True, False)
    assert hers in CaseFile.objects.visible_to(worker)
    assert hers not in CaseFile.objects.visible_to(other)


def test_the_outsider_is_told_nothing(case: CaseFile, outsider: Any) -> None:
    with pytest.raises(NotHere):
        selectors.case_by_number(case.number, outsider)
    assert not may_read(outsider, case)


def test_one_person_in_two_towns_reads_in_each_as_she_is_there(
    case: CaseFile, clerk: Any, outsider: Any
) -> None:
    assert case in CaseFile.objects.visible_to_any([outsider, clerk])
    assert case not in CaseFile.objects.visible_to_any([outsider])


def test_whoever_reserves_a_case_goes_on_reading_it(case: CaseFile, clerk: Any, mayor: Any) -> None:
    reserve_case(case, by=clerk, reason="Hi ha dades de salut")

    assert may_read(clerk, case)
    assert not may_read(mayor, case)
    assert "dades de salut" in why_visible(clerk, case).sentence
    assert "dades de salut" not in why_visible(mayor, case).sentence
