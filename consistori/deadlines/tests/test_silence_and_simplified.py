"""What silence means, what may still be resolved, until when it is certified, and when the procedure is simplified."""

from __future__ import annotations

import pytest

from consistori.deadlines.rules import Ending, Term, TermFault, Unit, last_day
from consistori.deadlines.rules.silence import (
    STATE_LIST,
    Matter,
    Origin,
    certificate_due,
    silence_of,
    why_not_resolve,
)
from consistori.deadlines.rules.simplified import (
    LETTERS,
    Step,
    to_answer_request,
    to_resolve,
    why_ordinary,
)
from consistori.deadlines.tests.examples import SEAT, day

YES, NO, GONE = Ending.POSITIVE_SILENCE, Ending.NEGATIVE_SILENCE, Ending.CADUCITY

# origin, matters, what a statute says, what silence means, article
TABLE = """
application        -                     -   yes  24.1
application        -                     no  no   24.1
application        -                     yes yes  24.1
application        petition              -   no   24.1, segon
application        public_domain         -   no   24.1, segon
application        environment           -   no   24.1, segon
application        liability             -   no   24.1, segon
application        challenge             -   no   24.1, segon
application        review                -   no   24.1, segon
application        public_domain         yes no   24.1, segon
application        grants                -   no   26/2010, art. 54.2
application        payments              -   no   26/2010, art. 54.2
application        public_assets         -   no   26/2010, art. 54.2
application        grants,public_domain  -   no   24.1, segon
appeal             -                     -   no   24.1, segon
appeal             -                     yes no   24.1, segon
appeal_of_silence  -                     -   yes  24.1, tercer
appeal_of_silence  grants                -   yes  24.1, tercer
appeal_of_silence  public_domain         -   no   24.1, segon
appeal_of_silence  liability             -   no   24.1, segon
favourable         -                     -   no   25.1.a
unfavourable       -                     -   gone 25.1.b
declaration        -                     -   none 21.1
"""
SAID = {"yes": YES, "no": NO, "gone": GONE, "none": Ending.NOTHING}


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_silence_means_what_its_origin_and_matter_say(line: str) -> None:
    origin, matters, statute, means, article = line.split(maxsplit=4)
    found = silence_of(
        Origin(origin),
        [] if matters == "-" else [Matter(one) for one in matters.split(",")],
        statute=SAID.get(statute),
    )

    assert found.ending is SAID[means]
    assert article in found.article


def test_a_statute_is_named_and_says_one_of_the_two() -> None:
    said = silence_of(Origin.APPLICATION, statute=NO, statute_article="Decret legislatiu 1/2010, art. 188")

    assert said.article == "Decret legislatiu 1/2010, art. 188"
    with pytest.raises(TermFault):
        silence_of(Origin.APPLICATION, statute=GONE)


def test_every_matter_refuses_and_the_catalan_ones_are_apart() -> None:
    assert {silence_of(Origin.APPLICATION, [matter]).ending for matter in Matter} == {NO}
    assert set(Matter) - STATE_LIST == {Matter.GRANTS, Matter.PAYMENTS, Matter.PUBLIC_ASSETS}


@pytest.mark.parametrize(
    "ending,produced,confirms,article",
    [
        (YES, True, False, "24.3.a"),
        (YES, True, True, ""),
        (YES, False, False, ""),
        (NO, True, False, ""),
        (NO, True, True, ""),
        (GONE, True, False, "25.1.b"),
        (GONE, True, True, ""),
        (GONE, False, False, ""),
        (Ending.NOTHING, True, False, ""),
    ],
)
def test_after_it_only_what_confirms_it_is_resolved(
    ending: Ending, produced: bool, confirms: bool, article: str
) -> None:
    found = why_not_resolve(ending, produced=produced, confirms=confirms)

    assert found.endswith(article) and bool(found) == bool(article)


@pytest.mark.parametrize(
    "ended,asked,due",
    [
        ("02-06-2026", "", "23-06-2026"),  # Jun 3 4 5 / 8 9 10 11 12 / 15 16 17 18 19 / 22 23
        ("03-06-2026", "", "25-06-2026"),  # … 22 23 (24) 25
        ("02-06-2026", "30-06-2026", "21-07-2026"),  # Jul 1 2 3 / 6 7 8 9 10 / 13 14 15 16 17 / 20 21
        ("02-06-2026", "27-06-2026", "20-07-2026"),  # a Saturday: of Monday 29, and from the 30th
    ],
)
def test_the_certificate_is_due_in_fifteen_working_days(ended: str, asked: str, due: str) -> None:
    found = certificate_due(day(ended), [SEAT], asked_on=day(asked) if asked else None)

    assert found.last_day == day(due)


@pytest.mark.parametrize(
    "step,how,article",
    [
        (Step.START, {}, ""),
        (Step.CORRECTION, {}, ""),
        (Step.ALLEGATIONS, {}, ""),
        (Step.RESOLUTION, {}, ""),
        (Step.HEARING, {}, "96.7"),
        (Step.HEARING, {"unfavourable": True}, ""),
        (Step.LEGAL_REPORT, {}, "96.7"),
        (Step.LEGAL_REPORT, {"mandatory": True}, ""),
        (Step.COURTS_COUNCIL_REPORT, {"mandatory": True}, ""),
        (Step.CONSULTATIVE_OPINION, {"mandatory": True}, ""),
        (Step.CONSULTATIVE_OPINION, {}, "96.7"),
        (Step.OTHER, {"mandatory": True}, "96.7"),
        (None, {}, ""),
        (None, {"opposed": True}, "96.2"),
        (None, {"opposed": True, "minor_sanction": True}, ""),
        (Step.START, {"opposed": True}, "96.2"),
    ],
)
def test_a_step_that_is_not_of_it_makes_it_ordinary(
    step: Step | None, how: dict[str, bool], article: str
) -> None:
    assert why_ordinary(step, **how).endswith(article)
    assert bool(why_ordinary(step, **how)) == bool(article)


def test_its_terms() -> None:
    ordinary = last_day(Term(amount=3, unit=Unit.MONTHS, start_on=day("02-03-2026")), [SEAT])

    assert set(LETTERS.values()) == set("abcdefgh")
    assert to_resolve(day("04-05-2026"), [SEAT]).last_day == day("15-06-2026")
    assert to_resolve(day("04-05-2026"), [SEAT], ordinary) is ordinary
    asked = to_answer_request(day("04-05-2026"), [SEAT])
    assert (asked.last_day, asked.term.ending) == (day("11-05-2026"), NO)
