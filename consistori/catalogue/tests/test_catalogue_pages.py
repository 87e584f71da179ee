"""The pages of the scheme, as the clerk, the archivist and the outsider see them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.catalogue.models import Scheme, SchemeDraft, Series, SeriesFavourite
from consistori.catalogue.services import apply_draft, draft_scheme
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

BASE = "/e/vall-llobera/desk/catalogue/"
SHEET = "codi,pare,nivell,títol\nZ000,,1,Poble\nZ100,Z000,2,Festes\nZ101,Z100,3,Correfocs\n".encode()


def _bring(browser: Any, data: bytes, version: str = "1") -> Any:
    file = SimpleUploadedFile("quadre.csv", data)
    return browser.post(f"{BASE}import/", {"file": file, "name": "El nostre", "version": version})


def test_the_words_of_people_find_the_series_on_the_page(
    provincial_scheme: Scheme, clerk: Any, sign_in: Any
) -> None:
    page = sign_in(clerk).get(BASE, {"q": "gual"})

    assert page.status_code == 200
    assert page.context["found"][0].code == "F601"
    assert "Guals i reserves d’estacionament" in page.content.decode()


def test_a_series_says_who_sees_it_and_how_long_it_is_kept(
    provincial_scheme: Scheme, clerk: Any, sign_in: Any
) -> None:
    text = sign_in(clerk).get(f"{BASE}series/M101/").content.decode()

    assert "Llei 10/2001, art. 9; Decret 13/2008, art. 12" in text
    assert "#lock" in text
    assert sign_in(clerk).get(f"{BASE}series/NOPE/").status_code == 404


def test_the_star_keeps_a_series_at_hand(
    provincial_scheme: Scheme, town: Entity, clerk: Any, sign_in: Any
) -> None:
    browser = sign_in(clerk)

    browser.post(f"{BASE}series/F601/favourite/", {"on": "yes"})
    assert [s.code for s in browser.get(BASE).context["favourites"]] == ["F601"]

    browser.post(f"{BASE}series/F601/favourite/", {"on": "no"})
    with working_for(town):
        assert not SeriesFavourite.objects.exists()


def test_the_fragment_of_series_serves_the_form_of_a_case(
    provincial_scheme: Scheme, clerk: Any, sign_in: Any
) -> None:
    text = sign_in(clerk).get(f"{BASE}search/", {"q": "obra menor"}).content.decode()

    assert 'name="series" value="F302"' in text
    assert "<html" not in text


def test_the_types_are_shown_in_both_languages(provincial_scheme: Scheme, clerk: Any, sign_in: Any) -> None:
    text = sign_in(clerk).get(f"{BASE}types/").content.decode()

    assert "Sol·licitud" in text
    assert "TD14" in text


def test_a_sheet_is_read_looked_at_and_put_in_force(
    provincial_scheme: Scheme, town: Entity, archivist: Any, sign_in: Any
) -> None:
    browser = sign_in(archivist)

    looked = _bring(browser, SHEET)
    preview = browser.get(looked.url)
    done = browser.post(looked.url, {"act": "apply"}, follow=True)

    assert preview.context["changes"].added == ["Z000 Poble", "Z100 Festes", "Z101 Correfocs"]
    assert "Correfocs" in done.content.decode()


def test_a_wrong_sheet_shows_its_rows_and_can_be_thrown_away(
    town: Entity, archivist: Any, sign_in: Any
) -> None:
    browser = sign_in(archivist)
    looked = _bring(browser, b"code,title\nA 1,=cmd\n")

    text = browser.get(looked.url).content.decode()
    refused = browser.post(looked.url, {"act": "apply"})
    browser.post(looked.url, {"act": "drop"})

    assert "=cmd" in text
    assert refused.status_code == 409
    with working_for(town):
        assert not SchemeDraft.objects.exists()
        assert not Scheme.objects.exists()


def test_what_is_no_sheet_is_said_beside_the_file(town: Entity, archivist: Any, sign_in: Any) -> None:
    answer = _bring(sign_in(archivist), b"\x89PNG\x00\x00")

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_the_archivist_adapts_a_series_for_the_town(
    provincial_scheme: Scheme, town: Entity, archivist: Any, sign_in: Any
) -> None:
    browser = sign_in(archivist)

    answer = browser.post(
        f"{BASE}series/F601/adapt/",
        {"title_ca": "Guals", "words_ca": "entrada de carro", "official_code": "1734"},
    )

    assert answer.status_code == 302
    with working_for(town):
        mine = Series.objects.get(entity=town)
        assert (mine.title_ca, mine.official_code) == ("Guals", "1734")
    assert browser.post(f"{BASE}series/F601/adapt/", {"title_ca": "=1"}).status_code == 422


def test_the_town_closes_and_opens_its_own_series(town: Entity, archivist: Any, sign_in: Any) -> None:
    with working_for(town):
        draft = draft_scheme(by=archivist, data=SHEET, file_name="q.csv", name="El nostre", version="1")
        apply_draft(draft, by=archivist)
    browser = sign_in(archivist)

    assert browser.get(f"{BASE}series/Z101/close/").status_code == 200
    assert browser.post(f"{BASE}series/Z101/close/", {"on": "1999-01-01"}).status_code == 422
    assert browser.post(f"{BASE}series/Z101/close/", {"on": "2999-01-01"}).status_code == 302
    assert browser.post(f"{BASE}series/Z101/close/").status_code == 302
    with working_for(town):
        assert Series.objects.get(code="Z101").valid_to is None


def test_the_clerk_changes_nothing(provincial_scheme: Scheme, clerk: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)

    assert browser.get(f"{BASE}series/F601/adapt/").status_code == 403
    assert browser.get(f"{BASE}import/").status_code == 403


PAGES = ["", "?q=gual", "search/?q=gual", "types/", "import/", "series/F601/", "series/F601/adapt/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_outsider_sees_nothing(
    provincial_scheme: Scheme, town: Entity, outsider: Any, sign_in: Any, path: str
) -> None:
    assert sign_in(outsider).get(BASE + path).status_code == 404


def test_the_draft_of_another_town_is_not_there(
    town: Entity, other_town: Entity, archivist: Any, hire: Any, sign_in: Any
) -> None:
    with working_for(town):
        draft = draft_scheme(by=archivist, data=SHEET, file_name="q.csv", name="El nostre", version="1")
    keeper = hire(other_town, "archivist", "Jan", "Altre")

    answer = sign_in(keeper).get(f"/e/els-molinars/desk/catalogue/import/{draft.pk}/")

    assert answer.status_code == 404


def test_the_scheme_page_costs_few_statements(
    provincial_scheme: Scheme, clerk: Any, sign_in: Any, statements: Any
) -> None:
    browser = sign_in(clerk)
    browser.get(BASE)

    with statements() as s:
        browser.get(BASE, {"q": "gual"})

    assert s.count <= 12, s.sql
