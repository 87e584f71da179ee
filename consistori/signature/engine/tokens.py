"""Keys that never leave a device [dispositiu]: a card, a token or an HSM of the town hall, by PKCS#11.

What is kept of such a key is not secret: where it lies (`TokenRef`), in the place of the sealed key. The signer
process logs in with the PIN, for one batch, and logs out after it. The module that speaks with the device is named by
the settings of the signer and by nobody else: what a database says is never loaded.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from consistori.signature.engine.errors import KeyRefused

MAGIC = b"CSP1"
LONGEST_LABEL = 64


@dataclass(frozen=True)
class TokenRef:
    """Where a key lies: the label and serial number of its device, and its identifier in it (`CKA_ID`)."""

    label: str
    serial: str
    key_id: bytes

    def dump(self) -> bytes:
        """As it is kept in the place of a sealed key."""
        said = {"label": self.label, "serial": self.serial, "key": self.key_id.hex()}
        return MAGIC + json.dumps(said).encode()

    @classmethod
    def load(cls, kept: bytes) -> TokenRef:
        """From what is kept. Raises `KeyRefused("damaged-key")`."""
        try:
            said = json.loads(kept.removeprefix(MAGIC))
            return cls(str(said["label"])[:LONGEST_LABEL], str(said["serial"]), bytes.fromhex(said["key"]))
        except (ValueError, KeyError, TypeError) as error:
            raise KeyRefused("damaged-key") from error


@dataclass(frozen=True)
class FoundKey:
    """A certificate (DER) that a device shows without a PIN, and where its key lies."""

    ref: TokenRef
    certificate: bytes


def is_in_a_device(kept: bytes) -> bool:
    """Whether what is kept in the place of a sealed key says where a device has it."""
    return kept.startswith(MAGIC)


class Devices:
    """The devices that one PKCS#11 module knows. A device serves one batch at a time: its login is the process's."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._busy: set[str] = set()
        self._is_stale = False
        self._lock = threading.Lock()

    def open(self, ref: TokenRef, pin: bytearray) -> DeviceKey:
        """Log in and find the key. Refuses: `no-devices`, `device-gone`, `device-busy`, `wrong-pin`,
        `pin-locked`, `key-gone`."""
        with self._lock:
            if ref.serial in self._busy:
                raise KeyRefused("device-busy", label=ref.label)
            self._busy.add(ref.serial)
        try:
            return self._login(ref, pin)
        except BaseException:
            self.free(ref)
            raise

    def free(self, ref: TokenRef) -> None:
        """The device may serve another batch."""
        with self._lock:
            self._busy.discard(ref.serial)

    def gone(self, label: str) -> KeyRefused:
        """The refusal of a device that no longer answers; the module begins again before it is looked for."""
        self._is_stale = True
        return KeyRefused("device-gone", label=label)

    def found(self) -> list[FoundKey]:
        """The certificates in the devices that are plugged in now, each with the place of its key."""
        return list(self._found())

    def _login(self, ref: TokenRef, pin: bytearray) -> DeviceKey:
        from pkcs11 import Attribute, KeyType, ObjectClass
        from pkcs11 import exceptions as faults

        token = self._token(ref)
        session = None
        try:
            session = token.open(user_pin=bytes(pin).decode())
            wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: ref.key_id}
            key = next(iter(session.get_objects(wanted)), None)
            if key is None:
                raise KeyRefused("key-gone", label=ref.label)
            return DeviceKey(self, ref, session, key, is_ec=key.key_type == KeyType.EC)
        except (faults.PinIncorrect, faults.PinInvalid, faults.PinLenRange, UnicodeDecodeError) as error:
            raise KeyRefused("wrong-pin") from error
        except faults.PinLocked as error:
            raise KeyRefused("pin-locked", label=ref.label) from error
        except faults.PKCS11Error as error:
            raise self.gone(ref.label) from error
        except KeyRefused:
            if session is not None:
                session.close()
            raise

    def _token(self, ref: TokenRef) -> Any:
        for token in self._tokens():
            if token.label == ref.label and _serial(token) == ref.serial:
                return token
        raise self.gone(ref.label)

    def _tokens(self) -> list[Any]:
        if not self.module:
            raise KeyRefused("no-devices")
        import pkcs11
        from pkcs11 import exceptions as faults

        try:
            library = pkcs11.lib(self.module)
            with self._lock:
                # After a device was pulled out the module must begin again to see it; nobody may be inside then.
                if self._is_stale and not self._busy:
                    library.reinitialize()
                    self._is_stale = False
            return [slot.get_token() for slot in library.get_slots(token_present=True)]
        except (faults.PKCS11Error, RuntimeError, OSError) as error:
            raise KeyRefused("no-devices") from error

    def _found(self) -> Iterator[FoundKey]:
        from pkcs11 import Attribute, ObjectClass
        from pkcs11 import exceptions as faults

        for token in self._tokens():
            try:
                with token.open() as session:
                    for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
                        ref = TokenRef(token.label, _serial(token), bytes(one[Attribute.ID]))
                        yield FoundKey(ref, bytes(one[Attribute.VALUE]))
            except faults.PKCS11Error:
                continue


class DeviceKey:
    """A key in a device, open for one batch. Its signatures are asked one by one: a session is of one thread."""

    def __init__(self, devices: Devices, ref: TokenRef, session: Any, key: Any, *, is_ec: bool) -> None:
        self.devices, self.ref, self.is_ec = devices, ref, is_ec
        self._session, self._key = session, key
        self._lock = threading.Lock()

    def sign(self, data: bytes, algorithm: str) -> bytes:
        """Sign bytes (`algorithm`: sha256, sha384, sha512). Refuses with `device-gone` when it was pulled out."""
        from pkcs11 import Mechanism
        from pkcs11 import exceptions as faults
        from pkcs11.util.ec import encode_ecdsa_signature

        digest = hashlib.new(algorithm, data).digest()
        with self._lock:
            try:
                if self.is_ec:
                    raw = self._key.sign(digest, mechanism=Mechanism.ECDSA)
                    return bytes(encode_ecdsa_signature(raw))
                mechanism = getattr(Mechanism, f"{algorithm.upper()}_RSA_PKCS")
                return bytes(self._key.sign(data, mechanism=mechanism))
            except (faults.PKCS11Error, RuntimeError) as error:
                raise self.devices.gone(self.ref.label) from error

    def close(self) -> None:
        """Log out; a device that is gone is logged out by itself."""
        from pkcs11 import exceptions as faults

        try:
            with self._lock:
                self._session.close()
        except (faults.PKCS11Error, RuntimeError):
            return
        finally:
            self.devices.free(self.ref)


def _serial(token: Any) -> str:
    return bytes(token.serial).decode("ascii", "replace").strip("\x00 ")
