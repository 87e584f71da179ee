"""From a batch to the tray: nothing goes before its ten minutes, and afterwards only the ways of the law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consistori.cases import services as cases
from consistori.cases.many import jobs, pages, services
from consistori.cases.many.jobs import let_batch_go, run_batch
from consistori.cases.many.rules import Outcome, Stage
from consistori.cases.models import BatchItem, CaseBatch
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.documents.models import Document, Template
from consistori.documents.templating import services as templates
from consistori.documents.templating.services import Words
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.parties.models import Party
from consistori.signature.models import SignatureRequest
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/cases/"


@pytest.fixture
def batch(town: Any, clerk: Any, secretary: Any) -> CaseBatch:
    """Two decrees, written: the second lacks the name of whoever it goes to."""
    with working_for(town):
        made = templates.create_template(
            by=secretary, kind="text", name_ca="Renovació de terrassa",
            words=Words("<p>Es renova {{ case.number }} a {{ party.name }}.</p>"),
        )  # fmt: skip
        templates.publish_template(made, by=secretary)
        template = Template.objects.select_related("published").get(pk=made.pk)
        series = make_series()
        opened = [open_case(by=clerk, title=f"Terrassa {name}", series=series) for name in ("Forn", "Bar")]
        party = Party.objects.create(kind="legal", name="Forn", sort_name="forn", name_key="forn")
        cases.add_party(opened[0], party, by=clerk)
        begun = services.begin_batch(
            by=clerk, what="write", cases=[case.pk for case in opened], title=template.name, template=template
        )
    run_batch(entity=town, batch_id=str(begun.pk))
    with working_for(town):
        return CaseBatch.objects.select_related("entity").get(pk=begun.pk)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Move the clock of batches eleven minutes on."""

    def move() -> None:
        for module in (services, jobs, pages):
            monkeypatch.setattr(module, "now", lambda: now() + timedelta(minutes=11))

    return move


@pytest.fixture
def sent(town: Any, clerk: Any, mayor: Any, batch: CaseBatch, later: Any) -> CaseBatch:
    """The batch gone to the tray of the mayor, but the one that lacks a datum."""
    with working_for(town):
        services.send_batch(batch, by=clerk, signers=[str(mayor.person_id)], note="Per dijous")
    later()
    let_batch_go(entity=town, batch_id=str(batch.pk))
    run_batch(entity=town, batch_id=str(batch.pk))
    return batch


def _outcomes(town: Any) -> list[str]:
    with working_for(town):
        return list(BatchItem.objects.order_by("place").values_list("outcome", flat=True))


def test_within_its_minutes_nothing_has_a_code_nor_is_in_any_tray_and_it_is_taken_back(
    town: Any, clerk: Any, mayor: Any, batch: CaseBatch, sign_in: Any
) -> None:
    browser = sign_in(clerk)
    url = f"{DESK}many/{batch.pk}/"
    nobody = browser.post(f"{url}send/", {})
    browser.post(f"{url}send/", {"signer": str(mayor.person_id), "in_order": "on"})
    let_batch_go(entity=town, batch_id=str(batch.pk))  # too early: the clock of the worker is fast
    window = browser.get(url).content.decode()
    back = browser.post(f"{url}take-back/", follow=True).content.decode()

    assert nobody.status_code == 422
    assert "Recupera" in window
    assert "Recuperat" in back
    with working_for(town):
        assert not SignatureRequest.objects.exists()
        assert not Document.objects.filter(state=Document.State.FROZEN).exists()
        assert CaseBatch.objects.get().stage == Stage.DONE
        with pytest.raises(AlreadyDone):
            services.take_back_batch(batch, by=clerk)


def test_when_they_are_over_each_goes_alone_and_what_lacks_a_datum_stays_and_says_it(
    town: Any, clerk: Any, mayor: Any, sent: CaseBatch
) -> None:
    assert _outcomes(town) == ["sent", "not_sent"]
    with working_for(town):
        asked = SignatureRequest.objects.select_related("version").get()
        assert (asked.signer_id, asked.note, bool(asked.version.code)) == (
            mayor.person_id,
            "Per dijous",
            True,
        )
        assert "Nom" in BatchItem.objects.get(place=1).why
        assert CaseBatch.objects.get().stage == Stage.SENT
        with pytest.raises(AlreadyDone):
            services.take_back_batch(sent, by=clerk)
        with pytest.raises(AlreadyDone):
            services.undo_batch(sent, by=clerk)


def test_taken_up_by_the_clock_when_its_own_job_was_lost(
    town: Any, clerk: Any, mayor: Any, batch: CaseBatch, later: Any
) -> None:
    with working_for(town):
        services.send_batch(batch, by=clerk, signers=[str(mayor.person_id)])
    later()

    jobs._let_go_those_due(town)
    run_batch(entity=town, batch_id=str(batch.pk))

    assert _outcomes(town)[0] == "sent"


def test_what_nobody_signed_comes_back_and_what_is_signed_is_mended_by_the_ways_of_the_law(
    town: Any, clerk: Any, sent: CaseBatch, sign_in: Any
) -> None:
    browser = sign_in(clerk)
    url = f"{DESK}many/{sent.pk}/"
    before = browser.get(url).content.decode()
    with working_for(town):
        SignatureRequest.objects.update(state="signed", signed_sha256="0" * 64, stamped_at=now())
        services.withdraw_batch(sent, by=clerk)
    run_batch(entity=town, batch_id=str(sent.pk))
    assert _outcomes(town) == ["sent", "not_sent"]

    page = browser.get(url).content.decode()
    mend = browser.get(f"{url}mend/correct/")
    with working_for(town):
        template = str(Template.objects.get().pk)
    said = {"act": "write", "go": "yes", "mends": str(sent.pk), "way": "correct", "template": template}
    said["language"] = "each"
    browser.post(f"{DESK}bulk/", said)

    assert "mend/correct/" not in before
    assert "109.2" in page
    assert "109.2" in mend.content.decode()
    assert mend.context["many"] == 1
    with working_for(town):
        mending = CaseBatch.objects.get(way="correct")
        assert mending.mends_id == sent.pk
        assert mending.items.get().case_id == BatchItem.objects.get(batch=sent, place=0).case_id


def test_withdrawn_whole_it_can_be_sent_again_with_its_minutes(
    town: Any, clerk: Any, sent: CaseBatch
) -> None:
    with working_for(town):
        services.withdraw_batch(sent, by=clerk)
    run_batch(entity=town, batch_id=str(sent.pk))

    assert _outcomes(town) == ["not_sent", "not_sent"]
    with working_for(town):
        assert set(SignatureRequest.objects.values_list("state", flat=True)) == {"withdrawn"}
        again = services.retry_batch(sent, by=clerk, which=Outcome.NOT_SENT)
        assert again.stage == Stage.LEAVING
        assert again.leaves_at > now()


def test_withdrawn_whole_it_can_be_sent_to_somebody_else(
    town: Any, clerk: Any, secretary: Any, sent: CaseBatch, sign_in: Any
) -> None:
    with working_for(town):
        services.withdraw_batch(sent, by=clerk)
    run_batch(entity=town, batch_id=str(sent.pk))
    url = f"{DESK}many/{sent.pk}/"
    browser = sign_in(clerk)

    assert 'name="signer"' in browser.get(url).content.decode()
    browser.post(f"{url}send/", {"signer": str(secretary.person_id)})
    with working_for(town):
        row = CaseBatch.objects.get()
        assert (row.stage, row.signers) == (Stage.LEAVING, [str(secretary.person_id)])
    assert _outcomes(town) == ["done", "done"]


def test_what_could_not_be_sent_for_a_datum_is_written_anew_when_it_is_known(
    town: Any, clerk: Any, sent: CaseBatch, sign_in: Any
) -> None:
    url = f"{DESK}many/{sent.pk}/"
    with working_for(town):
        item = BatchItem.objects.select_related("case").get(place=1)
        party = Party.objects.create(kind="legal", name="Bar", sort_name="bar", name_key="bar")
        cases.add_party(item.case, party, by=clerk)
    sign_in(clerk).post(f"{url}again/", {"which": "lacking"})
    run_batch(entity=town, batch_id=str(sent.pk))

    assert _outcomes(town) == ["sent", "done"]
    with working_for(town):
        assert BatchItem.objects.get(place=1).lacks == []
        assert CaseBatch.objects.get().stage == Stage.SENT


def test_whoever_signs_nothing_here_is_not_asked(
    town: Any, clerk: Any, outsider: Any, batch: CaseBatch
) -> None:
    with working_for(town):
        with pytest.raises(BadInput) as refused:
            services.send_batch(batch, by=clerk, signers=[str(outsider.person_id)])
        assert refused.value.field == "signer"
        assert CaseBatch.objects.get().stage == Stage.DONE
