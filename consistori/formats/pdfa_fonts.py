"""The fonts of a PDF: embedded, and able to give their letters back (ISO 19005-3, 6.2.11)."""

from collections.abc import Iterator
from typing import Any

import pikepdf

_DEEPEST = 12
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_KNOWN_ENCODINGS = frozenset({"/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding"})


class FontExaminer:
    """Looks at each font and each form of a document once, however many pages use it."""

    def __init__(self, *, needs_unicode: bool) -> None:
        self._needs_unicode = needs_unicode
        self._seen: set[tuple[int, int]] = set()

    def faults_of(self, owner: Any, depth: int = 0) -> Iterator[str]:
        """What is wrong in the fonts that a page, or a form drawn in it, uses."""
        resources = _inherited(owner, "/Resources")
        if not isinstance(resources, pikepdf.Dictionary) or depth > _DEEPEST:
            return
        for font in _values(resources.get("/Font")):
            if self._is_new(font):
                yield from self._faults_of_font(font)
        for form in _values(resources.get("/XObject")):
            if form.get("/Subtype") == "/Form" and self._is_new(form):
                yield from self.faults_of(form, depth + 1)

    def _is_new(self, item: Any) -> bool:
        number: tuple[int, int] = item.objgen
        if number != (0, 0) and number in self._seen:
            return False
        self._seen.add(number)
        return True

    def _faults_of_font(self, font: Any) -> Iterator[str]:
        name = str(font.get("/BaseFont", "/?"))[1:]
        if font.get("/Subtype") == "/Type3":
            return
        descendants = font.get("/DescendantFonts")
        holder = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else font
        descriptor = holder.get("/FontDescriptor")
        if descriptor is None or not any(program in descriptor for program in _PROGRAMS):
            yield f"font {name} is not embedded"
        if self._needs_unicode and "/ToUnicode" not in font and not _has_known_encoding(font):
            yield f"font {name} does not give its letters back"


def _has_known_encoding(font: Any) -> bool:
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Dictionary):
        return "/Differences" not in encoding and str(encoding.get("/BaseEncoding", "")) in _KNOWN_ENCODINGS
    return font.get("/Subtype") != "/Type0" and str(encoding) in _KNOWN_ENCODINGS


def _values(dictionary: Any) -> Iterator[Any]:
    if isinstance(dictionary, pikepdf.Dictionary):
        for key in dictionary.keys():  # noqa: SIM118 (a PDF dictionary iterates otherwise)
            value = dictionary[key]
            if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
                yield value


def _inherited(owner: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        if key in owner:
            return owner[key]
        if owner.get("/Subtype") == "/Form" or "/Parent" not in owner:
            return None
        owner = owner["/Parent"]
    return None
