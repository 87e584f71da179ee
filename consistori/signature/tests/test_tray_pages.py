"""The tray in the browser: reading, choosing, signing with one passphrase, returning."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from consistori.directory.models import Person, Post
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.services import request_signature
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for

Ask = Callable[..., SignatureRequest]
GiveKey = Callable[..., SigningKey]
DESK = "/e/vall-llobera/desk/signature/"


def test_the_tray_groups_papers_of_one_text_and_shows_the_first(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Any
) -> None:
    give_key(mayor, town)
    for plate in ("1842 KRT", "0077 LMB", "6310 MDV"):
        ask(mayor, f"Bonificació de vehicles {plate}")
    ask(mayor, "Conveni amb l’escola de música")

    page = sign_in(mayor).get(DESK)

    text = page.content.decode()
    assert page.status_code == 200
    assert "<h2>Bonificació de vehicles</h2>" in text
    assert "<b>0077 LMB</b>" in text
    assert text.count('name="request"') == 4
    assert "Em toca" in text
    assert "Circuit" in text
    assert "VLL-" in text


def test_looking_at_a_paper_is_noted_for_who_asked(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Any
) -> None:
    request = ask(mayor)

    sign_in(mayor).get(DESK, {"paper": request.pk})

    with working_for(town):
        request.refresh_from_db()
        assert request.first_seen_at is not None


def test_choosing_asks_the_passphrase_once_and_a_job_signs_them_all(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Any, run_jobs: Callable[[], int]
) -> None:
    key = give_key(mayor, town)
    chosen = [str(ask(mayor, f"Decret {number}").pk) for number in (1, 2)]
    browser = sign_in(mayor)

    asked = browser.get(DESK + "sign/", {"request": chosen}).content.decode()
    answer = browser.post(DESK + "sign/", {"request": chosen, "key": str(key.pk), "passphrase": PASSPHRASE})
    before = browser.get(answer["Location"]).content.decode()
    run_jobs()
    after = browser.get(answer["Location"]).content.decode()

    assert "Signes 2 documents" in asked
    assert 'type="password"' in asked
    assert "Signant 0 de 2" in before
    assert 'http-equiv="refresh"' in before
    assert "Els 2 estan signats" in after
    assert PASSPHRASE not in before + after


def test_a_wrong_passphrase_is_said_at_its_field_and_the_choice_stays(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Any
) -> None:
    key = give_key(mayor, town)
    request = ask(mayor)

    page = sign_in(mayor).post(
        DESK + "sign/", {"request": str(request.pk), "key": str(key.pk), "passphrase": "no és aquesta"}
    )

    text = page.content.decode()
    assert page.status_code == 422
    assert "Et queden 4 intents" in text
    assert str(request.pk) in text
    assert "no és aquesta" not in text


def test_a_paper_is_returned_with_its_reason(
    ask: Ask, mayor: Any, clerk: Any, town: Any, sign_in: Any
) -> None:
    request = ask(mayor)
    browser = sign_in(mayor)

    empty = browser.post(f"{DESK}{request.pk}/return/", {"reason": ""})
    browser.post(f"{DESK}{request.pk}/return/", {"reason": "Falta l’informe"})
    tray = sign_in(clerk).get(DESK, {"tab": "returned"}).content.decode()

    assert empty.status_code == 422
    assert "Falta l’informe" in tray


def test_the_tabs_show_what_i_sent_and_what_is_signed(
    ask: Ask, give_key: GiveKey, mayor: Any, clerk: Any, town: Any, sign_in: Any
) -> None:
    ask(mayor, "Decret que espera")

    page = sign_in(clerk).get(DESK, {"tab": "sent"}).content.decode()

    assert "Decret que espera" in page
    assert "El té Rosa Bassols" in page


def test_over_my_towns_the_tray_says_the_town_of_each(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, other_town: Any, sign_in: Any
) -> None:
    with working_for(other_town):
        Post.objects.create(
            person_id=mayor.person_id, role="secretary", title_ca="Secretària", starts_on="2020-01-01"
        )
    give_key(mayor, town)
    ask(mayor, "Decret de Vall-llobera")

    page = sign_in(mayor).get("/desk/signature/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "Decret de Vall-llobera" in text
    assert 'formaction="/desk/signature/choose/"' in text


def test_one_passphrase_signs_in_two_towns(
    ask: Ask,
    bring_paper: Any,
    give_key: GiveKey,
    mayor: Any,
    town: Any,
    other_town: Any,
    outsider: Any,
    sign_in: Any,
    run_jobs: Callable[[], int],
) -> None:
    with working_for(other_town):
        Post.objects.create(
            person_id=mayor.person_id, role="secretary", title_ca="Secretària", starts_on="2020-01-01"
        )
    key = give_key(mayor, town)
    here = ask(mayor, "Decret de Vall-llobera")
    paper = bring_paper("Certificat d’Els Molinars", by=outsider, at=other_town)
    with working_for(other_town):
        person = Person.objects.get(pk=mayor.person_id)
        there = request_signature(by=outsider, document=paper, signer=person)
    browser = sign_in(mayor)
    chosen = [str(here.pk), str(there.pk)]

    answer = browser.post(
        "/desk/signature/sign/", {"request": chosen, "key": str(key.pk), "passphrase": PASSPHRASE}
    )
    run_jobs()
    page = browser.get(answer["Location"]).content.decode()

    assert "Vall-llobera" in page
    assert "Els Molinars" in page
    assert page.count("Ja està signat") == 2


def test_an_interrupted_batch_is_said_in_the_tray(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Any, signing_house: Any, run_jobs: Any
) -> None:
    key = give_key(mayor, town)
    request = ask(mayor)
    browser = sign_in(mayor)
    signing_house.down = True
    answer = browser.post(
        DESK + "sign/", {"request": str(request.pk), "key": str(key.pk), "passphrase": PASSPHRASE}
    )
    with working_for(town):
        batch = SignatureBatch.objects.get()
    from consistori.signature.services import run_batch

    run_batch(town, batch.pk, by=mayor)

    tray = browser.get(DESK).content.decode()
    page = browser.get(answer["Location"]).content.decode()

    assert "En queda 1 per signar" in tray
    assert "El servidor de segells de temps no respon" in page
    assert "Signa el que queda" in page


@pytest.mark.parametrize("path", ["", "sign/", "choose/", "keys/"])
def test_the_outsider_finds_nothing(ask: Ask, mayor: Any, outsider: Any, sign_in: Any, path: str) -> None:
    ask(mayor)

    assert sign_in(outsider).get(DESK + path).status_code == 404


def test_a_colleague_neither_returns_nor_sees_the_batch_of_another(
    ask: Ask, give_key: GiveKey, mayor: Any, secretary: Any, town: Any, sign_in: Any
) -> None:
    request = ask(mayor)

    assert sign_in(secretary).get(f"{DESK}{request.pk}/return/").status_code == 404
    assert sign_in(secretary).get(DESK).content.decode().count('name="request"') == 0


def test_the_tray_asks_the_database_little(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Any, statements: Any
) -> None:
    give_key(mayor, town)
    for number in range(6):
        ask(mayor, f"Decret {number}")
    browser: Client = sign_in(mayor)
    browser.get(DESK)

    with statements() as seen:
        browser.get(DESK)

    assert seen.count <= 19, "\n".join(seen.sql)


def test_asking_from_the_page_of_a_document(
    bring_paper: Any, mayor: Any, secretary: Any, clerk: Any, town: Any, sign_in: Any
) -> None:
    document = bring_paper()
    browser = sign_in(clerk)

    page = browser.get(f"{DESK}ask/{document.pk}/").content.decode()
    answer = browser.post(
        f"{DESK}ask/{document.pk}/",
        {"signer": [str(secretary.person_id), str(mayor.person_id)], "in_order": "on", "note": "Avui"},
    )

    assert "Rosa Bassols" in page
    assert answer.status_code == 302
    with working_for(town):
        assert SignatureRequest.objects.filter(document=document).count() == 2


def test_five_hundred_that_are_ticked_are_sent_whole_and_without_a_token(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Any
) -> None:
    give_key(mayor, town)
    hers = [str(ask(mayor, f"Decret {number}").pk) for number in (1, 2)]
    browser: Client = sign_in(mayor)
    browser.handler.enforce_csrf_checks = True

    page = browser.post(
        DESK + "choose/", {"request": [*hers, *(str(uuid4()) for _ in range(498)), "rubbish"]}
    )

    assert page.status_code == 200
    assert "Signes 2 documents" in page.content.decode()
    assert browser.post(DESK + "sign/", {"request": hers}).status_code == 403


def test_all_are_ticked_with_one_gesture_also_without_javascript(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Any
) -> None:
    give_key(mayor, town)
    for number in range(3):
        ask(mayor, f"Decret {number}")
    browser = sign_in(mayor)

    page = browser.get(DESK, {"all": "1"}).content.decode()
    opened = browser.post(DESK, {"tab": "mine", "request": _ids(page)[:2], "paper": _ids(page)[2]})

    assert page.count(" checked") == 3
    assert "Marca els 3" in page
    assert opened.content.decode().count(" checked") == 2, "a paper is opened and what is ticked stays"


def test_a_batch_is_paused_goes_on_and_is_left_from_its_page(
    ask: Ask,
    give_key: GiveKey,
    mayor: Any,
    secretary: Any,
    outsider: Any,
    town: Any,
    sign_in: Any,
    run_jobs: Any,
) -> None:
    key = give_key(mayor, town)
    chosen = [str(ask(mayor, f"Decret {number}").pk) for number in (1, 2)]
    browser = sign_in(mayor)
    answer = browser.post(DESK + "sign/", {"request": chosen, "key": str(key.pk), "passphrase": PASSPHRASE})
    address = answer["Location"]

    for other, status in ((secretary, 404), (outsider, 404)):
        assert sign_in(other).post(address + "pause/").status_code == status
    browser = sign_in(mayor)
    assert browser.get(address + "pause/").status_code == 405
    browser.post(address + "pause/")
    run_jobs()
    paused = browser.get(address).content.decode()
    tray = browser.get(DESK).content.decode()
    browser.post(address + "resume/")
    run_jobs()
    after = browser.get(address).content.decode()

    assert "En pausa: 0 de 2 signats" in paused
    assert "Deixa la resta per a un altre dia" in paused
    assert "En pausa: 0 de 2 signats" in tray
    assert "Els 2 estan signats" in after


def test_what_a_batch_left_is_signed_from_its_page_and_nothing_else(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, sign_in: Any
) -> None:
    key = give_key(mayor, town)
    chosen = [str(ask(mayor, f"Decret {number}").pk) for number in (1, 2)]
    ask(mayor, "Conveni nou")
    browser = sign_in(mayor)
    answer = browser.post(DESK + "sign/", {"request": chosen, "key": str(key.pk), "passphrase": PASSPHRASE})
    browser.post(answer["Location"] + "pause/")
    browser.post(answer["Location"] + "stop/")

    page = browser.get(answer["Location"]).content.decode()
    again = browser.get(DESK + "sign/", {"left": answer["Location"].rstrip("/").rpartition("/")[2]})

    assert "Signa els 2 que queden" in page
    assert "Ho has aturat" in page
    assert "Signes 2 documents" in again.content.decode()


def _ids(page: str) -> list[str]:
    return re.findall(r'name="request" value="([0-9a-f-]{36})"', page)
