"""Decrees when a post changes, which leaves another row, and when it is left vacant (R-DEC-02)."""

from datetime import timedelta

import pytest

from consistori.directory import careers
from consistori.directory.models import Absence, Delegation, Person, Post
from consistori.directory.services import change_post, end_delegation, leave, record_delegation, tell_absence
from consistori.kernel.clock import today

DAY = timedelta(days=1)


def person(actor):
    return Person.objects.get(pk=actor.person_id)


def post_of(actor):
    return Post.objects.select_related("person").live(today()).get(person_id=actor.person_id)


@pytest.fixture
def councillor(town, hire):
    return hire(town, "councillor", "Berta", "Solé")


@pytest.fixture
def write(at_work, secretary, mayor, councillor):
    """`write("substitution")`: a decree of the mayor to Berta, of a month ago."""

    def do(manner, **said):
        known = {"of_post": post_of(mayor), "to": person(councillor), "decree": "Decret 2026/45",
                 "decree_on": today() - 30 * DAY, "notified_on": today() - 29 * DAY}  # fmt: skip
        return record_delegation(by=secretary, manner=manner, **known | said)

    return do


def changed(mayor, administrator, **said):
    """The mayor changes her post today: by default only its title."""
    known = {"role": "mayor", "title_ca": "Alcaldessa presidenta"} | said
    return change_post(post_of(mayor), by=administrator, on=today(), **known)


def agree(decree, councillor):
    """Whether it may be used today, asked in the three places, which must say the same."""
    usable = careers.is_usable(decree)
    assert careers.how_it_stands(decree).ok == usable
    if decree.manner == "substitution":
        mine = Delegation.objects.substituting(councillor.person_id, today())
        assert mine.filter(pk=decree.pk).exists() == usable
    return usable


def test_changing_a_post_does_not_let_her_substitute_sign_while_she_is_at_work(
    write, administrator, mayor, councillor
):
    decree = write("substitution")

    changed(mayor, administrator)

    assert not agree(decree, councillor)
    assert careers.how_it_stands(decree).why == "not-away"
    assert careers.substitution_for(councillor, mayor.person_id) is None

    tell_absence(person(mayor), by=mayor, starts_on=today())
    assert agree(decree, councillor)


@pytest.mark.parametrize("manner", ["delegation", "signature"])
def test_what_she_delegated_goes_on_while_she_holds_the_same_competence(
    write, administrator, mayor, councillor, manner
):
    decree = write(manner)

    changed(mayor, administrator)

    assert agree(decree, councillor)


@pytest.mark.parametrize("manner", ["delegation", "signature"])
def test_what_she_delegated_falls_when_her_other_post_has_not_that_competence(
    write, administrator, mayor, councillor, manner
):
    decree = write(manner)

    changed(mayor, administrator, role="opposition", title_ca="Regidora")

    assert not agree(decree, councillor)
    assert careers.how_it_stands(decree).why == "granter-left"


def test_a_post_in_another_town_is_not_hers_here(write, administrator, mayor, councillor, hire, other_town):
    decree = write("delegation")
    hire(other_town, "mayor", "Rosa", "Bassols")

    changed(mayor, administrator, role="opposition", title_ca="Regidora")

    assert not agree(decree, councillor)


# --- leaving -----------------------------------------------------------------------------------------------


def test_when_the_mayor_leaves_her_substitute_goes_on_in_the_vacancy_and_her_delegation_falls(
    write, administrator, mayor, councillor
):
    substitution, delegation = write("substitution"), write("delegation")

    leave(person(mayor), by=administrator, on=today(), to={})

    substitution.refresh_from_db()
    delegation.refresh_from_db()
    assert agree(substitution, councillor)
    assert substitution.ends_on is None
    assert delegation.ends_on == today()


def test_when_the_substitute_leaves_the_substitution_ends(write, administrator, mayor, councillor):
    substitution = write("substitution")

    leave(person(councillor), by=administrator, on=today(), to={})

    substitution.refresh_from_db()
    assert substitution.ends_on == today()


def test_leaving_keeps_the_decree_by_which_it_was_to_end(write, administrator, secretary, mayor):
    decree = write("delegation")
    end_delegation(decree, by=secretary, on=today() + 20 * DAY, decree="Decret 2026/99")

    leave(person(mayor), by=administrator, on=today() + DAY, to={})

    decree.refresh_from_db()
    assert (decree.ends_on, decree.revoked_by) == (today() + DAY, "Decret 2026/99")


@pytest.mark.parametrize(("leaves_in", "covers"), [(10, [True, False]), (0, [False, False])])
def test_until_she_leaves_she_covers_whom_she_covers(
    at_work, administrator, secretary, clerk, councillor, leaves_in, covers
):
    who = person(councillor)
    tell_absence(person(clerk), by=clerk, starts_on=today(), ends_on=today() + 5 * DAY, covered_by=who)
    tell_absence(person(secretary), by=secretary, starts_on=today() + 20 * DAY, covered_by=who)

    leave(who, by=administrator, on=today() + leaves_in * DAY, to={})

    rows = Absence.objects.order_by("starts_on")
    assert [one.covered_by_id is not None for one in rows] == covers
