"""Keys that never leave a device (PKCS#11), with SoftHSM in the place of the card."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from consistori.directory.models import Person
from consistori.signature.engine.certificates import private_der
from consistori.signature.engine.demo.authority import Credential
from consistori.signature.engine.errors import KeyRefused
from consistori.signature.engine.keyring import Keyring
from consistori.signature.engine.pades import Hand, Purpose, sign_pdf
from consistori.signature.engine.signer import SignerServer
from consistori.signature.engine.signer_client import SignerClient
from consistori.signature.engine.tokens import Devices, FoundKey
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import Standing, report_on
from consistori.signature.services import keys_in_devices, sign_requests
from consistori.signature.tests.conftest import LocalStamps

MODULES = [Path("/usr/lib/softhsm/libsofthsm2.so"), *Path("/usr/lib").glob("*/softhsm/libsofthsm2.so")]
MODULE = next((path for path in MODULES if path.exists()), None)
PIN = "a pin of the card"
PAGE = "/e/vall-llobera/desk/signature/keys/device/"

pytestmark = pytest.mark.skipif(
    MODULE is None or shutil.which("softhsm2-util") is None, reason="SoftHSM is not installed"
)


@dataclass
class Card:
    """A device with one key, and the folder that is its inside."""

    folder: Path
    credential: Credential
    client: SignerClient

    def found(self) -> FoundKey:
        mine = self.credential.certificate.public_bytes(Encoding.DER)
        (one,) = (one for one in self.client.devices() if one.certificate == mine)
        return one

    def open(self, batch: str, pin: str = PIN) -> None:
        found = self.found()
        sealed = found.ref.dump()
        self.client.open_batch(batch, most=5, bound=bytes(32), sealed=sealed, passphrase=pin)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """SoftHSM reads its folder when its module is loaded: one for all the tests of this file."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    yield folder
    patch.undo()


@pytest.fixture
def card(request: Any, folder: Path, issue: Callable[..., Credential], tmp_path: Path) -> Iterator[Card]:
    kind = getattr(request, "param", "ec")
    credential = issue(kind=kind)
    label = f"Ajuntament {kind}"
    fill_card(folder, tmp_path, credential, label)
    path = tmp_path / "signer.sock"
    server = SignerServer(path, Keyring(devices=Devices(str(MODULE))))
    threading.Thread(target=server.serve, daemon=True).start()
    yield Card(folder, credential, SignerClient(path))
    server.stop()
    empty(folder)


def fill_card(folder: Path, tmp_path: Path, credential: Credential, label: str) -> None:
    """Make a card with a key and its certificate, as a town hall receives it."""
    import pkcs11
    from pkcs11 import Attribute, CertificateType, ObjectClass

    def util(*arguments: str) -> None:
        subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)

    util("--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", PIN)
    key = tmp_path / "key.der"
    key.write_bytes(private_der(credential.key))
    pem = tmp_path / "key.pem"
    subprocess.run(["openssl", "pkey", "-inform", "DER", "-in", key, "-out", pem], check=True)
    util("--import", str(pem), "--token", label, "--label", "signatura", "--id", "A1", "--pin", PIN)
    library = pkcs11.lib(str(MODULE))
    library.reinitialize()
    token = next(one for one in library.get_tokens(token_label=label))
    with token.open(user_pin=PIN, rw=True) as session:
        for number, one in enumerate((credential.certificate, *credential.chain)):
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.ID: bytes([0xA1 + number]),
                    Attribute.SUBJECT: one.subject.public_bytes(),
                    Attribute.VALUE: one.public_bytes(Encoding.DER),
                }
            )


def empty(folder: Path) -> None:
    """Pull the card out."""
    for inside in (folder / "tokens").iterdir():
        shutil.rmtree(inside)


@pytest.mark.parametrize("card", ["rsa", "ec"], indirect=True)
def test_a_key_of_a_device_signs_and_the_signature_holds(
    card: Card, decree: bytes, trust: TrustList, stamps: LocalStamps
) -> None:
    found = card.found()
    card.open("batch")
    chain = [one.public_bytes(Encoding.DER) for one in card.credential.chain]

    signed = sign_pdf(
        decree,
        Hand(
            found.certificate,
            chain,
            lambda data, algorithm: card.client.sign("batch", data, algorithm),
            trust=trust,
            timestamps=stamps,
        ),
        Purpose(),
        at=datetime.now(UTC),
    )

    assert report_on(signed.data, trust).standing is Standing.VALID


def test_what_is_kept_of_it_holds_no_secret_and_names_no_module(card: Card) -> None:
    kept = card.found().ref.dump()

    assert PIN.encode() not in kept
    assert b".so" not in kept


def test_another_pin_does_not_open_it_and_the_right_one_does_afterwards(card: Card) -> None:
    with pytest.raises(KeyRefused) as refused:
        card.open("batch", pin="not this one")

    assert refused.value.code == "wrong-pin"
    assert refused.value.facts["left"] == 4
    card.open("batch")
    assert card.client.sign("batch", b"x", "sha256")


def test_a_device_serves_one_batch_and_is_free_when_it_ends(card: Card) -> None:
    card.open("first")
    with pytest.raises(KeyRefused) as refused:
        card.open("second")
    card.client.close_batch("first")

    card.open("second")

    assert refused.value.code == "device-busy"


def test_pulled_out_in_the_middle_it_says_so_and_the_process_goes_on(card: Card) -> None:
    card.open("batch")
    assert card.client.sign("batch", b"one", "sha256")

    empty(card.folder)

    with pytest.raises(KeyRefused) as refused:
        card.client.sign("batch", b"two", "sha256")
    assert refused.value.code == "device-gone"
    assert card.client.is_alive()


def test_without_a_module_there_are_no_devices(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused) as refused:
        Devices("").found()

    assert refused.value.code == "no-devices"


@pytest.fixture
def house(card: Card, signing_house: LocalStamps, settings: Any) -> Card:
    """The signer of the house is the one that knows the devices."""
    settings.SIGNER_SOCKET = str(card.client.path)
    settings.SIGNATURE_PKCS11_MODULE = str(MODULE)
    return card


def test_the_mayor_uses_her_card_and_signs_with_its_pin(
    house: Card, mayor: Any, town: Any, ask: Callable[..., Any], sign_in: Callable[..., Any]
) -> None:
    browser = sign_in(mayor)
    (chosen,) = browser.get(PAGE).context["form"].found

    wrong = browser.post(PAGE, {"key": chosen, "passphrase": "no"})
    right = browser.post(PAGE, {"key": chosen, "passphrase": PIN}, follow=True)
    outcome = sign_requests([ask(mayor)], by=mayor, passphrase=PIN)

    assert wrong.status_code == 422
    assert "et queden 4" in wrong.content.decode().lower()
    assert "Ja pots signar amb la clau del dispositiu" in right.content.decode()
    assert "Es queda al dispositiu" in right.content.decode()
    assert len(outcome.signed) == 1


def test_a_card_of_somebody_else_is_not_shown(house: Card, clerk: Any) -> None:
    person = Person.objects.get(pk=clerk.person_id)

    assert keys_in_devices(person) == []


def test_there_is_no_page_where_no_module_is_named(mayor: Any, sign_in: Callable[..., Any]) -> None:
    page = sign_in(mayor).get(PAGE)

    assert page.status_code == 404
