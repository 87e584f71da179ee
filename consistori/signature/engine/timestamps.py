"""Timestamps inside signatures: the port's plain call made into what pyHanko asks, and checked."""

import hashlib
import threading
from datetime import datetime
from typing import Any, ClassVar, Protocol

from asn1crypto import cms, core, tsp, x509
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_sig_integrity, validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from consistori.signature.engine.errors import SigningStopped

STRONG = frozenset({"sha256", "sha384", "sha512"})


class TimestampAuthority(Protocol):
    """Whoever says that a digest existed at an instant [autoritat de segellat de temps] (RFC 3161)."""

    def stamp(self, digest: bytes, algorithm: str) -> bytes:
        """The DER of a TimeStampToken for the digest (`algorithm`: sha256, sha384, sha512).

        Raises `ServiceSilent("timestamp-silent")` when nobody answers in time and
        `SigningStopped("timestamp-refused")` when the answer is a refusal or is not about this digest.
        """
        ...

    def is_alive(self) -> bool:
        """Whether it stamps now (it is asked a real stamp)."""
        ...


class TimestampReply(core.Sequence):
    """TimeStampResp of RFC 3161 §2.4.2, whose token is optional (asn1crypto's own always wants one)."""

    _fields: ClassVar[list[Any]] = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class Known:
    """The certificates of signatures and timestamps (`signer_cert`, `other_certs`), found once for all those that are
    signed alike: comparing names as the standard wants is slow. Safe between threads."""

    def __init__(self) -> None:
        self._found: dict[tuple[bytes, bytes], Any] = {}

    def certificates_in(self, signed: cms.SignedData) -> Any:
        """Those of one. Raises what pyHanko raises when they do not say who signed."""
        key = (signed["certificates"].dump(), signed["signer_infos"][0]["sid"].dump())
        if key not in self._found:
            self._found[key] = extract_certificate_info(signed)
        return self._found[key]


class StampTrust:
    """Checks tokens against the trust list for one batch: the certificate of an authority is validated once,
    with its chain and its revocation, and then each token by its own signature. Safe between threads."""

    def __init__(self, context: ValidationContext) -> None:
        self._context = context
        self._known = Known()
        self._good: set[bytes] = set()
        self._lock = threading.Lock()

    async def check(self, token: cms.ContentInfo, digest: bytes) -> datetime:
        """The instant that the token says. Raises `timestamp-refused` or `timestamp-untrusted`."""
        try:
            signed = token["content"]
            certificate = self._known.certificates_in(signed).signer_cert
            name = hashlib.sha256(certificate.dump()).digest()
            if name not in self._good:
                with self._lock:
                    await self._check_whole(signed, digest)
                    self._good.add(name)
            else:
                check_signature(signed, certificate, digest)
            content: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
            at: datetime = content["gen_time"].native
        except SigningStopped:
            raise
        except Exception as error:
            raise SigningStopped("timestamp-refused", why=str(error)) from error
        if not certificate.not_valid_before <= at <= certificate.not_valid_after:
            raise SigningStopped("timestamp-untrusted", why="its certificate was not valid then")
        return at

    async def _check_whole(self, signed: cms.SignedData, digest: bytes) -> None:
        facts = await validate_tst_signed_data(signed, self._context, lambda _: digest)
        if not (facts["valid"] and facts["intact"]):
            raise SigningStopped("timestamp-refused", why="its signature is broken")
        if facts.get("trust_problem_indic") is not None:
            raise SigningStopped("timestamp-untrusted", why=str(facts["trust_problem_indic"]))


def check_signature(signed: cms.SignedData, certificate: x509.Certificate, digest: bytes) -> None:
    """A token of an authority already validated: its own signature, and that it is about this digest."""
    info = extract_signer_info(signed)
    algorithm = info["digest_algorithm"]["algorithm"].native
    if algorithm not in STRONG:
        raise SigningStopped("timestamp-refused", why=algorithm)
    content = signed["encap_content_info"]
    actual = hashlib.new(algorithm, bytes(content["content"])).digest()
    intact, valid = validate_sig_integrity(info, certificate, "tst_info", actual)
    said: tsp.TSTInfo = content["content"].parsed
    if not (intact and valid) or said["message_imprint"]["hashed_message"].native != digest:
        raise SigningStopped("timestamp-refused", why="its signature is broken")


class Stamper(TimeStamper):
    """Asks the port, checks the token against the trust list, and remembers its instant."""

    def __init__(self, authority: TimestampAuthority, trust: "ValidationContext | StampTrust") -> None:
        super().__init__(include_nonce=False)  # type: ignore[no-untyped-call]
        self.authority = authority
        self.trust = trust if isinstance(trust, StampTrust) else StampTrust(trust)
        self.stamped_at: datetime | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = cms.ContentInfo.load(self.authority.stamp(message_digest, md_algorithm))
        self.stamped_at = await self.trust.check(token, message_digest)
        return token
