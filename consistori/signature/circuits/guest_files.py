"""Who signed the last revision of a PDF that comes from outside, and whether the signature holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from consistori.documents.blobs import ReceivedBlob
from consistori.kernel.errors import BadInput, Unavailable
from consistori.parties.rules.identifiers import check_identifier, compact
from consistori.signature.engine.facts import Standing
from consistori.signature.sentences import sentence, whether_it_holds
from consistori.signature.validation import report_on


@dataclass(frozen=True)
class SignedBy:
    """Whoever signed: the number of their document, their name, and who issued their certificate."""

    identifier: str
    name: str
    issuer: str
    stamped_at: datetime | None = None


def signer_of(data: bytes, *, after: int) -> SignedBy:
    """Who signed what was added after the first `after` bytes: one signature that holds, and nothing else.

    Raises `BadInput` (`file`), and `Unavailable` when who must be asked about its certificate does not answer.
    """
    from consistori.signature.engine.added import signature_added
    from consistori.signature.engine.errors import FileRefused

    try:
        added = signature_added(data[:after], data)
    except FileRefused as fault:
        raise BadInput(_WRONG.get(fault.code, _WRONG["not-pdf"])(), field="file") from fault
    report = report_on(data)
    facts = next((one for one in report.signatures if one.field == added.field_name), None)
    if facts is None or facts.standing is Standing.INVALID:
        raise BadInput(whether_it_holds(facts) if facts else _("Its signature does not hold."), field="file")
    if facts.standing is Standing.UNKNOWN:
        raise Unavailable(_("Who issued the certificate does not answer now. Try again in some minutes."))
    if report.standing is Standing.INVALID:
        raise BadInput(_("Something was changed in it after it was signed."), field="file")
    return SignedBy(_identifier_of(added.signer_cert), facts.signer, facts.issuer, facts.stamped_at)


def brought_back(received: ReceivedBlob, *, base: str, size: int) -> SignedBy:
    """Who signed a file that is the one of that hash and size with one signature more. Raises as `signer_of`."""
    with received.path.open("rb") as stream:
        data = stream.read()
    if len(data) <= size or hashlib.sha256(data[:size]).hexdigest() != base:
        raise BadInput(
            _(
                "It is not the document that was downloaded from here, with one signature more. It must be downloaded "
                "again and signed."
            ),
            field="file",
        )
    return signer_of(data, after=size)


_WRONG = {
    "not-pdf": lambda: _("The file cannot be read as a PDF."),
    "not-appended": lambda: _("It must have one signature more than the document that you downloaded."),
    "broken-before": lambda: _("Something else was changed in it besides the signature. It is not kept."),
    "too-large": lambda: sentence("too-large", {}),
}


def _identifier_of(certificate: Any) -> str:
    """The number of the person in a certificate: «IDCES-12345678Z» (ETSI EN 319 412-1) or bare; else empty."""
    said = certificate.subject.native.get("serial_number", "")
    for raw in [said] if isinstance(said, str) else list(said):
        value = compact(raw.split("-", 1)[1] if raw[:5].upper() in ("IDCES", "PASES", "PNOES") else raw)
        try:
            return str(check_identifier(value).value)
        except ValueError:
            continue
    return ""
