"""Nothing that the rules know lacks its words."""

from consistori.deadlines import words
from consistori.deadlines.rules import Cause, Ending, Layer, StartKind, StepKind, Unit, Whose
from consistori.deadlines.rules.counting import START
from consistori.deadlines.rules.known import KNOWN, known
from consistori.deadlines.sentences import SAY


def test_each_thing_that_the_rules_know_has_its_words() -> None:
    assert set(words.TERMS) == {one.code for one in KNOWN}
    assert set(words.UNITS) == set(Unit)
    assert set(words.STARTS) == set(START) == set(StartKind)
    assert set(words.WHOSE) == set(Whose)
    assert set(words.CAUSES) == set(Cause)
    assert set(words.ENDINGS) == set(Ending) - {Ending.NOTHING}
    assert set(words.LAYERS) == set(Layer)
    assert set(SAY) == set(StepKind) - {StepKind.LAST}


def test_a_known_term_names_its_article() -> None:
    assert all(one.article for one in KNOWN)
    assert known("correction") is KNOWN[0]
    assert known("no such") is None
