"""Two that turned out to be one are known as one, and undoing puts everything where it was."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted, Stale
from consistori.parties.likeness import look_for_duplicates, twins_of
from consistori.parties.models import Address, Channel, Identifier, Party, PartyMerge
from consistori.parties.selectors import (
    mentioned_in,
    opened_party,
    page_of_parties,
    search_parties,
    similar_parties,
)
from consistori.parties.services import (
    AreTwo,
    KnownAsAnother,
    PartyExists,
    add_channel,
    add_identifier,
    add_party,
    correct_party,
    mark_protected,
    separate_parties,
    set_preference,
    unite_parties,
)
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline


@pytest.fixture
def twin(at_work: Any, clerk: Any) -> Party:
    """Laia, entered again at the counter without her number."""
    return add_party(
        by=clerk, name="Laia", surname1="Riubrugent", email="laia.r@example.cat", address="Carrer Nou, 2"
    )


def told(party: Party) -> dict[str, Any]:
    """Everything that is kept of a party, but its version."""
    party = Party.objects.get(pk=party.pk)
    kept = {name: getattr(party, name) for name in (
        "kind", "name", "surname1", "surname2", "sort_name", "name_key", "identifier", "language",
        "is_professional", "is_protected", "merged_into_id",
    )}  # fmt: skip
    kept["search"] = Party.objects.filter(pk=party.pk).values_list("search", flat=True).get()
    for model in (Identifier, Address, Channel):
        kept[model.__name__] = list(model.objects.filter(party=party).order_by("pk").values())
    return kept


def test_they_are_found_once_by_either_name_and_number(laia: Party, twin: Party, clerk: Any) -> None:
    correct_party(twin, by=clerk, name="Laieta")

    unite_parties(laia, twin, by=clerk)

    assert search_parties("laieta") == [laia]
    assert search_parties("12345678") == [laia]
    assert page_of_parties().parties == [laia]
    assert similar_parties("Laia", "Riubrugent") == [laia]
    assert mentioned_in("Gual de la Laia Riubrugent Pou") == [laia]


def test_what_hangs_on_both_is_read_together_and_hers_is_the_main_one(
    laia: Party, twin: Party, clerk: Any
) -> None:
    unite_parties(laia, twin, by=clerk)

    opened = opened_party(clerk, laia.pk)
    assert [a.lines for a in opened.addresses] == ["Plaça de l’Església, 3", "Carrer Nou, 2"]
    assert [a.is_main for a in opened.addresses] == [True, False]
    assert {c.value for c in opened.channels} == {"laia@example.cat", "600000000", "laia.r@example.cat"}
    assert [merge.absorbed for merge in opened.merges] == [twin]


def test_undoing_puts_everything_where_it_was(laia: Party, twin: Party, clerk: Any) -> None:
    before = told(laia), told(twin)

    merge = unite_parties(laia, twin, by=clerk, take=["name"])
    assert Party.objects.get(pk=laia.pk).surname2 == ""
    separate_parties(merge, by=clerk)

    assert (told(laia), told(twin)) == before
    assert set(search_parties("riubrugent")) == {laia, twin}


def test_later_work_stays_and_what_was_corrected_later_is_not_undone(
    laia: Party, twin: Party, clerk: Any
) -> None:
    merge = unite_parties(laia, twin, by=clerk, take=["name"])
    laia = Party.objects.get(pk=laia.pk)
    add_channel(laia, by=clerk, kind="email", value="nova@example.cat")
    correct_party(laia, by=clerk, name="Eulàlia", surname2="Puig")

    separate_parties(merge, by=clerk)

    laia, twin = Party.objects.get(pk=laia.pk), Party.objects.get(pk=twin.pk)
    assert laia.display_name == "Eulàlia Riubrugent Puig"
    assert "nova@example.cat" in [c.value for c in laia.channels.all()]
    assert twin.display_name == "Laia Riubrugent"
    assert [c.value for c in twin.channels.all()] == ["laia.r@example.cat"]
    assert search_parties("eulalia") == [laia]


def test_three_that_are_one_are_separated_in_any_order(laia: Party, twin: Party, clerk: Any) -> None:
    third = add_party(by=clerk, name="L.", surname1="Riubrugent", language="es")
    before = told(laia), told(twin), told(third)
    inner = unite_parties(twin, third, by=clerk, take=["language", "name"])
    outer = unite_parties(laia, twin, by=clerk, take=["language", "name"])
    assert Party.objects.get(pk=third.pk).standing == laia

    separate_parties(inner, by=clerk)
    assert Party.objects.get(pk=third.pk).standing == third
    assert Party.objects.get(pk=twin.pk).standing == laia
    separate_parties(outer, by=clerk)

    assert told(third) == before[2]
    assert told(twin) == before[1]
    assert told(laia) == before[0]


def test_a_name_taken_twice_goes_back_to_the_first_one(laia: Party, twin: Party, clerk: Any) -> None:
    third = add_party(by=clerk, name="Laia", surname1="Riu")
    first = unite_parties(laia, twin, by=clerk, take=["name"])
    second = unite_parties(Party.objects.get(pk=laia.pk), third, by=clerk, take=["name"])

    separate_parties(first, by=clerk)
    assert Party.objects.get(pk=laia.pk).display_name == "Laia Riu"
    separate_parties(second, by=clerk)

    assert Party.objects.get(pk=laia.pk).display_name == "Laia Riubrugent Pou"


def test_the_choice_of_the_other_one_still_counts(laia: Party, twin: Party, clerk: Any) -> None:
    from consistori.kernel.clock import today

    choice = set_preference(twin, by=clerk, way="electronic")
    unite_parties(laia, twin, by=clerk)

    opened = opened_party(clerk, laia.pk)
    assert opened.way_on(choice.effective_on) == "electronic"
    assert opened.way_on(today()) == "paper"


def test_a_number_of_the_other_one_is_hers_now(laia: Party, twin: Party, clerk: Any) -> None:
    add_identifier(twin, by=clerk, value="AAA123456", kind="passport")
    unite_parties(laia, Party.objects.get(pk=twin.pk), by=clerk)

    with pytest.raises(PartyExists) as refused:
        add_party(by=clerk, name="Una", identifier="AAA123456", identifier_kind="passport")
    assert refused.value.twin == laia
    with pytest.raises(AlreadyDone):
        add_identifier(Party.objects.get(pk=laia.pk), by=clerk, value="AAA123456", kind="passport")


def test_nothing_is_done_to_the_one_that_is_known_as_another(laia: Party, twin: Party, clerk: Any) -> None:
    unite_parties(laia, twin, by=clerk)
    twin = Party.objects.get(pk=twin.pk)

    with pytest.raises(KnownAsAnother) as refused:
        correct_party(twin, by=clerk, name="Altra")
    assert refused.value.standing == laia
    with pytest.raises(AlreadyDone):
        unite_parties(laia, twin, by=clerk)


def test_two_numbers_of_which_nobody_has_two_are_two(laia: Party, clerk: Any) -> None:
    other = add_party(by=clerk, name="Laia", surname1="Riubrugent", identifier="87654321X")

    with pytest.raises(AreTwo, match="12345678Z · 87654321X"):
        unite_parties(laia, other, by=clerk)


def test_a_person_and_a_firm_are_two(laia: Party, bakery: Party, clerk: Any) -> None:
    with pytest.raises(AreTwo):
        unite_parties(laia, bakery, by=clerk)


def test_the_one_with_the_number_stays(laia: Party, twin: Party, clerk: Any) -> None:
    with pytest.raises(BadInput) as refused:
        unite_parties(twin, laia, by=clerk)
    assert refused.value.field == "kept"
    with pytest.raises(BadInput):
        unite_parties(laia, laia, by=clerk)


def test_what_somebody_changed_meanwhile_is_looked_at_again(laia: Party, twin: Party, clerk: Any) -> None:
    seen = laia.version, twin.version
    correct_party(twin, by=clerk, name="Laieta")

    with pytest.raises(Stale):
        unite_parties(laia, twin, by=clerk, versions=seen)


def test_a_protected_twin_protects_her(laia: Party, twin: Party, clerk: Any, secretary: Any) -> None:
    mark_protected(twin, by=secretary)
    merge = unite_parties(laia, twin, by=clerk)
    assert Party.objects.get(pk=laia.pk).is_protected

    separate_parties(merge, by=secretary)

    assert not Party.objects.get(pk=laia.pk).is_protected
    assert Party.objects.get(pk=twin.pk).is_protected


def test_undoing_twice_is_told(laia: Party, twin: Party, clerk: Any) -> None:
    merge = unite_parties(laia, twin, by=clerk)
    separate_parties(merge, by=clerk)

    with pytest.raises(AlreadyDone):
        separate_parties(merge, by=clerk)


def test_who_was_separated_is_not_proposed_again(laia: Party, twin: Party, clerk: Any) -> None:
    add_channel(twin, by=clerk, kind="email", value="laia@example.cat")
    assert [one for one, _why in twins_of(laia)] == [twin]
    separate_parties(unite_parties(laia, twin, by=clerk), by=clerk)

    assert twins_of(laia) == []
    assert look_for_duplicates() == 0


def test_both_are_in_the_trail_without_names(town: Any, clerk: Any, hire: Any) -> None:
    with working_for(town):
        one = add_party(by=clerk, name="Laia", surname1="Riubrugent")
        other = add_party(by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou")
        separate_parties(unite_parties(one, other, by=clerk), by=clerk)

    with working_for(town):
        told = [entry for entry in timeline([one.pk]) if "Parties" in entry.kind]
        assert [entry.kind for entry in told] == ["parties.PartiesSeparated", "parties.PartiesUnited"]
        assert "Riubrugent" not in str([entry.payload for entry in told])


def test_whoever_only_looks_unites_nobody(laia: Party, twin: Party, town: Any, hire: Any, clerk: Any) -> None:
    auditor = hire(town, "auditor", "Anna", "Ull")

    with pytest.raises(NotPermitted):
        unite_parties(laia, twin, by=auditor)
    merge = unite_parties(laia, twin, by=clerk)
    with pytest.raises(NotPermitted):
        separate_parties(merge, by=auditor)


def test_the_outsider_finds_nobody_to_unite(town: Any, other_town: Any, clerk: Any, outsider: Any) -> None:
    with working_for(town):
        one = add_party(by=clerk, name="Laia", surname1="Riubrugent")
        other = add_party(by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou")
        merge = unite_parties(one, other, by=clerk)

    with working_for(other_town):
        mine = add_party(by=outsider, name="Laia")
        with pytest.raises(NotHere):
            unite_parties(mine, one, by=outsider)
        with pytest.raises(NotHere):
            separate_parties(merge, by=outsider)
        assert PartyMerge.objects.count() == 0
