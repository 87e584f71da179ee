"""Each role of the house, as the people of the demo hold them: what each one reads, does and is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.services import open_case, receive_into_case, reserve_case
from consistori.config.demo.stories import read
from consistori.directory.roles import Role
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading
from tests.journeys.people import browser_of

DESK = "/e/vall-llobera/desk/"
STAFF = [(person, post) for person in read("staff.toml")["person"] for post in person["posts"]]
HERE = {post[1]: person for person, post in reversed(STAFF) if post[0] == "vall-llobera"}
"""Of each role, somebody of the demo who holds it in Vall-llobera."""

# role: an open case, a reserved one, opening a case, the people to manage, the book of decrees to write in
READS = {
    "administrator": (200, 403, 200, 200, 200),
    "secretary": (200, 200, 200, 403, 200),
    "processor": (200, 403, 200, 403, 403),
    "registrar": (200, 403, 200, 403, 403),
    "mayor": (200, 403, 403, 403, 403),
    "councillor": (200, 403, 403, 403, 403),
    "archivist": (200, 403, 403, 403, 403),
    "auditor": (200, 200, 403, 403, 403),
    "opposition": (404, 404, 403, 403, 403),
    "external": (404, 404, 403, 403, 403),
    "operator": (404, 404, 403, 403, 403),
    "dpo": (404, 404, 403, 403, 403),
}
ROLES = sorted(READS)


@pytest.fixture
def of_role(town: Any, hire: Callable[..., Any]) -> Callable[[str], Any]:
    """Somebody of the demo by her role, hired in the town of the story with that post alone."""

    def find(role: str) -> Any:
        said = HERE[role]
        return hire(town, role, said["given"], said["family"])

    return find


@pytest.fixture
def open_one(town: Any, clerk: Any, series_called: Any, received: Any) -> CaseFile:
    with working_for(town):
        made: CaseFile = open_case(by=clerk, title="Gual de les Escoles", series=series_called("gual"))
        receive_into_case(made, received("planol_gual.pdf"), by=clerk)
    return made


@pytest.fixture
def reserved_one(town: Any, clerk: Any, secretary: Any, series_called: Any) -> CaseFile:
    with working_for(town):
        made: CaseFile = open_case(by=clerk, title="Ajut de menjador", series=series_called("gual"))
        reserve_case(made, by=secretary, reason="Dades de salut")
        CaseFile.objects.filter(pk=made.pk).update(carried_by=None)
    return made


def test_somebody_of_the_demo_holds_each_role_of_the_house() -> None:
    assert {role for _person, (_town, role, *_rest) in STAFF} == set(Role.values)
    assert set(READS) == set(Role.values)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_and_does_what_is_hers(
    role: str, of_role: Callable[[str], Any], open_one: CaseFile, reserved_one: CaseFile
) -> None:
    person = of_role(role)
    hers = browser_of(person)

    answers = tuple(
        hers.get(f"{DESK}{page}").status_code
        for page in (
            f"cases/{open_one.number}/",
            f"cases/{reserved_one.number}/",
            "cases/new/",
            f"people/{person.person_id}/post/",
            "people/delegations/new/",
        )
    )

    assert answers == READS[role]


@pytest.mark.parametrize("role", ["opposition", "external", "operator", "dpo"])
def test_who_reaches_no_case_finds_none_either(
    role: str, of_role: Callable[[str], Any], open_one: CaseFile
) -> None:
    hers = browser_of(of_role(role))

    for page in ("cases/", "find/?q=gual", ""):
        assert "Escoles" not in hers.get(f"{DESK}{page}").content.decode()


def test_an_external_technician_reaches_the_case_that_she_carries(
    town: Any, of_role: Callable[[str], Any], open_one: CaseFile
) -> None:
    arnau = of_role("external")
    with working_for(town):
        CaseFile.objects.filter(pk=open_one.pk).update(carried_by=arnau.person_id)

    assert browser_of(arnau).get(f"{DESK}cases/{open_one.number}/").status_code == 200


def test_an_auditor_changes_nothing_and_each_of_her_readings_is_written_down(
    town: Any, of_role: Callable[[str], Any], open_one: CaseFile
) -> None:
    ignasi = of_role("auditor")
    hers = browser_of(ignasi)
    with working_for(town):
        document = CaseDocument.objects.get(case=open_one).document_id

    hers.get(f"{DESK}documents/{document}/")
    hers.post(f"{DESK}cases/{open_one.number}/rename/", {"title": "Meu"})

    with working_for(town):
        assert CaseFile.objects.get(pk=open_one.pk).title == "Gual de les Escoles"
        assert Reading.objects.filter(person_id=ignasi.person_id).exists()


def test_the_operator_and_the_data_protection_officer_read_no_paper(
    town: Any, of_role: Callable[[str], Any], open_one: CaseFile
) -> None:
    with working_for(town):
        document = CaseDocument.objects.get(case=open_one).document_id

    for role in ("operator", "dpo", "opposition"):
        hers = browser_of(of_role(role))
        assert hers.get(f"{DESK}documents/{document}/").status_code in (403, 404)
        assert hers.get(f"{DESK}documents/{document}/download/").status_code in (403, 404)
