"""Where an entry seems to belong, and the list where it waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from consistori.cases.entries import selectors
from consistori.cases.entries.suggesting import series_of_procedure, suggest
from consistori.cases.services import open_case, reserve_case
from consistori.directory.models import Person


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def test_a_number_written_in_it_is_the_first_reason(enter, registrar, clerk, case, neighbour, series) -> None:
    other = open_case(by=clerk, title="Gual", series=series, parties=[neighbour])
    entry = enter(f"Resposta a {case.number}", answers={"a": {"b": ["res"]}})

    found = suggest(registrar, selectors.opened(registrar, entry.reference))

    assert found is not None and found.case == case
    assert found.person == person(clerk)
    assert case.number in found.reasons[0]
    assert other != found.case


def test_the_only_open_case_of_the_person_is_the_one_of_a_correction(
    enter, registrar, clerk, series, neighbour
) -> None:
    case = open_case(by=clerk, title="Gual", series=series, parties=[neighbour])

    found = suggest(registrar, selectors.opened(registrar, enter(heading="correction").reference))
    asks = suggest(registrar, selectors.opened(registrar, enter(heading="application").reference))

    assert found is not None and found.case == case
    assert asks is None


def test_of_two_open_cases_it_is_the_one_whose_title_says_the_same(
    enter, registrar, clerk, series, neighbour
) -> None:
    terrace = open_case(
        by=clerk, title="Terrassa a la plaça de l’Església", series=series, parties=[neighbour]
    )
    open_case(by=clerk, title="Obrador de pa al carrer del Forn", series=series, parties=[neighbour])
    entry = enter("Porta el plànol i l’aforament de la terrassa", heading="correction")

    found = suggest(registrar, selectors.opened(registrar, entry.reference))

    assert found is not None and found.case == terrace
    assert "terrassa" in found.reasons[0]


def test_words_that_name_a_procedure_give_its_series(enter, registrar, series, monkeypatch) -> None:
    where = "consistori.cases.entries.suggesting."
    monkeypatch.setattr(where + "series_of_procedure", [lambda code: series.code])
    monkeypatch.setattr(
        where + "procedure_of_words", [lambda words: ("gual", "Gual permanent", "És al nom.")]
    )
    asked = suggest(registrar, selectors.opened(registrar, enter("Demana un gual").reference))
    other = suggest(registrar, selectors.opened(registrar, enter("Factura de llum").reference))

    assert asked is not None and asked.series is not None and "Gual permanent" in asked.reasons[0]
    assert other is None


def test_the_procedure_says_the_series_and_who_carried_the_last(
    enter, registrar, clerk, series, case, monkeypatch
) -> None:
    monkeypatch.setattr("consistori.cases.entries.suggesting.series_of_procedure", [lambda code: series.code])
    entry = enter(procedure="terrasses")

    found = suggest(registrar, selectors.opened(registrar, entry.reference))

    assert found is not None and found.series is not None and found.series.code == series.code
    assert found.person == person(clerk)
    assert "terrasses" in found.reasons[0]


def test_a_case_that_one_does_not_read_is_never_proposed(enter, registrar, secretary, case) -> None:
    reserve_case(case, by=secretary, reason="Menors")
    entry = enter(f"Resposta a {case.number}")

    assert suggest(registrar, selectors.opened(registrar, entry.reference)) is None
    assert series_of_procedure


# --- the list ----------------------------------------------------------------------------------------------


def test_it_shows_its_age_in_working_days() -> None:
    friday = date(2026, 11, 20)

    def weekend(day: date) -> str:
        return "cap de setmana" if day.weekday() > 4 else ""

    assert selectors.working_days(friday, date(2026, 11, 24), weekend) == 2
    assert selectors.working_days(friday, friday, weekend) == 0


def test_the_list_takes_few_statements(enter, registrar, statements) -> None:
    for n in range(12):
        enter(f"Entrada {n}")

    with statements() as asked:
        page = selectors.inbox(registrar, "waiting")

    assert len(page.lines) == 12
    assert page.counts.waiting == 12
    assert asked.count <= 8, "\n".join(asked.sql)
