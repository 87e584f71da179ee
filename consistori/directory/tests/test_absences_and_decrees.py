"""Absences, delegations and substitutions on record, and by them who acts for whom."""

from datetime import date, timedelta

import pytest

from consistori.directory import careers
from consistori.directory.models import Absence, Delegation, Person, Post
from consistori.directory.services import (
    accept_delegation,
    come_back,
    end_delegation,
    end_post,
    publish_delegation,
    record_delegation,
    refuse_delegation,
    tell_absence,
)
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.scope import working_for

DAY = timedelta(days=1)


def person(actor):
    return Person.objects.get(pk=actor.person_id)


def post_of(actor):
    return Post.objects.select_related("person").get(person_id=actor.person_id)


@pytest.fixture
def councillor(town, hire):
    return hire(town, "councillor", "Berta", "Solé")


@pytest.fixture
def substitution(at_work, secretary, mayor, councillor):
    """Berta substitutes the mayor, by a decree of a month ago."""
    return record_delegation(
        by=secretary, manner="substitution", of_post=post_of(mayor), to=person(councillor), decree="Decret 2026/45",
        decree_on=today() - 30 * DAY,
    )  # fmt: skip


# --- absences ----------------------------------------------------------------------------------------------


def test_each_person_tells_her_own_absence_and_a_colleague_covers_her(at_work, clerk, secretary):
    tell_absence(
        person(clerk), by=clerk, starts_on=today(), ends_on=today() + 10 * DAY, covered_by=person(secretary)
    )

    assert [one.person_id for one in careers.covering(secretary.person_id)] == [clerk.person_id]
    assert careers.goes_to(clerk.person_id) == secretary.person_id
    assert careers.absence_of(clerk.person_id, today() + 10 * DAY) is None
    assert careers.goes_to(clerk.person_id, today() + 10 * DAY) == clerk.person_id


def test_a_colleague_does_not_tell_the_absence_of_another_and_the_outsider_neither(
    at_work, clerk, mayor, outsider
):
    for actor in (mayor, outsider):
        with pytest.raises(NotPermitted):
            tell_absence(person(clerk), by=actor, starts_on=today())

    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "field"), [(0, 0, "ends_on"), (5, 2, "ends_on"), (-5000, None, "starts_on")]
)
def test_wrong_days_are_refused_at_their_field(at_work, clerk, starts, ends, field):
    ends_on = None if ends is None else today() + ends * DAY

    with pytest.raises(BadInput) as refused:
        tell_absence(person(clerk), by=clerk, starts_on=today() + starts * DAY, ends_on=ends_on)
    assert refused.value.field == field


def test_two_absences_of_one_person_do_not_share_days(at_work, clerk):
    tell_absence(person(clerk), by=clerk, starts_on=today() + 5 * DAY, ends_on=today() + 10 * DAY)

    with pytest.raises(BadInput):
        tell_absence(person(clerk), by=clerk, starts_on=today() + 9 * DAY)
    tell_absence(person(clerk), by=clerk, starts_on=today() + 10 * DAY)


def test_whoever_is_away_covers_nobody_and_nobody_covers_herself(at_work, clerk, secretary):
    tell_absence(person(secretary), by=secretary, starts_on=today() + 2 * DAY, ends_on=today() + 4 * DAY)

    for cover in (person(secretary), person(clerk)):
        with pytest.raises(BadInput) as refused:
            tell_absence(
                person(clerk), by=clerk, starts_on=today(), ends_on=today() + 3 * DAY, covered_by=cover
            )
        assert refused.value.field == "covered_by"


def test_what_is_hers_follows_a_chain_of_absences_and_never_turns_in_a_circle(at_work, town, hire):
    one, two, three = (hire(town, "processor", name, "Roca") for name in ("Ada", "Bet", "Cinta"))
    for away, cover in ((one, two), (two, three), (three, one)):
        Absence.objects.create(
            person=person(away), starts_on=today(), ends_on=today() + DAY, covered_by=person(cover)
        )

    assert careers.goes_to(one.person_id) == three.person_id


def test_coming_back_sooner_ends_it_and_before_it_begins_takes_it_back(at_work, clerk):
    now_away = tell_absence(person(clerk), by=clerk, starts_on=today() - 3 * DAY)
    come_back(now_away, by=clerk, on=today())
    to_come = tell_absence(person(clerk), by=clerk, starts_on=today() + 5 * DAY, ends_on=today() + 9 * DAY)
    come_back(to_come, by=clerk, on=today())

    assert careers.absence_of(clerk.person_id) is None
    assert careers.absence_of(clerk.person_id, today() + 6 * DAY) is None
    with pytest.raises(AlreadyDone):
        come_back(to_come, by=clerk, on=today())


def test_days_away_that_passed_are_not_taken_back(at_work, clerk):
    absence = tell_absence(person(clerk), by=clerk, starts_on=today() - 3 * DAY)

    with pytest.raises(BadInput) as refused:
        come_back(absence, by=clerk, on=today() - 3 * DAY)
    assert refused.value.field == "on"
    assert careers.absence_of(clerk.person_id, today() - DAY) == absence


# --- decrees -----------------------------------------------------------------------------------------------


def test_a_substitution_is_used_only_while_the_other_is_away(
    town, at_work, secretary, mayor, councillor, substitution
):
    assert not careers.standing_in(councillor.person_id)
    assert careers.how_it_stands(substitution).why == "not-away"

    absence = tell_absence(person(mayor), by=mayor, starts_on=today())
    assert [one.pk for one in careers.standing_in(councillor.person_id)] == [substitution.pk]
    assert careers.substitution_for(councillor, mayor.person_id) == substitution

    come_back(absence, by=mayor, on=today())
    assert not careers.standing_in(councillor.person_id)


def test_a_vacant_post_is_substituted(at_work, administrator, mayor, councillor, substitution):
    end_post(post_of(mayor), by=administrator, ends_on=today())

    assert careers.is_usable(substitution)


def test_a_delegation_waits_for_three_working_days_unless_she_accepts_it(
    at_work, secretary, mayor, councillor
):
    made = record_delegation(
        by=secretary, manner="delegation", of_post=post_of(mayor), to=person(councillor), decree="Decret 2026/214",
        decree_on=today() - DAY, notified_on=today(), matters="Llicències d’obres menors",
    )  # fmt: skip

    assert not careers.is_usable(made)
    assert careers.how_it_stands(made).why == "not-yet"
    accept_delegation(made, by=councillor)
    assert careers.is_usable(made)
    with pytest.raises(AlreadyDone):
        refuse_delegation(made, by=councillor)


def test_a_delegation_that_is_refused_never_begins(at_work, secretary, mayor, councillor):
    made = record_delegation(
        by=secretary, manner="delegation", of_post=post_of(mayor), to=person(councillor), decree="Decret 9",
        decree_on=today(), notified_on=today(),
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        refuse_delegation(made, by=mayor)
    refuse_delegation(made, by=councillor)

    assert not careers.is_usable(made, today() + 60 * DAY)


def test_once_silence_accepted_it_refusing_is_late_also_when_it_is_not_used_yet(
    at_work, secretary, mayor, councillor
):
    made = record_delegation(
        by=secretary, manner="delegation", of_post=post_of(mayor), to=person(councillor), decree="Decret 9",
        decree_on=today() - 20 * DAY, notified_on=today() - 20 * DAY, said_from=today() + 30 * DAY,
    )  # fmt: skip

    with pytest.raises(AlreadyDone) as refused:
        refuse_delegation(made, by=councillor)
    assert refused.value.article == "ROF, art. 114.1"


def test_it_falls_with_whoever_gave_it_and_when_it_is_revoked(
    at_work, administrator, secretary, mayor, councillor
):
    made = record_delegation(
        by=secretary, manner="delegation", of_post=post_of(mayor), to=person(councillor), decree="Decret 9",
        decree_on=today() - 40 * DAY, notified_on=today() - 40 * DAY,
    )  # fmt: skip
    assert careers.is_usable(made)

    end_delegation(made, by=secretary, on=today() + 5 * DAY, decree="Decret 12")
    assert careers.is_usable(made, today() + 4 * DAY)
    assert not careers.is_usable(made, today() + 5 * DAY)

    end_post(post_of(mayor), by=administrator, ends_on=today())
    assert not careers.is_usable(made)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"manner": "magic"}, "manner"),
        ({"decree": "  "}, "decree"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"to": "clerk"}, "to"),
        ({"to": "mayor"}, "to"),
        ({"of_post": "secretary"}, "manner"),
        ({"notified_on": None}, "notified_on"),
        ({"notified_on": today() - DAY}, "notified_on"),
        ({"decree_on": date(2019, 12, 31), "notified_on": date(2020, 1, 2)}, "of_post"),
        ({"manner": "substitution", "decree_on": date(2019, 12, 31)}, "of_post"),
    ],
)
def test_a_wrong_decree_is_refused_at_its_field_with_its_article(
    at_work, secretary, mayor, councillor, clerk, change, field
):
    cast = {"clerk": clerk, "mayor": mayor, "secretary": secretary}
    said = {"manner": "delegation", "of_post": post_of(mayor), "to": person(councillor), "decree": "Decret 1",
            "decree_on": today(), "notified_on": today()}  # fmt: skip
    said |= {
        k: person(cast[v]) if k == "to" else post_of(cast[v]) if k == "of_post" else v
        for k, v in change.items()
    }

    with pytest.raises(BadInput) as refused:
        record_delegation(by=secretary, **said)
    assert refused.value.field == field
    assert not Delegation.objects.exists()


def test_only_the_secretary_and_the_administrator_write_decrees_down(
    at_work, mayor, clerk, outsider, councillor
):
    for actor in (mayor, clerk, outsider):
        with pytest.raises(NotPermitted):
            record_delegation(
                by=actor, manner="substitution", of_post=post_of(mayor), to=person(councillor), decree="Decret 1",
                decree_on=today(),
            )  # fmt: skip


def test_publication_is_noted_and_not_before_the_signature(at_work, secretary, substitution):
    with pytest.raises(BadInput):
        publish_delegation(substitution, by=secretary, on=substitution.decree_on - DAY)
    publish_delegation(substitution, by=secretary, on=today())

    assert Delegation.objects.get(pk=substitution.pk).published_on == today()


def test_the_rule_and_the_question_to_the_database_say_the_same(
    town, at_work, administrator, secretary, mayor, councillor, substitution
):
    delegation = record_delegation(
        by=secretary, manner="delegation", of_post=post_of(mayor), to=person(councillor), decree="Decret 7",
        decree_on=today() - 60 * DAY, notified_on=today() - 60 * DAY, ends_on=today() + 20 * DAY,
    )  # fmt: skip
    tell_absence(person(mayor), by=mayor, starts_on=today() + 3 * DAY, ends_on=today() + 6 * DAY)
    end_post(post_of(councillor), by=administrator, ends_on=today() + 40 * DAY)

    for day in range(-70, 60):
        on = today() + day * DAY
        for one in (substitution, delegation):
            assert careers.is_usable(one, on) == careers.how_it_stands(one, on).ok, (one.manner, day)
        substituting = Delegation.objects.substituting(councillor.person_id, on).filter(pk=substitution.pk)
        assert substituting.exists() == careers.is_usable(substitution, on), day


def test_the_other_town_sees_none_of_it(town, other_town, secretary, mayor, councillor):
    with working_for(town):
        tell_absence(person(mayor), by=mayor, starts_on=today())
        record_delegation(
            by=secretary, manner="substitution", of_post=post_of(mayor), to=person(councillor), decree="Decret 45",
            decree_on=today(),
        )  # fmt: skip

    with working_for(other_town):
        assert not Absence.objects.exists()
        assert not Delegation.objects.exists()
        assert not careers.standing_in(councillor.person_id)
