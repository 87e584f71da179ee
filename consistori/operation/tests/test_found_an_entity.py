import io

import pytest
from django.core.management import CommandError, call_command

from consistori.directory.models import Person, Post
from consistori.directory.models.accounts import Invitation
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.operation.services import FirstAdministrator, found_entity
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

ANNA = FirstAdministrator("anna.riba@escala.example", "Anna", "Riba")


def test_with_its_name_and_whom_to_invite_a_town_is_open(operator, province):
    town = found_entity(Entity(short_name="l’Escala"), by=operator, above=province, administrator=ANNA)

    assert (town.ine_code, town.ine10, town.dir3) == ("17062", "1706220002", "L01170622")
    assert (town.name, town.slug, town.code_prefix) == ("Ajuntament de l’Escala", "lescala", "ESC")
    assert town.parent == province
    with working_for(town):
        post = Post.objects.get()
        assert post.role == "administrator" and post.person.email == ANNA.email
        assert Invitation.objects.get().person == post.person
        assert "operation.EntityCreated" in TrailEvent.objects.values_list("kind", flat=True)
    with working_for(province):
        told = TrailEvent.objects.get(kind="operation.EntityCreated")
        assert told.actor_name == "Laia Ferrer"


def test_who_already_works_elsewhere_keeps_her_login(operator, province, clerk):
    person = Person.objects.get(pk=clerk.person_id)
    who = FirstAdministrator(person.email, "Another", "Name")

    town = found_entity(Entity(short_name="Abrera"), by=operator, above=province, administrator=who)

    with working_for(town):
        assert Post.objects.get().person == person


def test_two_towns_of_one_name_get_other_addresses_and_prefixes(operator, province):
    first = found_entity(Entity(short_name="Nou Poble"), by=operator, above=province)
    second = found_entity(Entity(short_name="Nou Poble"), by=operator, above=province)

    assert first.slug != second.slug and first.code_prefix != second.code_prefix


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"ine_code": "1706"}, "ine_code"),
        ({"ine10": "0800180001"}, "ine10"),
        ({"postcode": "08001"}, "postcode"),
        ({"dir3": "nonsense"}, "dir3"),
        ({"code_prefix": "X"}, "code_prefix"),
        ({"kind": "trust"}, "parent"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_left(said, field, operator, province):
    with pytest.raises(BadInput) as refused:
        found_entity(Entity(short_name="l'Escala", **said), by=operator, above=province, administrator=ANNA)

    assert refused.value.field == field
    assert not Entity.objects.filter(short_name="l'Escala").exists()
    assert not Person.objects.filter(email=ANNA.email).exists()


def test_if_the_invitation_fails_there_is_no_town_either(operator, province, monkeypatch):
    def broken(**_said):
        raise AlreadyDone("no")

    monkeypatch.setattr("consistori.operation.services.founding.bring_person", broken)

    with pytest.raises(AlreadyDone):
        found_entity(Entity(short_name="Abrera"), by=operator, above=province, administrator=ANNA)

    assert not Entity.objects.filter(slug="abrera").exists()
    with working_for(province):
        assert not TrailEvent.objects.filter(kind="operation.EntityCreated").exists()


def test_only_operators_of_a_province_open_towns(town, province, clerk, administrator, hire):
    stray = hire(town, "operator", "Pere", "Estrany")
    for actor, above in ((clerk, town), (administrator, province), (stray, town), (clerk, None)):
        with pytest.raises(NotPermitted):
            found_entity(Entity(short_name="Abrera"), by=actor, above=above)


def test_an_entity_of_another_province_is_not_a_parent(operator, province, other_town):
    with pytest.raises(BadInput):
        found_entity(
            Entity(short_name="Patronat", kind="trust", parent=other_town), by=operator, above=province
        )


def test_the_command_needs_only_the_name_of_the_place(db):
    out = io.StringIO()

    call_command(
        "entity_create", "olot", "--admin-email", "a@olot.example", "--admin-given", "Anna", "--admin-family", "Riba",
        stdout=out,
    )  # fmt: skip

    town = Entity.objects.get(slug="olot")
    assert (town.name, town.ine_code, town.dir3) == ("Ajuntament d’Olot", "17114", "L01171143")
    assert "a@olot.example" in out.getvalue()


def test_the_command_still_takes_everything_by_hand(db):
    call_command(
        "entity_create", "vall", "--name", "Ajuntament de Vall", "--short-name", "Vall", "--prefix", "VAL",
        "--modality", "basic", "--dir3", "L01000000",
    )  # fmt: skip

    assert Entity.objects.get(slug="vall").dir3 == "L01000000"


def test_the_command_says_what_is_wrong(db):
    with pytest.raises(CommandError, match="dir3"):
        call_command("entity_create", "olot", "--dir3", "X", stdout=io.StringIO())


def test_the_command_line_is_the_program_and_not_a_person(db):
    town = found_entity(Entity(short_name="Abrera"), by=Actor.system("x"), above=None)

    with working_for(town):
        assert TrailEvent.objects.get().channel == "system"


def test_a_made_up_town_has_the_postcode_it_says(operator, province):
    town = found_entity(
        Entity(short_name="Vall", ine_code="99101", postcode="17999"), by=operator, above=province
    )

    assert town.postcode == "17999"


def test_the_same_town_is_not_opened_twice(operator, province):
    found_entity(Entity(short_name="Olot"), by=operator, above=province)

    with pytest.raises(AlreadyDone) as refused:
        found_entity(Entity(short_name="Olot"), by=operator, above=province)

    assert refused.value.field == "dir3"
