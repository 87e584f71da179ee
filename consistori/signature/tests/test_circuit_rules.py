"""What a circuit may be and whose turn it is: tables."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from consistori.signature.circuits.rules import (
    Asked,
    Kind,
    Seat,
    Standing,
    Stands,
    faults_of,
    in_order,
    late_by,
    may_be_skipped,
    sitting_in,
    turn_of,
)

V, S, L, R = Kind.VISA, Kind.SIGNATURE, Kind.SEAL, Kind.READING


def steps(*said):
    return [Asked(place=place, kind=kind, who=who, name=who, days=days) for place, kind, who, days in said]


@pytest.mark.parametrize(
    ("asked", "code", "at"),
    [
        ([], "empty", None),
        ([(0, V, "ot", 2), (1, V, "sec", None), (2, S, "mayor", 3)], None, None),
        ([(0, V, "sec", None), (0, V, "ot", None), (1, S, "mayor", None)], None, None),
        ([(0, V, "sec", None), (1, S, "sec", None)], "twice", 1),
        ([(0, V, "", None), (1, V, "", None), (2, S, "mayor", None)], None, None),
        ([(0, S, "mayor", 0)], "days", 0),
        ([(0, S, "mayor", 91)], "days", 0),
        ([(0, L, "", None), (1, S, "mayor", None)], "after-seal", 1),
        ([(0, S, "mayor", None), (0, L, "", None)], "after-seal", 0),
        ([(0, S, "mayor", None), (1, L, "", None), (2, R, "ot", None)], None, None),
        ([(0, L, "", None), (1, L, "", None)], "two-seals", 0),
        ([(n, V, str(n), None) for n in range(21)], "too-many", None),
    ],
)
def test_what_cannot_be_in_a_circuit(asked, code, at):
    found = faults_of(steps(*asked))

    assert (found[0].code if found else None) == code
    assert (found[0].at if found else None) == at
    assert not found or found[0].article


def test_places_are_counted_from_the_first_and_equal_ones_go_at_once():
    assert in_order([5, 2, 2, 9]) == [1, 0, 0, 2]


@pytest.mark.parametrize(
    ("states", "turn"),
    [
        (["done", "waiting", "to_come"], 1),
        (["done", "skipped", "to_come"], 2),
        (["done", "skipped", "done"], None),
        (["to_come", "to_come", "to_come"], 0),
    ],
)
def test_the_turn_is_of_the_first_place_that_is_not_done(states, turn):
    assert turn_of(Standing(place, Stands(state)) for place, state in enumerate(states)) == turn


def test_a_place_waits_until_all_that_go_at_once_are_done():
    together = [Standing(0, Stands.DONE), Standing(0, Stands.WAITING), Standing(1, Stands.TO_COME)]

    assert turn_of(together) == 0


def test_a_signature_is_not_passed_over():
    assert [kind for kind in Kind if may_be_skipped(kind)] == [V, R]


@pytest.mark.parametrize(
    ("due_on", "late"),
    [(None, 0), (date(2026, 11, 27), 0), (date(2026, 11, 26), 1), (date(2026, 12, 1), 0)],
)
def test_it_is_late_from_the_day_after(due_on, late):
    assert late_by(due_on, date(2026, 11, 27)) == late


@dataclass(frozen=True)
class Held:
    role: str
    title_ca: str
    title_es: str = ""
    unit_id: UUID | None = None


ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("seat", "posts", "sits"),
    [
        (Seat("mayor", None, "Alcaldessa"), [Held("mayor", "Alcalde")], ["Alcalde"]),
        (
            Seat("secretary", None, "Interventora"),
            [Held("secretary", "Secretària"), Held("secretary", "Interventora")],
            ["Interventora"],
        ),
        (Seat("secretary", None, "Tresorera"), [Held("secretary", "A"), Held("secretary", "B")], []),
        (
            Seat("councillor", ONE, "Regidora"),
            [Held("councillor", "Regidor", "", ONE), Held("councillor", "Regidora", "", OTHER)],
            ["Regidor"],
        ),
        (
            Seat("processor", None, "Técnica"),
            [Held("processor", "Tècnica", "Técnica"), Held("processor", "Altra")],
            ["Tècnica"],
        ),
        (Seat("mayor", None, "Alcaldessa"), [Held("councillor", "Alcaldessa")], []),
    ],
)  # fmt: skip
def test_who_sits_in_a_post(seat, posts, sits):
    assert [one.title_ca for one in sitting_in(seat, posts)] == sits
