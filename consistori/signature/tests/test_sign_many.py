"""Many documents in one gesture: several in hand at once, pause, and processes of their own."""

import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import pytest

from consistori.documents import blobs
from consistori.documents.models import Document, VersionBlob
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, NotPermitted
from consistori.signature import selectors
from consistori.signature.engine.errors import PaperLeft
from consistori.signature.engine.making import Made, Maker, Paper
from consistori.signature.engine.pades import Purpose
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import Standing, report_on
from consistori.signature.models import Lasting, SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.services import crews as crews_module
from consistori.signature.services import (
    pause_batch,
    resume_batch,
    run_batch,
    sign_requests,
    start_signing,
    stop_batch,
)
from consistori.signature.services import signing as signing_module
from consistori.signature.tests.conftest import PASSPHRASE, LocalStamps
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


def test_a_large_batch_is_signed_by_processes_of_its_own_and_lasts(
    ask: Ask,
    give_key: GiveKey,
    mayor: Any,
    town: Any,
    trust: TrustList,
    many_processes: None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(3)]
    pieces = lambda: set(Path(settings.BLOB_ROOT, "incoming").glob("*.part"))  # noqa: E731
    before = pieces()
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
    assert pieces() == before
