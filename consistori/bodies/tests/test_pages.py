"""The pages of the book: what they say, to whom, and how much they ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.bodies.models import Decree, Remittance, Transcription
from consistori.bulletin.models import Edict
from consistori.tenancy.scope import working_for

Decide = Callable[..., Any]
SignIn = Callable[[Any], Any]
HERE = "/e/vall-llobera/desk/decrees/"


def test_the_book_is_read_and_searched(decide: Decide, clerk: Any, sign_in: SignIn, statements: Any) -> None:
    one, other = decide("Decret del gual", "Decret de la terrassa")
    browser = sign_in(clerk)
    browser.get(HERE)

    with statements() as asked:
        page = browser.get(HERE)

    assert page.status_code == 200
    assert one.said in page.content.decode()
    found = browser.get(HERE, {"q": "terrassa"}).content.decode()
    assert other.said in found
    assert one.said not in found
    assert one.said in browser.get(HERE, {"q": one.said}).content.decode()
    assert asked.count <= 14, asked.sql


def test_one_page_says_where_it_stands(
    decide: Decide, mayor: Any, sign_in: SignIn, town: Any, statements: Any
) -> None:
    decree = decide("Decret del gual")
    with working_for(town):
        code = Decree.objects.select_related("version").get().version.code
    browser = sign_in(mayor)

    with statements() as asked:
        page = browser.get(f"{HERE}{decree.year}/{decree.number}/")

    words = page.content.decode()
    assert page.status_code == 200
    for said in ("Rosa Bassols", "LBRL", "RD 128/2018", code):
        assert said in words
    assert asked.count <= 22, asked.sql


def test_the_secretary_makes_the_attestation_from_its_page(
    decide: Decide, secretary: Any, clerk: Any, sign_in: SignIn, town: Any
) -> None:
    decree = decide("Decret del gual")
    refused = sign_in(clerk).post(f"{HERE}transcribe/", {"decree": str(decree.pk)})
    assert refused.status_code == 403
    browser = sign_in(secretary)
    assert f'value="{decree.pk}"' in browser.get(f"{HERE}transcribe/").content.decode()

    answer = browser.post(f"{HERE}transcribe/", {"decree": str(decree.pk)})

    assert answer.status_code == 302
    assert "signature/?paper=" in answer["Location"]
    with working_for(town):
        assert Transcription.objects.count() == 1
        assert not Decree.objects.to_transcribe().exists()


def test_extracts_are_made_and_noted_from_their_page(
    decide: Decide, secretary: Any, sign_in: SignIn, town: Any
) -> None:
    decide("Decret del gual")
    browser = sign_in(secretary)
    assert browser.get(f"{HERE}extracts/").status_code == 200

    assert browser.post(f"{HERE}extracts/").status_code == 302

    page = browser.get(f"{HERE}extracts/").content.decode()
    assert "EACAT" not in page
    with working_for(town):
        pk = Remittance.objects.get().pk
    wrong = browser.post(f"{HERE}extracts/{pk}/sent/", {"whom": "region", "on": "", "proof": "EACAT 9"})
    assert wrong.status_code == 422
    from consistori.kernel.clock import today

    right = browser.post(
        f"{HERE}extracts/{pk}/sent/", {"whom": "region", "on": today().isoformat(), "proof": "EACAT 9"}
    )
    assert right.status_code == 302
    assert "EACAT 9" in browser.get(f"{HERE}extracts/").content.decode()


def test_an_extract_goes_to_the_board_where_its_data_are_decided_once(
    decide: Decide, secretary: Any, outsider: Any, sign_in: SignIn, town: Any
) -> None:
    decide("Decret del gual")
    browser = sign_in(secretary)
    browser.post(f"{HERE}extracts/")
    with working_for(town):
        pk = Remittance.objects.get().pk
    assert f"extracts/{pk}/board/" in browser.get(f"{HERE}extracts/").content.decode()

    first = browser.post(f"{HERE}extracts/{pk}/board/")
    again = browser.post(f"{HERE}extracts/{pk}/board/")

    assert first.status_code == 302 and first["Location"] == again["Location"]
    page = browser.get(f"{HERE}extracts/").content.decode()
    assert first["Location"] in page and f"extracts/{pk}/board/" not in page
    with working_for(town):
        edict = Edict.objects.get()
        assert (edict.kind, edict.source.title) == ("agreements", Remittance.objects.get().document.title)
    assert browser.get(first["Location"]).status_code == 200
    assert sign_in(outsider).post(f"{HERE}extracts/{pk}/board/").status_code == 404


def test_where_there_is_no_board_an_extract_has_no_way_to_it(
    decide: Decide, secretary: Any, sign_in: SignIn, town: Any
) -> None:
    decide("Decret del gual")
    browser = sign_in(secretary)
    browser.post(f"{HERE}extracts/")
    with working_for(town):
        pk = Remittance.objects.get().pk
    town.switches = {"bulletin": False}
    town.save()

    assert "/board/" not in browser.get(f"{HERE}extracts/").content.decode()
    assert browser.post(f"{HERE}extracts/{pk}/board/").status_code == 404


@pytest.mark.parametrize("path", ["", "transcribe/", "extracts/", "years/"])
def test_to_the_outsider_and_without_the_switch_there_is_no_book(
    town: Any, outsider: Any, clerk: Any, sign_in: SignIn, path: str
) -> None:
    assert sign_in(outsider).get(HERE + path).status_code == 404
    assert sign_in(clerk).get(HERE + path).status_code == 200
    town.switches = {"decree_book": False}
    town.save()
    assert sign_in(clerk).get(HERE + path).status_code == 404


def test_a_reserved_decree_hides_its_title_in_the_book(
    decide: Decide, hire: Callable[..., Any], sign_in: SignIn, town: Any
) -> None:
    from consistori.cases.models import CaseDocument, CaseFile

    decree = decide("Decret de la persona")
    opposition = hire(town, "opposition", "Ona", "Sala")
    assert "Decret de la persona" in sign_in(opposition).get(HERE).content.decode()
    with working_for(town):
        case = CaseFile.objects.create(number="X1", title="Ajut", reserved=True, reserved_cause="Menors")
        CaseDocument.objects.create(case=case, document=decree.document, position=1)

    page = sign_in(opposition).get(HERE).content.decode()

    assert decree.said in page
    assert "Decret de la persona" not in page
