"""The pages of procedures: for whoever works here; changed by the secretary and the administrator."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consistori.catalogue.procedures import selectors, services, standard
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

SignIn = Callable[[Any], Client]
DESK = "/e/vall-llobera/desk/procedures"
SHEETS = standard.standard_sheets()


@pytest.fixture
def shared(province: Entity, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {code: SHEETS[code] for code in ("URB-02", "VIA-01")}
    monkeypatch.setattr("consistori.catalogue.procedures.services.sharing.standard_sheets", lambda: few)
    services.adopt_standard_procedures(province, Actor.system("keeper", province.pk))


@pytest.fixture
def adapted(shared: None, town: Entity, secretary: Any) -> None:
    """The vado, adapted by the town, as a draft."""
    with working_for(town):
        services.adapt_procedure(selectors.procedure_row("VIA-01"), by=secretary)


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_the_list_says_who_validated_and_how_plainly_each_speaks(
    adapted: None, clerk: Any, sign_in: SignIn
) -> None:
    page = sign_in(clerk).get(f"{DESK}/")

    assert page.status_code == 200
    assert page.context["counts"] == {"pending": 1, "validated": 0, "draft": 1, "drift": 0, "closed": 0}
    assert "Llicència d’obres menors" in _text(page)
    few = sign_in(clerk).get(f"{DESK}/", {"q": "gual", "state": "draft"})
    assert [row.code for row in few.context["rows"]] == ["VIA-01"]


def test_an_empty_house_brings_the_sheets(town: Entity, secretary: Any, sign_in: SignIn) -> None:
    browser = sign_in(secretary)

    assert f"{DESK}/standard/" in _text(browser.get(f"{DESK}/"))


def test_a_sheet_is_seen_as_the_citizen_sees_it_in_both_languages(
    shared: None, clerk: Any, sign_in: SignIn
) -> None:
    browser = sign_in(clerk)
    ca = _text(browser.get(f"{DESK}/URB-02/?language=ca"))
    es = _text(browser.get(f"{DESK}/URB-02/?language=es"))

    assert "Demaneu permís per a una obra petita" in ca
    assert "Pida permiso para una obra pequeña" in es
    assert "edit/" not in ca, "a clerk reads"


def test_it_is_written_with_the_sheet_beside_and_without_script(
    adapted: None, secretary: Any, sign_in: SignIn
) -> None:
    browser = sign_in(secretary)
    text = SHEETS["VIA-01"].replace("Vull un gual davant del garatge", "Vull el meu gual", 1)
    text = text.replace('plain = {ca = "Vull un gual davant del garatge"', 'plain = {ca = "Vull el meu gual"')

    look = browser.post(f"{DESK}/VIA-01/edit/", {"text": text, "then": "look", "language": "ca"})
    assert look.status_code == 200
    assert "<h2>Vull el meu gual</h2>" in _text(look)
    wrong = browser.post(f"{DESK}/preview/", {"text": text.replace('"negative"', '"no"'), "language": "ca"})
    assert 'data-line="' in _text(wrong)
    saved = browser.post(f"{DESK}/VIA-01/edit/", {"text": text, "then": "publish", "language": "ca"})
    assert saved.status_code == 302
    assert "Vull el meu gual" in _text(browser.get(f"{DESK}/VIA-01/"))


def test_a_wrong_text_is_saved_told_and_not_published(
    adapted: None, town: Entity, secretary: Any, sign_in: SignIn
) -> None:
    browser = sign_in(secretary)
    wrong = SHEETS["VIA-01"].replace('silence = "negative"', 'silence = "no"')

    page = browser.post(f"{DESK}/VIA-01/edit/", {"text": wrong, "then": "publish"}, follow=True)

    line = wrong.splitlines().index('silence = "no"') + 1
    assert f'data-line="{line}"' in _text(page)
    with working_for(town):
        assert not selectors.procedure("VIA-01").is_own


def test_two_that_write_at_once_lose_nothing(adapted: None, secretary: Any, sign_in: SignIn) -> None:
    browser = sign_in(secretary)
    page = browser.post(f"{DESK}/VIA-01/edit/", {"text": SHEETS["VIA-01"] + "# meu\n", "edition": "1"})

    assert page.status_code == 422
    assert "# meu" in _text(page)


def test_versions_are_compared_line_by_line(
    adapted: None, town: Entity, secretary: Any, sign_in: SignIn
) -> None:
    with working_for(town):
        row = selectors.procedure_row("VIA-01")
        services.write_draft(row, by=secretary, text=SHEETS["VIA-01"].replace("max = 500", "max = 50"))

    text = _text(sign_in(secretary).get(f"{DESK}/VIA-01/compare/?from=1&to=2"))

    assert "<del>500</del>" in text
    assert "<ins>50</ins>" in text


def test_the_secretary_validates_and_closes_with_one_press(
    shared: None, town: Entity, secretary: Any, sign_in: SignIn
) -> None:
    browser = sign_in(secretary)

    assert "Mercè Soldevila" in _text(browser.post(f"{DESK}/URB-02/validate/", follow=True))
    assert browser.post(f"{DESK}/URB-02/close/").status_code == 302
    assert browser.post(f"{DESK}/URB-02/nothing/").status_code == 404
    with working_for(town):
        assert "URB-02" not in [one.code for one in selectors.open_procedures("ca")]


def test_a_new_one_begins_from_a_text_to_fill_in(
    shared: None, town: Entity, administrator: Any, sign_in: SignIn
) -> None:
    browser = sign_in(administrator)
    assert "code = " in _text(browser.get(f"{DESK}/new/"))

    refused = browser.post(f"{DESK}/new/", {"text": "code = "})
    assert refused.status_code == 422
    made = browser.post(f"{DESK}/new/", {"text": SHEETS["URB-02"].replace('"URB-02"', '"NOU-01"')})
    assert made.headers["Location"] == f"{DESK}/NOU-01/edit/"


def test_the_clerk_does_not_write_and_the_outsider_sees_nothing(
    adapted: None, clerk: Any, outsider: Any, sign_in: SignIn
) -> None:
    browser = sign_in(clerk)
    assert browser.get(f"{DESK}/VIA-01/edit/").status_code == 403
    assert browser.post(f"{DESK}/preview/", {"text": "x"}).status_code == 403
    assert browser.post(f"{DESK}/URB-02/validate/").status_code == 403
    assert browser.post(f"{DESK}/URB-02/adapt/").status_code == 403

    browser = sign_in(outsider)
    for path in ("", "URB-02/", "VIA-01/edit/", "VIA-01/compare/", "new/"):
        assert browser.get(f"{DESK}/{path}").status_code == 404
    assert browser.post(f"{DESK}/URB-02/adapt/").status_code == 404


@pytest.mark.parametrize(
    "path", ["URB-02/?version=99", "URB-02/?version=²", "NOPE/", "URB-02/compare/?from=1&to=x"]
)
def test_what_is_not_there_is_said(shared: None, clerk: Any, sign_in: SignIn, path: str) -> None:
    assert sign_in(clerk).get(f"{DESK}/{path}").status_code in (200, 404)
