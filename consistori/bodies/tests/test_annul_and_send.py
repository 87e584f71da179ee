"""A wrong decree is left without effect by another; the extract goes to the State and the Generalitat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consistori.bodies.models import Decree
from consistori.bodies.selectors import decree_of
from consistori.bodies.sentences import standing_of
from consistori.bodies.services import annul_decree, make_extract, note_sent
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.signature import numbering
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

Decide = Callable[..., Any]


def test_both_stay_and_both_say_so(decide: Decide, secretary: Any, town: Any) -> None:
    wrong, right = decide("Decret errat", "Decret que el deixa sense efecte")
    with working_for(town):
        annul_decree(wrong, by_decree=right, reason="Import equivocat", by=secretary)

        found = numbering.numbering_of(wrong.document_id)
        assert found is not None
        assert found.annulled_by == right.said
        assert right.said in standing_of(decree_of(wrong.year, wrong.number))
    with working_for(town):
        assert TrailEvent.objects.get(kind="bodies.DecreeAnnulled").subject_id == wrong.document_id
        assert Decree.objects.count() == 2
    assert decide("El següent").number == 3


@pytest.mark.parametrize("case", ["backwards", "itself", "silent", "twice", "clerk"])
def test_what_is_not_noted(decide: Decide, secretary: Any, clerk: Any, town: Any, case: str) -> None:
    first, second = decide("Un", "Dos")
    with working_for(town):
        if case == "backwards":
            with pytest.raises(BadInput):
                annul_decree(second, by_decree=first, reason="Errat", by=secretary)
        elif case == "itself":
            with pytest.raises(BadInput):
                annul_decree(first, by_decree=first, reason="Errat", by=secretary)
        elif case == "silent":
            with pytest.raises(BadInput):
                annul_decree(first, by_decree=second, reason=" ", by=secretary)
        elif case == "clerk":
            with pytest.raises(NotPermitted):
                annul_decree(first, by_decree=second, reason="Errat", by=clerk)
        else:
            annul_decree(first, by_decree=second, reason="Errat", by=secretary)
            with pytest.raises(AlreadyDone):
                annul_decree(first, by_decree=second, reason="Errat", by=secretary)


def test_an_extract_has_all_that_was_in_none_and_its_last_day(
    decide: Decide, secretary: Any, town: Any
) -> None:
    decide("Un", "Dos")
    with working_for(town):
        remittance = make_extract(by=secretary)

        assert remittance.rows.count() == 2
        assert remittance.due_on > today() + timedelta(days=6)
        with pytest.raises(BadInput):
            make_extract(by=secretary)


def test_each_of_the_two_has_its_proof_once(decide: Decide, secretary: Any, clerk: Any, town: Any) -> None:
    decide("Un")
    with working_for(town):
        remittance = make_extract(by=secretary)
        with pytest.raises(NotPermitted):
            note_sent(remittance, whom="state", on=today(), proof="S2026/12", by=clerk)
        with pytest.raises(BadInput):
            note_sent(
                remittance, whom="state", on=today() + timedelta(days=1), proof="S2026/12", by=secretary
            )

        note_sent(remittance, whom="state", on=today(), proof="S2026/12", by=secretary)
        remittance.refresh_from_db()
        assert not remittance.is_sent
        note_sent(remittance, whom="region", on=today(), proof="EACAT 9", by=secretary)

        remittance.refresh_from_db()
        assert remittance.is_sent
        with pytest.raises(AlreadyDone):
            note_sent(remittance, whom="region", on=today(), proof="EACAT 9", by=secretary)
