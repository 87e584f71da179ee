"""To whom a slip is given and whom it names: nobody else's data (Llei 7/1985, art. 16; RGPD, art. 5)."""

from datetime import date
from uuid import UUID, uuid5

import pytest

from consistori.padro.rules.slips import (
    Residence,
    Resident,
    Span,
    Why,
    children_of,
    named_in,
    needs_a_person,
    who_must_allow,
    why_not_for,
)

TODAY = date(2026, 11, 27)


def somebody(name, born=date(1984, 3, 14), **said):
    return Resident(key=uuid5(UUID(int=1), name), name=name, birth_date=born, since=born, **said)


LAIA = somebody("Laia", identifier="12345678Z")
JAN = somebody("Jan", identifier="00000001R")
PAU = somebody("Pau", date(2018, 5, 20), guardians=("12345678Z", "00000001R"))
ONA = somebody("Ona", date(2012, 11, 11))
TEEN_OF_AGE_TODAY = somebody("Èric", date(2008, 11, 27), guardians=("12345678Z",))
HOUSE = Residence(LAIA, "Carrer Major", "Padró", TODAY, household=(JAN, PAU, ONA, TEEN_OF_AGE_TODAY))


@pytest.mark.parametrize(
    ("applicant", "subject", "why"),
    [
        (LAIA, LAIA, None),
        (LAIA, PAU, None),
        (LAIA, ONA, Why.NOT_SAID),
        (LAIA, JAN, Why.NOT_THEIRS),
        (LAIA, TEEN_OF_AGE_TODAY, Why.NOT_THEIRS),  # of age on this very day: only they ask for it
        (
            somebody("Nuna", date(2010, 1, 1), identifier="12345678Z"),
            PAU,
            Why.NOT_SAID,
        ),  # a minor answers for nobody
    ],
)
def test_of_whom_somebody_is_given_a_paper(applicant, subject, why):
    assert why_not_for(applicant, subject, TODAY) == why


@pytest.mark.parametrize(
    ("span", "allowed", "names", "counted"),
    [
        (Span.ALONE, (), ["Laia"], 0),
        (Span.TOGETHER, (), ["Laia", "Pau"], 3),
        (Span.TOGETHER, (JAN.key,), ["Laia", "Jan", "Pau"], 2),
    ],
)
def test_whom_it_names_and_whom_it_only_counts(span, allowed, names, counted):
    named = named_in(HOUSE, LAIA, span, allowed=set(allowed), on=TODAY)

    assert ([one.name for one in named.people], named.counted) == (names, counted)


def test_those_who_must_allow_are_not_the_children_they_answer_for():
    assert [one.name for one in who_must_allow(HOUSE, TODAY)] == ["Jan", "Ona", "Èric"]
    assert [one.name for one in children_of(HOUSE, TODAY)] == ["Pau"]


def test_a_protected_person_in_the_house_needs_somebody_to_look():
    protected = Residence(
        LAIA, "Carrer Major", "Padró", TODAY, household=(somebody("Amal", is_protected=True),)
    )

    assert needs_a_person(protected, Span.TOGETHER)
    assert not needs_a_person(protected, Span.ALONE)
    assert not needs_a_person(HOUSE, Span.TOGETHER)
