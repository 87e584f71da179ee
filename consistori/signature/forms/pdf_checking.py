"""Signatures of a PDF that is written in a way that the engine does not read: the arithmetic over its bytes.

Some programs of others (Poppler's among them) number what they add so that a strict reader refuses the file. What a
signature covers is plain all the same: two ranges of bytes around it. If it covers all the file nothing came after it;
if not, what came after cannot be judged and it is said.
"""

import io
from dataclasses import replace
from typing import Any

import pikepdf
from asn1crypto import cms

from consistori.signature.engine.facts import Changes, SignatureFacts, Standing
from consistori.signature.engine.trust import TrustList
from consistori.signature.forms.checking import FormReport, _signer

MOST_SIGNATURES = 100


def check_ranges(data: bytes, trust: TrustList, *, ask: bool = True) -> FormReport | None:
    """The signatures of a PDF by their ranges of bytes; None when it cannot be read at all."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found = [(name, _ranges(value), bytes(value.Contents)) for name, value in _values(pdf)]
    except (pikepdf.PdfError, ValueError, AttributeError, KeyError, TypeError):
        return None
    facts: list[SignatureFacts] = []
    remarks: list[str] = []
    for name, ranges, contents in found[:MOST_SIGNATURES]:
        try:
            one, remark = _one(data, ranges, contents, trust, ask)
        except (ValueError, TypeError, KeyError):
            continue
        facts.append(replace(one, field=name))
        remarks.append(remark)
    problem = "" if len(facts) == len(found) else "no-certificate"
    return FormReport("TF06", tuple(facts), tuple(remarks), problem if found else "no-signatures")


def _one(
    data: bytes, ranges: list[int], contents: bytes, trust: TrustList, ask: bool
) -> tuple[SignatureFacts, str]:
    start, first, second, length = ranges
    if start != 0 or first < 0 or second < first or second + length > len(data):
        raise ValueError("the ranges do not fit the file")
    hole = data[first:second].strip(b"<> \r\n\t")
    signed = cms.ContentInfo.load(contents)["content"]
    facts, remark = _signer(signed, data[:first] + data[second : second + length], trust, ask)
    # Between the two ranges there is only the signature: anything else there is signed by nobody.
    if hole.lower().rstrip(b"0") != contents.hex().encode().rstrip(b"0"):
        return replace(facts, intact=False, standing=Standing.INVALID), remark
    if second + length == len(data):
        return facts, remark
    standing = Standing.UNKNOWN if facts.standing is Standing.VALID else facts.standing
    return replace(facts, changes_after=Changes.SIGNATURES, standing=standing), "later"


def _values(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """The signed fields of a file, with their names."""
    form: Any = pdf.Root.get("/AcroForm", {})
    found: list[tuple[str, Any]] = []
    pending = list(form.get("/Fields", []))
    while pending and len(found) < MOST_SIGNATURES:
        field = pending.pop(0)
        pending.extend(field.get("/Kids", [])[:MOST_SIGNATURES])
        value = field.get("/V")
        if field.get("/FT") == "/Sig" and isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value:
            found.append((str(field.get("/T", "")), value))
    return found


def _ranges(value: Any) -> list[int]:
    ranges = [int(number) for number in value.ByteRange]
    if len(ranges) != 4:
        raise ValueError("not two ranges")
    return ranges
