"""XML signatures: xmlsec1 agrees with ours, and ours reads those of others and notices every change."""

import base64
import hashlib
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from consistori.formats import xades
from consistori.formats.eni.xml import Malformed
from consistori.formats.xades_reading import Covers, read_signatures

AT = datetime(2026, 11, 27, 9, 12, tzinfo=UTC)
POLICY = xades.XadesPolicy("2.16.724.1.3.1.1.2.1.9")
XML = '<a:casa xmlns:a="urn:a" xmlns:b="urn:b"><b:part Id="P1">Plaça <i>d’Avall</i></b:part><rest/></a:casa>'
SAMPLES = Path(__file__).parents[4] / "shared" / "standards" / "eni" / "samples"
needs_xmlsec = pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="xmlsec1 is not here")


def signer_with(key: Any) -> tuple[xades.XadesSigner, bytes]:
    """A signer with a certificate signed by itself, and its PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Segell de prova")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(AT - timedelta(days=3650))
        .not_valid_after(AT + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )

    def sign(data: bytes, _algorithm: str) -> bytes:
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(hashes.SHA256()))
        return bytes(key.sign(data, padding.PKCS1v15(), hashes.SHA256()))

    der = certificate.public_bytes(serialization.Encoding.DER)
    return xades.XadesSigner(der, (), sign), certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def keys() -> dict[str, Any]:
    return {
        "rsa": signer_with(rsa.generate_private_key(public_exponent=65537, key_size=2048)),
        "ec": signer_with(ec.generate_private_key(ec.SECP256R1())),
    }


def signed_part(keys: dict[str, Any], kind: str = "rsa") -> bytes:
    root = etree.fromstring(XML)
    signature = xades.sign_part(root, "P1", keys[kind][0], at=AT, policy=POLICY)
    xades.add_stamp(signature, b"a token")
    etree.SubElement(root, "firmes").append(signature)
    return etree.tostring(root)


def signed_whole(keys: dict[str, Any], kind: str = "rsa") -> bytes:
    root = etree.fromstring(XML)
    xades.sign_whole(root, keys[kind][0], at=AT, policy=POLICY)
    return etree.tostring(root)


@needs_xmlsec
@pytest.mark.parametrize("kind", ["rsa", "ec"])
@pytest.mark.parametrize("make", [signed_part, signed_whole])
def test_xmlsec_agrees_with_what_we_sign(
    keys: Any, kind: str, make: Callable[..., bytes], tmp_path: Path
) -> None:
    (tmp_path / "root.pem").write_bytes(keys[kind][1])
    # Put in a larger XML that declares other spaces and other blanks around, as it will travel.
    inside = make(keys, kind)
    wrapped = (
        b'<z:mes xmlns:z="urn:z" xmlns:y="urn:y">\n  ' + inside + b"\n</z:mes>"
        if make is signed_part
        else inside
    )
    (tmp_path / "signed.xml").write_bytes(wrapped)

    told = subprocess.run(
        ["xmlsec1", "--verify", "--id-attr:Id", "urn:b:part", "--id-attr:Id", f"{xades.XADES}:SignedProperties",
         "--trusted-pem", str(tmp_path / "root.pem"), str(tmp_path / "signed.xml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stderr
    assert "SignedInfo References (ok/all): 2/2" in told.stderr


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_what_we_sign_is_read_with_all_that_it_says(keys: Any, kind: str) -> None:
    (one,) = read_signatures(signed_part(keys, kind))

    assert one.holds is True
    assert one.declared_at == AT
    assert one.policy == POLICY.oid
    assert one.covers is Covers.PART
    assert one.type_code == "TF02"
    assert one.certificate == keys[kind][0].certificate
    ((token, proven),) = one.stamps
    assert token == b"a token"
    assert (
        hashlib.sha256(proven).digest()
        == xades.stamp_digest(
            next(etree.fromstring(signed_part(keys, kind)).iter(f"{{{xades.DS}}}Signature"))
        )
        or kind == "ec"
    )  # an elliptic signature is another each time


def test_an_enveloped_one_covers_the_whole(keys: Any) -> None:
    (one,) = read_signatures(signed_whole(keys))

    assert (one.holds, one.covers, one.type_code) == (True, Covers.WHOLE, "TF03")


@pytest.mark.parametrize(
    ("before", "after"),
    [("Plaça", "Placa"), ("2026-11-27T09:12", "2025-11-27T09:12"), ('Id="P1"', 'Id="P2"')],
)
def test_any_change_is_noticed(keys: Any, before: str, after: str) -> None:
    changed = etree.tostring(etree.fromstring(signed_part(keys)), encoding="unicode").replace(before, after)

    (one,) = read_signatures(changed.encode())

    assert one.holds is not True


def test_what_is_put_in_the_place_of_the_signed_part_is_not_taken_for_it(keys: Any) -> None:
    doubled = signed_part(keys).replace(b"<rest/>", b'<b:part Id="P1">mentida</b:part>')

    (one,) = read_signatures(doubled)

    assert one.holds is None
    assert one.problem == "ambiguous"


def test_a_part_that_is_not_there_cannot_be_signed(keys: Any) -> None:
    with pytest.raises(LookupError):
        xades.sign_part(etree.fromstring(XML), "P9", keys["rsa"][0], at=AT, policy=None)


def test_entities_and_declarations_are_refused_before_anything_is_read() -> None:
    with pytest.raises(Malformed):
        read_signatures(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')


def test_the_form_of_another_program_is_read_too(keys: Any, tmp_path: Path) -> None:
    """signxml writes inclusive canonical forms, the certificate in a reference, and other names."""
    from signxml import SignatureConstructionMethod as Method
    from signxml.xades import XAdESSigner

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    _signer, pem = signer_with(key)
    for method, covers in ((Method.enveloped, Covers.WHOLE), (Method.enveloping, Covers.WHOLE)):
        made = XAdESSigner(method=method).sign(etree.fromstring(XML), key=key, cert=[pem.decode()])
        (one,) = read_signatures(etree.tostring(made))
        assert (one.holds, one.covers, one.is_advanced) == (True, covers, True)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the official samples are not beside us")
def test_the_sample_of_the_standard_holds() -> None:
    (sample,) = [path for path in SAMPLES.glob("*.xml") if "expediente-01" in path.name]

    (one,) = read_signatures(sample.read_bytes())

    assert one.holds is True
    assert one.type_code == "TF02"
    assert base64.b64encode(one.certificate)
