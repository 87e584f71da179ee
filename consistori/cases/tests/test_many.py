"""The same thing in many cases: each by itself, from where it was left, and only what failed again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from consistori.cases import services as cases
from consistori.cases.many import doing, services
from consistori.cases.many.jobs import run_batch
from consistori.cases.many.rules import Outcome, Stage, three_of
from consistori.cases.models import BatchItem, CaseBatch, CaseDocument, CaseFile, CaseTask, Step
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.documents.models import Document, Template, Writing
from consistori.documents.templating import services as templates
from consistori.documents.templating.services import Words
from consistori.documents.writing.services import save_text
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.parties.models import Party
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/cases/"
CA = "<p>Terrassa {{ case.number }} de {{ party.name }}, {{ party.address }}.</p>"
ES = "<p>Terraza {{ case.number }} de {{ party.name }}, {{ party.address }}.</p>"


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


@pytest.fixture
def template(town: Any, secretary: Any) -> Template:
    with working_for(town):
        made = templates.create_template(
            by=secretary, kind="text", name_ca="Renovació de terrassa", name_es="Renovación de terraza",
            words=Words(CA, ES),
        )  # fmt: skip
        templates.publish_template(made, by=secretary)
        return Template.objects.select_related("published").get(pk=made.pk)


@pytest.fixture
def renewals(town: Any, clerk: Any) -> list[CaseFile]:
    """Four terraces; the second speaks Spanish, the third is closed."""
    with working_for(town):
        series, opened = make_series(), []
        for place, name in enumerate(("Forn", "Bar", "Cafè", "Fonda")):
            party = Party.objects.create(
                kind="legal", name=name, sort_name=name.lower(), name_key=name.lower(),
                language="es" if place == 1 else "ca",
            )  # fmt: skip
            case = open_case(by=clerk, title=f"Terrassa {name}", series=series)
            cases.add_party(case, party, by=clerk)
            opened.append(case)
        CaseFile.objects.filter(pk=opened[2].pk).update(
            situation="closed", ending="internal", closed_at=now()
        )
        return opened


@pytest.fixture
def begin(town: Any, clerk: Any, template: Template, renewals: list[CaseFile]) -> Callable[..., CaseBatch]:
    def make(**said: Any) -> CaseBatch:
        with working_for(town):
            return services.begin_batch(
                by=clerk, what="write", cases=[case.pk for case in renewals], title=template.name,
                template=template, **said,
            )  # fmt: skip

    return make


@pytest.fixture
def work(town: Any) -> Callable[[], None]:
    """Do what batches left to be done, as the worker would; covers and indexes are of others."""

    def go_on() -> None:
        with working_for(town):
            going = list(CaseBatch.objects.filter(is_paused=False).values_list("pk", flat=True))
        for pk in going:
            run_batch(entity=town, batch_id=str(pk))

    return go_on


def _outcomes(town: Any, batch: CaseBatch) -> list[str]:
    with working_for(town):
        return list(BatchItem.objects.filter(batch=batch).order_by("place").values_list("outcome", flat=True))


def test_each_case_gets_its_own_text_in_its_language_and_one_that_fails_stops_no_other(
    town: Any, clerk: Any, begin: Any, renewals: list[CaseFile], work: Any
) -> None:
    batch = begin()
    work()

    assert _outcomes(town, batch) == ["done", "done", "failed", "done"]
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
    assert _outcomes(town, batch) == ["done", "waiting", "waiting", "waiting"]

    run_batch(entity=town, batch_id=str(batch.pk))

    assert _outcomes(town, batch) == ["done", "done", "failed", "done"]
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
    assert _outcomes(town, batch) == ["done", "waiting", "waiting", "waiting"]

    with working_for(town):
        with pytest.raises(AlreadyDone):
            services.retry_batch(batch, by=clerk)
        services.resume_batch(batch, by=clerk)
    work()
    assert _outcomes(town, batch) == ["done", "done", "failed", "done"]


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
    assert _outcomes(town, batch) == ["done", "done", "failed", "failed"]
    with working_for(town):
        before = set(Writing.objects.values_list("document_id", flat=True))
        assert len(before) == 2
        assert "programa" in BatchItem.objects.get(place=3).why
        CaseFile.objects.filter(pk=renewals[2].pk).update(situation="open", ending="", closed_at=None)
        services.retry_batch(batch, by=clerk)
    monkeypatch.setattr(doing, "do_in", really)
    work()

    assert _outcomes(town, batch) == ["done"] * 4
    with working_for(town):
        assert before < set(Writing.objects.values_list("document_id", flat=True))
        with pytest.raises(AlreadyDone):
            services.retry_batch(batch, by=clerk)


def test_what_lacked_a_datum_is_written_anew_when_it_is_known_and_what_was_touched_stays(
    town: Any, clerk: Any, begin: Any, work: Any
) -> None:
    from consistori.parties.models import Address

    batch = begin()
    work()
    with working_for(town):
        first, second = BatchItem.objects.filter(place__in=[0, 1]).select_related("document")
        for party in Party.objects.all():
            Address.objects.create(party=party, lines="Plaça, 3", postcode="17999", place="Vall-llobera")
        save_text(second.document, by=clerk, html="<p>A mà.</p>", edition=1, token=uuid4())
        services.retry_batch(batch, by=clerk, which=services.LACKING)
    work()

    with working_for(town):
        anew = BatchItem.objects.get(pk=first.pk)
        touched = BatchItem.objects.get(pk=second.pk)
        assert anew.document_id != first.document_id
        assert anew.lacks == []
        assert Document.objects.get(pk=first.document_id).is_discarded
        assert (touched.outcome, touched.document_id) == (Outcome.FAILED, second.document_id)
        assert Writing.objects.get(document_id=second.document_id).html == "<p>A mà.</p>"


def test_what_all_of_them_lack_is_written_once_for_all(
    town: Any, clerk: Any, secretary: Any, template: Template, begin: Any, work: Any, sign_in: Any
) -> None:
    with working_for(town):
        body = '<p>{{ case.number }}</p><p><span data-missing="cos de la carta">cos de la carta</span></p>'
        templates.write_template(template, by=secretary, words=Words(body))
        templates.publish_template(template, by=secretary)
        template.refresh_from_db()
    batch = begin()
    work()
    browser, url = sign_in(clerk), f"{DESK}many/{batch.pk}/"
    asked = browser.get(url).content.decode()
    browser.post(f"{url}again/", {"which": "lacking", "blank_0": "Passeu a recollir-la <avui>."})
    work()

    assert "Cos de la carta" in asked
    with working_for(town):
        assert not BatchItem.objects.lacking().exists()
        texts = list(Writing.objects.filter(document__discarded_at=None).values_list("html", flat=True))
    assert len(texts) == 3
    assert all("Passeu a recollir-la &lt;avui&gt;.</p>" in text for text in texts)


def test_undone_it_goes_to_the_bin_but_what_somebody_wrote_in(
    town: Any, clerk: Any, begin: Any, work: Any
) -> None:
    batch = begin()
    with working_for(town), pytest.raises(AlreadyDone):
        services.undo_batch(batch, by=clerk)
    work()
    with working_for(town):
        kept = BatchItem.objects.select_related("document").get(place=1).document
        save_text(kept, by=clerk, html="<p>A mà.</p>", edition=1, token=uuid4())
        services.undo_batch(batch, by=clerk)
    work()

    assert _outcomes(town, batch) == ["undone", "kept", "undone", "undone"]
    with working_for(town):
        assert list(Document.objects.filter(discarded_at=None, writing__isnull=False)) == [kept]
        assert CaseBatch.objects.get().stage == Stage.UNDONE


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


def test_a_step_is_done_in_all_of_them_and_the_pending_one_is_completed(
    town: Any, clerk: Any, renewals: list[CaseFile], sign_in: Any, work: Any
) -> None:
    from consistori.cases.steps.acts import add_step

    with working_for(town):
        pending = add_step(renewals[0], by=clerk, code="04", standing="todo")
    browser = sign_in(clerk)
    marked = {"act": "step", "case": [str(case.pk) for case in renewals[:2]]}
    future = browser.post(f"{DESK}bulk/", marked | {"go": "yes", "code": "04", "on": "2999-01-01"})
    work()
    with working_for(town):
        assert set(BatchItem.objects.values_list("outcome", flat=True)) == {"failed"}
    gone = browser.post(f"{DESK}bulk/", marked | {"go": "yes", "code": "04", "on": "2026-01-15"})
    work()

    assert "04" in browser.post(f"{DESK}bulk/", marked).content.decode()
    assert (future.status_code, gone.status_code) == (302, 302)
    with working_for(town):
        done = Step.objects.filter(standing="done", happened_on="2026-01-15", code="04")
        assert set(done.values_list("case_id", flat=True)) == {case.pk for case in renewals[:2]}
        assert pending.pk in set(done.values_list("pk", flat=True))


def test_each_case_gives_its_task_to_whoever_carries_it(
    town: Any, clerk: Any, renewals: list[CaseFile], sign_in: Any, work: Any
) -> None:
    with working_for(town):
        CaseFile.objects.filter(pk=renewals[1].pk).update(carried_by=None)
    said = {"act": "task", "go": "yes", "title": "Mesura la terrassa", "to": "carrier", "kind": "do"}
    sign_in(clerk).post(f"{DESK}bulk/", said | {"case": [str(case.pk) for case in renewals[:2]]})
    work()

    with working_for(town):
        thread = CaseTask.objects.select_related("task").get()
        assert (thread.case_id, thread.task.assigned_to_id) == (renewals[0].pk, clerk.person_id)
        assert "ningú" in BatchItem.objects.get(outcome="failed").why


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
