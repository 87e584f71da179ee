"""Signatures that last, as the town hall has them: handed over, made to last by a job, renewed before they weaken."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from consistori.directory.models import Person
from consistori.documents import blobs
from consistori.documents.models import Document, VersionBlob
from consistori.documents.services import ReceivedFile, append_evidence, new_version
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import NotPermitted
from consistori.signature import verification
from consistori.signature.engine.demo.authority import Credential
from consistori.signature.engine.pades import Purpose, sign_pdf
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import report_on
from consistori.signature.lasting import jobs, services
from consistori.signature.lasting.rules import Need, Weakness, needs_of, wait_after
from consistori.signature.models import Lasting, SignatureRequest
from consistori.signature.services import request_signature
from consistori.signature.tests.conftest import LocalStamps, ServedAuthority
from consistori.signature.tests.test_sign_and_validate import hand_of
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

Ask = Callable[..., SignatureRequest]
Signed = Callable[..., SignatureRequest]


@pytest.fixture(autouse=True)
def house(signing_house: LocalStamps, trust: TrustList, monkeypatch: pytest.MonkeyPatch) -> LocalStamps:
    """The authorities of this house are those of the demonstration; signing itself makes nothing to last."""
    monkeypatch.setattr(services, "trust_list", lambda: trust)
    monkeypatch.setattr(services, "timestamp_authority", lambda: signing_house)
    return signing_house


@pytest.fixture
def signed(
    ask: Ask, issue: Callable[..., Credential], mayor: Any, town: Any, trust: TrustList, house: LocalStamps
) -> Signed:
    """`signed("Title")` gives a request that was signed B-T and handed to nobody, as one from before."""
    credential = issue()

    def do(
        title: str = "Decret de la llicència", request: SignatureRequest | None = None
    ) -> SignatureRequest:
        request = request or ask(mayor, title)
        made = sign_pdf(
            last_bytes(request, town), hand_of(credential, trust, house), Purpose(), at=datetime.now(UTC)
        )
        with working_for(town):
            append_evidence(request.version, blob=made.data, kind="signature", by=mayor)
            SignatureRequest.objects.filter(pk=request.pk).update(
                state="signed", signed_sha256=made.sha256, stamped_at=made.stamped_at, settled_at=now()
            )
        return request

    return do


def program(town: Any) -> Actor:
    return Actor.program(town.pk)


def last_bytes(request: SignatureRequest, town: Any) -> bytes:
    with working_for(town):
        document = Document.objects.with_version().get(pk=request.document_id)
        with blobs.open(document.latest_blob.sha256) as stream:
            return stream.read()


def row_of(request: SignatureRequest, town: Any) -> Lasting:
    with working_for(town):
        found: Lasting = Lasting.objects.get(version_id=request.version_id)
    return found


def test_what_was_handed_over_is_made_to_last_by_the_job(signed: Signed, town: Any, trust: TrustList) -> None:
    request = signed()
    before = last_bytes(request, town)
    with working_for(town):
        services.hand_over([request.version_id])

    jobs.make_last(entity=town, version_ids=[str(request.version_id)])

    row, after = row_of(request, town), last_bytes(request, town)
    report = report_on(after, trust, ask=False)
    assert (row.level, row.stamps, row.trouble) == ("B-LTA", 1, {})
    assert after.startswith(before)
    assert report.signatures[0].level == "B-LTA"
    assert report.holds_until == row.holds_until
    with working_for(town):
        kinds = list(VersionBlob.objects.filter(version_id=request.version_id).values_list("kind", flat=True))
    assert kinds == ["text", "signature", "timestamp"]


def test_with_silent_timestamps_the_evidence_is_kept_once_and_the_stamp_comes_when_they_are_back(
    signed: Signed, town: Any, house: LocalStamps
) -> None:
    request = signed()
    house.down = True

    for _again in range(2):
        list(services.look_after(town, by=program(town), patient=False))
    silent = row_of(request, town)
    house.down = False
    list(services.look_after(town, by=program(town), patient=False))

    row = row_of(request, town)
    assert (silent.level, silent.trouble["code"], silent.tries) == ("B-LT", "timestamp-silent", 2)
    assert silent.next_try_at is not None
    assert (row.level, row.trouble, row.next_try_at) == ("B-LTA", {}, None)
    with working_for(town):
        kinds = list(VersionBlob.objects.filter(version_id=request.version_id).values_list("kind", flat=True))
    assert kinds == ["text", "signature", "evidence", "timestamp"]


def test_an_issuer_that_does_not_answer_leaves_it_with_its_timestamp_and_says_why(
    signed: Signed, town: Any, authority: ServedAuthority
) -> None:
    request = signed()
    authority.silent = True
    try:
        (outcome,) = services.look_after(town, by=program(town))
    finally:
        authority.silent = False

    row = row_of(request, town)
    assert (row.level, row.trouble["code"]) == ("B-T", "evidence-silent")
    assert row.next_try_at == pytest.approx(now() + wait_after(1), abs=timedelta(minutes=1))
    assert "Emissora DEMO" in outcome.trouble


def test_a_circuit_that_is_not_complete_waits_for_its_last_signature(
    signed: Signed, ask: Ask, mayor: Any, secretary: Any, town: Any, clerk: Any
) -> None:
    first = ask(mayor)
    with working_for(town):
        person = Person.objects.get(pk=secretary.person_id)
        document = Document.objects.get(pk=first.document_id)
        second = request_signature(by=clerk, document=document, signer=person)
    signed(request=first)

    early = list(services.look_after(town, by=program(town)))
    signed(request=second)
    late = list(services.look_after(town, by=program(town)))

    assert early == []
    assert [outcome.after for outcome in late] == ["B-LTA"]


def test_the_public_page_shows_every_layer_and_until_when_with_the_same_code(
    signed: Signed, town: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "ANSWER_SECONDS", 0)
    request = signed()
    with working_for(town):
        code = SignatureRequest.objects.select_related("version").get(pk=request.pk).version.code
    before = client.get(f"/verify/{code}/").content.decode()
    list(services.look_after(town, by=program(town)))

    after = client.get(f"/verify/{code}/").content.decode()
    report = client.get(f"/verify/{code}/report/")

    assert "Encara no té el que la fa durar més" in before
    assert "És autèntic i no ha canviat" in after
    for said in ("Evidències que els certificats eren bons", "Segell de temps d’arxiu", "Val fins al"):
        assert said in after
    assert report.content.startswith(b"%PDF")


def test_one_signature_more_begins_again(signed: Signed, town: Any) -> None:
    request = signed()
    list(services.look_after(town, by=program(town)))

    with working_for(town):
        services.hand_over([request.version_id])

    assert row_of(request, town).level == "B-T"


def test_the_command_says_what_weakens_and_why_and_covers_it_with_one_stamp_more(
    signed: Signed, town: Any, trust: TrustList
) -> None:
    request = signed("Decret de la font")
    call_command("signature_renew", entity=town.slug, stdout=StringIO())
    said, dry = StringIO(), StringIO()

    call_command("signature_renew", entity=town.slug, within=3650, dry_run=True, stdout=dry)
    call_command("signature_renew", entity=town.slug, within=3650, stdout=said)

    assert "«Decret de la font»: its archive timestamp holds only until" in dry.getvalue()
    assert "B-LTA -> B-LTA, holds until" in said.getvalue()
    assert f"{town.slug}: 1 made to last, 0 could not be" in said.getvalue()
    assert row_of(request, town).stamps == 2
    report = report_on(last_bytes(request, town), trust, ask=False)
    assert [layer.kind for layer in report.layers].count("archive") == 2
    with working_for(town):
        assert TrailEvent.objects.filter(kind="signature.SignaturesRenewed").count() == 1


def test_an_older_text_is_renewed_too_and_the_document_stays_with_its_new_one(
    signed: Signed, town: Any, clerk: Any, decree: bytes
) -> None:
    request = signed()
    with working_for(town):
        document = Document.objects.get(pk=request.document_id)
        newer = new_version(
            document, by=clerk, received=ReceivedFile.from_bytes("decret.pdf", decree + b"% newer\n")
        )

    (outcome,) = services.look_after(town, by=program(town))

    assert outcome.after == "B-LTA"
    with working_for(town):
        assert Document.objects.get(pk=request.document_id).version_id == newer.pk


def test_nothing_else_to_do_says_nothing(signed: Signed, town: Any) -> None:
    signed()
    list(services.look_after(town, by=program(town)))

    assert list(services.look_after(town, by=program(town))) == []


def test_whoever_does_not_answer_for_the_papers_renews_nothing(town: Any, clerk: Any, outsider: Any) -> None:
    for actor in (clerk, outsider):
        with pytest.raises(NotPermitted):
            list(services.look_after(town, by=actor))


DAY = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("level", "until", "algorithm", "needs"),
    [
        ("B-T", None, "", [Need(Weakness.NO_EVIDENCE)]),
        ("B-LT", None, "sha256", [Need(Weakness.NO_ARCHIVE_STAMP)]),
        ("B-LTA", DAY + timedelta(days=181), "sha256", []),
        (
            "B-LTA",
            DAY + timedelta(days=180),
            "sha256",
            [Need(Weakness.STAMP_ENDS, DAY + timedelta(days=180))],
        ),
        ("B-LTA", DAY, "sha256", [Need(Weakness.STAMP_ENDED, DAY)]),
        ("B-LTA", DAY + timedelta(days=900), "sha1", [Need(Weakness.WEAK_ALGORITHM)]),
    ],
)
def test_what_weakens(level: str, until: datetime | None, algorithm: str, needs: list[Need]) -> None:
    assert needs_of(level, until, algorithm, at=DAY) == needs


def test_the_secretary_sees_what_waits_and_why_and_has_it_looked_after(
    signed: Signed, secretary: Any, town: Any, house: LocalStamps, sign_in: Callable[..., Client]
) -> None:
    signed("Decret de la font")
    house.down = True
    list(services.look_after(town, by=program(town)))
    browser, page = sign_in(secretary), "/e/vall-llobera/desk/signature/lasting/"

    before = browser.get(page).content.decode()
    house.down = False
    answer = browser.post(page + "now/", follow=True)
    jobs.look_after(entity=town, patient=False)
    after = browser.get(page).content.decode()

    assert "Decret de la font" in before
    assert "El servidor de segells de temps no respon" in before
    assert "El programa ja se n’ocupa" in answer.content.decode()
    assert "Totes aguanten" in after


def test_the_page_is_not_for_whoever_does_not_answer_for_the_papers(
    clerk: Any, outsider: Any, sign_in: Callable[..., Client]
) -> None:
    page = "/e/vall-llobera/desk/signature/lasting/"

    assert sign_in(clerk).get(page).status_code == 403
    assert sign_in(outsider).get(page).status_code == 404
