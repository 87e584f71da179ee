"""Whose a certificate is, read from the fields in which Spanish authorities write it.

ETSI EN 319 412-1 (`serialNumber` «IDCES-12345678Z», `organizationIdentifier` «VATES-B12345674»), the older bare NIF,
and the names of the alternative subject: those of the FNMT (1.3.6.1.4.1.5734.1) and of the State (2.16.724.1.3.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cryptography import x509
from cryptography.x509.oid import NameOID

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.ports import IdentityRefused
from consistori.parties.rules.identifiers import IdentifierKind, check_identifier

_FNMT = "1.3.6.1.4.1.5734.1"
_STATE = re.compile(r"2\.16\.724\.1\.3\.5\.\d+(?:\.\d+)?\.(\d+)")
_STATE_FIELDS = {
    "2": "firm",
    "3": "firm_number",
    "4": "number",
    "6": "name",
    "7": "surname1",
    "8": "surname2",
}
_FNMT_FIELDS = {
    f"{_FNMT}.1": "name", f"{_FNMT}.2": "surname1", f"{_FNMT}.3": "surname2", f"{_FNMT}.4": "number",
    f"{_FNMT}.6": "firm", f"{_FNMT}.7": "firm_number",
}  # fmt: skip
_SEMANTICS = re.compile(r"(?:IDC|PNO|PAS|VAT|NTR|TIN)[A-Z]{2}-(.+)")
_IN_NAME = re.compile(r"\b([XYZKLM]?\d{7,8}-?[A-Z])\b")
ORGANISATION_IDENTIFIER = x509.ObjectIdentifier("2.5.4.97")
ON_A_CARD = frozenset({"0.4.0.194112.1.2", "0.4.0.194112.1.3", "2.16.724.1.3.5.7.1"})
"""Qualified and in a qualified device (QSCD), and public employee of high level: the assurance is high."""


def citizen_of_certificate(der: bytes) -> Citizen:
    """The person of a certificate, and the firm that they represent; a seal is the firm alone.

    Raises `IdentityRefused` (`unsuitable`) when there is no right number of a person or a firm in it.
    """
    certificate = x509.load_der_x509_certificate(der)
    said = dict(_alternative(certificate))
    subject = certificate.subject
    common = _first(subject, NameOID.COMMON_NAME)
    serial = _plain(_first(subject, NameOID.SERIAL_NUMBER))
    number = _person(said.get("number", "")) or _person(serial) or _person(_in_name(common))
    firm_number = (
        _firm(said.get("firm_number", ""))
        or _firm(_plain(_first(subject, ORGANISATION_IDENTIFIER)))
        or (_firm(serial) if not number else "")
    )
    if not number and not firm_number:
        raise IdentityRefused("unsuitable", der)
    name, surname1, surname2 = _names(said, subject) if number else ("", "", "")
    if number and not (name and surname1):
        raise IdentityRefused("unsuitable", der)
    return Citizen(
        method="certificate",
        level="high" if ON_A_CARD & set(_policies(certificate)) else "substantial",
        identifier=number or firm_number,
        name=name,
        surname1=surname1,
        surname2=surname2,
        firm=(said.get("firm") or _first(subject, NameOID.ORGANIZATION_NAME)) if firm_number else "",
        firm_identifier=firm_number,
    )


def _names(said: dict[str, str], subject: x509.Name) -> tuple[str, str, str]:
    """Given name and two surnames; `surname` alone brings both, and is parted only by the number of words two."""
    name = said.get("name") or _first(subject, NameOID.GIVEN_NAME)
    first = said.get("surname1", "")
    if first:
        return _as_said(name), _as_said(first), _as_said(said.get("surname2", ""))
    family = _IN_NAME.sub("", _first(subject, NameOID.SURNAME)).strip(" -")
    words = family.split()
    if len(words) == 2:
        return _as_said(name), _as_said(words[0]), _as_said(words[1])
    return _as_said(name), _as_said(family), ""


def _alternative(certificate: x509.Certificate) -> Iterator[tuple[str, str]]:
    """What the alternative subject says, by our names for it."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return
    for name in names.get_values_for_type(x509.DirectoryName):
        for attribute in name:
            oid = attribute.oid.dotted_string
            state = _STATE.fullmatch(oid)
            field = _FNMT_FIELDS.get(oid) or (_STATE_FIELDS.get(state.group(1)) if state else None)
            if field:
                yield field, str(attribute.value).strip()


def _policies(certificate: x509.Certificate) -> Iterator[str]:
    try:
        said = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return
    for policy in said:
        yield policy.policy_identifier.dotted_string


def _plain(raw: str) -> str:
    found = _SEMANTICS.fullmatch(raw.strip().upper())
    return found.group(1) if found else raw


def _in_name(common: str) -> str:
    found = _IN_NAME.search(common.upper())
    return found.group(1) if found else ""


def _person(raw: str) -> str:
    return _number(raw, firm=False)


def _firm(raw: str) -> str:
    return _number(raw, firm=True)


def _number(raw: str, *, firm: bool) -> str:
    try:
        checked = check_identifier(raw)
    except ValueError:
        return ""
    is_firm = checked.kind in (IdentifierKind.NIF, IdentifierKind.VAT)
    return checked.value if is_firm == firm else ""


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return next((str(one.value).strip() for one in name.get_attributes_for_oid(oid)), "")


def _as_said(name: str) -> str:
    """Capitals by style become a name as it is said."""
    words = " ".join(name.split())
    return words.title() if words.isupper() else words
