"""R-DEC-02 as tables: from when a decree may be used, whether it may be used on a day, who may receive it."""

from datetime import date

import pytest

from consistori.directory.rules import (
    Decree,
    Manner,
    common_holidays,
    in_force,
    last_day_to_answer,
    may_be_given,
    not_delegable_in,
    term_of,
    working_day_after,
)
from consistori.kernel.text import fold

D, G, S = Manner.DELEGATION, Manner.SIGNATURE, Manner.SUBSTITUTION
NOV = lambda day: date(2026, 11, day)  # noqa: E731
DEC = lambda day: date(2026, 12, day)  # noqa: E731


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (NOV(23), 3, NOV(26)),  # Monday: Tuesday, Wednesday, Thursday
        (NOV(27), 3, DEC(2)),  # Friday: over the week-end
        (NOV(28), 1, NOV(30)),  # Saturday
        (DEC(4), 3, DEC(10)),  # the 8th of December is a holiday
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # Christmas, and the week-end after it
        (date(2026, 4, 1), 2, date(2026, 4, 7)),  # Good Friday and Easter Monday
        (NOV(23), 0, NOV(23)),
    ],
)
def test_working_days_leave_out_saturdays_sundays_and_holidays(start, days, last):
    assert working_day_after(start, days, common_holidays(start.year)) == last


@pytest.mark.parametrize(
    ("manner", "said", "starts_on"),
    [
        # A delegation: the day after (ROF 44.2) and accepted by silence in three working days (ROF 114.1).
        (D, {"decree_on": NOV(23)}, NOV(27)),
        (D, {"decree_on": NOV(27)}, DEC(3)),
        (D, {"decree_on": DEC(4)}, DEC(11)),
        # The three days run from the notice, when it is later.
        (D, {"decree_on": NOV(23), "notified_on": NOV(25)}, DEC(1)),
        # Accepted with words: the later of the acceptance and the effect.
        (D, {"decree_on": NOV(23), "accepted_on": NOV(23)}, NOV(24)),
        (D, {"decree_on": NOV(23), "accepted_on": NOV(25)}, NOV(25)),
        # The decree may say another day; never one before it was signed.
        (D, {"decree_on": NOV(23), "said_from": DEC(15)}, DEC(15)),
        (D, {"decree_on": NOV(23), "said_from": NOV(1), "accepted_on": NOV(23)}, NOV(23)),
        # Signature and substitution need neither acceptance nor publication (Llei 40/2015, art. 12 and 13).
        (G, {"decree_on": NOV(23)}, NOV(23)),
        (G, {"decree_on": NOV(23), "said_from": DEC(1)}, DEC(1)),
        (S, {"decree_on": NOV(23)}, NOV(23)),
        (S, {"decree_on": NOV(23), "said_from": NOV(1)}, NOV(23)),
        (S, {"decree_on": NOV(23), "said_from": DEC(1)}, DEC(1)),
    ],
)
def test_from_when_a_decree_may_be_used(manner, said, starts_on):
    term = term_of(manner, **said, holidays=common_holidays(2026))

    assert term.starts_on == starts_on
    assert term.steps[-1].on == starts_on
    assert all(step.article for step in term.steps)


@pytest.mark.parametrize(
    ("decree_on", "notified_on", "last"),
    [
        # ROF, art. 114.1: three working days from the notice, not from the decree.
        (NOV(23), NOV(23), NOV(26)),
        (NOV(23), NOV(27), DEC(2)),
        (NOV(2), DEC(4), DEC(10)),  # the 8th of December is a holiday
        (NOV(23), None, NOV(26)),  # an old book without the notice
    ],
)
def test_until_when_a_delegation_may_be_refused(decree_on, notified_on, last):
    said = last_day_to_answer(decree_on=decree_on, notified_on=notified_on, holidays=common_holidays(2026))

    assert said == last


@pytest.mark.parametrize(
    ("manner", "on", "granter", "receiver", "away", "ok", "why"),
    [
        (D, NOV(27), True, True, False, True, ""),
        (D, NOV(26), True, True, False, False, "not-yet"),
        (D, DEC(31), True, True, False, False, "ended"),
        (D, NOV(27), False, True, False, False, "granter-left"),
        (D, NOV(27), True, False, False, False, "receiver-left"),
        (D, NOV(27), True, True, True, True, ""),
        (G, NOV(27), False, True, True, False, "granter-left"),
        (S, NOV(27), True, True, False, False, "not-away"),
        (S, NOV(27), True, True, True, True, ""),
        (S, NOV(27), False, True, False, True, ""),  # a vacant post is substituted too
        (S, NOV(27), True, False, True, False, "receiver-left"),
        (S, DEC(31), True, True, True, False, "ended"),
    ],
)
def test_whether_a_decree_may_be_used_on_a_day(manner, on, granter, receiver, away, ok, why):
    decree = Decree(manner=manner, decree_on=NOV(23), starts_on=NOV(27), ends_on=DEC(31))

    standing = in_force(decree, on=on, granter_in_post=granter, receiver_in_post=receiver, granter_away=away)

    assert (standing.ok, standing.why) == (ok, why)
    assert standing.article


def test_a_refused_delegation_never_takes_effect():
    decree = Decree(manner=D, decree_on=NOV(23), starts_on=NOV(27), refused=True)

    standing = in_force(decree, on=DEC(20), granter_in_post=True, receiver_in_post=True, granter_away=True)

    assert (standing.ok, standing.why) == (False, "refused")


@pytest.mark.parametrize(
    ("manner", "of_role", "to_roles", "why"),
    [
        (D, "mayor", ["councillor"], ""),
        (D, "mayor", ["opposition"], "wrong-receiver"),
        (D, "mayor", ["processor", "registrar"], "wrong-receiver"),
        (D, "mayor", [], "wrong-receiver"),
        (D, "secretary", ["processor"], "reserved-functions"),
        (D, "councillor", ["councillor"], "no-subdelegation"),
        (D, "processor", ["processor"], "role-gives-none"),
        (G, "mayor", ["secretary"], ""),
        (G, "mayor", ["opposition"], "wrong-receiver"),
        (G, "secretary", ["processor"], "role-gives-none"),
        (S, "mayor", ["councillor"], ""),
        (S, "mayor", ["secretary"], "wrong-receiver"),
        (S, "secretary", ["processor"], ""),
        (S, "secretary", ["councillor"], "wrong-receiver"),
        (S, "processor", ["registrar"], ""),
        (S, "opposition", ["councillor"], "role-gives-none"),
        (S, "auditor", ["auditor"], "role-gives-none"),
    ],
)
def test_who_may_receive_what_from_whom(manner, of_role, to_roles, why):
    verdict = may_be_given(manner, of_role=of_role, to_roles=to_roles)

    assert (verdict.ok, verdict.why) == (not why, why)
    assert verdict.article


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Llicències d’obres menors i ocupació de la via pública", []),
        ("Dictar bans i ordenar la circulació", ["edicts"]),
        ("Concertar operacions de crèdit", ["credit"]),
        ("Convocar el Ple i decidir amb el vot de qualitat", ["sessions", "casting-vote"]),
        ("El despido del personal laboral y las acciones judiciales", ["dismissal", "lawsuits"]),
        ("Declaració de lesivitat", ["lesivity"]),
    ],
)
def test_what_cannot_be_delegated_is_noticed_in_the_words(text, keys):
    assert [matter.key for matter in not_delegable_in(fold(text))] == keys
