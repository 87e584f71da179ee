"""Numbers have no hole and no twin, whatever happens."""

import threading

import pytest
from django.db import connections

from consistori.tenancy.models import Entity
from consistori.tenancy.numbers import next_number
from consistori.tenancy.scope import working_for


def test_each_book_and_year_has_its_own_sequence(town, other_town):
    with working_for(town):
        assert [next_number("cases", 2026) for _ in range(3)] == [1, 2, 3]
        assert next_number("cases", 2027) == 1
        assert next_number("decrees", 2026) == 1
    with working_for(other_town):
        assert next_number("cases", 2026) == 1


def test_a_number_taken_in_an_act_that_fails_is_given_again(town):
    with pytest.raises(ZeroDivisionError), working_for(town):
        next_number("cases", 2026)
        raise ZeroDivisionError

    with working_for(town):
        assert next_number("cases", 2026) == 1


def test_fifty_threads_at_once_leave_no_gap_and_no_twin(own_database):
    town = Entity.objects.create(slug="town", name="Town", short_name="Town", code_prefix="TWN")
    given: list[int] = []
    start = threading.Barrier(50)

    def take() -> None:
        start.wait()
        try:
            with working_for(town):
                given.append(next_number("cases", 2026))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(50)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()

    assert sorted(given) == list(range(1, 51))
