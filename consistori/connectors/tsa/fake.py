"""A timestamp authority inside the process, for tests and trials: the demonstration one, or silence."""

import secrets

from asn1crypto import algos, tsp

from consistori.signature.engine.demo.authority import DemoAuthority
from consistori.signature.engine.demo.timestamps import answer_timestamp
from consistori.signature.engine.errors import ServiceSilent


class FakeTimestampAuthority:
    """Stamps with the demonstration authority; with `down` it does not answer, as a server that fell."""

    def __init__(self, authority: DemoAuthority) -> None:
        self.authority = authority
        self.down = False

    def stamp(self, digest: bytes, algorithm: str) -> bytes:
        """See `consistori.signature.ports.TimestampAuthority`."""
        if self.down:
            raise ServiceSilent("timestamp-silent")
        imprint = tsp.MessageImprint(
            {"hash_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}), "hashed_message": digest}
        )
        asked = {
            "version": 1,
            "message_imprint": imprint,
            "nonce": secrets.randbits(63),
            "cert_req": True,
        }
        reply = tsp.TimeStampResp.load(answer_timestamp(self.authority, tsp.TimeStampReq(asked).dump()))
        token: bytes = reply["time_stamp_token"].dump()
        return token

    def is_alive(self) -> bool:
        """Whether it stamps now."""
        return not self.down
