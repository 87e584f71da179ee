"""Messages of the folder: each person reads only hers, and whoever has the matter answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from consistori.eoffice.folder.jobs import write_that_there_is_a_message
from consistori.eoffice.folder.talking import answer_citizen, conversations_about, settle, write_to_town
from consistori.eoffice.models import Conversation, FolderMessage
from consistori.eoffice.tests.folder.conftest import JOAN, ROSARIO, read
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotPermitted, Refusal
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

ASKED = "Quan vindreu a mirar la terrassa?"


@pytest.fixture
def asked(town: Any, case_of: Any) -> Any:
    """Joan has asked something about his case."""
    case = case_of("joan")
    with working_for(town):
        write_to_town(case, citizen=JOAN, text=ASKED, language="ca", by=Actor.program(town.pk))
    return case


def _one(town: Any) -> Any:
    with working_for(town):
        return Conversation.objects.select_related("case").get()


def test_from_the_page_of_a_case_and_twice_is_once(town, inside, case_of):
    case = case_of("joan")
    browser = inside(JOAN)
    path = f"/e/{town.slug}/carpeta/expedients/{case.number}/"

    first = browser.post(path, {"text": ASKED})
    browser.post(path, {"text": ASKED})

    assert first["Location"].endswith(f"{case.number}/#talk")
    assert ASKED in browser.get(path).content.decode()
    with working_for(town):
        assert FolderMessage.objects.count() == 1
        assert TrailEvent.objects.filter(kind="folder.CitizenWrote").count() == 1


def test_an_empty_message_is_told_at_its_field(town, inside, case_of):
    case = case_of("joan")

    answer = inside(JOAN).post(f"/e/{town.slug}/carpeta/expedients/{case.number}/", {"text": "  "})

    assert answer.status_code == 422
    assert "Escriviu el missatge." in answer.content.decode()


def test_the_other_party_of_the_case_does_not_read_them(town, inside, asked, parties, clerk):
    from consistori.cases.services import add_party

    with working_for(town):
        add_party(asked, parties["rosario"], by=clerk, role="interested")

    assert ASKED in read(inside(JOAN), town, f"expedients/{asked.number}/")
    page = read(inside(ROSARIO), town, f"expedients/{asked.number}/")
    assert ASKED not in page
    assert "Joan" not in page


def test_the_answer_waits_in_their_folder_until_they_read_it(town, inside, asked, clerk, parties):
    from consistori.parties.services import add_channel

    with working_for(town):
        add_channel(parties["joan"], by=clerk, kind="email", value="joan@example.cat")
        answer_citizen(Conversation.objects.get(), text="Dijous al matí.", by=clerk)
    write_that_there_is_a_message(entity=town, conversation_id=str(_one(town).pk))

    assert [one.to for one in mail.outbox] == [["joan@example.cat"]]
    assert "Dijous" not in mail.outbox[0].body
    browser = inside(JOAN)
    folder = read(browser, town)
    assert "Dijous al matí." in folder[folder.index("Us toca a vós") : folder.index("Ens toca a nosaltres")]
    assert "Dijous al matí." in read(browser, town, f"expedients/{asked.number}/")
    assert "Dijous al matí." not in read(browser, town)


def test_it_waits_for_whoever_has_the_case_and_she_answers_from_the_desk(town, asked, clerk, sign_in):
    desk = sign_in(clerk)
    row = _one(town)

    assert ASKED in desk.get(f"/e/{town.slug}/desk/cases/{asked.number}/").content.decode()
    assert "Joan Puigdollers" in desk.get(f"/e/{town.slug}/desk/messages/").content.decode()
    assert "ho pregunta des de la seva carpeta" in desk.get(f"/e/{town.slug}/desk/").content.decode()
    answer = desk.post(f"/e/{town.slug}/desk/messages/{row.pk}/", {"text": "Dijous."})

    assert answer.status_code == 302
    with working_for(town):
        assert not Conversation.objects.to_answer().exists()
        assert [one.text for one in conversations_about(case=asked)[0].messages.all()] == [ASKED, "Dijous."]


def test_whoever_may_not_see_the_case_does_not_see_what_is_asked(town, asked, hire, sign_in, secretary):
    from consistori.cases.services import reserve_case

    with working_for(town):
        reserve_case(asked, by=secretary, reason="Dades de salut", roles=["secretary"])
    registrar = hire(town, "registrar", "Pep", "Serra")
    row = _one(town)

    with working_for(town), pytest.raises(NotPermitted):
        answer_citizen(row, text="Hola", by=registrar)
    assert sign_in(registrar).get(f"/e/{town.slug}/desk/messages/{row.pk}/").status_code == 404


def test_a_message_that_needs_no_answer_waits_for_nobody(town, asked, clerk, sign_in):
    sign_in(clerk).post(f"/e/{town.slug}/desk/messages/{_one(town).pk}/settle/")

    with working_for(town):
        assert not Conversation.objects.to_answer().exists()


def test_whoever_has_the_case_writes_first_only_to_its_people(town, case_of, clerk, sign_in, inside):
    case = case_of("joan")
    desk = sign_in(clerk)
    path = f"/e/{town.slug}/desk/messages/case/{case.number}/"

    stranger = desk.post(path, {"to": ROSARIO.identifier, "text": "Hola"})
    desk.post(path, {"to": JOAN.identifier, "text": "Ens falta saber les hores."})

    assert stranger.status_code == 422
    assert "Ens falta saber les hores." in read(inside(JOAN), town)


def test_twenty_in_a_day_are_enough(town, case_of):
    case = case_of("joan")
    by = Actor.program(town.pk)
    with working_for(town):
        for n in range(20):
            write_to_town(case, citizen=JOAN, text=f"Pregunta {n}", language="ca", by=by)
        with pytest.raises(Refusal):
            write_to_town(case, citizen=JOAN, text="Una més", language="ca", by=by)
        with pytest.raises(BadInput):
            write_to_town(case, citizen=JOAN, text="a" * 3001, language="ca", by=by)


def test_what_is_written_is_never_rubbed_out(town, asked):
    from django.db import DatabaseError, transaction

    with working_for(town), pytest.raises(DatabaseError), transaction.atomic():
        FolderMessage.objects.update(text="una altra cosa")


def test_what_they_write_while_it_is_settled_still_waits(town, asked, clerk):
    as_it_was = _one(town)
    with working_for(town):
        write_to_town(asked, citizen=JOAN, text="I les taules?", language="ca", by=Actor.program(town.pk))

        settle(as_it_was, by=clerk)

        assert Conversation.objects.to_answer().exists()
        settle(_one(town), by=clerk)
        assert not Conversation.objects.to_answer().exists()
