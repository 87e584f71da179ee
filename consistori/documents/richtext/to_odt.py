"""A rich text as an OpenDocument text, for Writer: the form of the standard, which comes back with what it took."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from html import escape

from consistori.documents.richtext import odt_styles as odt
from consistori.documents.richtext.cleaning import parse
from consistori.documents.richtext.to_docx import SIGNATURES
from consistori.documents.richtext.tree import (
    PLAIN,
    Block,
    Blocks,
    Break,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Items,
    Marks,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Signatures,
    Table,
)

_TEXT_BREADTH = 15.0
"""Of the paper, in centimetres."""
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of the parts of the archive: the same text gives the same bytes."""


def to_odt(
    html: str,
    *,
    title: str,
    language: str = "ca",
    pictures: Mapping[str, tuple[str, bytes]] | None = None,
    origin: str = "",
) -> bytes:
    """The bytes of an .odt with the title and the text. `pictures`: media type and bytes by key; `origin`: its mark."""
    writer = _Writer(pictures or {})
    body = f'<text:p text:style-name="Title">{escape(title)}</text:p>{writer.blocks(parse(html))}'
    parts = {
        "content.xml": odt.content_xml("".join(writer.styles.values()), body).encode(),
        "styles.xml": odt.styles_xml(language).encode(),
        "meta.xml": odt.meta_xml(title, language, origin).encode(),
        **{path: data for path, (_kind, data) in writer.kept.items()},
    }
    parts["META-INF/manifest.xml"] = odt.manifest_xml(
        {path: kind for path, (kind, _data) in writer.kept.items()}
    ).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # The standard asks for it first and as it is: by it a program knows what the archive is.
        archive.writestr(zipfile.ZipInfo("mimetype", _MOMENT), odt.MEDIA_TYPE, zipfile.ZIP_STORED)
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    def __init__(self, pictures: Mapping[str, tuple[str, bytes]]) -> None:
        self.pictures = pictures
        self.styles: dict[object, str] = {}
        self.names: dict[object, str] = {}
        self.kept: dict[str, tuple[str, bytes]] = {}
        self.notes = 0
        self.breaks = False

    def blocks(self, blocks: Blocks, parent: str = "Text_20_body") -> str:
        said = "".join(self._block(block, parent) for block in blocks)
        return said + self._pending()

    def _block(self, block: Block, parent: str) -> str:
        if isinstance(block, PageBreak):
            before, self.breaks = self._pending(), True
            return before
        if isinstance(block, Heading):
            style = self._paragraph_style(f"Heading_20_{block.level - 1}", "")
            line = self._line(block.inlines)
            return f'<text:h text:style-name="{style}" text:outline-level="{block.level - 1}">{line}</text:h>'
        if isinstance(block, Paragraph):
            return self._paragraph(parent, self._line(block.inlines), block.align)
        if isinstance(block, Signatures):
            return self._paragraph(parent, SIGNATURES)
        before = self._pending()
        if isinstance(block, Items):
            return before + self._items(block, is_inside=False)
        if isinstance(block, Table):
            return before + self._table(block)
        return before + self.blocks(block.blocks, "Quotations")

    def _pending(self) -> str:
        """A page that begins with what cannot say so begins with an empty line."""
        return self._paragraph("Text_20_body", "") if self.breaks else ""

    def _paragraph(self, parent: str, line: str, align: str = "") -> str:
        return f'<text:p text:style-name="{self._paragraph_style(parent, align)}">{line}</text:p>'

    def _paragraph_style(self, parent: str, align: str) -> str:
        breaks, self.breaks = self.breaks, False
        if not align and not breaks:
            return parent
        key = (parent, align, breaks)
        name = self.names.setdefault(key, f"P{len(self.names) + 1}")
        self.styles.setdefault(key, odt.paragraph_style(name, parent, align, breaks=breaks))
        return name

    def _items(self, block: Items, *, is_inside: bool) -> str:
        said = ""
        for place, item in enumerate(block.items):
            start = f' text:start-value="{block.start}"' if block.ordered and not place else ""
            inner = "".join(
                self._items(one, is_inside=True)
                if isinstance(one, Items)
                else self._block(one, "Text_20_body")
                for one in item
            )
            said += f"<text:list-item{start}>{inner}</text:list-item>"
        style = "Numbers" if block.ordered else "Bullets"
        return f'<text:list text:style-name="{style}">{said}</text:list>'

    def _table(self, table: Table) -> str:
        from consistori.documents.richtext.typst import drawn

        laid = drawn((table,))[0]
        columns, heads = laid["columns"], laid["heads"]
        grid = [["<table:covered-table-cell/>"] * columns for _row in table.rows]
        for row, placed in zip(table.rows, laid["rows"], strict=True):
            for cell, place in zip(row, placed, strict=True):
                style = "Table_20_Heading" if cell.header else "Table_20_Contents"
                spans = "".join(
                    f' table:number-{name}-spanned="{place[said]}"'
                    for name, said in (("columns", "colspan"), ("rows", "rowspan"))
                    if place[said] > 1
                )
                inner = self.blocks(cell.blocks, style) or self._paragraph(style, "")
                shown = f'<table:table-cell table:style-name="Cell"{spans}>{inner}</table:table-cell>'
                grid[place["y"]][place["x"]] = shown
        rows = [f"<table:table-row>{''.join(line)}</table:table-row>" for line in grid]
        top = f"<table:table-header-rows>{''.join(rows[:heads])}</table:table-header-rows>" if heads else ""
        return (
            '<table:table table:style-name="Grid">'
            f'<table:table-column table:number-columns-repeated="{columns}"/>'
            f"{top}{''.join(rows[heads:])}</table:table>"
        )

    def _line(self, inlines: Inlines) -> str:
        return "".join(self._piece(piece) for piece in inlines)

    def _piece(self, piece: Inline) -> str:
        if isinstance(piece, Run):
            return self._run(piece)
        if isinstance(piece, Footnote):
            self.notes += 1
            return (
                f'<text:note text:id="n{self.notes}" text:note-class="footnote"><text:note-citation>{self.notes}'
                f'</text:note-citation><text:note-body><text:p text:style-name="Footnote">{escape(piece.text)}'
                "</text:p></text:note-body></text:note>"
            )
        if isinstance(piece, Picture):
            return self._picture(piece)
        return {Break: "<text:line-break/>"}[type(piece)]

    def _run(self, piece: Run) -> str:
        marks = piece.marks
        said = escape(f"[[{marks.missing}]]" if marks.missing else piece.text, quote=False)
        look: Marks = replace(marks, href="", field="", missing="1" if marks.missing else "")
        if look != PLAIN:
            name = self.names.setdefault(look, f"T{len(self.names) + 1}")
            self.styles.setdefault(look, odt.text_style(name, look))
            said = f'<text:span text:style-name="{name}">{said}</text:span>'
        if marks.href:
            said = f'<text:a xlink:type="simple" xlink:href="{escape(marks.href)}">{said}</text:a>'
        return said

    def _picture(self, piece: Picture) -> str:
        found = self.pictures.get(piece.key)
        if found is None:
            return escape(f"[{piece.alt}]", quote=False) if piece.alt else ""
        from PIL import Image

        kind, data = found
        path = f"Pictures/{piece.key}{'.png' if kind == 'image/png' else '.jpg'}"
        self.kept[path] = found
        with Image.open(io.BytesIO(data)) as opened:
            shape = opened.height / max(opened.width, 1)
        wide = _TEXT_BREADTH * piece.width / 100
        alt = f"<svg:desc>{escape(piece.alt)}</svg:desc>" if piece.alt else ""
        return (
            f'<draw:frame text:anchor-type="as-char" svg:width="{wide:.3f}cm" svg:height="{wide * shape:.3f}cm">'
            f'<draw:image xlink:type="simple" xlink:href="{path}" xlink:show="embed" xlink:actuate="onLoad"/>'
            f"{alt}</draw:frame>"
        )
