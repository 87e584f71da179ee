"""The worker killed in the middle of a large batch, with papers in the hands of its processes: nothing twice."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consistori.signature import selectors
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import Standing, report_on
from consistori.signature.models import SignatureRequest
from consistori.signature.ports import signer
from consistori.signature.services import crews as crews_module
from consistori.signature.services import run_batch, sign_requests
from consistori.signature.services import signing as signing_module
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.signature.tests.test_sign_many import begin, bytes_of, kinds_of, states_of
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

MANY = 7


class Killed(BaseException):
    """As a `kill -9`: nothing of ours runs after it, and the pipes of the processes are closed."""


def test_the_worker_killed_with_papers_in_hand_leaves_the_rest_to_be_signed_again_and_none_twice(
    ask: Callable[..., SignatureRequest], give_key: Callable[..., Any], mayor: Any, town: Any, trust: TrustList,
    many_processes: None, settings: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(MANY)]
    batch, real, others = begin(requests, mayor, town), signing_module.keep_ready, []
    plain = crews_module.with_crew

    def with_crew(*arguments: Any, **options: Any) -> Any:
        crew = plain(*arguments, **options)
        others.extend(crew.processes)
        return crew

    def keep(*arguments: Any, **options: Any) -> Any:
        kept = real(*arguments, **options)
        monkeypatch.setattr(signing_module, "keep_ready", killed)
        return kept

    def killed(*_arguments: Any, **_options: Any) -> Any:
        raise Killed

    monkeypatch.setattr(crews_module, "with_crew", with_crew)
    monkeypatch.setattr(signing_module, "keep_ready", keep)
    with pytest.raises(Killed):
        run_batch(town, batch.pk, by=mayor)
    monkeypatch.setattr(signing_module, "keep_ready", real)

    assert states_of(requests, town) == ["signed"] + ["signing"] * (MANY - 1)
    assert len(others) == 2
    for left_behind in Path(settings.BLOB_ROOT, "incoming").glob("*.part"):
        left_behind.unlink()
    for pid in others:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    # Its job comes back when the key is no longer open.
    settings.SIGNER_PROCESSES = 1
    signer().close_batch(str(batch.pk))
    outcome = run_batch(town, batch.pk, by=mayor)

    assert (len(outcome.signed), len(outcome.left)) == (1, MANY - 1)
    with working_for(town):
        (told,) = selectors.interrupted_batches(mayor.person_id)
        assert (told.done, told.left) == (1, MANY - 1)
        left = selectors.waiting_of_batch(mayor.person_id, batch.pk)
    assert len(sign_requests(left, by=mayor, passphrase=PASSPHRASE).signed) == MANY - 1
    for one in requests:
        assert kinds_of(one, town)[:2] == ["text", "signature"]
        assert kinds_of(one, town).count("signature") == 1
    report = report_on(bytes_of(requests[-1], town), trust)
    assert (report.standing, len(report.signatures)) == (Standing.VALID, 1)
    with working_for(town):
        assert TrailEvent.objects.filter(kind="signature.DocumentSigned").count() == MANY
        assert selectors.interrupted_batches(mayor.person_id) == []
