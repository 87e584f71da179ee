"""We say PDF/A only of what holds."""

from pathlib import Path

import pikepdf
import pytest

from consistori.formats.pdfa import check
from consistori.formats.tests import makers


def saved(tmp_path: Path, content: bytes) -> Path:
    return makers.written(tmp_path, "a.pdf", content)


def changed(tmp_path: Path, content: bytes, key: str) -> Path:
    """The PDF without the entry `key` of its catalogue."""
    source = saved(tmp_path, content)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        del pdf.Root[key]
        pdf.save(source)
    with source.open("ab") as stream:
        stream.write(b"\n")
    return source


@pytest.mark.parametrize("standard", ["a-3a", "a-3b", "a-3u", "a-2b"])
def test_our_own_documents_hold(tmp_path: Path, standard: str) -> None:
    report = check(saved(tmp_path, makers.typst_pdf(standard)))

    assert report.faults == ()
    assert report.holds
    assert report.label == f"PDF/A-{standard[2:].upper()}"


def test_a_plain_pdf_claims_nothing(tmp_path: Path) -> None:
    report = check(saved(tmp_path, makers.plain_pdf()))

    assert not report.claims
    assert not report.holds


def test_without_its_last_newline_a_signature_would_break_it(tmp_path: Path) -> None:
    report = check(saved(tmp_path, makers.typst_pdf().rstrip(b"\n")))

    assert [fault.rule for fault in report.faults] == ["6.1.9"]


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("/OutputIntents", "6.2.3"),
        ("/MarkInfo", "6.7.2"),
        ("/StructTreeRoot", "6.7.3"),
        ("/Lang", "6.7.4"),
        ("/Metadata", "6.6.4"),
    ],
)
def test_each_missing_piece_is_told(tmp_path: Path, key: str, rule: str) -> None:
    report = check(changed(tmp_path, makers.typst_pdf(), key))

    assert rule in {fault.rule for fault in report.faults}
    assert not report.holds


def test_a_font_that_is_not_inside_is_told(tmp_path: Path) -> None:
    def write_with_helvetica(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))

    report = check(saved(tmp_path, makers.plain_pdf(write_with_helvetica)))

    assert any("Helvetica" in fault.what for fault in report.faults)
