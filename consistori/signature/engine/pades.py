"""Making a signature: PAdES baseline B-T with the policy of the town (N-SIG-01, N-SIG-03).

The private key is not here: whoever calls hands a function that signs bytes with it (`SignBytes`), which in
the program asks the signer process. The widget is invisible: what people see was drawn when the text was
frozen.
"""

import asyncio
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import algos, cms, x509
from asn1crypto.core import IA5String
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko.sign.ades import cades_asn1
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from consistori.signature.engine import der
from consistori.signature.engine.certificates import asn1_certificates
from consistori.signature.engine.errors import FileRefused, SigningStopped
from consistori.signature.engine.timestamps import Stamper, StampTrust, TimestampAuthority
from consistori.signature.engine.trust import TrustList

SignBytes = Callable[[bytes, str], bytes]
FRAMEWORK_POLICY = "2.16.724.1.3.1.1.2.1.9"
ROOM_RESERVED = 32768
ROOM_TO_SPARE = 1024
ROOM_UNSTAMPED = 24576
"""Hexadecimal digits for a signature without timestamp, whatever its chain: some 12 kB."""
MOST_SIGNATURES = 200


@dataclass(frozen=True)
class Policy:
    """The signature policy that the town follows. Without digest the hash is all zeros, which the standard
    reads as *not given* (EN 319 122-1)."""

    oid: str = FRAMEWORK_POLICY
    sha256: bytes = b""
    address: str = ""


@dataclass(frozen=True)
class Purpose:
    """What the signature says of itself besides who and when: where, why, and under which policy."""

    reason: str = ""
    location: str = ""
    policy: Policy = Policy()


@dataclass(frozen=True)
class Signed:
    """The file with one signature more. `before` is how many of its first bytes are the file as it was.

    `stamped_at` is None at level B-B, when nobody was asked for a timestamp.
    """

    data: bytes
    before: int
    field: str
    signed_at: datetime
    stamped_at: datetime | None
    sha256: str


class Hand:
    """A certificate with the means to sign with its key, for one batch: what is looked up once.

    Safe between threads. Without `timestamps` it signs B-B, without a proven time.
    """

    def __init__(
        self,
        certificate: bytes,
        chain: Sequence[bytes],
        sign_bytes: SignBytes,
        *,
        trust: TrustList,
        timestamps: TimestampAuthority | None,
    ) -> None:
        (self.certificate,) = asn1_certificates([certificate])
        self.chain = asn1_certificates(chain)
        self.context = trust.context(extra=[self.certificate, *self.chain])
        self.signer = _RemoteSigner(self.certificate, [*self.chain, *trust.others], sign_bytes)
        self.timestamps = timestamps
        self.stamp_trust = StampTrust(trust.context())
        self.room = ROOM_RESERVED
        """Hexadecimal digits kept in the file for a signature: those of the last one and a little more. They stay there
        for ever, and are read again whenever the file is looked at."""


def sign_pdf(data: bytes, hand: Hand, purpose: Purpose, *, at: datetime) -> Signed:
    """Sign a PDF as a new increment. It must have passed `before.check_file` and `before.check_certificate`.

    `at` is the declared time; the timestamp says the proven one. Raises `FileRefused("not-pdf")` or whatever
    the key and the timestamp raise; the file given is never changed.
    """
    try:
        return _signed(data, hand, purpose, at, hand.room)
    except SigningError:
        # Another authority answered, with more to say: its signatures are larger.
        hand.room = ROOM_RESERVED
        return _signed(data, hand, purpose, at, ROOM_RESERVED)


def _signed(data: bytes, hand: Hand, purpose: Purpose, at: datetime, room: int) -> Signed:
    try:
        writer, name = opened(data)
        stamper = Stamper(hand.timestamps, hand.stamp_trust) if hand.timestamps else None
        output = asyncio.run(sign_writer(writer, meta_of(name, purpose), hand, stamper, at, room))
    except PdfError as error:
        raise FileRefused("not-pdf") from error
    signed = output.getvalue()
    hand.room = 2 * hand.signer.size + ROOM_TO_SPARE
    stamped_at = stamper.stamped_at if stamper else None
    if not signed.startswith(data) or (stamper and stamped_at is None):
        raise SigningStopped("not-appended")
    return Signed(signed, len(data), name, at, stamped_at, hashlib.sha256(signed).hexdigest())


def meta_of(field: str, purpose: Purpose) -> signers.PdfSignatureMetadata:
    """What a signature in that field says of itself."""
    return signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=purpose.reason or None,
        location=purpose.location or None,
        name=None,
        cades_signed_attr_spec=CAdESSignedAttrSpec(
            signature_policy_identifier=_policy(purpose.policy),
            commitment_type=GenericCommitment.PROOF_OF_APPROVAL.asn1,
        ),
    )


def opened(data: bytes) -> tuple[IncrementalPdfFileWriter, str]:
    """The file ready to be added to, and the name of the field for its signature."""
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        return writer, _free_field(writer)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileRefused("not-pdf") from error


async def sign_writer(
    writer: IncrementalPdfFileWriter,
    meta: signers.PdfSignatureMetadata,
    hand: Hand,
    stamper: Stamper | None,
    at: datetime,
    room: int,
) -> io.BytesIO:
    """Sign what a writer holds, with all that was added to it, as one increment."""
    field = fields.SigFieldSpec(str(meta.field_name), box=None)
    pdf_signer = _DatedSigner(meta, hand.signer, timestamper=stamper, new_field_spec=field)
    pdf_signer.at = at
    output = io.BytesIO()
    await pdf_signer.async_sign_pdf(writer, existing_fields_only=False, bytes_reserved=room, output=output)
    return output


class _DatedSigner(signers.PdfSigner):
    """A signer whose declared time is said by the caller and not by the machine."""

    at: datetime | None = None

    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session: Any = super().init_signing_session(*args, **options)
        session.system_time = self.at or session.system_time
        return session


class _RemoteSigner(signers.Signer):
    """Signs with a key that lives elsewhere, and puts the signature together around what does not change in a batch.

    `size`: bytes of the last signature, in the file.
    """

    def __init__(
        self, certificate: x509.Certificate, chain: Sequence[x509.Certificate], sign_bytes: SignBytes
    ) -> None:
        above = [c for c in chain if c.self_signed == "no"]
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([certificate, *above])
        super().__init__(signing_cert=certificate, cert_registry=store, embed_roots=False)
        self._sign_bytes = sign_bytes
        self.size = 0
        self._same: dict[int, tuple[Any, Any, list[bytes]]] = {}
        ders = {one.dump() for one in [certificate, *above]}
        self._certificates = der.tagged(0, *sorted(ders))
        self._name = cms.IssuerAndSerialNumber(
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        ).dump()

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return b"\0" * 512 if dry_run else self._sign_bytes(data, digest_algorithm)

    async def async_sign(
        self,
        data_digest: bytes,
        digest_algorithm: str,
        dry_run: bool = False,
        use_pades: bool = False,
        timestamper: Any = None,
        signed_attr_settings: Any = None,
        is_pdf_sig: bool = True,
        encap_content_info: Any = None,
    ) -> cms.ContentInfo:
        """A detached signature (RFC 5652 §5): the same as the library's own, without encoding it whole each time."""
        if encap_content_info is not None:
            raise NotImplementedError("only what is in a PDF is signed here")
        signed = await self._attributes(
            data_digest, digest_algorithm, signed_attr_settings, use_pades=use_pades, is_pdf_sig=is_pdf_sig
        )
        signature = await self.async_sign_raw(signed, digest_algorithm, dry_run)
        digest = algos.DigestAlgorithm({"algorithm": digest_algorithm}).dump()
        info = der.sequence(
            der.small_integer(1),
            self._name,
            digest,
            der.tagged(0, der.inside(signed)),
            self.get_signature_mechanism_for_digest(digest_algorithm).dump(),
            der.octets(signature),
            await _stamp(signature, digest_algorithm, timestamper) if timestamper is not None else b"",
        )
        data = der.sequence(
            der.small_integer(1),
            der.set_of([digest]),
            der.sequence(_DATA),
            self._certificates,
            der.set_of([info]),
        )
        whole = der.sequence(_SIGNED_DATA, der.tagged(0, data))
        self.size = len(whole)
        return cms.ContentInfo.load(whole)

    async def _attributes(
        self, data_digest: bytes, digest_algorithm: str, said: Any, *, use_pades: bool, is_pdf_sig: bool
    ) -> bytes:
        """The signed attributes, in DER: of one signature to the next of the same policy, and of the same instant where
        it is said, only the digest changes."""
        policy = getattr(said.cades_signed_attrs, "signature_policy_identifier", None) if said else None
        moment = getattr(said, "signing_time", None)
        held = self._same.get(id(policy))
        if held is None or held[0] is not policy or held[1] not in (None, moment):
            attributes = await self.signed_attrs(
                data_digest, digest_algorithm, attr_settings=said, use_pades=use_pades, is_pdf_sig=is_pdf_sig
            )
            kinds = {one["type"].native for one in attributes}
            if policy is None or not kinds <= _SAME | {"message_digest"}:
                return bytes(attributes.dump())
            same = [one.dump() for one in attributes if one["type"].native in _SAME]
            told = moment if "signing_time" in kinds else None
            held = self._same[id(policy)] = (policy, told, same)
        digest = cms.CMSAttribute({"type": "message_digest", "values": [data_digest]}).dump()
        return der.set_of([*held[2], digest])


async def _stamp(signature: bytes, digest_algorithm: str, timestamper: Any) -> bytes:
    """The unsigned attribute with the timestamp of the signature (EN 319 122-1 §5.3)."""
    digest = hashlib.new(digest_algorithm, signature).digest()
    token = await timestamper.async_timestamp(digest, digest_algorithm)
    return der.tagged(1, der.sequence(_STAMP, der.set_of([token.dump()])))


_SAME = {
    "content_type",
    "signing_certificate_v2",
    "signature_policy_identifier",
    "commitment_type",
    "cms_algorithm_protection",
    "signing_time",
}
_STAMP = cms.CMSAttributeType("signature_time_stamp_token").dump()
_DATA = cms.ContentType("data").dump()
_SIGNED_DATA = cms.ContentType("signed_data").dump()


@lru_cache(maxsize=256)
def _policy(policy: Policy) -> cades_asn1.SignaturePolicyIdentifier:
    digest = algos.DigestInfo(
        {"digest_algorithm": {"algorithm": "sha256"}, "digest": policy.sha256 or bytes(32)}
    )
    said = {"sig_policy_id": policy.oid, "sig_policy_hash": digest}
    if policy.address:
        said["sig_policy_qualifiers"] = [
            {"sig_policy_qualifier_id": "sp_uri", "sig_qualifier": IA5String(policy.address)}
        ]
    return cades_asn1.SignaturePolicyIdentifier({"signature_policy_id": cades_asn1.SignaturePolicyId(said)})


def _free_field(writer: IncrementalPdfFileWriter) -> str:
    """The first of Signatura1, Signatura2… that the file does not have."""
    taken = {name for name, _, _ in fields.enumerate_sig_fields(writer)}
    for number in range(1, MOST_SIGNATURES):
        if f"Signatura{number}" not in taken:
            return f"Signatura{number}"
    raise FileRefused("too-many-signatures")
