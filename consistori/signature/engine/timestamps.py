"""Timestamps inside signatures: the port's plain call made into what pyHanko asks, and checked."""

from datetime import datetime
from typing import Any, ClassVar, Protocol

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from consistori.signature.engine.errors import SigningStopped


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


class Stamper(TimeStamper):
    """Asks the port, checks the token against the trust list, and remembers its instant."""

    def __init__(self, authority: TimestampAuthority, context: ValidationContext) -> None:
        super().__init__(include_nonce=False)  # type: ignore[no-untyped-call]
        self.authority = authority
        self.context = context
        self.stamped_at: datetime | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = cms.ContentInfo.load(self.authority.stamp(message_digest, md_algorithm))
        signed = token["content"]
        try:
            facts = await validate_tst_signed_data(signed, self.context, lambda _: message_digest)
        except Exception as error:
            raise SigningStopped("timestamp-refused", why=str(error)) from error
        if not (facts["valid"] and facts["intact"]):
            raise SigningStopped("timestamp-refused", why="its signature is broken")
        if facts.get("trust_problem_indic") is not None:
            raise SigningStopped("timestamp-untrusted", why=str(facts["trust_problem_indic"]))
        content: tsp.TSTInfo = signed["encap_content_info"]["content"].parsed
        self.stamped_at = content["gen_time"].native
        return token
