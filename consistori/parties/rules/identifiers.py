"""Identifiers of persons and firms [NIF, NIE, passaport / pasaporte], checked as their law computes them.

RD 1065/2007, arts. 19, 20 and 23; Orden EHA/451/2008 (form and control of the NIF of legal persons).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum import exceptions as stdnum_errors
from stdnum.es import cif, dni, nie
from stdnum.eu import vat


class IdentifierKind(StrEnum):
    """What a number is. `NIF` is that of a legal person or entity, `PERSONAL_NIF` the K, L, M ones of
    people.
    """

    DNI = "dni"
    NIE = "nie"
    PERSONAL_NIF = "personal_nif"
    NIF = "nif"
    PASSPORT = "passport"
    VAT = "vat"
    OTHER = "other"


class IdentifierFault(ValueError):
    """An identifier is not what it says; `code` says how, `expected` what the right control would be."""

    def __init__(self, code: str, *, value: str, expected: str = "", length: int = 0) -> None:
        super().__init__(f"{code}: {value}")
        self.code = code
        self.value = value
        self.expected = expected
        self.length = length


@dataclass(frozen=True)
class CheckedIdentifier:
    """An identifier that holds: its compact value and what it is."""

    value: str
    kind: IdentifierKind

    @property
    def is_personal(self) -> bool:
        """Whether it is of a natural person (then it is masked and never published with the name)."""
        return self.kind is not IdentifierKind.NIF and self.kind is not IdentifierKind.VAT


DNI_FORM = re.compile(r"\d{6,8}[A-Z]")
NIE_FORM = re.compile(r"[XYZ]\d{6,7}[A-Z]")
PERSONAL_FORM = re.compile(r"[KLM]\d{7}[A-Z]")
FIRM_FORM = re.compile(r"[ABCDEFGHJNPQRSUVW]\d{7}[0-9A-J]")
VAT_FORM = re.compile(r"(?!ES)[A-Z]{2}[0-9A-Z+*]{5,12}")
SPANISH_PASSPORT = re.compile(r"[A-Z]{2,3}\d{6}")
ANY_PASSPORT = re.compile(r"[A-Z0-9]{5,15}")

WITHOUT_PERSONALITY = frozenset("EHU")
PUBLIC_BODIES = frozenset("PQS")


def compact(raw: str) -> str:
    """The identifier as it is kept: capitals, without spaces, dots, hyphens, slashes nor the ES of VAT."""
    value = re.sub(r"[\s.\-‐‑–—/·]", "", raw).upper()
    if value.startswith("ES") and len(value) == 11:
        value = value[2:]
    return value


def guess_kind(raw: str) -> IdentifierKind | None:
    """What an identifier seems to be by its form alone; `None` when nothing fits."""
    value = compact(raw)
    for kind, form in (
        (IdentifierKind.DNI, DNI_FORM),
        (IdentifierKind.NIE, NIE_FORM),
        (IdentifierKind.PERSONAL_NIF, PERSONAL_FORM),
        (IdentifierKind.NIF, FIRM_FORM),
        (IdentifierKind.PASSPORT, SPANISH_PASSPORT),
    ):
        if form.fullmatch(value):
            return kind
    if VAT_FORM.fullmatch(value) and vat.is_valid(value):
        return IdentifierKind.VAT
    return None


def check_identifier(raw: str, kind: str = "") -> CheckedIdentifier:
    """The identifier, compact and with its zeros, or an `IdentifierFault` that says what is wrong with it.

    Without `kind` it is guessed by its form; a number that fits nothing needs to be called a passport or
    other.
    """
    value = compact(raw)
    if not value:
        raise IdentifierFault("empty", value=raw)
    known = IdentifierKind(kind) if kind else guess_kind(value)
    if known is None:
        raise _fault_of_unknown(value)
    return CheckedIdentifier(_CHECKS[known](value), known)


def expected_letter(digits: str) -> str:
    """The letter that corresponds to the number of a DNI, or of a NIE with its X, Y or Z (RD 1553/2005)."""
    return nie.calc_check_digit(digits) if digits[0] in "XYZ" else dni.calc_check_digit(digits)


def _fault_of_unknown(value: str) -> IdentifierFault:
    if re.fullmatch(r"\d{1,8}", value):
        return IdentifierFault("no_letter", value=value, expected=dni.calc_check_digit(value.zfill(8)))
    if re.fullmatch(r"[XYZ]\d{7}", value):
        return IdentifierFault("no_letter", value=value, expected=nie.calc_check_digit(value))
    if re.fullmatch(r"\d{9,}[A-Z]?", value):
        return IdentifierFault("too_long", value=value, length=len(value))
    return IdentifierFault("unknown_form", value=value, length=len(value))


def _checked_dni(value: str) -> str:
    if not DNI_FORM.fullmatch(value):
        raise _fault_of_unknown(value)
    value = value.zfill(9)
    return _with_letter(value, dni.calc_check_digit(value[:8]))


def _checked_nie(value: str) -> str:
    if not NIE_FORM.fullmatch(value):
        raise _fault_of_unknown(value)
    value = value[0] + value[1:].zfill(8)
    return _with_letter(value, nie.calc_check_digit(value[:8]))


def _checked_personal_nif(value: str) -> str:
    if not PERSONAL_FORM.fullmatch(value):
        raise _fault_of_unknown(value)
    return _with_letter(value, dni.calc_check_digit(value[1:8]))


def _checked_firm(value: str) -> str:
    if not FIRM_FORM.fullmatch(value):
        raise _fault_of_unknown(value)
    try:
        return str(cif.validate(value))
    except stdnum_errors.ValidationError as fault:
        letter, digit = _firm_controls(value)
        raise IdentifierFault("wrong_control", value=value, expected=letter or digit) from fault


def _firm_controls(value: str) -> tuple[str, str]:
    controls = cif.calc_check_digits(value[:8])
    letters = [control for control in controls if control.isalpha()]
    digits = [control for control in controls if control.isdigit()]
    takes_letter = value[0] in "KNPQRSW"
    return (letters[0] if letters and takes_letter else "", digits[0] if digits else "")


def _checked_passport(value: str) -> str:
    if not ANY_PASSPORT.fullmatch(value):
        raise IdentifierFault("unknown_form", value=value, length=len(value))
    return value


def _checked_vat(value: str) -> str:
    try:
        return str(vat.validate(value))
    except stdnum_errors.ValidationError as fault:
        raise IdentifierFault("wrong_vat", value=value) from fault


def _checked_other(value: str) -> str:
    if len(value) > 40:
        raise IdentifierFault("too_long", value=value, length=len(value))
    return value


def _with_letter(value: str, letter: str) -> str:
    if value[-1] != letter:
        raise IdentifierFault("wrong_letter", value=value, expected=letter)
    return value


_CHECKS = {
    IdentifierKind.DNI: _checked_dni,
    IdentifierKind.NIE: _checked_nie,
    IdentifierKind.PERSONAL_NIF: _checked_personal_nif,
    IdentifierKind.NIF: _checked_firm,
    IdentifierKind.PASSPORT: _checked_passport,
    IdentifierKind.VAT: _checked_vat,
    IdentifierKind.OTHER: _checked_other,
}
