"""What somebody typed, made clean: lines, long texts, codes and numbers. Nothing typed makes it fail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

LONGEST = 40_000
ONE_LINE, MANY = 2_000, 200
Posted = Mapping[str, list[str]]


@dataclass(frozen=True)
class Raw:
    """What came in the controls of one question: `one()` of the whole, `one("street")` of a part."""

    posted: Posted
    name: str

    def one(self, part: str = "") -> str:
        """What was typed in a control; empty when it did not come."""
        values = self.posted.get(f"{self.name}.{part}" if part else self.name) or [""]
        return values[-1] if isinstance(values, list) else str(values)

    def line(self, part: str = "") -> str:
        """The same on one clean line."""
        return clean_line(self.one(part))

    def many(self) -> list[str]:
        """All that was chosen."""
        values = self.posted.get(self.name) or []
        return [clean_line(str(value)) for value in values[:MANY]] if isinstance(values, list) else []


def clean_line(text: str) -> str:
    """One line: composed letters, one space between words, no control signs."""
    kept = _without_controls(text[:ONE_LINE], spaces="")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def clean_text(text: str) -> str:
    """Many lines: line ends of one kind, no control signs, nothing hanging at the ends."""
    even = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    kept = unicodedata.normalize("NFC", _without_controls(even, spaces="\n\t"))
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def clean_code(text: str) -> str:
    """A code in capitals without spaces, dots nor hyphens (`es91 2100-...` is `ES912100...`)."""
    plain = unicodedata.normalize("NFKC", clean_line(text)).upper()
    return re.sub(r"[\s.\-‐‑–—/·]", "", plain)


def read_number(text: str, decimals: int) -> Decimal | None:
    """A number as people write it here: `1.214,50`, `1214,5`, `1214.5`, `230,40 €`; None when it is not."""
    plain = unicodedata.normalize("NFKC", clean_line(text)).upper()
    plain = re.sub(r"\s|€|EUROS?\b|EUR\b", "", plain)
    found = re.fullmatch(r"([+-]?)([0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3}){1,4})(?:,([0-9]{1,9}))?", plain)
    found = found or re.fullmatch(r"([+-]?)([0-9]{1,15})(?:\.([0-9]{1,9}))?", plain)
    if not found:
        return None
    sign, whole, rest = found[1], found[2].replace(".", ""), (found[3] or "").rstrip("0")
    if len(rest) > decimals:
        return None
    number = Decimal(f"{whole}.{rest}" if rest else whole)
    return -number if sign == "-" and number else number


def _without_controls(text: str, *, spaces: str) -> str:
    return "".join(
        sign if sign in spaces or not sign.isspace() else " "
        for sign in text
        if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs")
    )
