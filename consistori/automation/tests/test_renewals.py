"""A yearly renewal, by application and ex officio: this year's case from last year's, resolved, sealed, explained."""

from datetime import date, timedelta
from typing import Any

import pytest

from consistori.automation import engine
from consistori.automation.models import Renewal, Rule, RuleRun
from consistori.automation.renewing import rules
from consistori.automation.services import create_rule, switch_on
from consistori.automation.standard import standard_rules
from consistori.cases.models import CaseDocument, CaseFile, CaseParty, CaseRelation, EntryTaken, Step
from consistori.cases.services import open_case
from consistori.cases.services.opening import OpeningParty
from consistori.cases.steps.acts import add_step
from consistori.cases.tests.conftest import make_series
from consistori.documents.models import Document
from consistori.kernel.clock import today
from consistori.padro.tests.test_a_slip_at_the_counter import words_of
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.registry.texts import APPLICANT
from consistori.tasks.models import Task

SAME = {"as_before": "yes", "tables": "6"}


@pytest.fixture
def before(at_work: Any, clerk: Any, laia: Any) -> CaseFile:
    """Last year's case of Laia, granted."""
    last = date(today().year - 1, 3, 1)
    case = open_case(
        by=clerk, title="Terrassa del bar de la plaça", series=make_series("F603", "Terrasses"),
        parties=[OpeningParty(laia, "applicant")], opened_on=last,
    )  # fmt: skip
    add_step(case, by=clerk, code="08", on=last + timedelta(days=20), sense="granted")
    return case


@pytest.fixture
def put_on(at_work: Any, secretary: Any, approve: Any) -> Any:
    """`put_on("TERRACE-RENEWAL-DUE")` writes, tries, approves and switches on a rule of the house."""

    def do(code: str) -> Rule:
        rule = create_rule(by=secretary, text=standard_rules()[code])
        approve(rule)
        return switch_on(rule, by=secretary)

    return do


def ask(by: Any, who: Any, answers: Any = SAME) -> Any:
    return register_entry(
        by=by, subject="Terrassa", people=[EntryPersonSaid(party=who, role=APPLICANT)], procedure="VIA-02",
        answers=answers,
    )  # fmt: skip


def test_asked_as_last_year_it_is_opened_resolved_sealed_and_explained(before, put_on, registrar, laia, hear):
    rule = put_on("TERRACE-RENEWAL-ASKED")
    entry = ask(registrar, laia)
    hear()

    run, renewal = RuleRun.objects.get(rule=rule), Renewal.objects.get()
    assert run.state == RuleRun.State.DONE
    case = renewal.case
    assert (renewal.before_id, renewal.entry_id, run.case_id) == (before.pk, entry.pk, case.pk)
    assert case.series.code == "F603" and str(today().year) in case.title
    assert EntryTaken.objects.standing().get(entry=entry).case_id == case.pk
    assert CaseParty.objects.get(case=case).party_id == laia.pk
    assert CaseRelation.objects.get(case=case).other_id == before.pk
    step = Step.objects.get(case=case, code="08")
    assert (step.standing, step.sense, step.document_id) == ("done", "granted", renewal.document_id)
    resolution = Document.objects.with_version().get(pk=renewal.document_id)
    assert resolution.version.blobs.filter(kind="signature").count() == 1
    words, _data = words_of(resolution)
    for said in (
        before.number,
        entry.reference,
        "Riubrugent",
        "Decret 2026/0160",
        "reposició",
        "Alcaldia",
    ):
        assert said in words
    filed = set(CaseDocument.objects.filter(case=case).values_list("document_id", flat=True))
    assert {renewal.document_id, run.explanation_id} <= filed
    assert 'answer("as_before")' in {one["name"] for one in run.inputs}


@pytest.mark.parametrize("answers", [{"as_before": "no"}, {}, {"as_before": "yes", "tables": "x"}])
def test_what_is_not_as_last_year_is_of_a_person(before, put_on, registrar, clerk, laia, hear, answers):
    put_on("TERRACE-RENEWAL-ASKED")
    ask(registrar, laia, answers)
    hear()

    is_same = answers.get("as_before") == "yes"
    assert Renewal.objects.exists() is is_same
    assert Task.objects.filter(assigned_to_id=clerk.person_id).exists() is not is_same


def test_whoever_has_another_open_case_or_none_of_last_year_is_of_a_person(
    before, put_on, registrar, clerk, secretary, laia, hear
):
    from consistori.parties.services import add_party

    put_on("TERRACE-RENEWAL-ASKED")
    other = add_party(by=secretary, name="Bar Nou", identifier="00000001R", surname1="Roca")
    ask(registrar, other)
    open_case(by=clerk, title="Sanció per soroll", series=make_series("F900", "Sancions"), parties=[laia])
    ask(registrar, laia)
    hear()

    assert not Renewal.objects.exists()
    assert RuleRun.objects.filter(state=RuleRun.State.PASSED).count() == 2


def test_an_entry_of_another_procedure_is_nothing_to_it(before, put_on, registrar, laia, hear):
    put_on("TERRACE-RENEWAL-ASKED")
    register_entry(by=registrar, subject="Queixa", people=[EntryPersonSaid(party=laia, role=APPLICANT)])
    hear()

    assert not RuleRun.objects.exists()


def test_ex_officio_each_of_last_year_once_in_its_season(before, put_on, hear, at_work, monkeypatch):
    rule = put_on("TERRACE-RENEWAL-DUE")
    monkeypatch.setattr(rules, "season", lambda on, day: rules.Season(day, day.year - 1))

    engine.begin_what_is_due(at_work)
    hear()
    engine.begin_what_is_due(at_work)
    hear()

    renewal = Renewal.objects.get()
    assert (renewal.entry_id, renewal.sealed_at is not None) == (None, True)
    assert RuleRun.objects.get(rule=rule).state == RuleRun.State.DONE
    assert Step.objects.get(case=renewal.case, code="08").sense == "other"
    words, _data = words_of(Document.objects.with_version().get(pk=renewal.document_id))
    assert "d’ofici" in words or "ex officio" in words


def test_killed_after_the_case_was_opened_it_goes_on_with_the_same(
    before, put_on, registrar, laia, hear, monkeypatch
):
    from consistori.automation.renewing import making
    from consistori.kernel.offers import NotNow

    put_on("TERRACE-RENEWAL-ASKED")
    real, fails = making._sealed, iter([True])

    def silent_once(*said: Any) -> bytes:
        if next(fails, False):
            raise NotNow("silent")
        return real(*said)

    monkeypatch.setattr(making, "_sealed", silent_once)
    ask(registrar, laia)
    with pytest.raises(NotNow):
        hear()
    run = RuleRun.objects.get()
    assert run.state == RuleRun.State.DECIDED and CaseFile.objects.count() == 2

    engine.consider(run.entity, run.rule_id, run.subject_id)

    run.refresh_from_db()
    assert run.state == RuleRun.State.DONE
    assert (CaseFile.objects.count(), Renewal.objects.count()) == (2, 1)


def test_the_dry_run_says_where_a_person_did_another(
    before, at_work, secretary, clerk, laia, try_it, run_jobs
):
    following = open_case(by=clerk, title="Terrassa d’enguany", series=before.series, parties=[laia])
    from consistori.cases.services import relate_cases

    relate_cases(following, before, by=clerk, kind="follows")
    add_step(following, by=clerk, code="08", sense="refused", reasons="Obres a la plaça")
    rule = create_rule(
        by=secretary, text=standard_rules()["TERRACE-RENEWAL-DUE"].replace(" and open_others == 0", "")
    )
    from consistori.automation.services import begin_trial

    trial = begin_trial(
        rule.latest, by=secretary, since=date(today().year - 1, 1, 1), until=date(today().year, 1, 1)
    )
    run_jobs()

    trial.refresh_from_db()
    assert (trial.looked, trial.would_do, trial.against) == (1, 1, 1)
    assert trial.differences[0]["kind"] == "against" and before.number in trial.differences[0]["label"]


@pytest.mark.parametrize(
    ("on", "day", "open_now"),
    [
        ("01-15", date(2027, 1, 14), False),
        ("01-15", date(2027, 1, 15), True),
        ("01-15", date(2027, 2, 13), True),
        ("01-15", date(2027, 2, 14), False),
        ("12-20", date(2026, 12, 31), True),
    ],
)
def test_the_season_is_thirty_days(on, day, open_now):
    assert (rules.season(on, day) is not None) is open_now


@pytest.mark.parametrize("on", ["15-01", "gener", "1-15", "02-30"])
def test_what_is_no_day_is_none(on):
    with pytest.raises(ValueError, match=r".*"):
        rules.season(on, date(2027, 1, 15))
