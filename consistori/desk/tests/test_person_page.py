"""All of one person on one page: what each room knows of them, with the right to see it, in few statements."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases.entries import accept_into_case
from consistori.cases.services import add_party, reserve_case
from consistori.documents.received import ReceivedFile
from consistori.documents.services import receive_document
from consistori.parties.services import add_party as enter_party
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.tenancy.scope import working_for

BASE = "/e/vall-llobera/desk/parties/"
MOST_STATEMENTS = 34
"""Who enters (six), the person with all that hangs on her (eight), and what each room knows: three of each at most."""


@pytest.fixture
def laia(town: Any, secretary: Any) -> Any:
    with working_for(town):
        return enter_party(by=secretary, name="Laia", surname1="Riubrugent", identifier="12345678Z")


@pytest.fixture
def bring(town: Any, secretary: Any, laia: Any) -> Any:
    """`bring("Gual")` registers something of hers with a paper, and gives the entry."""

    def make(subject: str) -> Any:
        with working_for(town):
            received = ReceivedFile.from_bytes("escrit.txt", subject.encode())
            paper = receive_document(
                by=secretary, received=received, title=f"Paper de {subject}", origin="citizen"
            )
            people = [EntryPersonSaid(party=laia)]
            return register_entry(by=secretary, subject=subject, people=people, documents=[paper])

    return make


def test_it_has_her_entries_her_cases_her_papers_and_what_is_begun_for_her(
    town: Any, secretary: Any, laia: Any, bring: Any, sign_in: Any, open_a_case: Any
) -> None:
    bring("Gual al carrer Nou")
    with working_for(town):
        add_party(open_a_case(secretary, "Terrassa a la plaça"), laia, by=secretary)

    text = sign_in(secretary).get(f"{BASE}{laia.pk}/").content.decode()

    for words in ("Gual al carrer Nou", "Terrassa a la plaça", "Paper de Gual al carrer Nou"):
        assert words in text
    assert f"registry/new/?party={laia.pk}" in text
    assert 'href="#part-papers"' in text and 'id="part-papers"' in text
    assert 'style="' not in text


def test_the_papers_of_a_reserved_case_are_of_who_reads_it(
    town: Any, secretary: Any, clerk: Any, laia: Any, bring: Any, sign_in: Any, open_a_case: Any
) -> None:
    entry = bring("Ajut d’urgència")
    with working_for(town):
        case = open_a_case(secretary, "Ajut")
        accept_into_case(entry, case, by=secretary)
        reserve_case(case, by=secretary, reason="Dades de salut")

    assert "Paper de Ajut" in sign_in(secretary).get(f"{BASE}{laia.pk}/").content.decode()
    assert "Paper de Ajut" not in sign_in(clerk).get(f"{BASE}{laia.pk}/").content.decode()


def test_it_costs_as_many_statements_with_much_as_with_little(
    town: Any, secretary: Any, laia: Any, bring: Any, sign_in: Any, open_a_case: Any, statements: Any
) -> None:
    browser = sign_in(secretary)
    bring("Primera")
    browser.get(f"{BASE}{laia.pk}/")
    with statements() as little:
        browser.get(f"{BASE}{laia.pk}/")
    for number in range(6):
        bring(f"Entrada {number}")
        with working_for(town):
            add_party(open_a_case(secretary, f"Terrassa {number}"), laia, by=secretary)

    with statements() as much:
        page = browser.get(f"{BASE}{laia.pk}/")

    assert page.status_code == 200
    assert much.count <= little.count + 1, much.sql
    assert much.count <= MOST_STATEMENTS, f"{much.count}: {much.sql}"


def test_the_outsider_sees_no_person(laia: Any, outsider: Any, sign_in: Any) -> None:
    assert sign_in(outsider).get(f"{BASE}{laia.pk}/").status_code == 404
