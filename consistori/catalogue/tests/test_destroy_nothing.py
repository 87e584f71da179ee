"""Nothing is destroyed without an approved table (Llei 10/2001, art. 9; Decret 13/2008, art. 12)."""

from datetime import date

import pytest

from consistori.catalogue.rules.retention import RetentionFacts, destroyable_from, may_destroy
from consistori.catalogue.starter import starter_retention

FIVE = RetentionFacts("total", "verified", "193", 5)
FIFTEEN = RetentionFacts("selective", "verified", "192", 15)
KEPT = RetentionFacts("permanent", "verified", "51")
PROPOSED = RetentionFacts("permanent", "proposal")
NOTHING = RetentionFacts("pending", "none")
A_WISH = RetentionFacts("total", "proposal", "999", 5)
NO_YEARS = RetentionFacts("selective", "verified", "16")
CLOSED = date(2020, 2, 29)
TODAY = date(2026, 11, 26)

TABLE = [
    # facts, closed on, proposed, authorised, on hold, may, why
    (NOTHING, CLOSED, True, True, False, False, "no_table"),
    (A_WISH, CLOSED, True, True, False, False, "no_table"),
    (PROPOSED, CLOSED, True, True, False, False, "permanent"),
    (KEPT, CLOSED, True, True, False, False, "permanent"),
    (NO_YEARS, CLOSED, True, True, False, False, "no_years"),
    (FIVE, None, True, True, False, False, "not_closed"),
    (FIFTEEN, CLOSED, True, True, False, False, "too_soon"),
    (FIVE, CLOSED, False, False, False, False, "no_proposal"),
    (FIVE, CLOSED, True, False, False, False, "no_authorisation"),
    (FIVE, CLOSED, True, True, True, False, "on_hold"),
    (FIVE, CLOSED, True, True, False, True, "total"),
    (FIFTEEN, date(2010, 1, 1), True, True, False, True, "selective"),
]


@pytest.mark.parametrize(("facts", "closed_on", "proposed", "authorised", "on_hold", "may", "why"), TABLE)
def test_what_is_missing_is_said_with_its_article(
    facts: RetentionFacts,
    closed_on: date | None,
    proposed: bool,
    authorised: bool,
    on_hold: bool,
    may: bool,
    why: str,
) -> None:
    answer = may_destroy(
        facts, closed_on=closed_on, today=TODAY, proposed=proposed, authorised=authorised, on_hold=on_hold
    )

    assert (answer.ok, answer.reason) == (may, why)
    assert answer.article


def test_the_years_end_on_a_day_that_exists() -> None:
    assert destroyable_from(FIVE, date(2020, 2, 29)) == date(2025, 3, 1)
    assert destroyable_from(FIVE, date(2020, 3, 1)) == date(2025, 3, 1)


def test_no_series_of_the_starter_scheme_without_a_real_table_can_ever_be_destroyed() -> None:
    facts = {code: retention.facts for code, retention in starter_retention().items()}
    destroyable = [
        code
        for code, fact in facts.items()
        if may_destroy(fact, closed_on=date(1990, 1, 1), today=TODAY, proposed=True, authorised=True)
    ]

    assert destroyable
    assert all(facts[code].has_table for code in destroyable)
