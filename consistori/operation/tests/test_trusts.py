import json
from datetime import date, timedelta

import pytest

from consistori.directory.models import Person, Post, Unit
from consistori.directory.selectors import actor_of, standings_of
from consistori.directory.services import end_post
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.operation.services import found_entity, share_staff, stop_sharing
from consistori.operation.services.staff import bring_staff, trusts_of
from consistori.tenancy.models import Entity
from consistori.tenancy.numbers import next_number
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent


@pytest.fixture
def trust(operator, province, town, clerk, mayor):
    said = Entity(short_name="Escola de Música", kind="trust", parent=town)
    return found_entity(said, by=operator, above=province, share_staff=True)


def test_the_staff_of_the_town_works_in_the_trust(trust, town, clerk, mayor, run_jobs):
    run_jobs()

    person = Person.objects.get(pk=clerk.person_id)
    assert set(standings_of(person)) == {town.pk, trust.pk}
    assert actor_of(person, trust).holds("processor")
    assert trusts_of(town) == [trust]


def test_the_trust_reads_the_scheme_of_its_province_and_keeps_its_own_books(trust, province, town):
    from consistori.catalogue.models import Series
    from consistori.catalogue.services import adopt_standard_scheme

    with working_for(province):
        adopt_standard_scheme(province, by=Actor.program(province.pk))
    with working_for(town):
        assert [next_number("cases", 2026) for _ in range(3)] == [1, 2, 3]
    with working_for(trust):
        assert Series.objects.exists()
        assert next_number("cases", 2026) == 1


def test_bringing_the_staff_again_doubles_nobody(trust, run_jobs):
    run_jobs()

    assert bring_staff(trust) == (0, 0)


def test_who_leaves_the_town_leaves_the_trust_and_who_comes_comes(trust, town, clerk, hire, run_jobs):
    run_jobs()
    with working_for(town):
        end_post(Post.objects.get(person_id=clerk.person_id), by=Actor.program(town.pk), ends_on=today())
    hire(town, "registrar", "Berta", "Solé")

    run_jobs()

    with working_for(trust):
        live = Post.objects.live(today())
        assert not live.filter(person_id=clerk.person_id).exists()
        assert live.filter(person__given_name="Berta").exists()
    assert standings_of(Person.objects.get(pk=clerk.person_id)) == {}


def test_units_come_by_their_name(trust, town, hire, run_jobs):
    with working_for(town):
        unit = Unit.objects.create(name="Secretaria")
    hire(town, "processor", "Quim", "Vila", unit_id=unit.pk)

    bring_staff(trust)

    with working_for(trust):
        assert Post.objects.get(person__given_name="Quim").unit.name == "Secretaria"


def test_a_post_that_the_trust_ended_itself_does_not_come_back(trust, clerk, run_jobs):
    run_jobs()
    with working_for(trust):
        post = Post.objects.get(person_id=clerk.person_id)
        end_post(post, by=Actor.program(trust.pk), ends_on=today())

    assert bring_staff(trust) == (0, 0)


def test_stopping_ends_what_came_from_the_town_and_nothing_else(
    trust, operator, province, clerk, hire, run_jobs
):
    run_jobs()
    own = hire(trust, "processor", "Joaquim", "Ferrer")

    stop_sharing(trust, by=operator, above=province)
    run_jobs()

    with working_for(trust):
        assert [p.person_id for p in Post.objects.live(today())] == [own.person_id]
    trust.refresh_from_db()
    share_staff(trust, by=operator, above=province)
    with pytest.raises(AlreadyDone):
        share_staff(Entity.objects.get(pk=trust.pk), by=operator, above=province)


def test_only_operators_share_staff_and_only_in_trusts(trust, town, clerk, operator, province):
    with pytest.raises(NotPermitted):
        share_staff(trust, by=clerk, above=town)
    with pytest.raises(BadInput):
        share_staff(town, by=operator, above=province)


def test_a_post_that_ends_in_the_town_on_a_day_ends_in_the_trust_on_that_day(trust, town, clerk, run_jobs):
    run_jobs()
    day = today() + timedelta(days=30)
    with working_for(town):
        end_post(Post.objects.get(person_id=clerk.person_id), by=Actor.program(town.pk), ends_on=day)

    run_jobs()

    with working_for(trust):
        assert Post.objects.get(person_id=clerk.person_id).ends_on == day
    assert isinstance(day, date)


def test_sharing_again_brings_the_staff_again_from_today(trust, operator, province, clerk, run_jobs):
    run_jobs()
    before = today() - timedelta(days=30)
    with working_for(trust):
        Post.objects.update(starts_on=before)
    stop_sharing(trust, by=operator, above=province)
    run_jobs()

    share_staff(trust, by=operator, above=province)
    run_jobs()

    person = Person.objects.get(pk=clerk.person_id)
    assert actor_of(person, trust).holds("processor")
    with working_for(trust):
        old, new = Post.objects.filter(person=person).order_by("starts_on")
        assert (old.starts_on, old.ends_on) == (before, today())
        assert (new.starts_on, new.ends_on) == (today(), None)
    assert bring_staff(Entity.objects.get(pk=trust.pk)) == (0, 0)


def test_sharing_again_brings_also_whom_the_trust_had_ended_itself(
    trust, operator, province, clerk, run_jobs
):
    run_jobs()
    with working_for(trust):
        end_post(Post.objects.get(person_id=clerk.person_id), by=Actor.program(trust.pk), ends_on=today())
    stop_sharing(trust, by=operator, above=province)
    run_jobs()

    share_staff(trust, by=operator, above=province)
    run_jobs()

    assert actor_of(Person.objects.get(pk=clerk.person_id), trust).holds("processor")


def test_a_post_in_the_trust_begins_today_and_one_to_come_on_its_day(trust, town, clerk, run_jobs):
    to_come = today() + timedelta(days=10)
    with working_for(town):
        post = Post.objects.get(person_id=clerk.person_id)
        Post.objects.create(person=post.person, role="registrar", title_ca="Registre", starts_on=to_come)

    run_jobs()

    with working_for(trust):
        began = dict(Post.objects.filter(person_id=clerk.person_id).values_list("role", "starts_on"))
    assert began == {"processor": today(), "registrar": to_come}


def test_who_shares_and_who_stops_is_in_the_trail_of_the_trust_and_of_the_province(
    trust, operator, province, run_jobs
):
    stop_sharing(trust, by=operator, above=province)
    share_staff(trust, by=operator, above=province)

    for entity in (trust, province):
        with working_for(entity):
            told = TrailEvent.objects.filter(kind="operation.StaffSharingChanged").order_by("seq")
            assert [json.loads(one.content)["payload"]["shared"] for one in told] == [False, True]
            assert {one.actor_name for one in told} == {"Laia Ferrer"}


def test_the_command_line_tells_it_to_the_trust_alone(trust, province):
    stop_sharing(trust, by=Actor.system("x"), above=None)

    with working_for(trust):
        assert TrailEvent.objects.filter(kind="operation.StaffSharingChanged").count() == 1
    with working_for(province):
        assert not TrailEvent.objects.filter(kind="operation.StaffSharingChanged").exists()
