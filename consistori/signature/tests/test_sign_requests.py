"""Signing several documents with one passphrase, and all that may happen in the middle."""

from collections.abc import Callable
from typing import Any

import pytest

from consistori.directory.models import Person, Post
from consistori.directory.selectors import actor_of
from consistori.documents import blobs
from consistori.documents.models import Document, VersionBlob
from consistori.documents.services import ReceivedFile, new_version
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Unavailable
from consistori.signature import selectors
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import Standing, report_on
from consistori.signature.events import TimestampsAreBack
from consistori.signature.jobs import watch_timestamps
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.services import request_signatures, run_batch, sign_requests, start_signing
from consistori.signature.tests.conftest import PASSPHRASE, LocalStamps, ServedAuthority
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

Ask = Callable[..., SignatureRequest]
GiveKey = Callable[..., SigningKey]


def bytes_of(document_id: Any, town: Any) -> bytes:
    with working_for(town):
        document = Document.objects.with_version().get(pk=document_id)
        with blobs.open(document.latest_blob.sha256) as stream:
            return stream.read()


def test_three_documents_are_signed_with_one_passphrase(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, trust: TrustList
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in (1, 2, 3)]

    outcome = sign_requests(requests, by=mayor, passphrase=PASSPHRASE)

    assert len(outcome.signed) == 3
    assert not outcome.left
    for request in requests:
        report = report_on(bytes_of(request.document_id, town), trust)
        assert report.standing is Standing.VALID
        (one,) = report.signatures
        assert one.signer == "Rosa Bassols"
        assert one.level == "B-T"
        assert one.policy == town.policy_oid
        assert one.location == "Vall-llobera"
    with working_for(town):
        assert selectors.count_waiting(mayor.person_id) == 0
        assert TrailEvent.objects.filter(kind="signature.DocumentSigned").count() == 3


def test_the_signature_is_one_blob_more_and_the_text_stays(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any
) -> None:
    give_key(mayor, town)
    request = ask(mayor)

    sign_requests([request], by=mayor, passphrase=PASSPHRASE)

    with working_for(town):
        kinds = VersionBlob.objects.filter(version=request.version).values_list("kind", flat=True)
        assert list(kinds) == ["text", "signature"]
        request.refresh_from_db()
        assert request.signed_sha256 == request.document.latest_blob.sha256
        assert request.stamped_at is not None


def test_the_second_of_the_circuit_signs_over_the_first_and_both_hold(
    bring_paper: Any, give_key: GiveKey, mayor: Any, secretary: Any, clerk: Any, town: Any, trust: TrustList
) -> None:
    give_key(mayor, town)
    give_key(secretary, town)
    document = bring_paper()
    with working_for(town):
        people = [Person.objects.get(pk=one.person_id) for one in (secretary, mayor)]
        first, second = request_signatures(by=clerk, document=document, signers=people)
    with pytest.raises(AlreadyDone):
        sign_requests([second], by=mayor, passphrase=PASSPHRASE)

    sign_requests([first], by=secretary, passphrase=PASSPHRASE)
    sign_requests([second], by=mayor, passphrase=PASSPHRASE)

    report = report_on(bytes_of(document.pk, town), trust)
    assert [one.signer for one in report.signatures] == ["Mercè Soldevila", "Rosa Bassols"]
    assert report.standing is Standing.VALID


def test_a_wrong_passphrase_signs_nothing_and_says_how_many_tries_are_left(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any
) -> None:
    give_key(mayor, town)
    request = ask(mayor)

    with pytest.raises(BadInput) as refused:
        sign_requests([request], by=mayor, passphrase="no és aquesta")

    assert refused.value.field == "passphrase"
    assert "4" in str(refused.value)
    with working_for(town):
        request.refresh_from_db()
        assert request.state == "waiting"
        assert not SignatureBatch.objects.exists()


def test_without_a_key_it_says_so(ask: Ask, signing_house: LocalStamps, mayor: Any) -> None:
    with pytest.raises(BadInput) as refused:
        sign_requests([ask(mayor)], by=mayor, passphrase=PASSPHRASE)

    assert refused.value.field == "key"


def test_nobody_signs_what_was_asked_to_another(
    ask: Ask, give_key: GiveKey, mayor: Any, secretary: Any, town: Any
) -> None:
    give_key(secretary, town)

    with pytest.raises(NotPermitted):
        sign_requests([ask(mayor)], by=secretary, passphrase=PASSPHRASE)


def test_who_left_the_post_no_longer_signs(ask: Ask, give_key: GiveKey, mayor: Any, town: Any) -> None:
    give_key(mayor, town)
    request = ask(mayor)
    with working_for(town):
        Post.objects.filter(person_id=mayor.person_id).update(ends_on=today())
    former = actor_of(Person.objects.get(pk=mayor.person_id), town)

    with pytest.raises(NotPermitted) as refused:
        sign_requests([request], by=former, passphrase=PASSPHRASE)

    assert refused.value.article


def test_with_the_timestamp_server_down_all_stays_waiting_and_says_why(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, signing_house: LocalStamps
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in (1, 2, 3)]
    signing_house.down = True

    outcome = sign_requests(requests, by=mayor, passphrase=PASSPHRASE)

    assert len(outcome.left) == 3
    assert outcome.why
    assert signing_house.asked == 1, "the others are not made to wait for the same silence"
    with working_for(town):
        (one, *_) = selectors.waiting_for(mayor.person_id)
        assert one.trouble["code"] == "timestamp-silent"
        (batch,) = selectors.interrupted_batches(mayor.person_id)
        assert batch.left == 3


def test_when_the_timestamp_server_is_back_people_are_told(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, signing_house: LocalStamps
) -> None:
    give_key(mayor, town)
    request = ask(mayor)
    signing_house.down = True
    sign_requests([request], by=mayor, passphrase=PASSPHRASE)
    signing_house.down = False

    watch_timestamps(entity=town)

    with working_for(town):
        assert TrailEvent.objects.filter(kind=TimestampsAreBack.kind()).count() == 1
    assert sign_requests([request], by=mayor, passphrase=PASSPHRASE).signed == (request.pk,)


def test_a_revoked_certificate_signs_nothing(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, authority: ServedAuthority
) -> None:
    key = give_key(mayor, town)
    authority.revoke(int(key.serial, 16))
    request = ask(mayor)

    outcome = sign_requests([request], by=mayor, passphrase=PASSPHRASE)

    assert outcome.left == (request.pk,)
    with working_for(town):
        request.refresh_from_db()
        assert request.trouble["code"] == "revoked"


def test_when_the_signer_process_does_not_run_it_says_so(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, settings: Any, tmp_path: Any
) -> None:
    give_key(mayor, town)
    settings.SIGNER_SOCKET = str(tmp_path / "nobody.sock")

    with pytest.raises(Unavailable):
        sign_requests([ask(mayor)], by=mayor, passphrase=PASSPHRASE)


def test_a_batch_whose_key_is_gone_keeps_what_is_signed_and_leaves_the_rest(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_key(mayor, town)
    requests = [ask(mayor, f"Decret {number}") for number in range(5)]
    with working_for(town):
        batch = start_signing(requests, by=mayor, passphrase=PASSPHRASE)
    from consistori.signature.engine import pades
    from consistori.signature.services import signing

    real, done = pades.sign_pdf, []

    def falls_after_two(*arguments: Any, **options: Any) -> Any:
        if len(done) == 2:
            signing.signer().close_batch(str(batch.pk))
        done.append(1)
        return real(*arguments, **options)

    monkeypatch.setattr(pades, "sign_pdf", falls_after_two)

    outcome = run_batch(town, batch.pk, by=mayor)

    assert (len(outcome.signed), len(outcome.left)) == (2, 3)
    with working_for(town):
        batch.refresh_from_db()
        assert (batch.state, batch.done, batch.left) == ("interrupted", 2, 3)
        assert selectors.count_waiting(mayor.person_id) == 3


def test_a_job_that_is_run_again_does_not_sign_twice(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any
) -> None:
    give_key(mayor, town)
    request = ask(mayor)
    with working_for(town):
        batch = start_signing([request], by=mayor, passphrase=PASSPHRASE)

    run_batch(town, batch.pk, by=mayor)
    run_batch(town, batch.pk, by=mayor)

    with working_for(town):
        assert VersionBlob.objects.filter(version=request.version).count() == 2
        batch.refresh_from_db()
        assert batch.done == 1


def test_no_record_holds_the_passphrase_nor_a_key_in_clear(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any
) -> None:
    key = give_key(mayor, town)
    sign_requests([ask(mayor)], by=mayor, passphrase=PASSPHRASE)

    assert PASSPHRASE.encode() not in bytes(key.sealed)
    assert bytes(key.sealed).startswith(b"CSK1")
    with working_for(town):
        assert all(PASSPHRASE not in event.content for event in TrailEvent.objects.all())


def test_bytes_changed_in_the_store_are_not_signed(
    ask: Ask, give_key: GiveKey, mayor: Any, town: Any
) -> None:
    give_key(mayor, town)
    request = ask(mayor)
    with working_for(town):
        path = blobs.existing_path(request.version.sha256)
        data = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(data.replace(b"/Type", b"/type", 1))

    outcome = sign_requests([request], by=mayor, passphrase=PASSPHRASE)

    path.write_bytes(data)
    assert outcome.failed == (request.pk,)
    with working_for(town):
        request.refresh_from_db()
        assert request.trouble["code"] == "damaged"


def test_a_text_that_changed_since_is_not_signed(
    ask: Ask, give_key: GiveKey, mayor: Any, clerk: Any, town: Any, decree: bytes
) -> None:
    give_key(mayor, town)
    request = ask(mayor)
    with working_for(town):
        document = Document.objects.with_version().get(pk=request.document_id)
        new_version(document, by=clerk, received=ReceivedFile.from_bytes("decret.pdf", decree + b"% other\n"))

    outcome = sign_requests([request], by=mayor, passphrase=PASSPHRASE)

    assert outcome.failed == (request.pk,)
