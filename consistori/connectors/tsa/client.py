"""The client: asks one address after another until one stamps, with a short patience and honest errors."""

import os
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from asn1crypto import algos, tsp
from django.conf import settings

from consistori.kernel.tls import trusted
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.engine.timestamps import TimestampReply

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"
LARGEST_REPLY = 256 * 1024
REST_AFTER_FAILURE = 30.0
MOST_AT_ONCE = 32


@dataclass
class HttpTimestampAuthority:
    """RFC 3161 over HTTP. `addresses` are asked in order; one that failed rests half a minute.

    A user and password may stand in the address (`https://user:password@host/tsa`). Several threads may ask at
    the same time, and each process keeps its connections: a batch does not greet the server five hundred times.
    """

    addresses: list[str]
    timeout: float = 5.0
    _resting: dict[str, float] = field(default_factory=dict)
    _door: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    _client: httpx.Client | None = field(default=None, repr=False, compare=False)
    _process: int = field(default=0, repr=False, compare=False)

    def stamp(self, digest: bytes, algorithm: str) -> bytes:
        """The DER of the token. See `TimestampAuthority` of the signature engine."""
        if not self.addresses:
            raise ServiceSilent("timestamp-none")
        refusal: SigningStopped | None = None
        for address in self._in_turn():
            try:
                return _ask(self._connected(), address, digest, algorithm)
            except SigningStopped as error:
                refusal = error
            except httpx.HTTPError:
                self._resting[address] = time.monotonic() + REST_AFTER_FAILURE
        raise refusal or ServiceSilent("timestamp-silent")

    def is_alive(self) -> bool:
        """Whether one of them stamps now."""
        self._resting.clear()
        try:
            self.stamp(bytes(32), "sha256")
        except SigningStopped:
            return False
        return True

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: where and how long to wait, never a connection."""
        return {"addresses": self.addresses, "timeout": self.timeout}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def _connected(self) -> httpx.Client:
        """The connections of this process, made when first needed: they do not outlive a fork."""
        with self._door:
            if self._client is None or self._process != os.getpid():
                limits = httpx.Limits(max_connections=MOST_AT_ONCE, max_keepalive_connections=MOST_AT_ONCE)
                self._client = httpx.Client(
                    timeout=self.timeout, limits=limits, trust_env=False, verify=trusted()
                )
                self._process = os.getpid()
            return self._client

    def _in_turn(self) -> list[str]:
        """Those that rest go last: they are still asked when nobody else is left."""
        now = time.monotonic()
        return sorted(self.addresses, key=lambda address: self._resting.get(address, 0.0) > now)


def from_settings() -> HttpTimestampAuthority:
    """The one of this installation (`TSA_URLS`)."""
    return HttpTimestampAuthority(list(settings.TSA_URLS))


def _ask(client: httpx.Client, address: str, digest: bytes, algorithm: str) -> bytes:
    nonce = secrets.randbits(63) | 1 << 62
    imprint = tsp.MessageImprint(
        {"hash_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}), "hashed_message": digest}
    )
    request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    headers = {"Content-Type": QUERY, "Accept": REPLY}
    response = client.post(address, content=request.dump(), headers=headers)
    if response.status_code in (401, 403):
        raise SigningStopped("timestamp-refused", why=f"HTTP {response.status_code}")
    response.raise_for_status()
    return _token(response.content, digest, nonce)


def _token(reply: bytes, digest: bytes, nonce: int) -> bytes:
    """The token of a granted reply about this very digest and nonce."""
    if len(reply) > LARGEST_REPLY:
        raise SigningStopped("timestamp-refused", why="too long")
    try:
        answer = TimestampReply.load(reply)
        status = answer["status"]["status"].native
        if status not in ("granted", "granted_with_mods"):
            raise SigningStopped("timestamp-refused", why=status)
        token = answer["time_stamp_token"]
        content = token["content"]["encap_content_info"]["content"].parsed
        same = content["message_imprint"]["hashed_message"].native == digest
        if not same or content["nonce"].native != nonce:
            raise SigningStopped("timestamp-refused", why="it answers something else")
        der: bytes = token.dump()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SigningStopped("timestamp-refused", why="it cannot be read") from error
    return der
