"""A rule that would fire ten thousand times stops at its limit and says so; what is silent is begun again; the old one
goes to a person."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from consistori.automation import engine
from consistori.automation.models import Rule, RuleHour, RuleRun
from consistori.automation.services import approve_rule, begin_trial, create_rule, let_go_on, switch_on
from consistori.kernel import offers
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.kernel.offers import Found, Known, NotNow, OfferedAct, OfferedFact, Outcome, Subject
from consistori.tasks.models import Task
from consistori.trail.models import TrailEvent

TEXT = """\
code = "BELLS"
name = "Toca les campanes"
when = "test.hour"
if = "hour >= 9"
do = "test.ring"
per_hour = 3
"""


class Bells:
    """A fact and an act of a test: what rings, and what was left to a person."""

    def __init__(self) -> None:
        self.rung: list[Any] = []
        self.left: list[str] = []
        self.is_silent = False
        self.hour: Any = 12

    def find(self, _entity: Any, key: Any, _said: Any) -> Found:
        return Found(Subject("hour", key, "Les dotze"), {"hour": Known(self.hour, "el rellotge", "c" * 64)})

    def ring(self, _entity: Any, key: Any, order: Any, _said: Any) -> Outcome:
        if self.is_silent:
            raise NotNow("silent")
        self.rung.append((key, order.words))
        return Outcome(is_done=True, words="Han tocat.")

    def leave(self, _entity: Any, _key: Any, words: str) -> None:
        self.left.append(words)


@pytest.fixture
def bells(monkeypatch: Any) -> Bells:
    made = Bells()
    fact = OfferedFact("test.hour", "Una hora", {"hour": "l’hora"}, made.find, lambda *_: [])
    act = OfferedAct("test.ring", "Toca", ("test.hour",), made.ring, made.leave)
    monkeypatch.setitem(offers.facts, fact.name, fact)
    monkeypatch.setitem(offers.acts, act.name, act)
    return made


@pytest.fixture
def rule(bells: Bells, at_work: Any, secretary: Any, run_jobs: Any) -> Rule:
    made = create_rule(by=secretary, text=TEXT)
    begin_trial(made.latest, by=secretary)  # type: ignore[arg-type]
    run_jobs()
    approve_rule(made, by=secretary, version=made.latest, decree="Providència 3/2026")  # type: ignore[arg-type]
    return switch_on(made, by=secretary)


def fire(rule: Rule, times: int) -> None:
    for _ in range(times):
        engine.consider(rule.entity, rule.pk, uuid4())


def test_at_its_limit_it_stops_itself_and_says_so_once(rule, bells, secretary):
    fire(rule, 50)

    rule.refresh_from_db()
    assert len(bells.rung) == 3 and RuleHour.objects.get().count == 3
    assert rule.is_stopped and rule.stopped_by_itself and "3" in rule.stopped_why
    assert Task.objects.get().assigned_to_id == secretary.person_id
    assert len(bells.left) == 47
    assert RuleRun.objects.held().count() == 1


def test_let_go_on_it_does_what_it_held_and_its_limit_counts_again(rule, bells, secretary, clerk, run_jobs):
    fire(rule, 4)
    with pytest.raises(NotPermitted):
        let_go_on(rule, by=clerk)
    RuleHour.objects.update(hour=now() - timedelta(hours=2))

    assert let_go_on(rule, by=secretary) == 1
    run_jobs()

    assert len(bells.rung) == 4 and not RuleRun.objects.held().exists()
    with pytest.raises(AlreadyDone):
        let_go_on(rule, by=secretary)


def test_what_it_does_carries_the_words_of_the_approval_and_keeps_what_it_looked_at(rule, bells):
    fire(rule, 1)

    run = RuleRun.objects.get()
    assert bells.rung == [(run.subject_id, "Providència 3/2026")]
    assert (run.state, run.explanation_id, run.words) == (RuleRun.State.DONE, None, "Han tocat.")
    assert run.inputs == [{"name": "hour", "value": 12, "source": "el rellotge", "sha256": "c" * 64}]
    assert run.explained["rule"]["if"] == "hour >= 9"


def test_what_does_not_meet_it_is_nothing_to_nobody_where_it_decides_nothing_of_anybody(rule, bells):
    bells.hour = 8
    fire(rule, 1)
    bells.hour = "tard"
    fire(rule, 1)

    assert not bells.rung
    assert RuleRun.objects.get().state == RuleRun.State.PASSED


def test_silent_it_is_begun_again_and_after_a_day_a_person_has_it(rule, bells, run_jobs, secretary):
    bells.is_silent = True
    with pytest.raises(NotNow):
        fire(rule, 1)
    run = RuleRun.objects.get()
    assert run.state == RuleRun.State.DECIDED

    RuleRun.objects.update(at=now() - timedelta(minutes=20))
    bells.is_silent = False
    engine.take_up_again(rule.entity)
    run_jobs()
    run.refresh_from_db()
    assert run.state == RuleRun.State.DONE and len(bells.rung) == 1

    RuleRun.objects.update(state=RuleRun.State.DECIDED, at=now() - timedelta(hours=25))
    engine.take_up_again(rule.entity)
    run.refresh_from_db()
    assert run.state == RuleRun.State.PASSED
    assert Task.objects.get().assigned_to_id == secretary.person_id


def test_a_new_version_does_nothing_until_it_is_tried_and_approved(rule, bells, secretary, run_jobs):
    from consistori.automation.services import write_version

    made = write_version(rule, by=secretary, text=TEXT.replace(">= 9", ">= 20"))
    fire(rule, 1)
    assert len(bells.rung) == 1
    with pytest.raises(BadInput):
        approve_rule(rule, by=secretary, version=made, decree="Providència 4/2026")
    begin_trial(made, by=secretary)
    run_jobs()
    approve_rule(rule, by=secretary, version=made, decree="Providència 4/2026")

    rule.refresh_from_db()
    assert not rule.is_on and rule.acts_by.approved_id == made.pk
    fire(rule, 1)
    assert len(bells.rung) == 1


def test_it_is_all_in_the_trail(rule, bells, clerk):
    from consistori.tenancy.scope import before_commit, current_scope

    fire(rule, 4)
    for hook in before_commit:
        hook(current_scope())
    current_scope().pending.clear()

    kinds = set(TrailEvent.objects.filter(kind__startswith="automation.").values_list("kind", flat=True))
    assert kinds == {
        "automation.RuleWritten", "automation.RuleTried", "automation.RuleApproved", "automation.RuleSwitchedOn",
        "automation.RuleDid", "automation.RuleStopped",
    }  # fmt: skip
