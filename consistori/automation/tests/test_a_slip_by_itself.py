"""The town approves that slips come out by themselves: tried, approved, on, sealed, explained; in doubt, a person."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from consistori.automation import engine
from consistori.automation.explaining import canonical, hash_of
from consistori.automation.models import RuleRun
from consistori.automation.services import stop_rule
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.kernel.clock import now
from consistori.kernel.offers import NotNow
from consistori.padro.models import ResidencePaper
from consistori.padro.tests.test_a_slip_at_the_counter import words_of
from consistori.tasks.models import Task
from consistori.trail.models import TrailEvent

State = ResidencePaper.State
ASK = {"which": "alone", "language": "ca", "accepts": "yes", "token": "t1"}


@pytest.fixture
def base(town: Any, procedure: Any, register: Any) -> str:
    return f"/e/{town.slug}/padro/"


def test_a_slip_comes_out_sealed_with_its_explanation(base, come_in, acting, hear):
    come_in().post(base, ASK)
    assert ResidencePaper.objects.get().state == State.ASKED
    hear()

    paper, run = ResidencePaper.objects.get(), RuleRun.objects.get()
    assert (paper.state, paper.is_automatic, paper.approval) == (State.ISSUED, True, acting.approval.decree)
    assert (run.state, run.document_id, run.case_id) == (RuleRun.State.DONE, paper.document_id, paper.case_id)
    said = {one["name"]: one for one in run.inputs}
    assert (said["is_own"]["value"], said["span"]["value"], said["from_home"]["value"]) == (
        True,
        "alone",
        True,
    )
    assert "padró" in said["is_own"]["source"].lower() or "register" in said["is_own"]["source"].lower()
    assert all(len(one["sha256"]) == 64 for one in run.inputs)
    explanation = Document.objects.with_version().get(pk=run.explanation_id)
    assert explanation.code and explanation.version.blobs.filter(kind="signature").count() == 1
    words, data = words_of(explanation)
    assert "Decret 2026/0160" in words and paper.entry.reference in words and "Diputació" in words
    assert data.startswith(b"%PDF")
    assert hash_of(run)[:16] in words
    assert json.loads(canonical(run.explained))["approval"]["audit_body"] == "Diputació"
    kept = run.explained["outcome"]["documents"][0]["sha256"]
    sealed = Document.objects.with_version().get(pk=paper.document_id).latest_blob.sha256
    with blobs.open(sealed) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == kept


def test_whoever_asked_reads_why_and_nobody_else(base, come_in, acting, hear):
    sent = come_in().post(base, ASK)
    assert "http-equiv" in come_in().get(sent["Location"]).content.decode()
    hear()

    page = come_in().get(sent["Location"]).content.decode()
    assert "explanation/" in page and acting.acts_by.decree in page
    file = come_in().get(f"{sent['Location']}explanation/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    other = come_in("00000001R", name="Jan")
    assert other.get(f"{sent['Location']}explanation/").status_code == 404


def test_while_the_explanation_is_being_sealed_the_slip_is_there_and_the_page_goes_on_looking(
    base, come_in, acting, hear, run_jobs, monkeypatch
):
    def silent(*_: Any) -> str:
        raise NotNow("the seal is silent")

    sent = come_in().post(base, ASK)
    with monkeypatch.context() as away:
        away.setattr(engine, "explain", silent)
        with pytest.raises(NotNow):
            hear()
    page = come_in().get(sent["Location"]).content.decode()
    assert f"{sent['Location']}document/" in page and "explanation/" not in page
    assert "http-equiv" in page and 'id="why" data-behaviour="eoffice/awaits"' in page
    assert come_in().get(f"{sent['Location']}explanation/").status_code == 404

    RuleRun.objects.update(at=now() - timedelta(minutes=20))
    engine.take_up_again(acting.entity)
    run_jobs()
    page = come_in().get(sent["Location"]).content.decode()
    assert "explanation/" in page and "awaits" not in page


def test_told_twice_it_does_it_once(base, come_in, acting, hear, at_work):
    from consistori.automation.engine import consider

    come_in().post(base, ASK)
    hear()
    consider(at_work, acting.pk, ResidencePaper.objects.get().pk)
    hear()

    assert RuleRun.objects.count() == 1
    assert TrailEvent.objects.filter(kind="automation.RuleDid").count() == 1


def test_in_doubt_a_person_decides_and_has_a_task(base, come_in, acting, hear, registrar):
    come_in("00000002W", name="Pere").post(base, ASK)
    hear()

    paper, run, task = ResidencePaper.objects.get(), RuleRun.objects.get(), Task.objects.get()
    assert paper.state == State.ASKED and paper.note
    assert (run.state, run.document_id, run.task_id) == (RuleRun.State.PASSED, None, task.pk)
    assert task.assigned_to_id == registrar.person_id and paper.entry.reference in task.title


def test_whoever_is_not_in_the_register_is_for_a_person(base, come_in, acting, hear):
    come_in("99999999R", name="Nou").post(base, ASK)
    hear()

    assert ResidencePaper.objects.get().state == State.ASKED
    assert not RuleRun.objects.filter(state=RuleRun.State.DONE).exists()


def test_stopped_nothing_comes_out_and_a_person_orders_it(base, come_in, acting, hear, clerk):
    come_in().post(base, ASK)
    stop_rule(acting, by=clerk, reason="En surt un de buit")
    hear()

    paper = ResidencePaper.objects.get()
    assert (paper.state, RuleRun.objects.count()) == (State.ASKED, 0)
    come_in().post(base, ASK | {"token": "t2"})
    hear()
    assert ResidencePaper.objects.filter(state=State.ISSUED).count() == 0
    assert ResidencePaper.objects.get(token="t2").why == "not_approved"
