"""A question compiled once answers for the entity of each call, and for no other."""

from __future__ import annotations

import pytest

from consistori.tenancy.models import Counter
from consistori.tenancy.often import asked_often
from consistori.tenancy.scope import NoScope, across, working_for


def _count(town, book, last):
    with working_for(town):
        Counter.objects.create(book=book, year=2026, last=last)


@pytest.fixture
def of_book():
    return asked_often(lambda book: Counter.objects.filter(book=book).select_related("entity"))


def test_each_call_answers_for_its_own_entity(town, other_town, of_book):
    _count(town, "cases", 7)
    _count(other_town, "cases", 9)

    with working_for(town):
        assert [row.last for row in of_book(book="cases")] == [7]
        assert of_book(book="entries") == []
    with working_for(other_town):
        (found,) = of_book(book="cases")

    assert (found.last, found.entity) == (9, other_town)


def test_over_several_entities_it_is_another_question(town, other_town, of_book):
    _count(town, "cases", 7)
    _count(other_town, "cases", 9)

    with working_for(town):
        of_book(book="cases")
    with across([town, other_town]):
        assert sorted(row.last for row in of_book(book="cases")) == [7, 9]


def test_it_is_compiled_once_and_asks_one_statement(town, statements):
    asked = []

    def ask(book):
        asked.append(book)
        return Counter.objects.filter(book=book)

    question = asked_often(ask)
    with working_for(town):
        question(book="one")
        with statements() as sent:
            question(book="other")

    assert (len(asked), sent.count) == (1, 1)


def test_without_a_scope_nothing_is_asked(of_book):
    with pytest.raises(NoScope):
        of_book(book="cases")


def test_what_can_match_nothing_asks_nothing(town, statements):
    question = asked_often(lambda book: Counter.objects.filter(book=book, pk__in=[]))

    with working_for(town), statements() as sent:
        assert question(book="cases") == []

    assert sent.count == 0


def test_only_whole_records_are_asked_often(town):
    question = asked_often(lambda book: Counter.objects.filter(book=book).values("last"))

    with working_for(town), pytest.raises(TypeError):
        question(book="cases")


def test_a_record_asked_often_is_saved_as_any_other(town, of_book):
    _count(town, "cases", 7)

    with working_for(town):
        (row,) = of_book(book="cases")
        row.last = 8
        row.save(update_fields=["last"])
        assert Counter.objects.get(book="cases").last == 8
