"""How our paper is said in an OpenDocument text: its namespaces, its styles, and the parts around the words."""

from __future__ import annotations

from html import escape

from consistori.documents.richtext.tree import Marks

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    "office": f"{_OASIS}office:1.0",
    "style": f"{_OASIS}style:1.0",
    "text": f"{_OASIS}text:1.0",
    "table": f"{_OASIS}table:1.0",
    "draw": f"{_OASIS}drawing:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "meta": f"{_OASIS}meta:1.0",
    "manifest": f"{_OASIS}manifest:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_DECLARED = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMESPACES.items())

_BULLETS = "•◦▪"
_LEVELS = range(1, 11)


def named(prefixed: str) -> str:
    """`text:p` as `lxml` names it."""
    prefix, _colon, name = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"


def content_xml(styles: str, body: str) -> str:
    """The part with the words."""
    return (
        f'{HEAD}<office:document-content {_DECLARED} office:version="1.3"><office:automatic-styles>'
        f"{styles}{_LISTS}{_TABLE}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def text_style(name: str, marks: Marks) -> str:
    """The automatic style of the runs that look so; of `marks` only what is seen counts."""
    said = {
        'fo:font-weight="bold"': marks.bold,
        'fo:font-style="italic"': marks.italic,
        'style:text-underline-style="solid" style:text-underline-width="auto"': marks.underline,
        'style:text-line-through-style="solid"': marks.strike,
        'style:text-position="super 58%"': marks.level == "sup",
        'style:text-position="sub 58%"': marks.level == "sub",
        'fo:background-color="#fdeec3"': bool(marks.missing),
    }
    properties = " ".join(words for words, worn in said.items() if worn)
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties {properties}/></style:style>'


def paragraph_style(name: str, parent: str, align: str, *, breaks: bool) -> str:
    """The automatic style of a paragraph that is aligned, or begins a page."""
    said = f'fo:text-align="{ {"right": "end"}.get(align, align) }" ' if align else ""
    said += 'fo:break-before="page"' if breaks else ""
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
        f"<style:paragraph-properties {said}/></style:style>"
    )


def styles_xml(language: str) -> str:
    """The styles with a name, which whoever writes finds in the program."""
    return (
        f'{HEAD}<office:document-styles {_DECLARED} office:version="1.3"><office:styles>'
        '<style:default-style style:family="paragraph"><style:text-properties fo:font-size="11pt" '
        f'fo:language="{escape(language[:2])}" fo:country="ES"/></style:default-style>'
        f"{_NAMED}</office:styles>{_PAGE}</office:document-styles>"
    )


def meta_xml(title: str, language: str, origin: str) -> str:
    """What it is called, and the mark of where it comes from; nobody's name."""
    mark = f'<meta:user-defined meta:name="Consistori">{escape(origin)}</meta:user-defined>' if origin else ""
    return (
        f'{HEAD}<office:document-meta {_DECLARED} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{escape(language)}</dc:language>{mark}"
        "</office:meta></office:document-meta>"
    )


def manifest_xml(pictures: dict[str, str]) -> str:
    """What the archive holds: media type by path of the pictures."""
    parts = {
        "/": MEDIA_TYPE,
        **dict.fromkeys(("content.xml", "styles.xml", "meta.xml"), "text/xml"),
        **pictures,
    }
    said = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in parts.items()
    )
    address = NAMESPACES["manifest"]
    return f'{HEAD}<manifest:manifest xmlns:manifest="{address}" manifest:version="1.3">{said}</manifest:manifest>'


def _named(name: str, shown: str, parent: str, paragraph: str = "", text: str = "", more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph" '
        f'style:parent-style-name="{parent}" style:class="text"{more}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


def _level(kind: str, level: int, said: str) -> str:
    place = (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        f'fo:text-indent="-0.6cm" fo:margin-left="{0.6 * level:.1f}cm"/></style:list-level-properties>'
    )
    return f'<text:list-level-style-{kind} text:level="{level}" {said}>{place}</text:list-level-style-{kind}>'


_LISTS = (
    '<text:list-style style:name="Bullets">'
    + "".join(_level("bullet", n, f'text:bullet-char="{_BULLETS[(n - 1) % 3]}"') for n in _LEVELS)
    + '</text:list-style><text:list-style style:name="Numbers">'
    + "".join(_level("number", n, 'style:num-format="1" style:num-suffix="."') for n in _LEVELS)
    + "</text:list-style>"
)
_TABLE = (
    '<style:style style:name="Grid" style:family="table"><style:table-properties style:rel-width="100%" '
    'table:align="margins" fo:margin-top="0.2cm" fo:margin-bottom="0.3cm"/></style:style>'
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="0.12cm" fo:border="0.5pt solid #767676"/></style:style>'
)
_HEADINGS = ((1, "16pt"), (2, "13pt"), (3, "11pt"))
_NAMED = (
    '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
    + _named("Text_20_body", "Text body", "Standard", 'fo:margin-bottom="0.25cm" fo:line-height="120%"')
    + _named("Title", "Title", "Standard", 'fo:margin-bottom="0.5cm"', 'fo:font-size="20pt" fo:font-weight="bold"')
    + "".join(
        _named(
            f"Heading_20_{n}", f"Heading {n}", "Standard",
            'fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"',
            f'fo:font-size="{size}" fo:font-weight="bold"', f' style:default-outline-level="{n}"',
        )
        for n, size in _HEADINGS
    )
    + _named("Quotations", "Quotations", "Standard", 'fo:margin-left="1cm" fo:margin-right="1cm"')
    + _named("Table_20_Contents", "Table Contents", "Standard")
    + _named("Table_20_Heading", "Table Heading", "Table_20_Contents", "", 'fo:font-weight="bold"')
    + _named("Footnote", "Footnote", "Standard", "", 'fo:font-size="9pt"')
    + '<text:notes-configuration text:note-class="footnote" style:num-format="1" text:start-value="0" '
    'text:footnotes-position="page" text:start-numbering-at="document"/>'
)  # fmt: skip
_PAGE = (
    '<office:automatic-styles><style:page-layout style:name="Paper"><style:page-layout-properties '
    'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2.5cm" fo:margin-bottom="2.5cm" '
    'fo:margin-left="3cm" fo:margin-right="3cm"/></style:page-layout></office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Paper"/>'
    "</office:master-styles>"
)
