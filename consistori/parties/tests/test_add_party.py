"""Entering a person or a firm: twins are shown, wrong numbers say why, and strangers cannot."""

from typing import Any

import pytest
from django.utils import translation

from consistori.kernel.errors import BadInput, NotPermitted
from consistori.parties.models import Identifier, Party
from consistori.parties.selectors import similar_parties
from consistori.parties.services import PartyExists, add_party
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent


def test_a_person_is_entered_with_how_to_reach_her(laia: Party) -> None:
    assert laia.display_name == "Laia Riubrugent Pou"
    assert laia.listed_name == "Riubrugent Pou, Laia"
    assert laia.initials == "LR"
    assert [str(channel) for channel in laia.channels.order_by("kind")] == ["laia@example.cat", "600000000"]
    assert [address.one_line for address in laia.addresses.all()] == [
        "Plaça de l’Església, 3 · 17999 Vall-llobera"
    ]


def test_a_firm_is_known_by_its_nif_and_is_obliged(bakery: Party) -> None:
    duty = bakery.obliged_electronic

    assert (bakery.kind, bakery.name, bakery.identifier) == ("legal", "Forn de l’Església, SL", "B00000000")
    assert duty.ok
    assert duty.article == "Llei 39/2015, art. 14.2.a"


def test_the_article_is_cited_in_the_language_of_the_reader(bakery: Party) -> None:
    with translation.override("es"):
        assert bakery.obliged_electronic.article == "Ley 39/2015, art. 14.2.a"


@pytest.mark.parametrize(
    ("nif", "kind"),
    [("H17000001", "unincorporated"), ("P1700000A", "administration"), ("G17000001", "legal")],
)
def test_the_letter_of_the_nif_says_what_it_is(at_work: Any, clerk: Any, nif: str, kind: str) -> None:
    from consistori.parties.rules.identifiers import IdentifierFault, check_identifier

    try:
        check_identifier(nif)
    except IdentifierFault as fault:
        nif = nif[:-1] + fault.expected

    assert add_party(by=clerk, name="Entitat", identifier=nif).kind == kind


def test_the_same_number_is_refused_and_the_twin_is_shown(laia: Party, clerk: Any) -> None:
    with pytest.raises(PartyExists) as refusal:
        add_party(by=clerk, name="Laia", surname1="Altra", identifier="12.345.678-z")

    assert refusal.value.twin == laia
    assert refusal.value.field == "identifier"
    assert Party.objects.count() == 1


def test_a_wrong_letter_says_which_was_right(at_work: Any, clerk: Any) -> None:
    with translation.override("ca"), pytest.raises(BadInput) as refusal:
        add_party(by=clerk, name="Laia", identifier="12345678A")

    assert str(refusal.value) == "La lletra no correspon: hauria de ser Z."
    assert (refusal.value.field, refusal.value.code) == ("identifier", "wrong_letter")


WRONG = [
    ({"name": "  "}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"name": "Forn", "kind": "natural", "identifier": "B00000000"}, "kind"),
    ({"name": "Laia", "kind": "legal", "identifier": "12345678Z"}, "kind"),
    ({"name": "Laia", "kind": "ghost"}, "kind"),
    ({"name": "Laia", "identifier": "12345678Z", "identifier_kind": "ghost"}, "identifier_kind"),
    ({"name": "Laia", "email": "laia@"}, "email"),
    ({"name": "Laia", "phone": "call me"}, "phone"),
]


@pytest.mark.parametrize(("fields", "field"), WRONG)
def test_what_is_wrong_names_its_field_and_nothing_is_kept(
    at_work: Any, clerk: Any, fields: dict[str, str], field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        add_party(by=clerk, **fields)  # type: ignore[arg-type]

    assert refusal.value.field == field
    assert not Party.objects.exists()
    assert not Identifier.objects.exists()


SIMILAR = [
    ("Pou Riubrugent, Laia", "", "", True),
    ("Laia", "Riubrugent", "", True),
    ("LAIA", "RIUBRUGENT", "POU", True),
    ("Joana", "Riubrugent", "Pou", False),
    ("Laia", "Serra", "Mas", False),
]


@pytest.mark.parametrize(("name", "surname1", "surname2", "warned"), SIMILAR)
def test_a_similar_name_is_shown_before_it_is_entered_twice(
    laia: Party, name: str, surname1: str, surname2: str, warned: bool
) -> None:
    assert (similar_parties(name, surname1, surname2) == [laia]) is warned


def test_the_trail_keeps_neither_the_name_nor_the_number(laia: Party, town: Any, clerk: Any) -> None:
    from consistori.tenancy.scope import current_scope
    from consistori.trail.chain import write_pending

    write_pending(current_scope())
    event = TrailEvent.objects.get(kind="parties.PartyAdded")

    assert event.subject_id == laia.pk
    assert "Riubrugent" not in event.content
    assert "12345678" not in event.content


def test_whoever_does_not_work_on_cases_does_not_enter_people(at_work: Any, mayor: Any) -> None:
    with pytest.raises(NotPermitted):
        add_party(by=mayor, name="Laia")


def test_two_towns_know_the_same_person_apart(town: Any, other_town: Any, clerk: Any, outsider: Any) -> None:
    with working_for(town):
        add_party(by=clerk, name="Laia", identifier="12345678Z")

    with working_for(other_town):
        assert not Party.objects.exists()
        add_party(by=outsider, name="Laia", identifier="12345678Z")
        assert Party.objects.count() == 1


def test_adding_a_party_costs_few_statements(at_work: Any, clerk: Any, statements: Any) -> None:
    with statements() as s:
        add_party(by=clerk, name="Laia", surname1="Riubrugent", identifier="12345678Z")

    assert s.count <= 3, s.sql
