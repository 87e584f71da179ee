"""The secretary of three towns: one login, one list and one tray over them, and always in sight where she is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.services import hand_over, open_case, receive_into_case
from consistori.directory.models import Person
from consistori.directory.selectors import standings_of
from consistori.signature.models import SignatureRequest
from consistori.signature.services import request_signature
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import ScopeRefused, across, working_for
from consistori.ui.colours import town_class

CASES = {
    "vall-llobera": "Pla especial de la Font",
    "els-molinars": "Pou del molí",
    "serradoix": "Camí de la Serra",
}


@pytest.fixture
def towns(town: Any, other_town: Any, third_town: Any) -> list[Any]:
    return [town, other_town, third_town]


@pytest.fixture
def merce(towns: list[Any], hire: Any) -> Any:
    """Mercè Soldevila, with a post in each of the three."""
    for place in towns:
        actor = hire(place, "secretary", "Mercè", "Soldevila")
    return actor


@pytest.fixture
def work(towns: list[Any], merce: Any, hire: Any, series_called: Any, received: Any) -> dict[str, CaseFile]:
    """In each town a clerk passes her a case and asks her to sign a certificate."""
    series = series_called("plans")
    person = Person.objects.get(pk=merce.person_id)
    made: dict[str, CaseFile] = {}
    for place in towns:
        clerk = hire(place, "processor", "Núria", "Camps")
        with working_for(place):
            case = open_case(by=clerk, title=CASES[place.slug], series=series)
            leaf = receive_into_case(case, received("Certificat taxa cementiri.pdf"), by=clerk)
            request_signature(by=clerk, document=leaf.document, signer=person)
            hand_over(case, by=clerk, to=person, note="Per al teu vistiplau")
        made[place.slug] = case
    return made


@pytest.fixture
def browser(merce: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(merce)


def test_one_login_holds_a_post_in_each(merce: Any, towns: list[Any]) -> None:
    person = Person.objects.get(pk=merce.person_id)

    assert {s.entity.slug for s in standings_of(person).values()} == set(CASES)


def test_one_list_over_her_towns_says_the_town_of_each_row(browser: Any, work: dict[str, CaseFile]) -> None:
    page = browser.get("/desk/").content.decode()

    for name in ("Vall-llobera", "Els Molinars", "Serradoix"):
        assert name in page
    for title in CASES.values():
        assert title in page


def test_in_one_town_only_its_work_is_there_with_its_name_and_colour(
    browser: Any, work: dict[str, CaseFile]
) -> None:
    page = browser.get("/e/serradoix/desk/cases/").content.decode()

    assert "Serradoix" in page
    assert town_class("terra") in page
    assert CASES["serradoix"] in page
    assert CASES["vall-llobera"] not in page
    assert CASES["els-molinars"] not in page


def test_choosing_the_town_says_where_she_is_and_what_waits_in_each(
    browser: Any, work: dict[str, CaseFile]
) -> None:
    page = browser.get("/desk/towns/", {"at": "vall-llobera"}).content.decode()

    for name in ("Vall-llobera", "Els Molinars", "Serradoix"):
        assert name in page


def test_one_tray_over_her_towns(browser: Any, work: dict[str, CaseFile]) -> None:
    page = browser.get("/desk/signature/").content.decode()

    for name in ("Vall-llobera", "Els Molinars", "Serradoix"):
        assert name in page


def test_she_signs_in_each_town_with_the_same_key(
    browser: Any, merce: Any, towns: list[Any], work: dict[str, CaseFile], give_key: Any, run_jobs: Any
) -> None:
    key = give_key(merce, towns[-1])
    for place in towns:
        with working_for(place):
            waiting = str(SignatureRequest.objects.get().pk)
        said = {"request": waiting, "key": str(key.pk), "passphrase": PASSPHRASE}
        browser.post(f"/e/{place.slug}/desk/signature/sign/", said)
    run_jobs()

    for place in towns:
        with working_for(place):
            assert SignatureRequest.objects.get().state == "signed"


def test_the_finder_looks_in_the_three(browser: Any, work: dict[str, CaseFile]) -> None:
    page = browser.get("/desk/find/", {"q": "pou"}).content.decode()

    assert "molí" in page


def test_over_the_three_nothing_can_be_written(
    towns: list[Any], merce: Any, work: dict[str, CaseFile]
) -> None:
    with across(towns), pytest.raises(ScopeRefused):
        CaseFile(title="De ningú", number="X", eni_identifier="x").save()


def test_each_town_numbers_its_own_cases(work: dict[str, CaseFile]) -> None:
    assert {case.number[-6:] for case in work.values()} == {"000001"}


def test_a_town_where_she_holds_no_post_is_not_hers(browser: Any, province: Any) -> None:
    assert browser.get("/e/diputacio/desk/cases/").status_code == 404
