"""Whatever is united, renamed and separated, in any order: in the end each has exactly its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.parties.models import Party, PartyMerge
from consistori.parties.rules.identifiers import expected_letter
from consistori.parties.services import add_party, correct_party, separate_parties, unite_parties
from consistori.parties.tests.test_unite_parties import told

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["unite", "separate", "rename"]),
        st.integers(0, 4),
        st.integers(0, 4),
        st.sets(st.sampled_from(["name", "language"])),
    ),
    max_size=10,
)


@given(STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_united_and_renamed_undoing_all_leaves_each_with_its_own(
    at_work: Any, clerk: Any, steps: list[tuple[str, int, int, set[str]]]
) -> None:
    people = _five(clerk)
    start = {pk: told(Party(pk=pk)) for pk in people}
    merges: list[PartyMerge] = []
    parent = {pk: pk for pk in people}
    renamed: set[Any] = set()
    for turn, (what, one, other, take) in enumerate(steps):
        first, second = (Party.objects.get(pk=people[place]) for place in (one, other))
        if what == "unite" and (made := _united(first, second, clerk, take)):
            merges.append(made)
            parent[second.pk] = first.pk
        elif what == "separate" and merges:
            gone = merges.pop(one % len(merges))
            separate_parties(gone, by=clerk)
            parent[gone.absorbed_id] = gone.absorbed_id
        elif what == "rename" and parent[first.pk] == first.pk:
            correct_party(first, by=clerk, name=f"Canvi{turn}", language="ca")
            renamed.add(first.pk)
        standing = {pk: Party.objects.get(pk=pk).standing.pk for pk in people}
        assert standing == {pk: _root(parent, pk) for pk in people}
    for merge in merges:
        separate_parties(merge, by=clerk)

    changed = {"name", "surname1", "surname2", "sort_name", "name_key", "language", "search"}
    for pk in people:
        skipped = changed if pk in renamed else set()
        left = {name: value for name, value in told(Party(pk=pk)).items() if name not in skipped}
        assert left == {name: value for name, value in start[pk].items() if name not in skipped}


def _five(clerk: Any) -> list[Any]:
    """Five people, the first with a number."""
    figures = f"{Party.objects.count() * 10 + 1:08d}"
    number = figures + expected_letter(figures)
    return [
        add_party(
            by=clerk,
            name=f"Nom{place}",
            surname1="Mas",
            identifier="" if place else number,
            email=f"a{place}@example.cat",
            language=["ca", "es"][place % 2],
        ).pk
        for place in range(5)
    ]


def _united(first: Party, second: Party, clerk: Any, take: set[str]) -> PartyMerge | None:
    """The union, unless one of them is already another, is the same, or has the only number."""
    may = not first.merged_into_id and not second.merged_into_id and first != second
    if may and (first.identifier or not second.identifier):
        return unite_parties(first, second, by=clerk, take=take)
    with pytest.raises((AlreadyDone, BadInput)):
        unite_parties(first, second, by=clerk, take=take)
    return None


def _root(parent: dict[Any, Any], pk: Any) -> Any:
    while parent[pk] != pk:
        pk = parent[pk]
    return pk
