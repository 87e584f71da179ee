"""Searching in the texts: words in order, what begins so, what is left out; snippets; what waits; building it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.search.asking import Question, ask
from consistori.documents.search.rebuilding import is_of_before, read_what_was_not, rebuild
from consistori.documents.search.snippets import marked, snippet
from consistori.documents.search.waiting import BULK, FIRST, USUAL, still_to_be_read
from consistori.documents.services import (
    create_from_bytes,
    discard_document,
    receive_document,
    rename_document,
    restore_document,
)
from consistori.kernel.text import asked
from consistori.tenancy.scope import working_for
from consistori.tenancy.search import vector

TEXTS = {
    "Informe": "L’arquitecta informa sobre la llicència d’obres menors al carrer Nou. La col·lecció es conserva.",
    "Recurs": "Recurs contra la denegació: les obres no eren menors, i la llicencia era vàlida.",
    "Acta": "Acta del ple. Subvenció per al gual de la plaça; notificació a la interessada.",
}


@pytest.fixture
def read(town: Any, clerk: Any, run_jobs: Any) -> dict[str, Any]:
    """Three texts of the town, read."""
    with working_for(town):
        made = {
            title: create_from_bytes(by=clerk, data=text.encode(), name=f"paper {n}.txt", title=title)
            for n, (title, text) in enumerate(TEXTS.items())
        }
    run_jobs()
    return made


def titles(words: str, **more: Any) -> set[str]:
    answer = ask(Question(words, **more), lambda rows: rows)
    return {one.document.title for one in answer.found}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("llicencia", {"Informe", "Recurs"}),
        ("llicències", {"Informe", "Recurs"}),
        ('"obres menors"', {"Informe"}),
        ("«llicència d’obres»", {"Informe"}),
        ("obres -arquitecta", {"Recurs"}),
        ('obres -"obres menors"', {"Recurs"}),
        ("arquit*", {"Informe"}),
        ("arquit", set()),
        ("colleccio", {"Informe"}),
        ("notificación", {"Acta"}),
        ("-obres", {"Acta"}),
        ("paper", {"Informe", "Recurs", "Acta"}),
        ("cementiri", set()),
    ],
)
def test_words_are_found_as_people_look_for_them(words, found, read, town):
    with working_for(town):
        assert titles(words) == found


def test_it_is_narrowed_by_state_date_and_type_and_goes_page_by_page(read, town):
    with working_for(town):
        assert titles("obres", state="draft") == set()
        assert titles("obres", state="final") == {"Informe", "Recurs"}
        day = read["Acta"].date_on
        assert titles("", since=day, until=day) == set(TEXTS)
        assert titles("", until=day.replace(year=2001)) == set()
        first = ask(Question("obres"), lambda rows: rows, size=1)
        second = ask(Question("obres"), lambda rows: rows, size=1, before=first.following)
    assert [one.document.title for one in (*first.found, *second.found)] == ["Recurs", "Informe"]
    assert second.following is None


def test_what_is_in_the_bin_is_not_found(read, town, clerk):
    with working_for(town):
        discard_document(Document.objects.get(pk=read["Recurs"].pk), by=clerk)
        assert titles("obres") == {"Informe"}


def test_who_may_see_few_finds_them_behind_a_thousand_that_she_may_not(read, town, monkeypatch):
    from consistori.documents.search import asking

    page = asking.page_of_keys
    monkeypatch.setattr(
        asking, "page_of_keys", lambda model, query, before: page(model, query, before=before, most=1)
    )
    hers = read["Informe"].pk
    with working_for(town):
        answer = ask(Question("obres"), lambda rows: rows.filter(pk=hers))
    assert [one.document.pk for one in answer.found] == [hers]


def test_what_most_have_is_looked_for_in_the_newest_and_then_further_back(read, town, monkeypatch):
    monkeypatch.setattr("consistori.documents.search.asking.FIRST", 2)
    monkeypatch.setattr("consistori.documents.search.asking.MOST_LOOKED", 2)
    with working_for(town):
        first = ask(Question("obres"), lambda rows: rows)
        then = ask(Question("obres"), lambda rows: rows, before=first.following)
        in_order = ask(Question('"obres menors"'), lambda rows: rows)
    assert [one.document.title for one in first.found] == ["Recurs"]
    assert [one.document.title for one in then.found] == ["Informe"]
    assert (then.following, in_order.found, in_order.following) == (None, [], first.following)


def test_a_question_takes_three_statements(read, town, statements):
    with working_for(town), statements() as sent:
        titles("obres")

    assert sent.count <= 3, sent.sql


def test_another_town_finds_nothing_of_this_one(read, other_town):
    with working_for(other_town):
        assert titles("obres") == set()


def _shown(pieces: Any) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


def test_the_snippet_is_where_most_of_what_was_asked_is():
    text = "Preàmbul. " * 60 + "Les obres del passeig. " + "Farciment. " * 60 + "La llicència\nd’obres, i fi."

    shown = _shown(snippet(text, asked("llicencies obra")))

    assert shown.startswith("… ") and shown.endswith("La [llicència] d’[obres], i fi.")
    assert len(shown) < 300


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Col·lecció permanent", "colleccio", "[Col·lecció] permanent"),
        ("El NIF 12.345.678-Z hi és", "12345678z", "El NIF [12.345.678-Z] hi és"),
        ("Notificació i notificaciones", "notificació", "[Notificació] i [notificaciones]"),
        ("Arquitecta", "arq*", "[Arquitecta]"),
        ("Arquitecta", "-arquitecta", "Arquitecta"),
        ("<b>obra</b>", "obra", "<b>[obra]</b>"),
        ("", "obra", ""),
    ],
)
def test_the_words_that_answer_are_marked(text, words, shown):
    looked_for = [one for one in asked(words) if not one.is_without]

    assert _shown(marked(text, looked_for)) == shown


def test_a_word_that_is_not_there_shows_how_the_text_begins():
    assert _shown(snippet("Acta del ple " * 60, asked("gual"))).startswith("Acta del ple")


def test_how_many_are_still_to_be_read_is_counted_in_this_town_only(town, other_town, clerk, run_jobs):
    with working_for(town):
        create_from_bytes(by=clerk, data=b"Acta", name="a.txt", title="Acta")
    with working_for(town):
        assert still_to_be_read() == 1
    with working_for(other_town):
        assert still_to_be_read() == 0
    run_jobs()
    with working_for(town):
        assert still_to_be_read() == 0


def test_what_somebody_has_just_made_is_read_before_the_many_that_were_brought(town, clerk, run_jobs):
    for n in range(7):
        with working_for(town):
            receive_document(
                by=clerk, received=ReceivedFile.from_bytes(f"paper {n}.txt", f"Paper {n}".encode())
            )
    _hear()
    with working_for(town):
        create_from_bytes(by=clerk, data=b"Decret", name="decret.txt", title="Decret")
    _hear()

    waiting = ProcrastinateJob.objects.filter(task_name="documents.read_words").order_by("id")
    assert [job.priority for job in waiting] == [USUAL] * 5 + [BULK] * 2 + [FIRST]


def _hear() -> None:
    """Do only the jobs that hear facts."""
    from django.db import connection
    from procrastinate.contrib.django import app

    for job in ProcrastinateJob.objects.filter(status="todo", task_name="trail.hear").order_by("id"):
        app.tasks[job.task_name].func(**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])


def test_an_index_of_before_is_built_again_and_meanwhile_words_in_order_are_found_apart(read, town):
    recurs = read["Recurs"].pk
    with working_for(town):
        Document.objects.filter(pk=recurs).update(search=vector("Recurs", TEXTS["Recurs"]))
        assert titles('"obres menors"') == {"Informe", "Recurs"}
    assert is_of_before(town)

    done = rebuild(town)

    assert (done.indexed, done.to_be_read) == (3, 0)
    assert not is_of_before(town)
    with working_for(town):
        assert titles('"obres menors"') == {"Informe"}
        assert titles("denegació") == {"Recurs"}


def test_what_was_never_read_is_left_to_be_read_when_the_index_is_built_again(town, clerk, run_jobs):
    with working_for(town):
        create_from_bytes(by=clerk, data=b"Acta del ple", name="a.txt", title="Acta")

    assert rebuild(town).to_be_read == 1
    run_jobs()
    with working_for(town):
        assert titles("ple") == {"Acta"}


def test_a_new_title_is_found_and_the_words_of_the_text_go_on_being_so(read, town, clerk):
    with working_for(town):
        rename_document(Document.objects.get(pk=read["Acta"].pk), by=clerk, title="Sessió ordinària")
        assert titles("ordinaria subvencions") == {"Sessió ordinària"}


def test_what_was_in_the_bin_when_its_turn_came_is_read_when_it_comes_back(town, clerk, run_jobs):
    with working_for(town):
        document = create_from_bytes(by=clerk, data=b"Acta del ple", name="a.txt", title="Acta")
        discard_document(document, by=clerk)
    run_jobs()
    with working_for(town):
        restore_document(Document.objects.get(pk=document.pk), by=clerk)
    run_jobs()

    with working_for(town):
        assert titles("ple") == {"Acta"}


def test_what_was_never_read_is_left_to_be_read_again_at_night(read, town, clerk):
    with working_for(town):
        lost = create_from_bytes(by=clerk, data=b"El mercat.", name="mercat.txt", title="Mercat")
        create_from_bytes(by=clerk, data=b"La fira.", name="fira.txt", title="Fira")
        for one in (lost, *read.values()):
            Document.objects.filter(pk=one.pk).update(captured_at=one.captured_at - timedelta(hours=2))

    assert read_what_was_not(town) == 1

    left = ProcrastinateJob.objects.filter(task_name="documents.read_words").order_by("-id")[0]
    assert (left.args["document_id"], left.priority) == (str(lost.pk), BULK)
