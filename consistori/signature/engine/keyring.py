"""The keys in clear of the signer process, by batch: in its memory, or in a device that it has logged in."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from consistori.signature.engine.certificates import PrivateKey
from consistori.signature.engine.errors import KeyRefused
from consistori.signature.engine.sealing import Cost, seal, unseal
from consistori.signature.engine.tokens import DeviceKey, Devices, TokenRef, is_in_a_device

LONGEST_BATCH = 600.0
MOST_SIGNATURES = 5000
WRONG_TRIES = 5
LOCKED_FOR = 900.0
WRONG = frozenset({"wrong-passphrase", "wrong-pin"})
SECRET_COST = Cost(memory=1024, passes=1, lanes=1)
"""The secret of this process is random and long: trying it costs nobody less for being quick."""
HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}

Opened = TypeVar("Opened")


@dataclass
class OpenKey:
    """A key in clear, how many signatures it still owes, and the instant (monotonic) when it is dropped."""

    key: PrivateKey | DeviceKey
    left: int
    until: float

    def sign(self, data: bytes, algorithm: str) -> bytes:
        """The signature of `data`, made here or in the device of the key."""
        if isinstance(self.key, DeviceKey):
            return self.key.sign(data, algorithm)
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(HASHES[algorithm]))
        return self.key.sign(data, padding.PKCS1v15(), HASHES[algorithm])

    def drop(self) -> None:
        """Forget it; a device is logged out."""
        if isinstance(self.key, DeviceKey):
            self.key.close()


@dataclass
class Tries:
    """Wrong passphrases for one sealed key since `since` (monotonic)."""

    wrong: int = 0
    since: float = field(default_factory=time.monotonic)


def _key_in(der: bytes) -> PrivateKey:
    """A key as it was sealed. It came in whole and its seal says that nobody touched it: proving again that its two
    numbers are prime costs forty times what it costs to sign with it. Refuses: `other-key`."""
    key = serialization.load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyRefused("other-key")
    return key


class Keyring:
    """The keys in clear of this process, by batch. Every method is safe between threads."""

    def __init__(
        self, longest: float = LONGEST_BATCH, seal_secret: str = "", devices: Devices | None = None
    ) -> None:
        self.longest = longest
        self.devices = devices or Devices("")
        self.seal_secret = seal_secret
        self._open: dict[str, OpenKey] = {}
        self._tries: dict[str, Tries] = {}
        self._lock = threading.Lock()

    def open(self, batch: str, most: int, bound: bytes, sealed: bytes, passphrase: bytearray) -> None:
        """Unseal a key for a batch. Refuses: `too-many-tries`, `wrong-passphrase` (`wrong-pin`), `batch-open`…"""
        if not 0 < most <= MOST_SIGNATURES:
            raise KeyRefused("too-many-signatures", most=MOST_SIGNATURES)
        if is_in_a_device(sealed):
            ref = TokenRef.load(sealed)
            key = self._with_passphrase(bound, lambda: self.devices.open(ref, passphrase))
            self._put_open(batch, OpenKey(key, most, time.monotonic() + self.longest))
        else:
            self._put(batch, most, self._unseal(bound, sealed, passphrase))

    def open_seal(self, batch: str, most: int, bound: bytes, sealed: bytes) -> None:
        """Open the key of a seal of the body with the secret of this process. Refuses: `no-seal-secret`…"""
        if not 0 < most <= MOST_SIGNATURES:
            raise KeyRefused("too-many-signatures", most=MOST_SIGNATURES)
        self._put(batch, most, unseal(sealed, self._secret(), bound_to=bound))

    def seal_once(self, bound: bytes, sealed: bytes, algorithm: str, data: bytes) -> bytes:
        """One signature with a seal of the body: its key is opened, signs these bytes and is dropped at once."""
        if algorithm not in HASHES:
            raise KeyRefused("other-algorithm")
        key = _key_in(unseal(sealed, self._secret(), bound_to=bound))
        return OpenKey(key, 1, 0.0).sign(data, algorithm)

    def keep_seal(self, bound: bytes, private_key: bytes) -> bytes:
        """The key (PKCS#8 DER) of a seal, sealed so that only this process opens it. Refuses: `no-seal-secret`."""
        return seal(private_key, self._secret(), bound_to=bound, cost=SECRET_COST)

    def _secret(self) -> bytes:
        if not self.seal_secret:
            raise KeyRefused("no-seal-secret")
        return self.seal_secret.encode()

    def _put(self, batch: str, most: int, der: bytes) -> None:
        self._put_open(batch, OpenKey(_key_in(der), most, time.monotonic() + self.longest))

    def _put_open(self, batch: str, key: OpenKey) -> None:
        with self._lock:
            if batch not in self._open:
                self._open[batch] = key
                return
        key.drop()
        raise KeyRefused("batch-open")

    def reseal(self, bound: bytes, sealed: bytes, passphrase: bytearray, new: bytearray) -> bytes:
        """The key sealed with another passphrase. Refuses as `open`, and `passphrase-short`."""
        return seal(self._unseal(bound, sealed, passphrase), bytes(new), bound_to=bound)

    def sign(self, batch: str, algorithm: str, data: bytes) -> bytes:
        """Sign bytes with the key of the batch. Refuses with `batch-over` when it is no longer there."""
        if algorithm not in HASHES:
            raise KeyRefused("other-algorithm")
        self.drop_old()
        with self._lock:
            found = self._open.get(batch)
            if found is None:
                raise KeyRefused("batch-over")
            found.left -= 1
            if is_last := found.left <= 0:
                del self._open[batch]
        try:
            return found.sign(data, algorithm)
        finally:
            if is_last:
                found.drop()

    def close(self, batch: str) -> None:
        """Drop the key of the batch."""
        with self._lock:
            found = self._open.pop(batch, None)
        if found is not None:
            found.drop()

    def drop_old(self) -> None:
        """Drop the keys whose time is over."""
        now = time.monotonic()
        with self._lock:
            old = [name for name, one in self._open.items() if one.until <= now]
            dropped = [self._open.pop(name) for name in old]
        for one in dropped:
            one.drop()

    def _unseal(self, bound: bytes, sealed: bytes, passphrase: bytearray) -> bytes:
        return self._with_passphrase(bound, lambda: unseal(sealed, passphrase, bound_to=bound))

    def _with_passphrase(self, bound: bytes, open_it: Callable[[], Opened]) -> Opened:
        """Open something with what a person typed, counting the wrong tries for its certificate."""
        name = hashlib.sha256(bound).hexdigest()
        self._check_tries(name)
        try:
            opened = open_it()
        except KeyRefused as error:
            if error.code in WRONG:
                self._count_wrong(name, error.code)
            raise
        with self._lock:
            self._tries.pop(name, None)
        return opened

    def _check_tries(self, name: str) -> None:
        with self._lock:
            tries = self._tries.get(name)
            if tries and time.monotonic() - tries.since > LOCKED_FOR:
                del self._tries[name]
                tries = None
            if tries and tries.wrong >= WRONG_TRIES:
                left = LOCKED_FOR - (time.monotonic() - tries.since)
                raise KeyRefused("too-many-tries", minutes=max(1, round(left / 60)))

    def _count_wrong(self, name: str, code: str) -> None:
        with self._lock:
            tries = self._tries.setdefault(name, Tries())
            tries.wrong += 1
            tries.since = time.monotonic()
            left = WRONG_TRIES - tries.wrong
        raise KeyRefused(code, left=max(0, left))
