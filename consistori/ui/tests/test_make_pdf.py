import io
from datetime import UTC, datetime
from types import SimpleNamespace

import pikepdf
import pypdfium2

from consistori.ui.typst import Attachment, compile_pdf, letterhead

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TOWN = SimpleNamespace(
    name="Ajuntament de Vall-llobera",
    short_name="Vall-llobera",
    arms='<svg viewBox="0 0 4 4"><path d="M0 0h4v4z" fill="#2f5d46"/></svg>',
    address="Plaça Major, 1",
    postcode="17000",
    phone="972 000 100",
)
COVER = {
    "kind": "Expedient",
    "number": "X2026000412",
    "title": "Sol·licitud #1 de *terrassa* @ la plaça",
    "facts": [["Interessats", "2"]],
}


def _cover(**more):
    head = letterhead(TOWN, code="VLL-7K3M-92QF-XD4T", check_url="https://a.example/verify/VLL")
    return compile_pdf("cover", COVER | {"letterhead": head}, title="Caràtula", at=AT, **more)


def test_a_cover_is_archivable_and_accessible_and_ends_so_that_it_can_be_signed():
    pdf = _cover()

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        metadata = opened.open_metadata()
        assert metadata["pdfaid:part"] == "3" and metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert str(opened.Root.Lang) == "ca" and opened.Root.MarkInfo.Marked
    assert pdf.endswith(b"%%EOF\n")


def test_what_people_wrote_is_text_and_never_an_instruction():
    document = pypdfium2.PdfDocument(_cover())
    text = document[0].get_textpage().get_text_range().replace("\r\n", " ")
    document.close()

    assert "Sol·licitud #1 de *terrassa* @ la plaça" in text
    assert "full 1 d’1" in text


def test_the_same_data_and_hour_give_the_same_bytes():
    assert _cover() == _cover()


def test_a_file_goes_inside_with_its_relationship():
    pdf = _cover(attachments=[Attachment("dades.xml", b"<a/>", "application/xml", "Dades", "data")])

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = list(opened.attachments)
        assert len(names) == 1
        assert opened.attachments[names[0]].get_file().read_bytes() == b"<a/>"
