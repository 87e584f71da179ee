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
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from consistori.signature.engine.errors import CertificateRefused, FileRefused, ServiceSilent, SigningStopped
from consistori.signature.engine.evidence import TIME_STAMPING, Keeper, Proof

ARCHIVE = "SegellArxiu"
MOST_STAMPS = 200
STAMPS_REFUSE = {"timestamp-silent", "timestamp-none", "timestamp-refused", "evidence-silent"}


@dataclass(frozen=True)
class Lengthened:
    """The file with one increment more. `kind` is what it holds at last: `timestamp`, or only `evidence`.

    `holds_until` is when the chain of the archive timestamp ends (None without one), `stamps` how many archive
    timestamps the file has; `trouble` says why there is no new one.
    """

    data: bytes
    kind: Literal["evidence", "timestamp"]
    stamped_at: datetime | None
    holds_until: datetime | None
    algorithm: str
    stamps: int
    sha256: str
    trouble: SigningStopped | None = None

    @property
    def level(self) -> str:
        """PAdES level that the file has now."""
        return "B-LTA" if self.kind == "timestamp" else "B-LT"


def lengthen(data: bytes, keeper: Keeper, *, alone: bool = True) -> Lengthened:
    """Add what a signed PDF lacks to last: evidence and an archive timestamp; or one more timestamp, to renew it.

    When the authority of timestamps does not answer, only the evidence is added and the result says why; with
    `alone=False` (the file has evidence already, and each try would add more) its reason is raised. Raises
    `SigningStopped` when not even that can be had (`evidence-silent`, `evidence-none`, `nothing-signed`…) and
    `FileRefused("not-pdf")`.
    """
    embedded = _embedded(data)
    stamps = sum(is_archive_stamp(one) for one in embedded)
    proofs = _proofs(embedded, keeper)
    try:
        return _stamped(data, [*proofs, keeper.stamp_proof()], keeper, stamps)
    except SigningStopped as error:
        if error.code not in STAMPS_REFUSE or not alone:
            raise
        return _evidenced(data, proofs, keeper, stamps, error)


def _embedded(data: bytes) -> list[EmbeddedPdfSignature]:
    """Signatures and archive timestamps of the file, in their order."""
    try:
        found = list(PdfFileReader(io.BytesIO(data)).embedded_signatures)
    except (PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileRefused("not-pdf") from error
    if not any(not is_archive_stamp(one) for one in found):
        raise SigningStopped("nothing-signed")
    return found


def stamp_of(signature: EmbeddedPdfSignature) -> Any:
    """The token of the timestamp of a signature (`SignedData`); None without one."""
    return next(iter(extract_tst_data_iter(signature.signer_info, signed=False)), None)


def is_archive_stamp(signature: EmbeddedPdfSignature) -> bool:
    """Whether it is a timestamp over the whole document and not somebody's signature."""
    return bool(signature.sig_object.get("/Type") == "/DocTimeStamp")


def _proofs(embedded: list[EmbeddedPdfSignature], keeper: Keeper) -> list[Proof]:
    """The proofs that are not in the file: of the last archive timestamp, and of all that came after it."""
    stamps = [place for place, one in enumerate(embedded) if is_archive_stamp(one)]
    proofs: list[Proof] = []
    if stamps:
        last = embedded[stamps[-1]]
        # When its certificate ended already, what was kept beside it must do: the new one cannot wait.
        with contextlib.suppress(CertificateRefused):
            proofs.append(_proof_of_token(last.signed_data, keeper))
    for one in embedded[stamps[-1] + 1 if stamps else 0 :]:
        proofs += _proofs_of_signature(one, keeper)
    return proofs


def _proofs_of_signature(signature: EmbeddedPdfSignature, keeper: Keeper) -> list[Proof]:
    token, proofs = stamp_of(signature), []
    then = None
    if token is not None:
        proofs.append(_proof_of_token(token, keeper))
        then = token["encap_content_info"]["content"].parsed["gen_time"].native
    return [*proofs, keeper.proof_of(signature.signer_cert, signature.other_embedded_certs, then=then)]


def _proof_of_token(token: Any, keeper: Keeper) -> Proof:
    found = extract_certificate_info(token)
    then = token["encap_content_info"]["content"].parsed["gen_time"].native
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


def _stamped(data: bytes, proofs: list[Proof], keeper: Keeper, stamps: int) -> Lengthened:
    """Evidence and archive timestamp in one increment. An authority with several certificates may answer with
    another one than it said: then that one is proven too, and it is asked again."""
    for _try in range(3):
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
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
        proofs = [*proofs, stamper.proof]
    raise ServiceSilent("timestamp-silent")


def _evidenced(
    data: bytes, proofs: list[Proof], keeper: Keeper, stamps: int, why: SigningStopped
) -> Lengthened:
    """Only the evidence. Raises the reason again when the file had it all already."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
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
