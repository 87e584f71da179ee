"""Signed and checked: a decree is frozen, the mayor signs it on her phone, and anybody checks it from outside."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.services import open_case, receive_into_case
from consistori.catalogue.models import DocumentType
from consistori.signature import verification
from consistori.signature.engine.trust import TrustList
from consistori.signature.engine.validation import Standing, report_on
from consistori.signature.models import SignatureRequest, SigningKey
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import timeline

DESK = "/e/vall-llobera/desk/"
DECREES = [f"Decret bonificació {plate}.pdf" for plate in ("1842-KRT", "0077-LMB", "6310-MDV")]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "ANSWER_SECONDS", 0)


@pytest.fixture
def case(town: Any, clerk: Any, series_called: Any, received: Any) -> CaseFile:
    """Three decrees about vehicles, made by another program, in one case."""
    series = series_called("vehicles")
    with working_for(town):
        made: CaseFile = open_case(by=clerk, title="Bonificacions de l’impost de vehicles", series=series)
        decree = DocumentType.objects.get(code="DECREE")
        for name in DECREES:
            receive_into_case(made, received(name), by=clerk, type=decree)
    return made


@pytest.fixture
def key(give_key: Callable[..., SigningKey], mayor: Any, town: Any) -> SigningKey:
    return give_key(mayor, town)


@pytest.fixture
def sent(case: CaseFile, clerk: Any, mayor: Any, key: SigningKey, town: Any, sign_in: Any) -> list[Any]:
    """Núria sends the three to the mayor from the page of the case."""
    with working_for(town):
        leaves = [str(leaf.pk) for leaf in CaseDocument.objects.filter(case=case).in_order()]
    said = {"leaf": leaves, "to": str(mayor.person_id), "note": "Mateixa plantilla"}
    sign_in(clerk).post(f"/e/vall-llobera{reverse('cases:send_to_sign', args=[case.number])}", said)
    with working_for(town):
        return list(SignatureRequest.objects.with_papers().order_by("asked_at", "id"))


@pytest.fixture
def signed(sent: list[Any], mayor: Any, key: SigningKey, sign_in: Any, run_jobs: Any) -> list[Any]:
    """The mayor signs two at once and gives the third back."""
    browser = sign_in(mayor)
    chosen = [str(request.pk) for request in sent[:2]]
    said = {"request": chosen, "key": str(key.pk), "passphrase": PASSPHRASE}
    browser.post(f"{DESK}signature/sign/", said)
    browser.post(f"{DESK}signature/{sent[2].pk}/return/", {"reason": "És híbrid: el 50 % i no el 75 %."})
    run_jobs()
    return sent


def downloaded(code: str) -> bytes:
    answer = Client().get(f"/verify/{code}/document/")
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_freezing_draws_the_code_and_the_tray_of_the_mayor_has_them(
    sent: list[Any], mayor: Any, sign_in: Any
) -> None:
    tray = sign_in(mayor).get(f"{DESK}signature/").content.decode()

    assert len(sent) == 3
    assert len({request.version.code for request in sent}) == 3
    assert all(request.version.code.startswith("VLL-") for request in sent)
    assert tray.count('name="request"') == 3


def test_two_are_signed_at_once_and_the_third_goes_back_with_its_reason(
    signed: list[Any], clerk: Any, town: Any, sign_in: Any, case: CaseFile
) -> None:
    with working_for(town):
        states = [SignatureRequest.objects.get(pk=request.pk).state for request in signed]
        told = [entry.kind for entry in timeline([request.document_id for request in signed])]
    returned = sign_in(clerk).get(f"{DESK}signature/", {"tab": "returned"}).content.decode()

    assert states == ["signed", "signed", "returned"]
    assert told.count("signature.DocumentSigned") == 2
    assert "És híbrid: el 50 % i no el 75 %." in returned


def test_the_signature_is_pades_b_t_with_the_policy_of_the_town(
    signed: list[Any], town: Any, trust: TrustList
) -> None:
    report = report_on(downloaded(signed[0].version.code), trust)

    assert report.standing is Standing.VALID
    (one,) = report.signatures
    assert (one.level, one.policy, one.signer) == ("B-T", town.policy_oid, "Rosa Bassols")


def test_anybody_opens_the_address_of_the_code_and_sees_who_signed(signed: list[Any]) -> None:
    page = Client().get(f"/verify/{signed[0].version.code}/")

    assert page.status_code == 200
    assert "Rosa Bassols" in page.content.decode()
    assert "DEMO" in page.content.decode()


def test_a_file_dropped_there_is_compared_letter_by_letter(signed: list[Any]) -> None:
    code = signed[0].version.code
    ours = downloaded(code)

    def verdict(data: bytes) -> bool:
        answer = Client().post(f"/verify/{code}/", {"file": SimpleUploadedFile("decret.pdf", data)})
        assert answer.status_code == 200
        return bool(answer.context["compared"].is_ours)

    assert verdict(ours)
    assert not verdict(ours[:-20] + b"0" + ours[-19:])


def test_a_forged_code_finds_nothing(signed: list[Any]) -> None:
    code = signed[0].version.code

    assert Client().get(f"/verify/{code[:-1]}{'A' if code[-1] != 'A' else 'B'}/").status_code == 404


def test_pdfsig_and_openssl_agree(signed: list[Any], authority: Any, tmp_path: Path) -> None:
    pdf = tmp_path / "decret.pdf"
    pdf.write_bytes(downloaded(signed[0].version.code))

    if shutil.which("pdfsig"):
        said = subprocess.run(["pdfsig", "-nocert", str(pdf)], capture_output=True, text=True, check=False)
        assert "Signature is Valid" in said.stdout
        assert "Total document signed" in said.stdout
    assert openssl_says(pdf, authority.folder / "root.pem", tmp_path) == 0


def openssl_says(pdf: Path, root: Path, folder: Path) -> int:
    """What `openssl cms -verify` answers about the first signature of a PDF."""
    data = pdf.read_bytes()
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data)
    assert found is not None
    first, length, second, rest = (int(number) for number in found.groups())
    (folder / "signed").write_bytes(data[first : first + length] + data[second : second + rest])
    contents = bytes.fromhex(data[first + length : second].strip().strip(b"<>").decode())
    (folder / "signature.der").write_bytes(contents.rstrip(b"\0") + b"\0" * 8)
    return subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(folder / "signature.der"),
         "-content", str(folder / "signed"), "-CAfile", str(root), "-purpose", "any", "-out", "/dev/null"],
        capture_output=True, check=False,
    ).returncode  # fmt: skip
