"""What the styles of an OpenDocument text say: how a run looks, how a paragraph stands, whether a list counts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lxml import etree

from consistori.documents.richtext.odt_styles import named
from consistori.documents.richtext.tree import Marks

_STYLE = named("style:style")
_NAME = named("style:name")
_PARENT = named("style:parent-style-name")
_ALIGN = {"center": "center", "end": "right", "right": "right"}
_STRUCTURE = re.compile(r"Title|Subtitle|Heading.*|Quotations|Table_20_Heading|Standard")
"""Named styles of paragraph whose look is what they are, and is not said again in their runs."""
_UNITS = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6}
_DEEPEST = 20


class UnsafeXml(ValueError):
    """It declares entities: no text processor does."""


def read_xml(content: bytes) -> Any:
    """The root of a part. Raises `UnsafeXml`, or what the parser raises for what is broken."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)
    root: Any = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise UnsafeXml("doctype")
    return root


class Styles:
    """The styles of the two parts, those made by the program and those with a name."""

    def __init__(self, content: Any, styles: Any | None) -> None:
        self._by_name: dict[tuple[str, str], Any] = {}
        self._made: set[tuple[str, str]] = set()
        self._lists: dict[str, Any] = {}
        for root in (styles, content):
            if root is None:
                continue
            for style in root.iter(_STYLE):
                key = (style.get(named("style:family"), ""), style.get(_NAME, ""))
                self._by_name[key] = style
                if root is content:
                    self._made.add(key)
            self._lists.update((one.get(_NAME, ""), one) for one in root.iter(named("text:list-style")))

    def worn(self, family: str, name: str, marks: Marks) -> Marks:
        """The marks under a style of that family: `text`, or `paragraph`."""
        for style in reversed(self._chain(family, name)):
            properties = style.find(named("style:text-properties"))
            if properties is not None:
                marks = _look(properties, marks)
        return marks

    def named_style(self, name: str) -> str:
        """The name that people see of a style of paragraph: the first of its chain that was not made by the program."""
        for style in self._chain("paragraph", name, whole=True):
            key = ("paragraph", style.get(_NAME, ""))
            if key not in self._made:
                return key[1]
        return name

    def align(self, name: str) -> str:
        """How a paragraph is aligned; what is justified is so by habit, and is left at the left."""
        return _ALIGN.get(self._said(name, "fo:text-align"), "")

    def breaks(self, name: str, side: str) -> bool:
        """Whether a page ends `before` or `after` a paragraph."""
        return self._said(name, f"fo:break-{side}") == "page"

    def counts(self, name: str, level: int) -> tuple[bool, int]:
        """Whether a list counts at a level (from 1), and from which number."""
        style = self._lists.get(name)
        for said in style if style is not None else ():
            if said.get(named("text:level")) == str(level):
                is_number = said.tag == named("text:list-level-style-number")
                is_number = is_number and bool(said.get(named("style:num-format")))
                return is_number, number_of(said.get(named("text:start-value")))
        return False, 1

    def _said(self, name: str, attribute: str) -> str:
        for style in self._chain("paragraph", name, whole=True):
            properties = style.find(named("style:paragraph-properties"))
            if properties is not None and (said := properties.get(named(attribute))):
                return str(said)
        return ""

    def _chain(self, family: str, name: str, *, whole: bool = False) -> list[Any]:
        """From a style to its parents; without `whole`, up to the named ones that say what a paragraph is."""
        chain: list[Any] = []
        while name and len(chain) < _DEEPEST:
            style = self._by_name.get((family, name))
            if style is None or (not whole and family == "paragraph" and _STRUCTURE.fullmatch(name)):
                break
            chain.append(style)
            name = style.get(_PARENT, "")
        return chain


def _look(properties: Any, marks: Marks) -> Marks:
    def said(name: str) -> str | None:
        found = properties.get(named(name))
        return None if found is None else str(found)

    weight, slant = said("fo:font-weight"), said("fo:font-style")
    under, through = said("style:text-underline-style"), said("style:text-line-through-style")
    position = said("style:text-position")
    return replace(
        marks,
        bold=marks.bold if weight is None else weight == "bold" or weight in {"600", "700", "800", "900"},
        italic=marks.italic if slant is None else slant in {"italic", "oblique"},
        underline=marks.underline if under is None or marks.href else under != "none",
        strike=marks.strike if through is None else through != "none",
        level=marks.level if position is None else _raised(position),
    )


def _raised(position: str) -> str:
    first = position.split(" ")[0]
    if first in {"super", "sub"}:
        return {"super": "sup"}.get(first, first)
    share = re.fullmatch(r"(-?)(\d+(?:\.\d+)?)%", first)
    return "" if share is None or float(share[2]) == 0 else "sub" if share[1] else "sup"


def number_of(said: str | None, *, most: int = 9_999) -> int:
    """A count that a file says; 1 where it says none that may be."""
    return min(max(int(said), 1), most) if said and re.fullmatch(r"\d{1,6}", said) else 1


def breadth_of(frame: Any, text_breadth: float) -> int:
    """How wide a picture is, in hundredths of the breadth of the text (10 to 100)."""
    share = re.fullmatch(r"(\d{1,3})%", frame.get(named("style:rel-width"), ""))
    length = re.fullmatch(r"(\d+(?:\.\d+)?)(cm|mm|in|pt|pc)", frame.get(named("svg:width"), ""))
    wide = int(share[1]) if share else 100
    if length and not share:
        wide = round(float(length[1]) * _UNITS[length[2]] / text_breadth * 100)
    return min(max(wide, 10), 100)
