"""The signer process: one batch, ten minutes, nothing left."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from consistori.signature.engine.certificates import private_der
from consistori.signature.engine.demo.authority import Credential
from consistori.signature.engine.errors import KeyRefused, ServiceSilent
from consistori.signature.engine.pades import Hand, Purpose, sign_pdf
from consistori.signature.engine.sealing import Cost, seal, unseal
from consistori.signature.engine.signer import Keyring, SignerServer
from consistori.signature.engine.signer_client import SignerClient
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import Standing, report_on
from consistori.signature.tests.conftest import LocalStamps

CHEAP = Cost(memory=1024, passes=1, lanes=1)
SECRET = "la riera baixa plena"


class Sealed:
    def __init__(self, credential: Credential) -> None:
        self.credential = credential
        self.certificate = credential.certificate.public_bytes(Encoding.DER)
        self.bound = hashlib.sha256(self.certificate).digest()
        self.blob = seal(private_der(credential.key), SECRET.encode(), bound_to=self.bound, cost=CHEAP)


@pytest.fixture
def sealed(issue: Callable[..., Credential]) -> Sealed:
    return Sealed(issue())


@pytest.fixture
def keyring() -> Keyring:
    return Keyring()


@pytest.fixture
def signer(tmp_path: Path, keyring: Keyring) -> Iterator[SignerClient]:
    server = SignerServer(tmp_path / "signer" / "s.sock", keyring)
    threading.Thread(target=server.serve, daemon=True).start()
    yield SignerClient(tmp_path / "signer" / "s.sock")
    server.stop()


def open_batch(signer: SignerClient, sealed: Sealed, passphrase: str = SECRET, most: int = 20) -> None:
    signer.open_batch("b", most=most, bound=sealed.bound, sealed=sealed.blob, passphrase=passphrase)


def test_a_sealed_key_opens_only_with_its_passphrase_and_its_certificate(sealed: Sealed) -> None:
    assert unseal(sealed.blob, SECRET.encode(), bound_to=sealed.bound)

    with pytest.raises(KeyRefused, match="wrong-passphrase"):
        unseal(sealed.blob, b"una altra cosa", bound_to=sealed.bound)
    with pytest.raises(KeyRefused, match="wrong-passphrase"):
        unseal(sealed.blob, SECRET.encode(), bound_to=hashlib.sha256(b"other").digest())
    with pytest.raises(KeyRefused, match="damaged-key"):
        unseal(b"rubbish", SECRET.encode(), bound_to=sealed.bound)


def test_a_short_passphrase_is_not_accepted() -> None:
    with pytest.raises(KeyRefused, match="passphrase-short"):
        seal(b"key", b"1234", bound_to=b"", cost=CHEAP)


def test_the_key_signs_for_its_batch_and_no_more_times_than_said(
    signer: SignerClient, sealed: Sealed
) -> None:
    open_batch(signer, sealed, most=2)

    assert signer.sign("b", b"one", "sha256")
    assert signer.sign("b", b"two", "sha256")
    with pytest.raises(KeyRefused, match="batch-over"):
        signer.sign("b", b"three", "sha256")


def test_a_closed_batch_signs_nothing(signer: SignerClient, sealed: Sealed) -> None:
    open_batch(signer, sealed)

    signer.close_batch("b")

    with pytest.raises(KeyRefused, match="batch-over"):
        signer.sign("b", b"one", "sha256")


def test_the_time_of_a_batch_ends(signer: SignerClient, sealed: Sealed, keyring: Keyring) -> None:
    keyring.longest = 0.05
    open_batch(signer, sealed)

    time.sleep(0.1)

    with pytest.raises(KeyRefused, match="batch-over"):
        signer.sign("b", b"one", "sha256")


def test_five_wrong_passphrases_close_the_door_even_to_the_right_one(
    signer: SignerClient, sealed: Sealed
) -> None:
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(KeyRefused, match="wrong-passphrase") as refused:
            open_batch(signer, sealed, "no és aquesta")
        assert refused.value.facts["left"] == left

    with pytest.raises(KeyRefused, match="too-many-tries") as refused:
        open_batch(signer, sealed)
    assert refused.value.facts["minutes"] == 15


def test_the_socket_is_only_for_its_owner(signer: SignerClient) -> None:
    assert signer.path.stat().st_mode & 0o777 == 0o600
    assert signer.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_with_a_very_long_path_serves_too(tmp_path: Path, sealed: Sealed) -> None:
    folder = tmp_path / ("a" * 90) / ("b" * 90) / "s.sock"
    server = SignerServer(folder)
    threading.Thread(target=server.serve, daemon=True).start()

    client = SignerClient(folder)

    open_batch(client, sealed)
    assert client.sign("b", b"one", "sha256")
    server.stop()


def test_rubbish_at_the_socket_does_not_stop_the_process(signer: SignerClient) -> None:
    with signer._connection() as connection:
        connection.sendall(b"\xff\xff\xff\xff rubbish")
    with signer._connection() as connection:
        connection.sendall(b"\x00\x00\x00\x04[]{}")

    assert signer.is_alive()


def test_killed_in_the_middle_of_twenty_what_is_signed_stays_and_the_rest_is_told(
    tmp_path: Path, sealed: Sealed, decree: bytes, trust: TrustList, stamps: LocalStamps
) -> None:
    process = start_signer(tmp_path / "signer" / "s.sock")
    client = SignerClient(tmp_path / "signer" / "s.sock")
    open_batch(client, sealed)
    chain = [one.public_bytes(Encoding.DER) for one in sealed.credential.chain]
    hand = Hand(
        sealed.certificate,
        chain,
        lambda data, algorithm: client.sign("b", data, algorithm),
        trust=trust,
        timestamps=stamps,
    )
    signed, left = [], 0

    for number in range(20):
        if number == 7:
            process.send_signal(signal.SIGKILL)
            process.wait()
        try:
            signed.append(sign_pdf(decree, hand, Purpose(), at=datetime.now(UTC)))
        except ServiceSilent as stopped:
            assert stopped.code == "signer-silent"
            left += 1

    assert (len(signed), left) == (7, 13)
    assert all(report_on(one.data, trust).standing is Standing.VALID for one in signed)


def test_the_process_keeps_its_memory_to_itself(tmp_path: Path) -> None:
    process = start_signer(tmp_path / "signer" / "s.sock")
    try:
        limits = Path(f"/proc/{process.pid}/limits").read_text()
        (core,) = (line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]
        owner = os.stat(f"/proc/{process.pid}/environ").st_uid  # noqa: PTH116
        assert owner == 0, "a process that is not dumpable belongs to root in /proc"
    finally:
        process.terminate()
        assert process.wait(5) == 0


def start_signer(folder: Path) -> "subprocess.Popen[bytes]":
    code = "import sys, pathlib; from consistori.signature.engine import signer"
    code += "; signer.run(pathlib.Path(sys.argv[1]))"
    process = subprocess.Popen([sys.executable, "-c", code, str(folder)])
    client = SignerClient(folder)
    for _ in range(200):
        if client.is_alive():
            return process
        time.sleep(0.05)
    process.kill()
    raise AssertionError("the signer did not start")


def test_a_passphrase_costs_what_it_must_outside_the_tests() -> None:
    """64 MiB, three passes (RFC 9106 asks for no less where memory is short)."""
    assert Cost() == Cost(memory=65536, passes=3, lanes=2)
