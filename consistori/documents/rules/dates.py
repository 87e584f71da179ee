"""The date of a document, guessed from what it says of itself. Never a date to come, never before 1900."""

import re
from datetime import date

_ISO = re.compile(r"(?<!\d)(19\d\d|20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_EUROPEAN = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_./ ](0?[1-9]|1[0-2])[-_./ ](19\d\d|20\d\d)(?!\d)")
_MONTHS = {
    "gener": 1, "febrer": 2, "març": 3, "abril": 4, "maig": 5, "juny": 6, "juliol": 7, "agost": 8,
    "setembre": 9, "octubre": 10, "novembre": 11, "desembre": 12, "enero": 1, "febrero": 2, "marzo": 3,
    "mayo": 5, "junio": 6, "julio": 7, "agosto": 8, "septiembre": 9, "noviembre": 11, "diciembre": 12,
}  # fmt: skip
_NAMES = "|".join(_MONTHS)
_SPELT = re.compile(
    rf"(?<!\d)([12]?\d|3[01])\s+(?:de\s+|d['’]\s*)({_NAMES})\s+(?:de\s+|del\s+|de\s+l['’]any\s+)?(19\d\d|20\d\d)",
    re.I,
)
_PDF = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})")
_EXIF = re.compile(r"(\d{4}):(\d{2}):(\d{2})")


def date_in_name(name: str, *, today: date) -> date | None:
    """`Acta 2026-11-24.pdf`, `acta_24-11-2026`, `Acta de 24 de novembre de 2026`."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_EUROPEAN, (3, 2, 1))):
        match = pattern.search(name)
        if match:
            year, month, day = (int(match.group(place)) for place in order)
            return _likely(year, month, day, today)
    return spelt_date(name, today=today)


def spelt_date(text: str, *, today: date) -> date | None:
    """The last date written in words, as it stands above a signature: «24 de novembre de 2026»."""
    found = None
    for match in _SPELT.finditer(text):
        month = _MONTHS[match.group(2).lower()]
        found = _likely(int(match.group(3)), month, int(match.group(1)), today) or found
    return found


def date_of_property(raw: str, *, today: date) -> date | None:
    """The date of creation that a PDF (`D:20261124091207+01'00'`) or a photograph (`2026:11:24 ...`) says."""
    match = _EXIF.match(raw) or _PDF.match(raw)
    if not match:
        return None
    return _likely(int(match.group(1)), int(match.group(2)), int(match.group(3)), today)


def _likely(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if date(1900, 1, 1) <= found <= today else None
