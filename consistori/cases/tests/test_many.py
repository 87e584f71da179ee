"""The same thing in many cases: each by itself, from where it was left, and only what failed again."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from consistori.cases.many import doing, services
from consistori.cases.many.jobs import run_batch
from consistori.cases.many.rules import Stage, three_of
from consistori.cases.models import BatchItem, CaseBatch, CaseDocument, CaseFile
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.cases.tests.renewals import DESK, outcomes
from consistori.documents.models import Document, Template, Writing
from consistori.documents.templating import services as templates
from consistori.documents.templating.services import Words
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.models import Entity, JobRun
from consistori.tenancy.scope import working_for


@dataclass
class Measured:
    place: int
    letters: int

    def __hash__(self) -> int:
        return self.place


@pytest.mark.parametrize(
    ("letters", "places"),
    [
        ([], []),
        ([5], [0]),
        ([5, 9], [0, 1]),
        ([5, 1, 9, 2], [0, 3, 2]),
        ([9, 1, 2, 3], [0, 3, 2]),  # the longest is the first: the longest of the others
        ([1, 7, 7, 9], [0, 3, 1]),
    ],
)
def test_three_are_looked_at_and_none_twice(letters: list[int], places: list[int]) -> None:
    items = [Measured(place, many) for place, many in enumerate(letters)]

    assert [one.place for one in three_of(items)] == places


def test_each_case_gets_its_own_text_in_its_language_and_one_that_fails_stops_no_other(
    town: Any, clerk: Any, begin: Any, renewals: list[CaseFile], work: Any
) -> None:
    batch = begin()
    work()

    assert outcomes(town, batch) == ["done", "done", "failed", "done"]
    with working_for(town):
        items = list(BatchItem.objects.filter(batch=batch).select_related("document"))
        texts = [one.html for one in Writing.objects.order_by("document__title")]
        assert CaseBatch.objects.get().stage == Stage.DONE
        assert CaseDocument.objects.filter(case__in=renewals).count() == 3
        assert Writing.objects.filter(pen_id=None).count() == 3
        assert {item.document.language for item in items if item.document} == {"ca", "es"}
        assert items[0].lacks == ["Adreça"]
        assert "tancat" in items[2].why
        run = JobRun.objects.get()
    assert len(texts) == 3
    assert sum("Terraza" in text for text in texts) == 1
    assert (run.state, run.done, len(run.failures)) == ("done", 4, 1)
    assert run.failures[0].startswith(renewals[2].number)


def test_a_worker_killed_in_the_middle_of_one_leaves_it_whole_for_whoever_goes_on(
    town: Any, begin: Any, renewals: list[CaseFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, really, done = begin(), doing.do_in, []

    def killed(item: BatchItem, *rest: Any) -> None:
        really(item, *rest)
        done.append(item.place)
        if item.place == 1 and done.count(1) == 1:
            raise SystemExit

    monkeypatch.setattr(doing, "do_in", killed)
    with pytest.raises(SystemExit):
        run_batch(entity=town, batch_id=str(batch.pk))
    assert outcomes(town, batch) == ["done", "waiting", "waiting", "waiting"]

    run_batch(entity=town, batch_id=str(batch.pk))

    assert outcomes(town, batch) == ["done", "done", "failed", "done"]
    assert done == [0, 1, 1, 3]
    with working_for(town):
        assert Document.objects.count() == 3


def test_paused_it_stops_after_the_one_in_hand_and_goes_on_with_the_next(
    town: Any, clerk: Any, begin: Any, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, really = begin(), doing.do_in

    def paused_meanwhile(item: BatchItem, *rest: Any) -> None:
        really(item, *rest)
        if item.place == 0:
            services.pause_batch(batch, by=clerk)

    monkeypatch.setattr(doing, "do_in", paused_meanwhile)
    work()
    assert outcomes(town, batch) == ["done", "waiting", "waiting", "waiting"]

    with working_for(town):
        with pytest.raises(AlreadyDone):
            services.retry_batch(batch, by=clerk)
        services.resume_batch(batch, by=clerk)
    work()
    assert outcomes(town, batch) == ["done", "done", "failed", "done"]


def test_all_are_written_with_the_version_with_which_it_began(
    town: Any, secretary: Any, begin: Any, template: Template, work: Any
) -> None:
    begin()
    with working_for(town):
        templates.write_template(template, by=secretary, words=Words("<p>Nova redacció</p>"))
        templates.publish_template(template, by=secretary)
    work()

    with working_for(town):
        assert not Writing.objects.filter(html__contains="Nova redacció").exists()
        assert set(Writing.objects.values_list("template__version", flat=True)) == {1}


def test_only_what_failed_is_tried_again_and_what_breaks_says_so(
    town: Any, clerk: Any, begin: Any, renewals: list[CaseFile], work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, really = begin(), doing.do_in

    def broken(item: BatchItem, *rest: Any) -> None:
        really(item, *rest)
        if item.place == 3:
            raise ZeroDivisionError

    monkeypatch.setattr(doing, "do_in", broken)
    work()
    assert outcomes(town, batch) == ["done", "done", "failed", "failed"]
    with working_for(town):
        before = set(Writing.objects.values_list("document_id", flat=True))
        assert len(before) == 2
        assert "programa" in BatchItem.objects.get(place=3).why
        CaseFile.objects.filter(pk=renewals[2].pk).update(situation="open", ending="", closed_at=None)
        services.retry_batch(batch, by=clerk)
    monkeypatch.setattr(doing, "do_in", really)
    work()

    assert outcomes(town, batch) == ["done"] * 4
    with working_for(town):
        assert before < set(Writing.objects.values_list("document_id", flat=True))
        with pytest.raises(AlreadyDone):
            services.retry_batch(batch, by=clerk)


def test_pressed_twice_it_begins_once_and_too_many_or_none_are_refused(
    town: Any, clerk: Any, begin: Any, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin()

    with pytest.raises(AlreadyDone):
        begin()
    monkeypatch.setattr(services, "MOST_CASES", 3)
    with pytest.raises(BadInput, match="3"):
        begin(arguments={"language": "ca"})
    with working_for(town), pytest.raises(BadInput):
        services.begin_batch(by=clerk, what="write", cases=[uuid4()], title="Cap", template=template)
    with working_for(town):
        assert CaseBatch.objects.count() == 1


def test_pressed_twice_at_the_same_instant_it_begins_once(own_database: str) -> None:
    town = Entity.objects.create(
        slug="vall", name="Vall", short_name="Vall", code_prefix="VLL", modality="basic"
    )
    by = Actor.system("Núria", town.pk)
    with working_for(town):
        case = open_case(by=by, title="Terrassa del bar", series=make_series())
    said: dict[str, Any] = {"by": by, "what": "label", "cases": [case.pk], "title": "Bar"}
    refused: list[AlreadyDone] = []

    def meanwhile() -> None:
        try:
            with working_for(town):
                services.begin_batch(**said)
        except AlreadyDone as refusal:
            refused.append(refusal)
        connection.close()

    other = threading.Thread(target=meanwhile)
    with working_for(town):
        services.begin_batch(**said)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()
    other.join()

    with working_for(town):
        assert CaseBatch.objects.count() == 1
    assert len(refused) == 1


def test_one_case_costs_few_statements_and_the_page_does_not_grow_with_them(
    town: Any, begin: Any, statements: Any, clerk: Any, sign_in: Any
) -> None:
    batch = begin()
    with statements() as counted:
        run_batch(entity=town, batch_id=str(batch.pk))
    browser = sign_in(clerk)
    browser.get(f"{DESK}many/{batch.pk}/")
    with statements() as page:
        shown = browser.get(f"{DESK}many/{batch.pk}/")

    assert shown.status_code == 200
    assert counted.count <= 4 * 40
    assert page.count <= 20


def test_the_outsider_sees_and_steers_nothing(town: Any, begin: Any, outsider: Any, sign_in: Any) -> None:
    batch = begin()
    browser = sign_in(outsider)

    assert browser.get(f"{DESK}many/{batch.pk}/").status_code == 404
    assert browser.post(f"{DESK}many/{batch.pk}/pause/").status_code == 404
    assert browser.get(f"/e/els-molinars/desk/cases/many/{batch.pk}/").status_code == 404
    with working_for(town):
        with pytest.raises(NotPermitted):
            services.pause_batch(batch, by=outsider)
        assert not CaseBatch.objects.get().is_paused
