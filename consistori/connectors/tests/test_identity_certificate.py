"""A person comes in with a real certificate, seen by a proxy that signs what it saw."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.test import Client

from consistori.connectors.identity.certificate import signature_of
from consistori.connectors.identity.certificate_fields import citizen_of_certificate
from consistori.eoffice.identity.citizens import KEY
from consistori.eoffice.models import IdentityAssertion
from consistori.tenancy.scope import working_for

PROXY_KEY = "what the proxy and we know"
FNMT = "1.3.6.1.4.1.5734.1"
PERSON = {"serial": "IDCES-99000138L", "given": "JOAN", "surname": "PUIGDOLLERS VILA"}


@pytest.fixture(scope="session")
def authority(outside: Any) -> Any:
    from consistori.signature.engine.demo.authority import DemoAuthority

    made = DemoAuthority(outside.folder, f"http://127.0.0.1:{outside.port}")
    pem = made.issuing.certificate.public_bytes(serialization.Encoding.PEM)
    (made.roots_folder / "issuing.pem").write_bytes(pem)
    return made


@pytest.fixture
def proxy(authority: Any, settings: Any) -> Any:
    """The office behind a proxy that asks for certificates at another port."""
    from django.core.cache import cache

    cache.clear()
    settings.CERTIFICATE_URL, settings.CERTIFICATE_PROXY_KEY = "http://{host}:8443", PROXY_KEY
    settings.TRUST_ROOTS = str(authority.roots_folder)
    return authority


def certificate(
    authority: Any, said: dict[str, str], policy: str = "0.4.0.194112.1.0", **dates: datetime
) -> x509.Certificate:
    """One of a citizen, with the fields that Spanish authorities use."""
    from consistori.signature.engine.demo.authority import key_usage, new_key

    oids = {"serial": NameOID.SERIAL_NUMBER, "given": NameOID.GIVEN_NAME, "surname": NameOID.SURNAME,
            "cn": NameOID.COMMON_NAME, "firm": NameOID.ORGANIZATION_NAME,
            "firm_id": x509.ObjectIdentifier("2.5.4.97")}  # fmt: skip
    subject = x509.Name(
        [x509.NameAttribute(oids[name], value) for name, value in said.items() if name in oids]
    )
    start = dates.get("start", datetime.now(UTC) - timedelta(days=1))
    end = dates.get("end", datetime.now(UTC) + timedelta(days=700))
    key = new_key("ec")
    builder = authority.start(subject, key, start, end, authority.issuing)
    builder._extensions = [one for one in builder._extensions if one.oid.dotted_string != "2.5.29.32"]
    builder = builder.add_extension(
        x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(policy), None)]),
        critical=False,
    ).add_extension(key_usage(digital_signature=True), critical=True)
    alternative = [(oid, value) for oid, value in said.items() if oid[0].isdigit()]
    if alternative:
        names = x509.Name(
            [x509.NameAttribute(x509.ObjectIdentifier(oid), value) for oid, value in alternative]
        )
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.DirectoryName(names)]), critical=False
        )
    return builder.sign(authority.issuing.key, hashes.SHA256())


def seen(made: x509.Certificate) -> str:
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def come(browser: Client, town: Any, said: str, *, key: str = PROXY_KEY, at: float | None = None) -> Any:
    """Choose the certificate, and be seen by the proxy with it."""
    address = browser.get(f"/e/{town.slug}/entrar/certificate/")["Location"]
    parts = urlsplit(address)
    assert parts.netloc == "testserver:8443"
    path, hour = f"{parts.path}?{parts.query}", str(int(at or time.time()))
    headers = {
        "X-Client-Certificate": said,
        "X-Client-Certificate-Time": hour,
        "X-Client-Certificate-Signature": signature_of(key.encode(), hour, path, said),
    }
    return browser.get(path, headers=headers, SERVER_PORT="8443", HTTP_HOST="testserver:8443")


def test_a_person_comes_in_with_their_certificate_and_it_is_kept(proxy, town):
    browser = Client()

    answer = come(browser, town, seen(certificate(proxy, PERSON)))

    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"http://testserver/e/{town.slug}/carpeta/"
    said = browser.session[KEY][str(town.pk)]
    assert (said["identifier"], said["name"], said["surname1"], said["surname2"], said["level"]) == (
        "99000138L", "Joan", "Puigdollers", "Vila", "substantial",
    )  # fmt: skip
    with working_for(town):
        assert b"\n" in bytes(IdentityAssertion.objects.get(kind="certificate").said)


FIELDS = {
    "ETSI, in a card": (PERSON, "0.4.0.194112.1.2", ("99000138L", "Joan", "Puigdollers", "", "high")),
    "the bare number": (
        PERSON | {"serial": "99000138L"}, "0.4.0.194112.1.0", ("99000138L", "Joan", "Puigdollers", "", "substantial"),
    ),
    "FNMT of a representative": (
        {"cn": "99000001C LAIA RIUBRUGENT (R: B99000119)", f"{FNMT}.1": "LAIA", f"{FNMT}.2": "RIUBRUGENT",
         f"{FNMT}.4": "99000001C", f"{FNMT}.6": "FORN DE L'ESGLÉSIA SL", f"{FNMT}.7": "B99000119"},
        "2.16.724.1.3.5.8", ("99000001C", "Laia", "Riubrugent", "B99000119", "substantial"),
    ),
    "ETSI of a representative": (
        {"serial": "IDCES-99000001C", "given": "Laia", "surname": "Riubrugent Sala", "firm": "Forn, SL",
         "firm_id": "VATES-B99000119"},
        "2.16.724.1.3.5.8", ("99000001C", "Laia", "Riubrugent", "B99000119", "substantial"),
    ),
    "the seal of a firm": (
        {"firm": "Forn, SL", "firm_id": "VATES-B99000119", "cn": "Segell del Forn"},
        "0.4.0.194112.1.1", ("B99000119", "", "", "B99000119", "substantial"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", FIELDS)
def test_the_fields_of_spanish_certificates(authority, how):
    fields, policy, expected = FIELDS[how]

    found = citizen_of_certificate(
        certificate(authority, fields, policy).public_bytes(serialization.Encoding.DER)
    )

    assert (found.identifier, found.name, found.surname1, found.firm_identifier, found.level) == expected


def refusal(answer: Any, browser: Client) -> str:
    assert answer.status_code in (403, 503)
    assert KEY not in browser.session
    return answer.content.decode()


def test_what_the_proxy_did_not_sign_is_refused(proxy, town):
    browser, said = Client(), seen(certificate(proxy, PERSON))

    assert "no està signat" in refusal(come(browser, town, said, key="another"), browser)
    assert "caducat" in refusal(come(browser, town, said, at=time.time() - 300), browser)


def test_a_header_that_was_captured_serves_for_no_other_attempt(proxy, town):
    browser, said = Client(), seen(certificate(proxy, PERSON))
    first = urlsplit(browser.get(f"/e/{town.slug}/entrar/certificate/")["Location"])
    other = urlsplit(browser.get(f"/e/{town.slug}/entrar/certificate/")["Location"])
    hour = str(int(time.time()))
    headers = {
        "X-Client-Certificate": said, "X-Client-Certificate-Time": hour,
        "X-Client-Certificate-Signature": signature_of(PROXY_KEY.encode(), hour, f"{first.path}?{first.query}", said),
    }  # fmt: skip

    assert browser.get(f"{other.path}?{other.query}", headers=headers).status_code == 403
    assert KEY not in browser.session


def test_a_certificate_revoked_expired_or_of_nobody_we_know_is_refused(proxy, town, tmp_path, settings):
    from consistori.signature.engine.demo.authority import DemoAuthority
    from consistori.signature.ports import _revocation

    browser = Client()
    revoked = certificate(proxy, PERSON)
    proxy.revoke(revoked.serial_number)
    _revocation().forget()
    old = certificate(proxy, PERSON, end=datetime.now(UTC) - timedelta(hours=1))
    stranger = DemoAuthority(tmp_path / "stranger", "http://127.0.0.1:9")

    assert "revocat" in refusal(come(browser, town, seen(revoked)), browser)
    assert "caducat" in refusal(come(browser, town, seen(old)), browser)
    assert "llista" in refusal(come(browser, town, seen(certificate(stranger, PERSON))), browser)


def test_whoever_does_not_choose_a_certificate_is_outside(proxy, town):
    browser = Client()
    address = urlsplit(browser.get(f"/e/{town.slug}/entrar/certificate/")["Location"])

    assert "sense identificar-vos" in browser.get(f"{address.path}?{address.query}").content.decode()
    assert KEY not in browser.session
