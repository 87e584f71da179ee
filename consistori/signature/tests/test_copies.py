"""Authentic copies: who, of what, how, and what is in them (R-DOC-04, R-DOC-05, N-COP, N-DIG)."""

import io
from typing import Any

import pikepdf
import pytest

from consistori.documents.models import Document
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.signature.copies import jobs
from consistori.signature.copies.services import (
    copy_of_paper,
    copy_with_other_format,
    partial_copy,
    try_again,
)
from consistori.signature.models import AuthenticCopy, SignatureRequest
from consistori.signature.tests.copying import (
    SEEN,
    bring,
    bytes_of,
    give_seal,
    officer,
    report_pdf,
    scan,
    seal,
    seal_now,
    sealing_house,
    text_of,
)
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

__all__ = ["bring", "give_seal", "officer", "report_pdf", "seal", "sealing_house"]


def test_another_format_is_a_new_document_that_says_of_what_and_is_sealed(
    town: Any, bring: Any, officer: Any, seal: Any, trust: Any
) -> None:
    from consistori.signature.engine.validation import report_on

    source = bring("plànol.tif", scan(150))
    with working_for(town):
        copy = copy_with_other_format(source, by=officer)
        assert copy.state == AuthenticCopy.State.SEALING

    copy = seal_now(town, copy)

    assert copy.is_ready
    with working_for(town):
        document = Document.objects.with_version().get(pk=copy.document_id)
        data = bytes_of(copy)
    assert document.elaboration == "EE02"
    assert document.source_identifier == source.eni_identifier != document.eni_identifier
    assert document.code
    report = report_on(data, trust, ask=False)
    assert report.signatures[0].signer == "Segell electrònic Ajuntament de Vall-llobera"
    assert "EE02" in report.signatures[0].reason
    words = text_of(data)
    for said in (source.eni_identifier, "Núria Camps", "Decret 2026/0141", "EE02"):
        assert said in words
    with working_for(town):
        assert TrailEvent.objects.filter(kind="signature.AuthenticCopyMade", subject_id=source.pk).exists()
        assert TrailEvent.objects.filter(kind="signature.AuthenticCopySealed").count() == 1


def test_of_a_paper_at_two_hundred_points_with_its_declaration(
    town: Any, bring: Any, officer: Any, seal: Any
) -> None:
    source = bring("escriptura.tif", scan(200), elaboration="EE99")
    with working_for(town):
        copy = copy_of_paper(source, by=officer, declaration=SEEN, was_original=True)
        document = Document.objects.get(pk=copy.document_id)

    assert (copy.resolution, copy.declaration) == (200, SEEN)
    assert document.elaboration == "EE03"
    assert document.source_identifier == ""


@pytest.mark.parametrize(
    ("dpi", "was_original", "declaration", "says"),
    [(199, True, SEEN, "199"), (300, False, SEEN, "plain copy"), (300, True, " ", "seen the paper")],
)
def test_a_coarse_scan_a_plain_copy_or_no_declaration_give_none(
    town: Any, bring: Any, officer: Any, dpi: int, was_original: bool, declaration: str, says: str
) -> None:
    from django.utils.translation import override

    source = bring("paper.tif", scan(dpi))
    with working_for(town), override("en"), pytest.raises(BadInput) as refused:
        copy_of_paper(source, by=officer, declaration=declaration, was_original=was_original)

    assert says in str(refused.value)
    with working_for(town):
        assert not AuthenticCopy.objects.exists()
        assert Document.objects.count() == 1


def test_a_pdf_made_by_a_program_is_not_the_image_of_a_paper(
    town: Any, bring: Any, officer: Any, report_pdf: bytes
) -> None:
    source = bring("informe.pdf", report_pdf)
    with working_for(town), pytest.raises(BadInput) as refused:
        copy_of_paper(source, by=officer, declaration=SEEN, was_original=True)

    assert refused.value.code == "no-image"


def test_what_a_partial_copy_hides_is_not_in_its_bytes(
    town: Any, bring: Any, officer: Any, seal: Any, report_pdf: bytes
) -> None:
    source = bring("informe.pdf", report_pdf)
    with working_for(town):
        copy = partial_copy(source, by=officer, keep=[1, 2], hide=["Maria Puig Serra", "12345678Z"])
        data = bytes_of(copy)
        document = Document.objects.get(pk=copy.document_id)

    assert document.elaboration == "EE04"
    assert document.source_identifier == source.eni_identifier
    assert copy.hidden == {"pages": 1, "places": 2}
    words = text_of(data)
    assert "Segona pàgina: conclusions." in words
    assert "Puig" not in words
    assert "12345678" not in words
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2
        assert "/StructTreeRoot" not in pdf.Root
        streams = b"".join(
            thing.read_bytes()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") != "/DCTDecode"
        )
    assert b"Tercera" not in streams


@pytest.mark.parametrize(
    ("keep", "hide", "field"),
    [([4], [], "pages"), ([], [], "pages"), ([1, 2, 3], ["Ramon"], "hide"), ([1, 2, 3], [], "pages"),
     ([1], ["María Puig"], "hide")],
)  # fmt: skip
def test_a_part_that_is_not_there_or_is_the_whole_is_told_at_its_field(
    town: Any, bring: Any, officer: Any, report_pdf: bytes, keep: list[int], hide: list[str], field: str
) -> None:
    source = bring("informe.pdf", report_pdf)
    with working_for(town), pytest.raises(BadInput) as refused:
        partial_copy(source, by=officer, keep=keep, hide=hide)

    assert refused.value.field == field


def test_only_of_an_original_or_of_another_authentic_copy(
    town: Any, bring: Any, officer: Any, report_pdf: bytes
) -> None:
    source = bring("informe.pdf", report_pdf, elaboration="EE99")
    with working_for(town), pytest.raises(BadInput) as refused:
        partial_copy(source, by=officer, keep=[1], hide=[])

    assert "47.2" in refused.value.article


def test_what_is_kept_in_its_format_already_needs_no_copy(
    town: Any, bring: Any, officer: Any, report_pdf: bytes
) -> None:
    with working_for(town), pytest.raises(BadInput):
        copy_with_other_format(bring("informe.pdf", report_pdf), by=officer)


def test_without_a_seal_for_copies_the_officer_signs_it(
    town: Any, bring: Any, officer: Any, sealing_house: Any
) -> None:
    from consistori.signature.copies.reactions import the_copy_is_signed
    from consistori.signature.events import DocumentSigned

    with working_for(town):
        copy = copy_with_other_format(bring("plànol.tif", scan(150)), by=officer)
        request = SignatureRequest.objects.get(document_id=copy.document_id)
        assert (copy.state, request.signer_id) == (AuthenticCopy.State.SIGNING, officer.person_id)
        signed = DocumentSigned(
            document_id=copy.document_id, request_id=request.pk, title="", signer_id=officer.person_id,
            asked_by_id=None, sha256="0" * 64, stamped_at="",
        )  # fmt: skip
        the_copy_is_signed(signed)
        assert AuthenticCopy.objects.get(pk=copy.pk).is_ready


def test_when_the_authority_is_silent_it_waits_says_why_and_is_tried_again(
    town: Any, bring: Any, officer: Any, seal: Any, stamps: Any
) -> None:
    with working_for(town):
        copy = copy_with_other_format(bring("plànol.tif", scan(150)), by=officer)
    stamps.down = True
    with pytest.raises(jobs.NotSealedYet):
        seal_now(town, copy)
    with working_for(town):
        waiting = AuthenticCopy.objects.get(pk=copy.pk)
        assert (waiting.is_ready, waiting.trouble["code"]) == (False, "timestamp-silent")

    stamps.down = False
    with working_for(town):
        try_again(waiting, by=officer)
    assert seal_now(town, copy).is_ready
    seal_now(town, copy)
    with working_for(town):
        assert Document.objects.get(pk=copy.document_id).version.blobs.count() == 2
        with pytest.raises(AlreadyDone):
            try_again(AuthenticCopy.objects.get(pk=copy.pk), by=officer)


def test_while_no_seal_may_be_used_it_is_tried_again(
    town: Any, bring: Any, officer: Any, seal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with working_for(town):
        copy = copy_with_other_format(bring("plànol.tif", scan(150)), by=officer)
    with monkeypatch.context() as back:  # the clock of the machine was put back before its certificate began
        back.setattr("consistori.signature.models.Seal.is_usable", lambda _seal: False)
        with pytest.raises(jobs.NotSealedYet):
            jobs.seal_copy(entity=town, copy_id=str(copy.pk))
    with working_for(town):
        assert AuthenticCopy.objects.get(pk=copy.pk).trouble["code"] == "no-seal"

    jobs.seal_copy(entity=town, copy_id=str(copy.pk))

    with working_for(town):
        assert AuthenticCopy.objects.get(pk=copy.pk).is_ready


def test_when_no_room_is_left_it_waits_and_is_sealed_when_there_is(
    town: Any, bring: Any, officer: Any, seal: Any, monkeypatch: Any
) -> None:
    from datetime import timedelta

    from procrastinate.contrib.django.models import ProcrastinateJob

    from consistori.documents.errors import StoreFull
    from consistori.kernel.clock import now

    def full(*_: Any, **__: Any) -> Any:
        raise StoreFull

    with working_for(town):
        copy = copy_with_other_format(bring("plànol.tif", scan(150)), by=officer)
    with monkeypatch.context() as broken:
        broken.setattr(jobs.blobs, "receive", full)
        with pytest.raises(jobs.NotSealedYet):
            seal_now(town, copy)
    with working_for(town):
        waiting = AuthenticCopy.objects.get(pk=copy.pk)
        assert (waiting.is_ready, waiting.trouble["code"]) == (False, "store-full")
        AuthenticCopy.objects.filter(pk=copy.pk).update(made_at=now() - timedelta(hours=1))

    jobs.seal_waiting_copies(0)

    left = ProcrastinateJob.objects.filter(task_name="signature.seal_copy").order_by("-id")[0]
    assert left.args["copy_id"] == str(copy.pk)
    assert seal_now(town, copy).is_ready
