"""A text goes out to Writer and comes back whole; a file of another text, an older one or nobody's is told apart."""

import io
import re
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from consistori.documents.models import Document, Writing
from consistori.documents.received import ReceivedFile
from consistori.documents.richtext import clean
from consistori.documents.richtext.from_odt import NotWriter, from_odt
from consistori.documents.richtext.to_odt import to_odt
from consistori.documents.writing.errors import NotFromHere, OfAnotherText, TextIsOutToAnother
from consistori.documents.writing.services import (
    bring_back_text,
    save_text,
    start_text,
    stay_inside,
    take_out_text,
)
from consistori.documents.writing.services.outside import TakenOut
from consistori.formats.kinds import DOCX, ODT, Kind
from consistori.kernel.errors import BadInput

KEY = "0190a6f0-0000-7000-8000-000000000001"
WHOLE = clean(
    f"""<h2>Fets</h2><p>El <span data-missing="Nom">Nom</span> demana <b>terrassa <i>gran</i></b> <u>x</u>
m<sup>2</sup> <span data-footnote="Instància E&amp;1"></span>. <a href="https://seu.cat/?a=1&amp;b=2">Seu</a><br>u</p>
<h3>Sub</h3><p data-align="center">Centrat</p><p data-align="right">Dreta</p><blockquote><p>C</p></blockquote>
<hr><h2>Resolc</h2><ol><li>Un <s>no</s>.<ul><li>a</li><li>b<ol><li>z</li></ol></li></ul></li><li>Dos</li></ol><p>I</p>
<ol start="3"><li>Tres</li></ol><table><tr><th>A</th><th>B</th><th>C</th></tr>
<tr><td rowspan=2>6</td><td colspan=2>24</td></tr><tr><td>x</td><td>y</td></tr></table>
<p><img src="image:{KEY}" alt="Un plànol" data-width="50"></p><hr><table><tr><td>sol</td></tr></table>
<div data-block="signatures"></div>"""
)
TOKEN = uuid.UUID("0190a6f0-0000-4000-8000-000000000001")


@pytest.fixture
def text(at_work: Any, clerk: Any) -> Document:
    return start_text(by=clerk, title="Decret de terrassa", html="<h2>Fets</h2><p>Un <b>dos</b>.</p>")


def brought(taken: TakenOut) -> ReceivedFile:
    return ReceivedFile.from_bytes(taken.name, taken.data)


def rewritten(data: bytes, **parts: Callable[[str], str]) -> bytes:
    """The same archive with some of its parts changed; `content` is of content.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for item in before.infolist():
            said = before.read(item)
            change = parts.get(Path(item.filename).stem)
            after.writestr(item, change(said.decode()).encode() if change else said, item.compress_type)
    return out.getvalue()


def words_of(document: Document) -> str:
    return Writing.objects.get(document=document).html


def test_what_goes_out_to_writer_comes_back_the_same(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(picture, "PNG")
    path = tmp_path / "a.odt"
    path.write_bytes(to_odt(WHOLE, title="Un & dos", pictures={KEY: ("image/png", picture.getvalue())}))

    back = from_odt(path, keep_picture=lambda data: KEY if data == picture.getvalue() else None)

    assert back.html == WHOLE
    assert back.left_out == ()
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_what_writer_adds_is_read_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    odd = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>fora</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Fets 1</text:p></text:index-body></text:table-of-content>"
        '<text:p text:style-name="Text_20_body">Hi<text:s text:c="3"/>ha<text:tab/><text:bookmark text:name="m"/>un'
        "<office:annotation><text:p>Ep!</text:p></office:annotation> nombre: <text:page-number>4</text:page-number>"
        '<draw:frame><draw:image xlink:href="https://lluny.example/a.png"/></draw:frame>'
        "<draw:frame><draw:text-box><text:p>capsa</text:p></draw:text-box></draw:frame></text:p>"
        '<text:list text:style-name="Numbers"><text:list-item><text:h text:outline-level="1">Cap</text:h>'
        "</text:list-item></text:list>"
    )
    made = to_odt("<p>Hola</p>", title="Un")
    path = tmp_path / "a.odt"
    path.write_bytes(
        rewritten(made, content=lambda xml: xml.replace("</office:text>", f"{odd}</office:text>"))
    )

    back = from_odt(path)

    assert back.html == "<p>Hola</p>\n<p>Hi ha un nombre: 4</p>\n<h2>Cap</h2>"
    assert back.left_out == ("comments", "deletions", "boxes", "pictures", "contents")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: "no és XML",
        lambda xml: xml.replace("office:text", "office:spreadsheet"),
        lambda xml: xml.replace("?>", '?><!DOCTYPE a [<!ENTITY e "x">]>', 1),
        lambda xml: re.sub("<office:text>.*</office:text>", "<text:section>" * 3_000, xml),
    ],
)
def test_what_is_no_text_of_writer_is_said(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(rewritten(to_odt("<p>Hola</p>", title="Un"), content=spoil))

    with pytest.raises(NotWriter):
        from_odt(path)


@pytest.mark.parametrize("kind", [ODT, DOCX])
def test_out_and_back_in_each_form(text: Document, clerk: Any, secretary: Any, kind: Kind) -> None:
    taken = take_out_text(text, by=clerk, kind=kind)
    with pytest.raises(TextIsOutToAnother, match=re.escape(clerk.name)):
        bring_back_text(text, by=secretary, received=brought(taken))

    back = bring_back_text(text, by=clerk, received=brought(taken))

    assert taken.name == f"Decret de terrassa{kind.extension}"
    assert (back.left_out, back.draft, back.version and back.version.number) == ([], None, 3)
    assert words_of(text) == "<h2>Fets</h2>\n<p>Un <strong>dos</strong>.</p>"


def test_an_older_file_becomes_a_second_draft(text: Document, clerk: Any) -> None:
    taken = take_out_text(text, by=clerk, kind=ODT)
    stay_inside(text, by=clerk)
    save_text(text, by=clerk, html="<p>Mentrestant</p>", edition=1, token=TOKEN)

    back = bring_back_text(text, by=clerk, received=brought(taken))

    assert back.version is None
    assert back.draft is not None
    assert "<strong>dos</strong>" in back.draft.html
    assert words_of(text) == "<p>Mentrestant</p>"


def test_the_file_of_another_text_and_one_of_nobody_are_told(
    text: Document, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = take_out_text(start_text(by=clerk, title="Edicte", html="<p>No</p>"), by=clerk, kind=ODT)
    unmarked = TakenOut("seu.odt", to_odt("<p>Escrit a casa</p>", title="Un"))

    with pytest.raises(OfAnotherText, match="Edicte"):
        bring_back_text(text, by=clerk, received=brought(other))
    monkeypatch.setattr("consistori.documents.writing.services.outside.may_read", lambda *_said: False)
    with pytest.raises(OfAnotherText) as untold:
        bring_back_text(text, by=clerk, received=brought(other), from_elsewhere=True)
    with pytest.raises(NotFromHere):
        bring_back_text(text, by=clerk, received=brought(unmarked))
    with pytest.raises(BadInput):
        bring_back_text(text, by=clerk, received=ReceivedFile.from_bytes("a.txt", b"hola"))
    assert "Edicte" not in str(untold.value)
    assert text.versions.count() == 1

    bring_back_text(text, by=clerk, received=brought(unmarked), from_elsewhere=True)

    assert words_of(text) == "<p>Escrit a casa</p>"
