"""Opening a case in the browser, with and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.tests.conftest import make_series
from consistori.kernel.actor import Actor
from consistori.parties.services import add_party
from consistori.tenancy.scope import working_for

NEW = "/e/vall-llobera/desk/cases/new/"


@pytest.fixture
def scheme(town: Any) -> Any:
    """Two series, as the town has them."""
    with working_for(town):
        return make_series("D402", "Ocupació de la via pública"), make_series("F601", "Guals")


@pytest.fixture
def browser(clerk: Any, sign_in: Callable[..., Any]) -> Any:
    return sign_in(clerk)


def test_title_and_series_are_enough(browser: Any, scheme: Any, town: Any) -> None:
    answer = browser.post(NEW, {"title": "Terrassa", "series": str(scheme[0].pk)}, follow=True)

    assert answer.status_code == 200
    with working_for(town):
        case = CaseFile.objects.get()
    assert answer.redirect_chain[-1][0].endswith(f"/cases/{case.number}/")


def test_without_series_the_form_comes_back_with_the_reason_at_its_field(browser: Any, scheme: Any) -> None:
    answer = browser.post(NEW, {"title": "Terrassa", "q": "gual"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Terrassa"' in text
    assert 'class="error"' in text


def test_without_script_the_same_form_looks_for_the_series(browser: Any, scheme: Any, town: Any) -> None:
    answer = browser.post(NEW, {"title": "Gual del carrer Nou", "q": "guals", "find": "1"})

    text = answer.content.decode()
    assert str(scheme[1].pk) in text
    assert "Gual del carrer Nou" in text
    with working_for(town):
        assert not CaseFile.objects.exists()


def test_with_script_the_series_are_a_fragment(browser: Any, scheme: Any) -> None:
    answer = browser.get(f"{NEW}series/?q=guals")

    assert "<html" not in answer.content.decode()
    assert str(scheme[1].pk) in answer.content.decode()


def test_a_title_with_a_nif_is_warned_about_once(browser: Any, scheme: Any, town: Any) -> None:
    said = {"title": "Gual de 12345678Z", "series": str(scheme[0].pk)}

    warned = browser.post(NEW, said)
    opened = browser.post(NEW, {**said, "warned": said["title"]}, follow=True)

    assert "12345678Z" in warned.content.decode()
    assert "notice-ochre" in warned.content.decode()
    assert opened.redirect_chain
    with working_for(town):
        assert CaseFile.objects.count() == 1


def test_a_title_with_a_name_is_warned_about(browser: Any, scheme: Any, town: Any) -> None:
    with working_for(town):
        add_party(by=Actor.system("test", town.pk), kind="natural", name="Laia", surname1="Riubrugent")

    answer = browser.get(f"{NEW}title/?q=Gual de Laia Riubrugent")

    assert "Laia Riubrugent" in answer.content.decode()


def test_whoever_asks_is_in_the_case_from_the_start(browser: Any, scheme: Any, town: Any) -> None:
    with working_for(town):
        party = add_party(
            by=Actor.system("test", town.pk), kind="natural", name="Laia", surname1="Riubrugent"
        )

    found = browser.get(f"{NEW}parties/?q=riub")
    browser.post(NEW, {"title": "Gual", "series": str(scheme[1].pk), "party": str(party.pk)})

    assert str(party.pk) in found.content.decode()
    with working_for(town):
        assert CaseParty.objects.get().party == party


def test_somebody_new_is_entered_without_leaving_the_case(browser: Any, scheme: Any, town: Any) -> None:
    browser.post(NEW, {"title": "Gual", "series": str(scheme[1].pk)})
    with working_for(town):
        number = CaseFile.objects.get().number
    url = f"/e/vall-llobera/desk/cases/{number}/parties/new/"
    said = {
        "kind": "natural",
        "name": "Laia",
        "surname1": "Riubrugent",
        "language": "ca",
        "identifier": "12345678Z",
    }

    assert browser.get(url).status_code == 200
    browser.post(url, said)

    with working_for(town):
        assert CaseParty.objects.get().party.identifier == "12345678Z"


def test_the_outsider_opens_nothing_here(scheme: Any, outsider: Any, sign_in: Any, town: Any) -> None:
    browser = sign_in(outsider)

    assert browser.get(NEW).status_code == 404
    assert browser.post(NEW, {"title": "Meu", "series": str(scheme[0].pk)}).status_code == 404
    with working_for(town):
        assert not CaseFile.objects.exists()


def test_an_auditor_is_told_why_not(scheme: Any, town: Any, hire: Any, sign_in: Any) -> None:
    answer = sign_in(hire(town, "auditor", "Ada", "Font")).get(NEW)

    assert answer.status_code == 403
