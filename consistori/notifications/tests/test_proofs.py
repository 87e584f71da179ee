"""The proofs: sealed B-B, dated by one timestamp for the batch, checked by outside programs (R-NOT-08, R-NOT-16)."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.notifications.hangings import PROOF
from consistori.notifications.models import Notification, Proof, StampedList
from consistori.notifications.models.evidence import hash_of
from consistori.notifications.proving import sealing
from consistori.notifications.proving.paper import make_paper
from consistori.notifications.services import record_delivery, withdraw
from consistori.notifications.tests.conftest import TEXT, reader_of
from consistori.signature.engine.errors import ServiceSilent
from consistori.signature.tests.sealing import authority, give_seal, sealing_house, stamps, trust

__all__ = ["authority", "give_seal", "sealing_house", "stamps", "trust"]


@pytest.fixture
def clock() -> None:
    """Certificates hold today: these stories are told at the hour that it is."""


def _make(town: Any, *rows: Any) -> None:
    sealing.make_proofs_of(town, [str(row.pk) for row in rows])


def _outside(command: list[str], **files: bytes) -> str:
    """What another program says; `command` names the files by `{name}`."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        done = subprocess.run(
            [one.format(**{name: str(Path(folder) / name) for name in files}) for one in command],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    return done.stdout + done.stderr


def test_a_batch_is_sealed_and_dated_once(
    sent: Any, firm: Any, laia: Any, give_seal: Any, town: Any, stamps: Any
) -> None:
    give_seal(town, PROOF)
    rows = sent(firm, (laia, {"chose": "electronic"}))

    _make(town, *rows)
    _make(town, *rows)

    proofs = list(Proof.objects.order_by("pk"))
    dated = StampedList.objects.get()
    assert len(proofs) == 2
    assert {proof.sealing for proof in proofs} == {Proof.Sealing.SEALED}
    assert dated.count == 2
    assert dated.stamped_at is not None
    lines = bytes(dated.content).decode().splitlines()
    for proof in proofs:
        signature = hashlib.sha256(bytes(proof.signature)).hexdigest()
        assert f"{proof.sha256} {signature}" in lines
        assert hashlib.sha256(bytes(proof.data)).hexdigest() == proof.sha256


def test_openssl_agrees_with_the_seal_and_with_the_timestamp(
    sent: Any, firm: Any, give_seal: Any, town: Any
) -> None:
    give_seal(town, PROOF)
    _make(town, *sent(firm))
    proof = Proof.objects.select_related("stamp").get()
    data, signature = bytes(proof.data), bytes(proof.signature)

    good = [
        "openssl",
        "cms",
        "-verify",
        "-noverify",
        "-inform",
        "DER",
        "-in",
        "{sig}",
        "-content",
        "{data}",
        "-binary",
    ]
    said = _outside(good, sig=signature, data=data)
    harmed = _outside(good, sig=signature, data=data.replace(b"Alcaldia", b"Ningu123"))
    token = ["openssl", "ts", "-reply", "-token_in", "-in", "{tst}", "-token_out", "-text"]
    dated = _outside(token, tst=bytes(proof.stamp.token))

    assert "Verification successful" in said or "CMS Verification successful" in said
    assert "failure" in harmed.lower()
    imprint = "".join(re.findall(r"[0-9a-f]{4} - ((?:[0-9a-f]{2}[ -]){16})", dated)[:2])
    assert re.sub(r"[ -]", "", imprint)[:64] == proof.stamp.sha256


def test_whoever_has_the_json_checks_the_chain_by_the_words_in_it(
    sent: Any, laia: Any, open_it: Any, town: Any
) -> None:
    (row,) = sent((laia, {"chose": "electronic"}))
    open_it(row, reader_of(laia))
    _make(town, row)

    said = json.loads(bytes(Proof.objects.get(kind="outcome").data))

    previous = ""
    for line in said["evidence"]:
        own = {key: value for key, value in line.items() if key != "sha256"}
        assert own["previous"] == previous
        assert hash_of(said["notification"]["id"], own) == line["sha256"]
        previous = line["sha256"]
    assert [line["kind"] for line in said["evidence"]] == ["prepared", "available", "warned", "accessed"]
    assert said["content"]["sha256"] == hashlib.sha256(TEXT + b"% signed\n").hexdigest()
    assert said["addressee"]["identifier"] == laia.identifier
    assert said["act"]["appeals"][1]["kind"] == "court"


def test_without_a_seal_it_says_so_and_is_kept(sent: Any, firm: Any, town: Any) -> None:
    _make(town, *sent(firm))

    proof = Proof.objects.get()
    assert (proof.sealing, proof.signature, proof.stamp) == (Proof.Sealing.NO_SEAL, None, None)


def test_the_authority_is_silent_for_a_day_and_only_the_date_waits(
    sent: Any, firm: Any, give_seal: Any, town: Any, stamps: Any, monkeypatch: Any
) -> None:
    give_seal(town, PROOF)
    rows = sent(firm)

    def silent(*_: Any) -> Any:
        raise ServiceSilent("timestamp-silent")

    real = sealing._token
    monkeypatch.setattr(sealing, "_token", silent)
    with pytest.raises(sealing.NotStampedYet):
        _make(town, *rows)
    sealed = Proof.objects.get()
    assert sealed.sealing == Proof.Sealing.SEALED
    assert sealed.stamp.token is None

    monkeypatch.setattr(sealing, "_token", real)
    sealing.seal_and_stamp(town)

    assert StampedList.objects.get().stamped_at is not None


def test_the_pdf_says_its_life_and_carries_its_proofs(
    sent: Any, laia: Any, open_it: Any, give_seal: Any, town: Any
) -> None:
    give_seal(town, PROOF)
    (row,) = sent((laia, {"chose": "electronic"}), reference="E/2026/7")
    open_it(row, reader_of(laia))
    _make(town, row)

    first = make_paper(town, str(row.pk))
    again = make_paper(town, str(row.pk))

    document = Document.objects.with_version().get(pk=first)
    with blobs.open(document.latest_blob.sha256) as stream:
        data = stream.read()
    assert again == first
    assert Notification.objects.get(pk=row.pk).proof_id == first
    assert document.latest_blob.kind == "signature"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = list(pdf.attachments)
        assert pdf.Root.AcroForm.Fields[0].V.Type == "/Sig"
    assert {f"{row.number}-disposicio-4.json", f"{row.number}-resultat-4.p7s"} <= set(names)
    pages = pypdfium2.PdfDocument(data)
    words = " ".join(page.get_textpage().get_text_range() for page in pages)
    flat = re.sub(r"\s+", " ", words)
    for said in (row.number, "Laia Riubrugent Pou", "12345678Z", "Alcaldia", "E/2026/7", "43.2"):
        assert said in flat


def test_what_came_first_and_was_written_after_has_another_proof(
    sent: Any, pere: Any, open_it: Any, clerk: Any, town: Any
) -> None:
    (row,) = sent(pere)
    available = Notification.objects.get(pk=row.pk).available_at
    open_it(row, reader_of(pere))
    _make(town, row)
    first = make_paper(town, str(row.pk))

    record_delivery(row, by=clerk, at=available, carrier="paper", receiver={"name": "Pere"})
    _make(town, row)
    second = make_paper(town, str(row.pk))

    assert second != first
    assert list(
        Proof.objects.filter(kind="outcome").order_by("last_line").values_list("last_line", flat=True)
    ) == [4, 5]


def test_what_was_taken_back_is_proven_too(sent: Any, firm: Any, clerk: Any, town: Any) -> None:
    (row,) = sent(firm)
    withdraw(row, by=clerk, reason="Hi faltava un annex")
    _make(town, row)

    said = json.loads(bytes(Proof.objects.get(kind="outcome").data))

    assert said["notification"]["state"] == "withdrawn"
    assert said["evidence"][-1]["said"] == {"reason": "Hi faltava un annex"}


def test_a_thousand_cost_the_statements_of_one(
    sent: Any, firm: Any, laia: Any, pere: Any, give_seal: Any, town: Any, statements: Any
) -> None:
    give_seal(town, PROOF)

    def count(*whom: Any) -> int:
        rows = sent(*whom)
        with statements() as asked:
            _make(town, *rows)
        return int(asked.count)

    count(firm)  # the use of the seal is noted once a minute
    assert count(firm) == count(firm, laia, pere) <= 16
