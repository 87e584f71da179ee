"""Circuits in the browser: sending a document round, the page of a step, what is proposed, who is turned away."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.catalogue.models import DocumentType
from consistori.directory.models import Post
from consistori.documents.writing.services import start_text
from consistori.kernel.clock import today
from consistori.signature.circuits.web.forms import key_of
from consistori.signature.models import Circuit, CircuitStep, ProposedCircuit
from consistori.signature.tests.circuiting import begin, seat, signature, visa
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/signature/"


@pytest.fixture
def decree_type(town: Any) -> Any:
    with working_for(town):
        return DocumentType.objects.create(code="DECREE", name_ca="Decret o resolució", eni_type="TD01")


@pytest.fixture
def text(town: Any, clerk: Any, decree_type: Any) -> Any:
    with working_for(town):
        return start_text(
            by=clerk, title="Decret de la terrassa", type=decree_type, html="<p>Concedir-la.</p>"
        )


def _rows(*said: tuple[int, str, str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {"rows": "4"}
    for at in range(4):
        place, who, kind, days = said[at] if at < len(said) else (at + 1, "", "visa", "")
        data |= {f"s{at}-place": place, f"s{at}-who": who, f"s{at}-kind": kind, f"s{at}-days": days}
    return data


def _key(town: Any, actor: Any) -> str:
    with working_for(town):
        return key_of(seat(actor))


def test_what_is_proposed_for_its_type_is_written_already(
    text: Any, town: Any, clerk: Any, secretary: Any, mayor: Any, sign_in: Any
) -> None:
    page = sign_in(clerk).get(f"{DESK}circuits/new/{text.pk}/").content.decode()

    assert "Decret amb el vistiplau de secretaria" in page
    assert f'value="{_key(town, secretary)}" selected' in page
    assert f'value="{_key(town, mayor)}" selected' in page


def test_sent_round_the_first_has_it_and_the_page_of_the_document_says_since_when(
    text: Any, town: Any, clerk: Any, secretary: Any, mayor: Any, sign_in: Any
) -> None:
    data = _rows((1, _key(town, secretary), "visa", "2"), (2, _key(town, mayor), "signature", "3"))
    browser = sign_in(clerk)

    answer = browser.post(f"{DESK}circuits/new/{text.pk}/", data)
    page = browser.get(answer["Location"]).content.decode()

    assert answer.status_code == 302
    assert "Mercè Soldevila" in page and "el té des de" in page
    assert "Retira el document" in page
    tray = sign_in(secretary).get(DESK).content.decode()
    assert "Per donar el vistiplau o llegir" in tray and "Decret de la terrassa" in tray


def test_a_fault_is_said_and_what_was_written_stays(
    text: Any, town: Any, clerk: Any, secretary: Any, sign_in: Any
) -> None:
    twice = _rows((1, _key(town, secretary), "visa", "2"), (2, _key(town, secretary), "signature", ""))

    answer = sign_in(clerk).post(f"{DESK}circuits/new/{text.pk}/", twice)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mercè Soldevila ja és al circuit" in page
    assert page.count(f'value="{_key(town, secretary)}" selected') == 2


def test_more_rows_are_brought_without_sending_it(text: Any, clerk: Any, sign_in: Any) -> None:
    answer = sign_in(clerk).post(f"{DESK}circuits/new/{text.pk}/", _rows() | {"more": "1"})

    assert answer.status_code == 200 and "s6-who" in answer.content.decode()


def test_the_secretary_reads_it_approves_it_and_the_mayor_has_it(
    text: Any, town: Any, clerk: Any, secretary: Any, mayor: Any, sign_in: Any
) -> None:
    with working_for(town):
        _circuit, (step, later) = begin(clerk, text, visa(secretary, days=2), signature(mayor, 1))
    browser = sign_in(secretary)

    page = browser.get(f"{DESK}steps/{step.pk}/").content.decode()
    answer = browser.post(f"{DESK}steps/{step.pk}/settle/", {"note": "Conforme"})
    again = browser.post(f"{DESK}steps/{step.pk}/settle/", {}, follow=True).content.decode()

    assert "Hi dones el vistiplau?" in page and "Torna’l…" in page
    assert answer.status_code == 302
    assert "Aquest pas ja està fet." in again
    with working_for(town):
        later.refresh_from_db()
        assert later.state == "waiting" and later.request is not None
        step.refresh_from_db()
        assert step.seen_at is not None and step.reason == "Conforme"


def test_it_is_given_back_with_its_reason(
    text: Any, town: Any, clerk: Any, secretary: Any, sign_in: Any
) -> None:
    with working_for(town):
        circuit, (step,) = begin(clerk, text, visa(secretary))
    browser = sign_in(secretary)

    empty = browser.post(f"{DESK}steps/{step.pk}/return/", {"reason": ""})
    browser.post(f"{DESK}steps/{step.pk}/return/", {"reason": "Falta l’informe"})
    page = sign_in(clerk).get(f"/e/vall-llobera/desk/documents/{text.pk}/").content.decode()

    assert empty.status_code == 422
    assert "Tornat: «Falta l’informe»" in page
    with working_for(town):
        circuit.refresh_from_db()
        assert circuit.state == "returned"


def test_a_vacant_post_is_seen_by_whoever_manages_people_and_another_is_asked(
    text: Any, town: Any, clerk: Any, secretary: Any, administrator: Any, sign_in: Any
) -> None:
    with working_for(town):
        _circuit, (step,) = begin(clerk, text, visa(secretary))
        Post.objects.filter(person_id=secretary.person_id).update(ends_on=today())
        from consistori.signature.circuits.services import follow_posts

        follow_posts()
    browser = sign_in(administrator)

    page = browser.get(f"{DESK}circuits/").content.decode()
    answer = browser.post(f"{DESK}steps/{step.pk}/change/", {"who": _key(town, administrator)})

    assert "Ningú no ocupa el lloc" in page and "Decret de la terrassa" in page
    assert answer.status_code == 302
    with working_for(town):
        step.refresh_from_db()
        assert step.holder_id == administrator.person_id


def test_the_secretary_writes_what_is_proposed_and_the_clerk_does_not(
    town: Any, clerk: Any, secretary: Any, mayor: Any, decree_type: Any, sign_in: Any
) -> None:
    data = _rows((1, "me", "signature", "1"), (2, _key(town, mayor), "signature", "3")) | {
        "name": "El nostre"
    }

    refused = sign_in(clerk).post(f"{DESK}circuits/proposed/DECREE/", data)
    browser = sign_in(secretary)
    answer = browser.post(f"{DESK}circuits/proposed/DECREE/", data)
    page = browser.get(f"{DESK}circuits/proposed/").content.decode()

    assert (refused.status_code, answer.status_code) == (403, 302)
    assert "El nostre" in page and "D’aquest municipi" in page
    with working_for(town):
        assert [step["who"] for step in ProposedCircuit.objects.get().steps] == ["me", "mayor"]
    browser.post(f"{DESK}circuits/proposed/DECREE/", data | {"again": "1"})
    with working_for(town):
        assert not ProposedCircuit.objects.exists()


def test_a_clerk_of_another_town_sees_and_does_nothing(
    text: Any, town: Any, clerk: Any, secretary: Any, outsider: Any, sign_in: Any
) -> None:
    with working_for(town):
        circuit, (step,) = begin(clerk, text, visa(secretary))
    browser = sign_in(outsider)

    tried = [
        browser.post(f"{DESK}circuits/new/{text.pk}/", _rows()),
        browser.post(f"{DESK}circuits/{circuit.pk}/recall/"),
        browser.get(f"{DESK}steps/{step.pk}/"),
        browser.post(f"{DESK}steps/{step.pk}/settle/"),
        browser.post(f"{DESK}steps/{step.pk}/return/", {"reason": "x"}),
        browser.post(f"{DESK}steps/{step.pk}/skip/", {"reason": "x"}),
        browser.post(f"{DESK}steps/{step.pk}/change/", {"who": "x"}),
        browser.post(f"{DESK}circuits/proposed/DECREE/", {}),
    ]

    assert {answer.status_code for answer in tried} == {404}
    with working_for(town):
        assert Circuit.objects.get().is_open and CircuitStep.objects.get().is_waiting


def test_the_page_of_circuits_asks_little_however_many_there_are(
    town: Any, clerk: Any, secretary: Any, sign_in: Any, statements: Any
) -> None:
    counts = []
    browser = sign_in(clerk)
    for number in range(3):
        with working_for(town):
            text = start_text(by=clerk, title=f"Informe {number}", html="<p>Sí.</p>")
            begin(clerk, text, visa(secretary))
        with statements() as asked:
            browser.get(f"{DESK}circuits/")
        counts.append(asked.count)

    assert counts[1] == counts[2]
