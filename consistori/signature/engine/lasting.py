"""Making a signature last: evidence (B-LT) and an archive timestamp over everything (B-LTA), as increments.

EN 319 142-1 §5.4 and §5.5. The evidence of who signed, of their timestamps and of whoever will stamp the whole
goes in the document security store (DSS); the archive timestamp [segell de temps d'arxiu] covers it, in the same
increment. What was there before stays byte by byte. Renewing is the same step: the evidence of the last archive
timestamp, and another one on top, before the certificate of the last one ends.
"""

import asyncio
import contextlib
import hashlib
import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from asn1crypto import cms
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from consistori.signature.engine.errors import CertificateRefused, FileRefused, ServiceSilent, SigningStopped
from consistori.signature.engine.evidence import TIME_STAMPING, Keeper, Proof

ARCHIVE = "SegellArxiu"
MOST_STAMPS = 200
RANGES = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
STAMPS_REFUSE = {"timestamp-silent", "timestamp-none", "timestamp-refused", "evidence-silent"}


@dataclass(frozen=True)
class Lengthened:
    """The file with one increment more. `kind` is what it holds at last: `timestamp`, or only `evidence`.

    `holds_until` is when the chain of the archive timestamp ends (None without one), `stamps` how many archive
    timestamps the file has; `trouble` says why there is no new one, or, where the timestamp `is_bare`, why there is no
    evidence beside it.
    """

    data: bytes
    kind: Literal["evidence", "timestamp"]
    stamped_at: datetime | None
    holds_until: datetime | None
    algorithm: str
    stamps: int
    sha256: str
    trouble: SigningStopped | None = None
    is_bare: bool = False

    @property
    def level(self) -> str:
        """PAdES level that the file has now."""
        if self.is_bare:
            return "B-T"
        return "B-LTA" if self.kind == "timestamp" else "B-LT"


def lengthen(data: bytes, keeper: Keeper, *, alone: bool = True, bare: bool = False) -> Lengthened:
    """Add what a signed PDF lacks to last: evidence and an archive timestamp; or one more timestamp, to renew it.

    When the authority of timestamps does not answer, only the evidence is added and the result says why; with
    `alone=False` (the file has evidence already, and each try would add more) its reason is raised. With `bare=True`
    (nothing proves yet when it was signed) a timestamp is put even where the evidence cannot be had now. Raises
    `SigningStopped` when not even that can be had (`evidence-silent`, `evidence-none`, `nothing-signed`…) and
    `FileRefused("not-pdf")`.
    """
    writer = _writer(data)
    laid = _laid(data, writer)
    stamps = sum(one.is_stamp for one in laid)
    try:
        proofs = _proofs(laid, keeper, has_evidence="/DSS" in writer.root)
    except SigningStopped as error:
        if not bare:
            raise
        return _timed(data, keeper, stamps, error)
    try:
        return _stamped(data, writer, [*proofs, keeper.stamp_proof()], keeper, stamps)
    except SigningStopped as error:
        if error.code not in STAMPS_REFUSE or not alone:
            raise
        return _evidenced(data, proofs, keeper, stamps, error)


@dataclass(frozen=True)
class _Laid:
    """A signature or an archive timestamp of the file: its CMS object."""

    signed: Any

    @property
    def is_stamp(self) -> bool:
        return bool(self.signed["encap_content_info"]["content_type"].native == "tst_info")


def _writer(data: bytes) -> IncrementalPdfFileWriter:
    """The file, read once: what is asked of it and what is added to it are of the same reading."""
    try:
        return IncrementalPdfFileWriter(io.BytesIO(data))
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise FileRefused("not-pdf") from error


def _laid(data: bytes, writer: IncrementalPdfFileWriter) -> list[_Laid]:
    """Signatures and archive timestamps of the file, in their order.

    What lies between the two signed ranges of each is read at once: for pyHanko it is a string of tens of thousands of
    digits, and reading it so is half of the work. When that does not find them all, the file is read its way.
    """
    try:
        filled = sum(
            "/V" in reference.get_object() for _, _, reference in fields.enumerate_sig_fields(writer)
        )
        found = [_Laid(_cms(data, match)) for match in RANGES.finditer(data)]
        if len(found) != filled:
            found = [_Laid(one.signed_data) for one in writer.prev.embedded_signatures]
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise FileRefused("not-pdf") from error
    if all(one.is_stamp for one in found):
        raise SigningStopped("nothing-signed")
    return found


def _cms(data: bytes, match: "re.Match[bytes]") -> Any:
    """The CMS object that lies in the hole of a `/ByteRange`."""
    start, length, after, _ = (int(number) for number in match.groups())
    digits = data[start + length + 1 : after - 1]
    return cms.ContentInfo.load(bytes.fromhex(digits.decode("ascii")))["content"]


def stamp_of(signature: EmbeddedPdfSignature) -> Any:
    """The token of the timestamp of a signature (`SignedData`); None without one."""
    return next(iter(extract_tst_data_iter(signature.signer_info, signed=False)), None)


def _proofs(laid: list[_Laid], keeper: Keeper, *, has_evidence: bool) -> list[Proof]:
    """The proofs that are not in the file: of the last archive timestamp, and of all that came after it; of everything
    where the file has no evidence at all."""
    stamps = [place for place, one in enumerate(laid) if one.is_stamp]
    proofs: list[Proof] = []
    if stamps:
        # When its certificate ended already, what was kept beside it must do: the new one cannot wait.
        with contextlib.suppress(CertificateRefused):
            proofs.append(_proof_of_stamp(laid[stamps[-1]].signed, keeper))
    for one in laid[stamps[-1] + 1 if stamps and has_evidence else 0 :]:
        if not one.is_stamp:
            proofs += _proofs_of_signature(one.signed, keeper)
    return proofs


def _proofs_of_signature(signed: Any, keeper: Keeper) -> list[Proof]:
    stamp = next(iter(extract_tst_data_iter(signed["signer_infos"][0], signed=False)), None)
    proofs, then = [], None
    if stamp is not None:
        proofs.append(_proof_of_stamp(stamp, keeper))
        then = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    found = keeper.certificates_in(signed)
    return [*proofs, keeper.proof_of(found.signer_cert, found.other_certs, then=then)]


def _proof_of_stamp(stamp: Any, keeper: Keeper) -> Proof:
    found = keeper.certificates_in(stamp)
    then = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    return keeper.proof_of(
        found.signer_cert, found.other_certs, purposes=frozenset({TIME_STAMPING}), then=then
    )


def _supply(writer: IncrementalPdfFileWriter, proofs: list[Proof]) -> DocumentSecurityStore:
    return DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[one for proof in proofs for one in proof.certificates],
        ocsps=[one for proof in proofs for one in proof.ocsps],
        crls=[one for proof in proofs for one in proof.crls],
    )


def _stamped(
    data: bytes, writer: IncrementalPdfFileWriter, proofs: list[Proof], keeper: Keeper, stamps: int
) -> Lengthened:
    """Evidence and archive timestamp in one increment. An authority with several certificates may answer with
    another one than it said: then that one is proven too, and it is asked again."""
    for _try in range(3):
        _supply(writer, proofs)
        stamper = keeper.stamper()
        pdf_stamper = PdfTimeStamper(stamper, field_name=_free_field(writer), readable_field_name=ARCHIVE)
        output = io.BytesIO()
        asyncio.run(
            pdf_stamper.async_timestamp_pdf(
                writer, keeper.algorithm, bytes_reserved=keeper.reserved, output=output
            )
        )
        if stamper.proof is None:
            break
        if stamper.proof in proofs:
            made = _grown(data, output.getvalue())
            digest = hashlib.sha256(made).hexdigest()
            return Lengthened(
                made,
                "timestamp",
                stamper.stamped_at,
                stamper.until,
                keeper.algorithm,
                stamps + 1,
                digest,
            )
        proofs, writer = [*proofs, stamper.proof], _writer(data)
    raise ServiceSilent("timestamp-silent")


def _timed(data: bytes, keeper: Keeper, stamps: int, why: SigningStopped) -> Lengthened:
    """Only a timestamp over what is signed, whose own chain is proven with the rest, later. Raises why not."""
    writer, output = _writer(data), io.BytesIO()
    stamper = keeper.stamper(proves=False)
    pdf_stamper = PdfTimeStamper(stamper, field_name=_free_field(writer), readable_field_name=ARCHIVE)
    asyncio.run(
        pdf_stamper.async_timestamp_pdf(
            writer, keeper.algorithm, bytes_reserved=keeper.reserved, output=output
        )
    )
    made = _grown(data, output.getvalue())
    return Lengthened(
        made, "timestamp", stamper.stamped_at, None, keeper.algorithm, stamps + 1,
        hashlib.sha256(made).hexdigest(), why, is_bare=True,
    )  # fmt: skip


def _evidenced(
    data: bytes, proofs: list[Proof], keeper: Keeper, stamps: int, why: SigningStopped
) -> Lengthened:
    """Only the evidence. Raises the reason again when the file had it all already."""
    writer = _writer(data)
    if not proofs or not _supply(writer, proofs).modified:
        raise why
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    made = _grown(data, output.getvalue())
    digest = hashlib.sha256(made).hexdigest()
    return Lengthened(made, "evidence", None, None, keeper.algorithm, stamps, digest, why)


def _grown(before: bytes, after: bytes) -> bytes:
    """The file after, which must begin with the file before."""
    if not after.startswith(before):
        raise SigningStopped("not-appended")
    return after


def _free_field(writer: IncrementalPdfFileWriter) -> str:
    """The first of SegellArxiu1, SegellArxiu2… that the file does not have."""
    taken = {name for name, _, _ in fields.enumerate_sig_fields(writer)}
    for number in range(1, MOST_STAMPS):
        if f"{ARCHIVE}{number}" not in taken:
            return f"{ARCHIVE}{number}"
    raise FileRefused("too-many-signatures")
