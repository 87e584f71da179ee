"""Signed packages (ASiC) that somebody brings, and whoever ratifies what another signed."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import algos, cms
from lxml import etree

from consistori.formats import asic, xades
from consistori.formats.xades import DS, XADES
from consistori.kernel.clock import now
from consistori.signature.arrival_words import in_words
from consistori.signature.arrivals import facts_kept
from consistori.signature.engine.demo.authority import Credential
from consistori.signature.engine.facts import Standing
from consistori.signature.engine.pades import Hand, Policy
from consistori.signature.forms.cades_making import sign_many_apart
from consistori.signature.forms.checking import check_file, check_xml
from consistori.signature.forms.package_checking import check_package
from consistori.signature.tests.sealing import sealing_house
from consistori.signature.tests.test_arrivals import XML, bring, check, xml_signer

__all__ = ["bring", "check", "sealing_house"]

FILES = {"projecte.txt": "Projecte d’obres\n".encode(), "plànols/A1.txt": b"Planta\n"}
ASIC = "http://uri.etsi.org/02918/v1.2.1#"


def packed(files: dict[str, bytes], meta: dict[str, bytes], kind: str = "e") -> bytes:
    """A package as the standard wants it: its type first, and not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if kind:
            archive.writestr(zipfile.ZipInfo("mimetype"), f"application/vnd.etsi.asic-{kind}+zip")
        for name, data in (files | {f"META-INF/{name}": data for name, data in meta.items()}).items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


def signature_of(files: dict[str, bytes], who: Credential, stamps: Any) -> bytes:
    """META-INF/signatures.xml: our XAdES, with a reference to each file of the package and without transforms."""
    signer = xml_signer(who)
    root = etree.fromstring(f'<asic:XAdESSignatures xmlns:asic="{ASIC}"><a Id="A"/></asic:XAdESSignatures>')
    signature = xades.sign_part(root, "A", signer, at=now(), policy=None)
    info = signature.find(f"{{{DS}}}SignedInfo")
    model = info.find(f"{{{DS}}}Reference")
    model.remove(model.find(f"{{{DS}}}Transforms"))
    for number, (name, data) in enumerate(files.items()):
        one = etree.fromstring(etree.tostring(model))
        one.set("URI", name.replace("à", "%C3%A0"))
        one.set("Id", f"R{number}")
        one.find(f"{{{DS}}}DigestValue").text = base64.b64encode(hashlib.sha256(data).digest()).decode()
        info.insert(2, one)
    info.remove(model)
    root.remove(root[0])
    root.append(signature)
    value = signer.sign_bytes(xades.canonical(info), "sha256")
    signature.find(f"{{{DS}}}SignatureValue").text = base64.b64encode(value).decode()
    xades.add_stamp(signature, stamps.stamp(xades.stamp_digest(signature), "sha256"))
    return etree.tostring(root)


@pytest.fixture
def who(issue: Callable[..., Credential]) -> Credential:
    return issue(kind="rsa")


@pytest.fixture
def apart(who: Credential, trust: Any, stamps: Any) -> Callable[[bytes], bytes]:
    """A signature file (CAdES) of a text."""
    signer = xml_signer(who)
    hand = Hand(signer.certificate, list(signer.chain), signer.sign_bytes, trust=trust, timestamps=stamps)

    def do(content: bytes) -> bytes:
        sha256 = hashlib.sha256(content).hexdigest()
        return sign_many_apart([sha256], hand, Policy(), at=now())[sha256]

    return do


def test_a_package_with_an_xml_signature_is_opened_and_holds(
    bring: Any, check: Any, who: Credential, stamps: Any, town: Any, clerk: Any, sign_in: Any
) -> None:
    data = packed(FILES, {"signatures.xml": signature_of(FILES, who, stamps)})
    document = bring("projecte.asice", data)

    report = check(document)
    page = sign_in(clerk).get(f"/e/{town.slug}/desk/documents/{document.pk}/").content.decode()

    assert (report.form, report.type_code, report.standing) == ("asic", "TF02", Standing.VALID)
    ((facts, remark),) = facts_kept(report)
    assert (facts.signer, facts.stamped_at is not None, remark) == ("Rosa Bassols Pi", True, "")
    assert "Rosa Bassols Pi" in page
    assert "projecte.txt" in page


@pytest.mark.parametrize(
    ("files", "problem", "standing"),
    [
        (FILES | {"projecte.txt": b"Un altre\n"}, "", Standing.INVALID),
        (FILES | {"afegit.txt": b"Ningu no ho signa\n"}, "unsigned-files", Standing.UNKNOWN),
        ({"projecte.txt": FILES["projecte.txt"]}, "", Standing.INVALID),
    ],
)
def test_a_package_that_was_touched_says_so(
    files: dict[str, bytes], problem: str, standing: Standing, who: Credential, stamps: Any, trust: Any
) -> None:
    report = check_package(packed(files, {"signatures.xml": signature_of(FILES, who, stamps)}), trust)

    assert (report.problem, report.standing) == (problem, standing)


def test_a_package_with_a_signature_file_of_its_only_text(
    bring: Any, check: Any, apart: Callable[[bytes], bytes]
) -> None:
    text = {"acta.txt": b"Acta del ple\n"}

    report = check(bring("acta.asics", packed(text, {"signature.p7s": apart(text["acta.txt"])}, "s")))

    assert (report.form, report.type_code, report.standing) == ("asic", "TF04", Standing.VALID)


def manifest_of(files: dict[str, bytes]) -> bytes:
    listed = "".join(
        f'<DataObjectReference URI="{name}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{base64.b64encode(hashlib.sha256(data).digest()).decode()}</ds:DigestValue>"
        "</DataObjectReference>"
        for name, data in files.items()
    )
    return (
        f'<ASiCManifest xmlns="{ASIC}" xmlns:ds="{DS}"><SigReference URI="META-INF/signature001.p7s"/>'
        f"{listed}</ASiCManifest>"
    ).encode()


def test_a_signature_file_of_a_list_holds_while_the_listed_files_are_those(
    apart: Callable[[bytes], bytes], trust: Any
) -> None:
    listed = manifest_of(FILES)
    meta = {"ASiCManifest.xml": listed, "signature001.p7s": apart(listed)}

    whole = check_package(packed(FILES, meta), trust)
    changed = check_package(packed(FILES | {"plànols/A1.txt": b"Una altra\n"}, meta), trust)

    assert (whole.standing, whole.type_code, whole.problem) == (Standing.VALID, "TF04", "")
    assert changed.standing is Standing.INVALID


def test_what_cannot_be_said_of_a_package_is_told(bring: Any, check: Any, trust: Any) -> None:
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.txt", b"1")
        archive.writestr("a.txt", b"2")

    assert check_package(twice.getvalue(), trust).problem == "package-ambiguous"
    assert check_package(b"PK\x03\x04 noise", trust).problem == "package-broken"
    assert check_package(packed(FILES, {"timestamp.tst": b"x"}), trust).problem == "only-stamps"
    with pytest.raises(asic.NotAPackage, match="package-large"):
        asic.read_package(packed({str(number): b"" for number in range(asic.MOST_FILES + 1)}, {}))
    report = check(bring("sense.asice", packed(FILES, {"signatures.xml": b"<a/>"}, kind="")))
    assert in_words(report).problem == "El fitxer no té signatures."


def test_who_ratifies_an_xml_signature_is_told_and_judged(who: Credential, issue: Any, trust: Any) -> None:
    other = xml_signer(issue(given_name="Mercè", family_name="Soldevila", kind="rsa"))
    root = etree.fromstring(XML)
    signature = xades.sign_whole(root, xml_signer(who), at=now(), policy=None)
    counter = xades.sign_part(root, "SIGNATURE-VALUE", other, at=now(), policy=None, name="COUNTER")
    place = signature.find(f".//{{{XADES}}}QualifyingProperties")
    for name in ("UnsignedProperties", "UnsignedSignatureProperties", "CounterSignature"):
        place = etree.SubElement(place, f"{{{XADES}}}{name}")
    place.append(counter)
    signed = etree.tostring(root)

    report = check_xml(signed, trust)
    moved = check_xml(signed.replace(b"1.210,00", b"9.210,00"), trust)

    assert report is not None
    assert moved is not None
    assert [one.signer.split()[0] for one in report.signatures] == ["Rosa", "Mercè"]
    assert (report.remarks, report.standing) == (("", "counter"), Standing.VALID)
    assert moved.standing is Standing.INVALID


def test_who_ratifies_a_signature_file_is_told_and_judged(
    who: Credential, apart: Callable[[bytes], bytes], trust: Any
) -> None:
    info = cms.ContentInfo.load(apart(b"text"))
    signer = info["content"]["signer_infos"][0]

    def ratified(value: bytes) -> bytes:
        digest = hashlib.sha256(value).digest()
        attributes = cms.CMSAttributes([cms.CMSAttribute({"type": "message_digest", "values": [digest]})])
        counter = cms.SignerInfo(
            {
                "version": "v1",
                "sid": signer["sid"],
                "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "sha256_rsa"},
                "signature": xml_signer(who).sign_bytes(attributes.dump(), "sha256"),
            }
        )
        one = cms.CMSAttribute({"type": "counter_signature", "values": [counter]})
        made = cms.ContentInfo.load(info.dump())
        kept = made["content"]["signer_infos"][0]
        kept["unsigned_attrs"] = cms.CMSAttributes([*signer["unsigned_attrs"], one])
        return made.dump()

    good = check_file(ratified(signer["signature"].native), trust, content=b"text")
    of_another = check_file(ratified(b"another signature"), trust, content=b"text")

    assert good is not None
    assert of_another is not None
    assert (good.remarks, good.standing) == (("", "counter"), Standing.VALID)
    assert of_another.standing is Standing.INVALID
