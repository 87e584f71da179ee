"""What a batch writes anew, what it undoes, and the steps and tasks that it does in many cases."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from consistori.cases.many import doing, services
from consistori.cases.many.rules import Outcome, Stage
from consistori.cases.models import BatchItem, CaseBatch, CaseFile, CaseTask, Step
from consistori.cases.tests.renewals import DESK, outcomes
from consistori.documents.models import Document, Template, Writing
from consistori.documents.templating import services as templates
from consistori.documents.templating.services import Words
from consistori.documents.writing.services import save_text
from consistori.kernel.errors import AlreadyDone
from consistori.parties.models import Party
from consistori.tenancy.scope import working_for


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

    assert outcomes(town, batch) == ["undone", "kept", "undone", "undone"]
    with working_for(town):
        assert list(Document.objects.filter(discarded_at=None, writing__isnull=False)) == [kept]
        assert CaseBatch.objects.get().stage == Stage.UNDONE


def test_undone_while_some_waited_to_be_written_anew_their_old_texts_go_too(
    town: Any, clerk: Any, begin: Any, work: Any
) -> None:
    batch = begin()
    work()
    with working_for(town):
        services.retry_batch(batch, by=clerk, which=services.LACKING)
        services.pause_batch(batch, by=clerk)
        services.undo_batch(batch, by=clerk)
    work()

    assert outcomes(town, batch) == ["undone"] * 4
    with working_for(town):
        assert not Document.objects.filter(discarded_at=None, writing__isnull=False).exists()


def test_what_was_so_already_is_done_but_a_step_refused_so_was_not_written(
    town: Any, clerk: Any, renewals: list[CaseFile], work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_said: Any, **_more: Any) -> None:
        raise AlreadyDone("El termini ja corre.")

    monkeypatch.setattr(doing, "add_step", refused)
    monkeypatch.setattr(doing, "follow_case", refused)
    with working_for(town):
        for what, said in (("step", {"code": "04"}), ("follow", {})):
            services.begin_batch(by=clerk, what=what, cases=[renewals[0].pk], title=what, arguments=said)
    work()

    with working_for(town):
        found = dict(BatchItem.objects.values_list("batch__what", "outcome"))
        assert found == {"step": "failed", "follow": "done"}
        assert BatchItem.objects.get(outcome="failed").why == "El termini ja corre."


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
