"""Where a case stands in its guide: any order, skipped, done outside, left behind; and what many cases teach."""

from __future__ import annotations

from datetime import date, timedelta

from consistori.guides.rules.guide import GuideStep, GuideText
from consistori.guides.rules.learning import Habit, Played, learn, left_in
from consistori.guides.rules.mapping import END, MOST_NODES, START, map_of
from consistori.guides.rules.walking import CaseStep, Mark, Place, walk

DAY = date(2026, 11, 2)


def _step(key: str, does: str = "", **said: str) -> GuideStep:
    return GuideStep(key, {"ca": key}, does=does, **said)


GUIDE = GuideText(
    "G",
    {"ca": "G"},
    steps=(
        _step("look"),
        _step("report", "04", article="art. 79"),
        _step("police", "04"),
        _step("hearing", "06", kind="wait", when="applicants > 1"),
        _step("decide", "08"),
        _step("notify", "09"),
    ),
)


def _made(code: str, days: int = 0, place: Place = Place.DONE) -> CaseStep:
    return CaseStep(f"{code}-{days}", code, place, DAY + timedelta(days))


def _places(steps: list[CaseStep], marks: list[Mark], **facts: object) -> dict[str, str]:
    return {s.step.key: s.place.value for s in walk(GUIDE, steps, marks, {"applicants": 1, **facts}).stands}


def test_nothing_is_done_and_the_first_one_is_proposed() -> None:
    told = walk(GUIDE, [], [], {"applicants": 2})

    assert told.next and told.next.step.key == "look"
    assert [one.step.key for one in told.after] == ["report", "police", "hearing"]
    assert (told.done_count, told.count) == (0, 6)


def test_what_is_not_for_this_case_is_not_proposed_nor_counted() -> None:
    told = walk(GUIDE, [], [], {"applicants": 1})

    assert told.count == 5
    assert "hearing" not in [one.step.key for one in told.after]


def test_what_the_case_does_not_say_is_proposed_and_says_so() -> None:
    stand = next(one for one in walk(GUIDE, [], [], {}).stands if one.step.key == "hearing")

    assert stand.is_open and stand.is_unsure


def test_two_alike_are_fulfilled_by_the_order_of_their_days() -> None:
    told = walk(GUIDE, [_made("04", 5), _made("04", 1)], [], {})
    days = {one.step.key: one.on for one in told.stands}

    assert days["report"] == DAY + timedelta(1)
    assert days["police"] == DAY + timedelta(5)


def test_skipped_then_gone_on_then_taken_up_again() -> None:
    skip = Mark("report", "skipped", "on leave")
    told = walk(GUIDE, [], [Mark("look", "done", on=DAY), skip], {"applicants": 1})
    assert told.next and told.next.step.key == "police"
    assert [one.reason for one in told.skipped] == ["on leave"]

    gone_on = walk(GUIDE, [_made("08", 9)], [Mark("look", "done", on=DAY), skip], {"applicants": 1})
    assert gone_on.next and gone_on.next.step.key == "notify"
    assert [one.step.key for one in gone_on.behind] == ["police"]

    back = walk(GUIDE, [_made("08", 9)], [skip, Mark("report", "back")], {"applicants": 1})
    assert [one.step.key for one in back.behind] == ["look", "report", "police"]


def test_at_the_end_it_proposes_what_was_left_behind_and_then_nothing() -> None:
    steps = [_made("04", 1), _made("08", 9), _made("09", 10)]
    told = walk(GUIDE, steps, [Mark("look", "done", on=DAY)], {"applicants": 1})
    assert told.next and told.next.step.key == "police"

    over = walk(GUIDE, steps, [Mark("look", "done", on=DAY), Mark("police", "skipped")], {"applicants": 1})
    assert over.next is None


def test_a_wait_is_in_hand_and_a_step_of_ones_own_disturbs_nothing() -> None:
    wait = CaseStep("w", "06", Place.IN_HAND, DAY, DAY + timedelta(10))
    places = _places([wait, CaseStep("o", "", Place.DONE, DAY)], [], applicants=2)

    assert places["hearing"] == "in_hand"
    assert places["decide"] == "open"


def test_a_mark_names_the_very_step_that_fulfils_it() -> None:
    told = walk(GUIDE, [_made("04", 1), _made("04", 2)], [Mark("police", "done", step_id="04-1", on=DAY)], {})
    days = {one.step.key: one.on for one in told.stands}

    assert days["police"] == DAY + timedelta(1)
    assert days["report"] == DAY + timedelta(2)


def test_a_key_that_the_guide_has_no_more_is_forgotten_quietly() -> None:
    assert _places([], [Mark("of_before", "done", on=DAY)])["look"] == "open"


def test_four_of_five_skip_it_and_it_is_told() -> None:
    played = [Played(("look", "decide"), frozenset({"report"})) for _n in range(39)]
    played += [Played(("look", "report", "decide")) for _n in range(11)]

    habits = learn(GUIDE, played)

    assert [(one.habit, one.key, one.percent, one.count, one.among) for one in habits] == [
        (Habit.SKIPS, "report", 78, 39, 50)
    ]


def test_a_few_cases_teach_nothing() -> None:
    assert learn(GUIDE, [Played(("look",), frozenset({"report"})) for _n in range(9)]) == []


def test_what_is_added_and_what_is_turned_round_is_told() -> None:
    habits = learn(GUIDE, [Played(("report", "look"), added=frozenset({"F-VISITA"})) for _n in range(12)])

    assert {(one.habit, one.key, one.other) for one in habits} == {
        (Habit.ADDS, "F-VISITA", ""),
        (Habit.EARLIER, "report", "look"),
    }


def test_passed_by_is_left_and_what_comes_later_is_not() -> None:
    stands = [(1, "a", "done"), (2, "b", "open"), (3, "c", "skipped"), (4, "d", "done"), (5, "e", "open")]

    assert left_in(stands) == {"b", "c"}


def test_the_map_counts_what_follows_what_and_its_days() -> None:
    case = [("01", DAY), ("04", DAY + timedelta(4)), ("08", DAY + timedelta(10))]
    other = [("01", DAY), ("08", DAY + timedelta(2)), ("04", DAY + timedelta(3))]

    drawn = map_of([case, case, other, []], {"04": "Informe tècnic d’ocupació de la via pública"})

    told = {(a.before, a.after): (a.count, a.days) for a in drawn.arrows}
    assert drawn.cases == 3
    assert told[START, "01"] == (3, None)
    assert told["01", "04"] == (2, 4)
    assert told["08", END] == (2, None)
    assert {box.name for box in drawn.boxes} == {START, "01", "04", "08", END}
    assert len({(box.x, box.y) for box in drawn.boxes}) == 5
    assert all(0 <= box.x < drawn.width and 0 <= box.y < drawn.height for box in drawn.boxes)
    assert any(line.is_back for line in drawn.lines)


def test_a_crowded_map_leaves_out_the_rarest_and_says_so() -> None:
    cases = [[(f"s{n}", DAY + timedelta(n))] for n in range(MOST_NODES + 5)]

    drawn = map_of(cases, {})

    assert drawn.left_out == 5
    assert len(drawn.boxes) == MOST_NODES + 2
