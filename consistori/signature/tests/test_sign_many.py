"""Many documents in one gesture: several in hand at once, pause, processes of their own, what goes wrong half way."""

import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError

from consistori.connectors.tsa.client import HttpTimestampAuthority
from consistori.directory.models import Person, Post
from consistori.directory.selectors import actor_of
from consistori.documents import blobs
from consistori.documents.models import Document, VersionBlob
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, NotPermitted
from consistori.signature import selectors
from consistori.signature.engine.errors import KeyRefused, PaperLeft
from consistori.signature.engine.making import Made, Maker, Paper
from consistori.signature.engine.pades import Purpose
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import Standing, report_on
from consistori.signature.models import Lasting, SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.services import crews as crews_module
from consistori.signature.services import (
    pause_batch,
    request_signatures,
    resume_batch,
    run_batch,
    sign_requests,
    start_signing,
    stop_batch,
)
from consistori.signature.services import signing as signing_module
from consistori.signature.tests.conftest import PASSPHRASE, LocalStamps, ServedAuthority
from consistori.tenancy.scope import working_for

Ask = Callable[..., SignatureRequest]
GiveKey = Callable[..., SigningKey]


def begin(requests: list[SignatureRequest], by: Any, town: Any) -> SignatureBatch:
    with working_for(town):
        return start_signing(requests, by=by, passphrase=PASSPHRASE)


def states_of(requests: list[SignatureRequest], town: Any) -> list[str]:
    with working_for(town):
        found = dict(SignatureRequest.objects.values_list("pk", "state"))
        return [found[one.pk] for one in requests]


def kinds_of(request: SignatureRequest, town: Any) -> list[str]:
    with working_for(town):
        rows = VersionBlob.objects.filter(version=request.version).order_by("position")
        return list(rows.values_list("kind", flat=True))


def bytes_of(request: SignatureRequest, town: Any) -> bytes:
    with working_for(town):
        document = Document.objects.with_version().get(pk=request.document_id)
        with blobs.open(document.latest_blob.sha256) as stream:
            return stream.read()


def test_several_timestamps_are_asked_for_at_the_same_time(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, signing_house: LocalStamps
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(7)]
    together, plain = threading.Barrier(3, timeout=30), signing_house.stamp

    def stamp(digest: bytes, algorithm: str) -> bytes:
        token = plain(digest, algorithm)
        if signing_house.asked > 1:
            together.wait()
        return token

    signing_house.stamp = stamp  # type: ignore[method-assign]

    outcome = sign_requests(requests, by=mayor, passphrase=PASSPHRASE)

    assert len(outcome.signed) == 7, outcome.why


def test_what_is_ready_together_is_kept_in_few_statements(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, statements: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(5)]
    batch = begin(requests, mayor, town)
    with working_for(town):
        batch = SignatureBatch.objects.select_related("key").get(pk=batch.pk)
        rows = list(batch.requests.with_papers().order_by("asked_at"))
    _, maker = crews_module.maker_of(batch, many=5)
    ready = []
    with working_for(town):
        for number, row in enumerate(rows):
            base = row.document.latest_blob.sha256
            made = maker.make(Paper(number, blobs.existing_path(base), base, Purpose(), now()))
            ready.append(signing_module.Ready.of(row, base, made))
        with statements() as of_one:
            assert not signing_module.keep_ready(batch, ready[:1], by=mayor)
        with statements() as of_four:
            assert not signing_module.keep_ready(batch, ready[1:], by=mayor)

    assert of_four.count == of_one.count, "\n".join(of_four.sql)
    assert of_one.count <= 16, "\n".join(of_one.sql)
    assert states_of(requests, town) == ["signed"] * 5


def test_a_result_that_another_run_kept_already_is_passed_over(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any
) -> None:
    give_key(mayor, town)
    request = ask(mayor)
    batch = begin([request], mayor, town)
    with working_for(town):
        row = batch.requests.with_papers().get()
        base = row.document.latest_blob.sha256
        _, maker = crews_module.maker_of(batch, many=1)
        paper = Paper(1, blobs.existing_path(base), base, Purpose(), now())
        twice = [signing_module.Ready.of(row, base, maker.make(paper)) for _ in range(2)]
        for one in twice:
            assert not signing_module.keep_ready(batch, [one], by=mayor)

    assert kinds_of(request, town) == ["text", "signature"]


def pausing(monkeypatch: pytest.MonkeyPatch, batch: SignatureBatch, by: Any, *, after: int) -> None:
    """Press «pause» when so many are kept."""
    real, kept = signing_module.keep_ready, []

    def keep(*arguments: Any, **options: Any) -> Any:
        again = real(*arguments, **options)
        kept.append(1)
        if len(kept) == after:
            pause_batch(batch, by=by)
        return again

    monkeypatch.setattr(signing_module, "keep_ready", keep)


def test_a_paused_batch_goes_on_without_the_passphrase(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(4)]
    batch = begin(requests, mayor, town)
    pausing(monkeypatch, batch, mayor, after=2)

    outcome = run_batch(town, batch.pk, by=mayor)

    assert (len(outcome.signed), len(outcome.left)) == (2, 2)
    assert states_of(requests, town) == ["signed", "signed", "signing", "signing"]
    with working_for(town):
        (one,) = selectors.batches_to_tell(mayor.person_id)
        assert (one.is_paused, one.done, one.left) == (True, 2, 2)
        resume_batch(batch, by=mayor)

    assert len(run_batch(town, batch.pk, by=mayor).signed) == 4
    with working_for(town):
        batch.refresh_from_db()
        assert (batch.state, batch.done) == ("done", 4)


def test_a_paused_batch_is_left_for_another_day_and_the_rest_waits(
    ask: Ask, give_key: GiveKey, mayor: Any, secretary: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(3)]
    batch = begin(requests, mayor, town)
    pausing(monkeypatch, batch, mayor, after=1)
    run_batch(town, batch.pk, by=mayor)

    with working_for(town):
        with pytest.raises(NotPermitted):
            stop_batch(batch, by=secretary)
        stop_batch(batch, by=mayor)
        with pytest.raises(AlreadyDone):
            resume_batch(batch, by=mayor)

    assert states_of(requests, town) == ["signed", "waiting", "waiting"]
    with working_for(town):
        (one,) = selectors.interrupted_batches(mayor.person_id)
        assert (one.left, one.trouble["code"]) == (2, "stopped")
        assert len(selectors.waiting_of_batch(mayor.person_id, batch.pk)) == 2
    assert len(run_batch(town, batch.pk, by=mayor).signed) == 1, "a job that comes late signs no more"


def test_four_people_sign_one_text_at_once_and_the_four_signatures_hold(
    bring_paper: Any, give_key: GiveKey, clerk: Any, town: Any, trust: TrustList, monkeypatch: Any
) -> None:
    names = ["Rosa Bassols", "Mercè Soldevila", "Pol Ferrer", "Núria Camps"]
    with working_for(town):
        people = [_signer(name) for name in names]
        actors = [actor_of(one, town) for one in people]
    for one in actors:
        give_key(one, town)
    document = bring_paper()
    with working_for(town):
        requests = request_signatures(by=clerk, document=document, signers=people, in_order=False)
    batches = [begin([one], by, town) for one, by in zip(requests, actors, strict=True)]
    others = list(zip(batches[1:], actors[1:], strict=True))
    real = signing_module.keep_ready

    def meanwhile(*arguments: Any, **options: Any) -> Any:
        """Between her signature and its keeping, another one signs."""
        if others:
            batch, by = others.pop()
            run_batch(town, batch.pk, by=by)
        return real(*arguments, **options)

    monkeypatch.setattr(signing_module, "keep_ready", meanwhile)
    run_batch(town, batches[0].pk, by=actors[0])

    report = report_on(bytes_of(requests[0], town), trust)
    assert sorted(one.signer for one in report.signatures) == sorted(names)
    assert report.standing is Standing.VALID
    assert kinds_of(requests[0], town) == ["text", *["signature"] * 4]


def _signer(name: str) -> Person:
    given, family = name.split()
    person, _ = Person.objects.get_or_create(
        email=f"{given}@quatre.example", defaults={"given_name": given, "family_name": family}
    )
    Post.objects.create(person=person, role="mayor", title_ca="Alcaldessa", starts_on="2020-01-01")
    return person


def test_a_certificate_that_ends_in_the_middle_signs_no_more(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(4)]
    batch, moments = begin(requests, mayor, town), []

    def later() -> Any:
        moments.append(1)
        return now() if len(moments) < 5 else key.valid_to + timedelta(seconds=1)

    monkeypatch.setattr(signing_module, "now", later)

    outcome = run_batch(town, batch.pk, by=mayor)

    assert len(outcome.signed) == 2
    assert states_of(requests, town) == ["signed", "signed", "waiting", "waiting"]
    with working_for(town):
        (one, *_) = selectors.waiting_for(mayor.person_id)
        assert one.trouble["code"] == "expired"


def test_a_key_that_is_gone_in_the_middle_leaves_the_rest_waiting(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(7)]
    batch, asked = begin(requests, mayor, town), []
    from consistori.signature.engine.signer_client import SignerClient

    real = SignerClient.sign

    def sign(self: SignerClient, batch: str, data: bytes, algorithm: str) -> bytes:
        asked.append(1)
        if len(asked) > 3:
            raise KeyRefused("batch-over")
        return real(self, batch, data, algorithm)

    monkeypatch.setattr(SignerClient, "sign", sign)

    outcome = run_batch(town, batch.pk, by=mayor)

    assert (len(outcome.signed), len(outcome.left)) == (3, 4)
    assert outcome.why
    with working_for(town):
        (one,) = selectors.interrupted_batches(mayor.person_id)
        assert one.left == 4


def test_one_document_that_goes_wrong_does_not_stop_the_others_and_only_it_is_signed_again(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(3)]
    from consistori.signature.engine import pades

    real, tries = pades.sign_pdf, []

    def sometimes(*arguments: Any, **options: Any) -> Any:
        tries.append(1)
        if len(tries) == 2:
            raise ZeroDivisionError
        return real(*arguments, **options)

    monkeypatch.setattr(pades, "sign_pdf", sometimes)

    outcome = sign_requests(requests, by=mayor, passphrase=PASSPHRASE)

    assert states_of(requests, town) == ["signed", "waiting", "signed"]
    with working_for(town):
        left = selectors.waiting_of_batch(mayor.person_id, outcome.batch_id)
        assert [one.trouble["code"] for one in left] == ["unforeseen"]
    assert len(sign_requests(left, by=mayor, passphrase=PASSPHRASE).signed) == 1


def test_a_large_batch_is_signed_by_processes_of_its_own_and_lasts(
    ask: Ask,
    give_key: GiveKey,
    mayor: Any,
    town: Any,
    trust: TrustList,
    authority: ServedAuthority,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.SIGNER_PROCESSES = 2
    monkeypatch.setattr(crews_module, "MANY", 3)
    stamps = HttpTimestampAuthority([f"{authority.base_url}/tsa"])
    monkeypatch.setattr(crews_module, "timestamp_authority", lambda: stamps)
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(3)]
    plain = crews_module.with_crew

    def when_all_are_ready(*arguments: Any, **options: Any) -> Any:
        crew = plain(*arguments, **options)
        for member in crew._others:
            wait([member.pipe], 60)
            crew._hear(member)
        return crew

    monkeypatch.setattr(crews_module, "with_crew", when_all_are_ready)
    not_here = lambda self, paper: Made(paper.number, stopped=PaperLeft("unforeseen"))  # noqa: E731
    monkeypatch.setattr(Maker, "make", not_here)

    outcome = sign_requests(requests, by=mayor, passphrase=PASSPHRASE)

    assert len(outcome.signed) == 3, outcome.why
    for request in requests:
        assert kinds_of(request, town) == ["text", "signature", "timestamp"]
        assert report_on(bytes_of(request, town), trust).standing is Standing.VALID
    with working_for(town):
        assert set(Lasting.objects.values_list("level", flat=True)) == {"B-LTA"}
    assert not list(Path(settings.BLOB_ROOT, "incoming").glob("*.part"))


def test_what_a_killed_process_had_in_hand_is_signed_by_the_rest(
    ask: Ask,
    give_key: GiveKey,
    mayor: Any,
    town: Any,
    authority: ServedAuthority,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.SIGNER_PROCESSES = 2
    monkeypatch.setattr(crews_module, "MANY", 3)
    stamps = HttpTimestampAuthority([f"{authority.base_url}/tsa"])
    monkeypatch.setattr(crews_module, "timestamp_authority", lambda: stamps)
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(4)]
    plain = crews_module.with_crew

    def with_crew(*arguments: Any, **options: Any) -> Any:
        crew = plain(*arguments, **options)
        for member in crew._others:
            member.is_ready = True
            os.kill(member.process.pid, signal.SIGKILL)
        return crew

    monkeypatch.setattr(crews_module, "with_crew", with_crew)

    outcome = sign_requests(requests, by=mayor, passphrase=PASSPHRASE)

    assert len(outcome.signed) == 4, outcome.why


def test_a_database_that_restarts_in_the_middle_is_waited_for(
    ask: Ask,
    give_key: GiveKey,
    mayor: Any,
    town: Any,
    signing_house: LocalStamps,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give_key(mayor, town)
    batch, real, tries = begin([ask(mayor)], mayor, town), signing_module.keep_ready, []

    def keep(*arguments: Any, **options: Any) -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("the database is starting up")
        return real(*arguments, **options)

    monkeypatch.setattr(signing_module, "keep_ready", keep)
    monkeypatch.setattr(signing_module, "connection", Mock(in_atomic_block=False))
    monkeypatch.setattr(signing_module, "PAUSES", (0.0,))

    assert len(run_batch(town, batch.pk, by=mayor).signed) == 1
    assert signing_house.asked == 1, "its timestamp is not lost"


def test_what_nobody_foresaw_leaves_the_rest_waiting_and_not_half_signed(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(2)]
    batch = begin(requests, mayor, town)
    monkeypatch.setattr(signing_module, "keep_ready", Mock(side_effect=ZeroDivisionError))

    with pytest.raises(ZeroDivisionError):
        run_batch(town, batch.pk, by=mayor)

    assert states_of(requests, town) == ["waiting", "waiting"]
    with working_for(town):
        (one,) = selectors.interrupted_batches(mayor.person_id)
        assert one.left == 2
