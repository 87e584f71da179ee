"""What providers call things, in the words of VÀLid (`identifier`, `surname1`, `assuranceLevel`, `companyId`...)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.ports import LEVELS, IdentityRefused
from consistori.parties.rules.identifiers import check_identifier, compact


def citizen_of(said: Mapping[str, Any], shown: bytes = b"", *, method: str = "") -> Citizen:
    """The person of an answer. Raises `IdentityRefused` (`incomplete`) without a name or a right number.

    A level that is not one of the three counts as the lowest. A firm comes only with its own right number.
    """
    identifier = _number(_text(said, "identifier"))
    surname1, surname2 = _text(said, "surname1"), _text(said, "surname2")
    if not surname1:
        surname1, surname2 = _text(said, "surnames"), ""
    name = _text(said, "name")
    if not identifier or not (name or surname1):
        raise IdentityRefused("incomplete", shown)
    level = _text(said, "assuranceLevel").lower()
    firm_identifier = _number(_text(said, "companyId"))
    prefix = _text(said, "prefix")
    return Citizen(
        method=(method or _text(said, "method") or "valid")[:30],
        level=level if level in LEVELS else "low",
        identifier=identifier,
        name=_as_said(name)[:200],
        surname1=_as_said(surname1)[:100],
        surname2=_as_said(surname2)[:100],
        email=_text(said, "email")[:254],
        phone=f"{prefix}{_text(said, 'phone')}"[:20]
        if prefix not in ("", "0034")
        else _text(said, "phone")[:20],
        firm=_text(said, "companyName")[:250] if firm_identifier else "",
        firm_identifier=firm_identifier,
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _number(raw: str) -> str:
    """The number compact, if its letter is right (or it is a passport); empty if it is not one."""
    if not raw:
        return ""
    try:
        return str(check_identifier(raw).value)
    except ValueError:
        value = compact(raw)
        return value if 5 <= len(value) <= 20 and value.isalnum() and not _looks_like_nif(value) else ""


def _looks_like_nif(value: str) -> bool:
    return len(value) == 9 and sum(letter.isdigit() for letter in value) >= 7


def _as_said(name: str) -> str:
    """Capitals by style become a name as it is said."""
    return name.title() if name.isupper() else name
