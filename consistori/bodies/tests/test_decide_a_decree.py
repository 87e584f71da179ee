"""The mayor signs a decree: number, date, text and signature at once, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.bodies.book import BOOK
from consistori.bodies.models import Decree
from consistori.documents import blobs
from consistori.documents.models import Document, VersionBlob
from consistori.formats import pdfa
from consistori.kernel.clock import now, today
from consistori.signature import numbering
from consistori.signature.engine.facts import Standing
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import report_on
from consistori.signature.models import Lasting, SignatureRequest
from consistori.signature.services import sign_requests
from consistori.signature.tests.conftest import PASSPHRASE, LocalStamps
from consistori.tenancy.models import Counter
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

Decide = Callable[..., Any]
YEAR = today().year


def path_of(document_id: Any, town: Any) -> Any:
    with working_for(town):
        return blobs.existing_path(Document.objects.with_version().get(pk=document_id).latest_blob.sha256)


def words_of(path: Any) -> str:
    """What a reader of PDF finds written on its first page, the form included."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(str(path))
    pdf.init_forms()
    page = pdf[0]
    text: str = page.get_textpage().get_text_bounded()
    page.flatten()
    return text + pdf[0].get_textpage().get_text_bounded()


def test_her_signature_draws_the_number_and_the_paper_has_it(
    decide: Decide, town: Any, trust: TrustList
) -> None:
    decree = decide("Decret de la llicència")

    assert (decree.year, decree.number, decree.decided_on) == (YEAR, 1, today())
    assert decree.said == f"{YEAR}/0001"
    path = path_of(decree.document_id, town)
    assert f"{YEAR}/0001" in words_of(path)
    assert f"{today():%d/%m/%Y}" in words_of(path)
    assert pdfa.check(path).holds
    report = report_on(path.read_bytes(), trust)
    assert report.standing is Standing.VALID
    assert [one.level for one in report.signatures] == ["B-B"]
    with working_for(town):
        kinds = VersionBlob.objects.filter(version_id=decree.version_id).values_list("kind", flat=True)
        assert list(kinds) == ["text", "signature"]
        told = TrailEvent.objects.get(kind="bodies.DecreeNumbered")
        assert f'"said":"{YEAR}/0001"' in told.content
        assert '"article":"LBRL, art. 21.1"' in told.content


def test_numbers_of_a_batch_follow_one_another_without_holes(decide: Decide) -> None:
    rows = decide("Decret del gual", "Decret de la terrassa", "Decret de la festa")

    assert [row.number for row in rows] == [1, 2, 3]


def test_the_time_is_stamped_by_the_job_and_it_lasts(
    decide: Decide,
    town: Any,
    trust: TrustList,
    run_jobs: Callable[[], int],
    monkeypatch: Any,
    stamps: LocalStamps,
) -> None:
    monkeypatch.setattr("consistori.signature.lasting.services.trust_list", lambda: trust)
    monkeypatch.setattr("consistori.signature.lasting.services.timestamp_authority", lambda: stamps)
    stamps.down = True
    decree = decide("Decret de la llicència")
    run_jobs()
    with working_for(town):
        lasting = Lasting.objects.get(version_id=decree.version_id)
        assert (lasting.level, lasting.trouble["code"]) == ("B-B", "timestamp-silent")
        assert SignatureRequest.objects.get(pk=decree.request_id).stamped_at is None
        Lasting.objects.update(next_try_at=now())
    stamps.down = False

    from consistori.kernel.actor import Actor
    from consistori.signature.lasting.services import look_after

    assert [one.after for one in look_after(town, by=Actor.program(town.pk))] == ["B-LTA"]

    with working_for(town):
        assert SignatureRequest.objects.get(pk=decree.request_id).stamped_at is not None
    (facts,) = report_on(path_of(decree.document_id, town).read_bytes(), trust).signatures
    assert facts.level == "B-LTA"
    assert facts.standing is Standing.VALID


def test_while_nobody_tells_of_the_certificate_it_has_its_time_and_lasts_later(
    decide: Decide, town: Any, trust: TrustList, run_jobs: Callable[[], int], monkeypatch: Any
) -> None:
    decree = decide("Decret de la llicència")
    run_jobs()
    with working_for(town):
        lasting = Lasting.objects.get(version_id=decree.version_id)
        assert (lasting.level, lasting.trouble["code"]) == ("B-T", "unknown-issuer")
        stamped_at = SignatureRequest.objects.get(pk=decree.request_id).stamped_at
        assert stamped_at is not None
        Lasting.objects.update(next_try_at=now())
    (facts,) = report_on(path_of(decree.document_id, town).read_bytes(), trust).signatures
    assert (facts.level, facts.standing, facts.stamped_at) == ("B-T", Standing.VALID, stamped_at)

    from consistori.kernel.actor import Actor
    from consistori.signature.lasting.services import look_after

    monkeypatch.setattr("consistori.signature.lasting.services.trust_list", lambda: trust)
    assert [one.after for one in look_after(town, by=Actor.program(town.pk))] == ["B-LTA"]
    (facts,) = report_on(path_of(decree.document_id, town).read_bytes(), trust).signatures
    assert (facts.level, facts.standing) == ("B-LTA", Standing.VALID)
    with working_for(town):
        assert SignatureRequest.objects.get(pk=decree.request_id).stamped_at == stamped_at


def test_what_fails_after_the_number_is_drawn_leaves_no_hole(
    decide: Decide, ask_decree: Callable[..., Any], mayor: Any, town: Any, monkeypatch: Any
) -> None:
    decide("Decret del gual")
    request = ask_decree("Decret de la terrassa", mayor)

    def killed(*_arguments: Any, **_said: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("consistori.signature.services.deciding.keep_one", killed)
        with pytest.raises(SystemExit):
            sign_requests([request], by=mayor, passphrase=PASSPHRASE)
    with working_for(town):
        assert Decree.objects.count() == 1
        assert Counter.objects.get(book=BOOK).last == 1

    assert decide("Decret de la festa").number == 2


def test_the_number_is_known_to_whoever_has_the_document(decide: Decide, town: Any, other_town: Any) -> None:
    decree = decide("Decret de la llicència")

    with working_for(town):
        found = numbering.numbering_of(decree.document_id)
        assert found is not None
        assert str(found.words).endswith(f"{YEAR}/0001")
    with working_for(other_town):
        assert numbering.numbering_of(decree.document_id) is None


def test_in_a_town_without_the_book_a_decree_is_signed_as_any_other(
    ask_decree: Callable[..., Any], give_key: Callable[..., Any], mayor: Any, town: Any
) -> None:
    town.switches = {"decree_book": False}
    town.save()
    give_key(mayor, town)

    outcome = sign_requests([ask_decree("Decret", mayor)], by=mayor, passphrase=PASSPHRASE)

    assert len(outcome.signed) == 1
    with working_for(town):
        assert not Decree.objects.exists()
