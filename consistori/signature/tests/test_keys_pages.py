"""My keys in the browser."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.signature.engine.demo.authority import Credential
from consistori.signature.models import SigningKey
from consistori.signature.tests.conftest import PASSPHRASE

KEYS = "/e/vall-llobera/desk/signature/keys/"
Issue = Callable[..., Credential]
BOTH = {"passphrase": PASSPHRASE, "repeated": PASSPHRASE}


def upload(credential: Credential, *, with_key: bool = True) -> SimpleUploadedFile:
    data = pkcs12.serialize_key_and_certificates(
        b"firma",
        credential.key if with_key else None,
        credential.certificate,
        list(credential.chain),
        BestAvailableEncryption(b"secret"),
    )
    return SimpleUploadedFile("rosa.p12", data)


def test_a_key_is_brought_in_a_file(issue: Issue, signing_house: Any, mayor: Any, sign_in: Any) -> None:
    browser = sign_in(mayor)

    answer = browser.post(KEYS + "bring/", {"file": upload(issue()), "password": "secret", **BOTH})

    assert answer.status_code == 302
    page = browser.get(KEYS).content.decode()
    assert "Rosa Bassols Pi" in page
    assert "T-CAT" in page


@pytest.mark.parametrize(
    ("make", "password", "words"),
    [
        (lambda issue: upload(issue()), "una altra", "La contrasenya no obre aquest fitxer"),
        (lambda issue: upload(issue(), with_key=False), "secret", "no la seva clau privada"),
        (lambda issue: SimpleUploadedFile("x.p12", b"rubbish"), "secret", "no és un fitxer de certificat"),
        (
            lambda issue: upload(
                issue(
                    valid_from=datetime.now(UTC) - timedelta(days=9),
                    valid_to=datetime.now(UTC) - timedelta(days=2),
                )
            ),
            "secret",
            "va caducar",
        ),
        (lambda issue: upload(issue(family_name="Puig Serra")), "secret", "i tu ets Rosa Bassols"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    issue: Issue, signing_house: Any, mayor: Any, sign_in: Any, make: Any, password: str, words: str
) -> None:
    page = sign_in(mayor).post(KEYS + "bring/", {"file": make(issue), "password": password, **BOTH})

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not SigningKey.objects.exists()


def test_two_different_passphrases_are_noticed(
    issue: Issue, signing_house: Any, mayor: Any, sign_in: Any
) -> None:
    said = {"passphrase": PASSPHRASE, "repeated": "una altra de ben diferent"}

    page = sign_in(mayor).post(KEYS + "bring/", {"file": upload(issue()), "password": "secret", **said})

    assert "Les dues frases de pas no són iguals" in page.content.decode()


def test_a_demonstration_key_is_issued_and_says_demo(signing_house: Any, mayor: Any, sign_in: Any) -> None:
    browser = sign_in(mayor)

    browser.post(KEYS + "demo/", BOTH)

    assert "DEMO, sense valor legal" in browser.get(KEYS).content.decode()


def test_without_the_demonstration_there_are_no_demonstration_keys(
    mayor: Any, sign_in: Any, settings: Any
) -> None:
    settings.DEMO = False

    assert sign_in(mayor).get(KEYS + "demo/").status_code == 404


def test_the_passphrase_is_changed_by_who_knows_it(
    give_key: Any, mayor: Any, town: Any, sign_in: Any
) -> None:
    key = give_key(mayor, town)
    address = f"{KEYS}{key.pk}/passphrase/"
    new = {"passphrase": "la riera baixa seca", "repeated": "la riera baixa seca"}
    browser = sign_in(mayor)

    wrong = browser.post(address, {"current": "no és aquesta", **new})
    right = browser.post(address, {"current": PASSPHRASE, **new})
    again = browser.post(address, {"current": PASSPHRASE, **new})

    assert "No és la frase de pas" in wrong.content.decode()
    assert right.status_code == 302
    assert again.status_code == 422


def test_a_removed_key_is_forgotten(give_key: Any, mayor: Any, town: Any, sign_in: Any) -> None:
    key = give_key(mayor, town)

    sign_in(mayor).post(f"{KEYS}{key.pk}/remove/")

    key.refresh_from_db()
    assert bytes(key.sealed) == b""
    assert key.removed_at is not None


def test_the_keys_of_another_are_not_there(
    give_key: Any, mayor: Any, secretary: Any, town: Any, sign_in: Any
) -> None:
    key = give_key(mayor, town)
    browser = sign_in(secretary)

    assert "Rosa Bassols" not in browser.get(KEYS).content.decode()
    assert browser.post(f"{KEYS}{key.pk}/remove/").status_code == 404
    assert browser.get(f"{KEYS}{key.pk}/passphrase/").status_code == 404
