"""A rich text as a Word document, which Writer opens too, and which comes back with what it took."""

from __future__ import annotations

import io
from collections.abc import Mapping
from html import escape
from typing import Any

from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.tree import (
    Block,
    Blocks,
    Break,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Items,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Run,
    Signatures,
    Table,
)

SIGNATURES = "[[signatures]]"
"""How the place of the signatures is said in Word; whoever writes there may move it."""

_ALIGN = {"": None, "center": 1, "right": 2, "justify": 3}
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOTES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = f"{_OFFICE}relationships/custom-properties"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT_BREADTH = 15.0
"""Of the paper, in centimetres."""


def to_docx(
    html: str,
    *,
    title: str,
    language: str = "ca",
    pictures: Mapping[str, tuple[str, bytes]] | None = None,
    origin: str = "",
) -> bytes:
    """The bytes of a .docx with the title and the text. `pictures`: media type and bytes by key; `origin`: its mark."""
    writer = _Writer(title, language, pictures or {})
    if origin:
        writer.mark(origin)
    return writer.write(parse(html))


class _Writer:
    def __init__(self, title: str, language: str, pictures: Mapping[str, tuple[str, bytes]]) -> None:
        # Loaded when first needed: a fifth of a second of every start.
        import docx

        self.document: Any = docx.Document()
        self.pictures = pictures
        self.notes: list[str] = []
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, "", ""
        properties.language = language
        self.document.add_paragraph(title, style="Title")

    def mark(self, origin: str) -> None:
        """Where it comes from, as a property of its own, which Word and Writer keep."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        xml = (
            f'{head}<Properties xmlns="{_OFFICE}custom-properties" xmlns:vt="{_OFFICE}docPropsVTypes">'
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="Consistori">'
            f"<vt:lpwstr>{escape(origin)}</vt:lpwstr></property></Properties>"
        )
        package = self.document.part.package
        package.relate_to(
            Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, xml.encode(), package), _CUSTOM_RELATION
        )

    def write(self, blocks: Blocks) -> bytes:
        for block in blocks:
            self._block(block, self.document)
        if self.notes:
            self._add_notes()
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _block(self, block: Block, where: Any, style: str | None = None) -> None:
        if isinstance(block, Paragraph):
            made = where.add_paragraph(style=style)
            made.alignment = _ALIGN[block.align]
            self._line(made, block.inlines)
        elif isinstance(block, Heading):
            made = where.add_paragraph(style=f"Heading {block.level - 1}")
            self._line(made, block.inlines)
        elif isinstance(block, Items):
            self._items(block, where, 1)
        elif isinstance(block, Table):
            self._table(block, where)
        elif isinstance(block, Quote):
            for inner in block.blocks:
                self._block(inner, where, "Quote")
        elif isinstance(block, PageBreak):
            where.add_paragraph().add_run().add_break(_page())
        elif isinstance(block, Signatures):
            where.add_paragraph(SIGNATURES)

    def _items(self, block: Items, where: Any, level: int) -> None:
        depth = "" if level == 1 else f" {min(level, 3)}"
        style = f"List {'Number' if block.ordered else 'Bullet'}{depth}"
        number = self._new_numbering(style, block.start) if block.ordered else None
        for item in block.items:
            is_first = True
            for inner in item:
                if isinstance(inner, Items):
                    self._items(inner, where, level + 1)
                elif isinstance(inner, Paragraph) and is_first:
                    made = where.add_paragraph(style=style)
                    if number is not None:
                        place = made._p.get_or_add_pPr().get_or_add_numPr()
                        place.get_or_add_ilvl().val = 0
                        place.get_or_add_numId().val = number
                    self._line(made, inner.inlines)
                else:
                    self._block(inner, where, f"List Continue{depth}")
                is_first = False

    def _new_numbering(self, style: str, start: int) -> int:
        """Each list counts by itself."""
        numbering = self.document.part.numbering_part.numbering_definitions._numbering
        number = self.document.styles[style].element.pPr.numPr.numId.val
        made = numbering.add_num(numbering.num_having_numId(number).abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(made.numId)

    def _table(self, table: Table, where: Any) -> None:
        from consistori.documents.richtext.typst import drawn

        laid = drawn((table,))[0]
        made = where.add_table(rows=len(table.rows), cols=laid["columns"])
        if hasattr(made, "style"):
            made.style = self.document.styles["Table Grid"]
        for row, placed in zip(table.rows, laid["rows"], strict=True):
            for cell, place in zip(row, placed, strict=True):
                shown = made.cell(place["y"], place["x"])
                if place["colspan"] > 1 or place["rowspan"] > 1:
                    last = made.cell(place["y"] + place["rowspan"] - 1, place["x"] + place["colspan"] - 1)
                    shown = shown.merge(last)
                self._fill(shown, cell.blocks, bold=cell.header)

    def _fill(self, cell: Any, blocks: Blocks, *, bold: bool) -> None:
        empty = cell.paragraphs[0]
        for block in blocks:
            self._block(block, cell)
        if blocks:
            empty._p.getparent().remove(empty._p)
        if bold:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.bold = True
        if not cell.paragraphs or cell._tc[-1].tag.endswith("}tbl"):
            cell.add_paragraph()

    def _line(self, paragraph: Any, inlines: Inlines) -> None:
        for piece in inlines:
            self._piece(paragraph, piece)

    def _piece(self, paragraph: Any, piece: Inline) -> None:
        if isinstance(piece, Break):
            paragraph.add_run().add_break()
        elif isinstance(piece, Footnote):
            self.notes.append(piece.text)
            self._refer(paragraph.add_run(), len(self.notes))
        elif isinstance(piece, Picture):
            self._picture(paragraph, piece)
        elif isinstance(piece, Run):
            self._run(paragraph, piece)

    def _run(self, paragraph: Any, piece: Run) -> None:
        marks = piece.marks
        text = f"[[{marks.missing}]]" if marks.missing else piece.text
        made = paragraph.add_run(text)
        made.bold, made.italic = marks.bold or None, marks.italic or None
        made.underline = marks.underline or None
        if marks.strike:
            made.font.strike = True
        if marks.level:
            made.font.superscript = marks.level == "sup"
            made.font.subscript = marks.level == "sub"
        if marks.missing:
            made.font.highlight_color = 7
        if marks.href:
            relation = paragraph.part.relate_to(marks.href, _hyperlink(), is_external=True)
            from docx.oxml import OxmlElement
            from docx.oxml.ns import qn

            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), relation)
            paragraph._p.append(link)
            link.append(made._r)

    def _picture(self, paragraph: Any, piece: Picture) -> None:
        from docx.shared import Cm

        found = self.pictures.get(piece.key)
        if found is None:
            paragraph.add_run(f"[{piece.alt}]" if piece.alt else "")
            return
        shape = paragraph.add_run().add_picture(
            io.BytesIO(found[1]), width=Cm(_TEXT_BREADTH * piece.width / 100)
        )
        shape._inline.docPr.set("descr", piece.alt)

    def _refer(self, run: Any, number: int) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        run.font.superscript = True
        sign = OxmlElement("w:footnoteReference")
        sign.set(qn("w:id"), str(number))
        run._r.append(sign)

    def _add_notes(self) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        shown = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/>'
            f'</w:r><w:r><w:t xml:space="preserve"> {escape(text, quote=False)}</w:t></w:r></w:p></w:footnote>'
            for number, text in enumerate(self.notes, 1)
        )
        ends = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{sign}/></w:r></w:p></w:footnote>'
            for kind, number, sign in (
                ("separator", -1, "separator"),
                ("continuationSeparator", 0, "continuationSeparator"),
            )
        )
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        xml = f'{head}<w:footnotes xmlns:w="{_W}">{ends}{shown}</w:footnotes>'
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, xml.encode(), package)
        self.document.part.relate_to(part, _NOTES_RELATION)


def _page() -> Any:
    from docx.enum.text import WD_BREAK

    return WD_BREAK.PAGE


def _hyperlink() -> str:
    from docx.opc.constants import RELATIONSHIP_TYPE

    return str(RELATIONSHIP_TYPE.HYPERLINK)
