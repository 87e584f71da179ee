"""Identifiers of ENI documents and case files (N-DOC-01, N-DOC-02, N-EXP-03)."""

import re
from uuid import UUID

_BODY = re.compile(r"[A-Z0-9]{9}")
_DOCUMENT = re.compile(r"ES_[A-Z0-9]{9}_[0-9]{4}_[A-Z0-9]{30}")
_CASE = re.compile(r"ES_[A-Z0-9]{9}_[0-9]{4}_EXP_[A-Z0-9]{30}")
_BROUGHT_DOCUMENT = re.compile(r"ES_[A-Z0-9]{9}_[0-9]{4}_[A-Za-z0-9_-]{1,30}")
_BROUGHT_CASE = re.compile(r"ES_[A-Z0-9]{9}_[0-9]{4}_EXP_[A-Za-z0-9_-]{1,30}")
_CLASSIFICATION = re.compile(r"[0-9]{6,7}|[A-Z0-9]{9}_PRO_[A-Z0-9]{30}")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def document_identifier(body: str, year: int, identity: UUID) -> str:
    """`ES_<body>_<year>_<30>`: DIR3 code, year of the capture, and our identifier in base 36.

    That of a case file carries its number and is made by `formats.eni_xml`.
    """
    return f"ES_{_body(body)}_{year:04d}_{_specific(identity)}"


def is_document_identifier(text: str, *, brought: bool = False) -> bool:
    """Whether it is well formed; `brought` accepts what other programs write (shorter, lower case)."""
    return bool((_BROUGHT_DOCUMENT if brought else _DOCUMENT).fullmatch(text))


def is_case_identifier(text: str, *, brought: bool = False) -> bool:
    """The same for a case file."""
    return bool((_BROUGHT_CASE if brought else _CASE).fullmatch(text))


def is_classification(text: str) -> bool:
    """Whether it is a SIA code or a `_PRO_` code."""
    return bool(_CLASSIFICATION.fullmatch(text))


def _body(code: str) -> str:
    body = code.upper()
    if not _BODY.fullmatch(body):
        raise ValueError("the code of the body (DIR3) has nine letters or figures")
    return body


def _specific(identity: UUID) -> str:
    number, digits = identity.int, ""
    while number:
        number, remainder = divmod(number, 36)
        digits = _DIGITS[remainder] + digits
    return digits.zfill(30)
