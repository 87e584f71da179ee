"""What goes wrong while many documents are signed: others sign too, what ends, what breaks, what is killed."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError

from consistori.directory.models import Person, Post
from consistori.directory.selectors import actor_of
from consistori.kernel.clock import now
from consistori.signature import selectors
from consistori.signature.engine.errors import KeyRefused
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import Standing, report_on
from consistori.signature.models import SignatureRequest, SigningKey
from consistori.signature.services import crews as crews_module
from consistori.signature.services import (
    request_signatures,
    run_batch,
    sign_requests,
)
from consistori.signature.services import signing as signing_module
from consistori.signature.tests.conftest import PASSPHRASE, LocalStamps
from consistori.signature.tests.test_sign_many import begin, bytes_of, kinds_of, states_of
from consistori.tenancy.scope import working_for

Ask = Callable[..., SignatureRequest]
GiveKey = Callable[..., SigningKey]


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


def test_what_a_killed_process_had_in_hand_is_signed_by_the_rest(
    ask: Ask,
    give_key: GiveKey,
    mayor: Any,
    town: Any,
    many_processes: None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
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
