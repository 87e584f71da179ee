"""The receipt: what was presented, with its fingerprints and a code; its seal comes when it can (R-REG-04)."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.formats import pdfa
from consistori.registry import ports
from consistori.registry.models import EntryState
from consistori.registry.receipts import NotSealedYet


def _text(data: bytes, tmp_path: Any) -> str:
    import subprocess

    path = tmp_path / "receipt.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return re.sub(r"\s+", " ", done.stdout)


def _receipt(entry: Any) -> tuple[EntryState, Document, bytes]:
    state = EntryState.objects.get(entry=entry)
    receipt = Document.objects.with_version().get(pk=state.receipt_id)
    with blobs.open(receipt.latest_blob.sha256) as stream:
        return state, receipt, stream.read()


@pytest.fixture
def sealer(monkeypatch: Any) -> list[Any]:
    """What the sealers answer, one by one: bytes, None, or an exception."""
    answers: list[Any] = []

    def seal(_entity: Any, pdf: bytes, _reason: str) -> bytes | None:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return pdf + answer if answer else None

    monkeypatch.setattr(ports, "sealers", [seal])
    return answers


def test_it_says_the_number_the_hour_who_and_each_fingerprint(
    register: Any, paper: Any, run_jobs: Any, sealer: Any, laia: Any, tmp_path: Any
) -> None:
    sealer.append(None)
    document = paper()
    entry = register(documents=[document])

    run_jobs()

    state, receipt, data = _receipt(entry)
    assert state.receipt_state == EntryState.Receipt.MADE
    said = _text(data, tmp_path)
    assert entry.reference in said
    assert laia.display_name in said
    assert document.version.sha256[:8] in said
    assert receipt.code in said.replace(" ", "")
    report = pdfa.check(tmp_path / "receipt.pdf")
    assert report.holds
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "ca"


def test_sealed_it_carries_the_seal_as_evidence(register: Any, run_jobs: Any, sealer: Any) -> None:
    sealer.append(b"\n% a seal\n")
    entry = register()

    run_jobs()

    state, _, data = _receipt(entry)
    assert state.receipt_state == EntryState.Receipt.SEALED
    assert data.endswith(b"% a seal\n")


def test_the_seal_away_the_entry_stands_and_it_is_tried_again(
    register: Any, run_jobs: Any, sealer: Any
) -> None:
    sealer.extend([ports.NotSealed("El segell no respon."), b"\n% a seal\n"])
    entry = register()

    with pytest.raises(NotSealedYet):
        run_jobs()
    state, _one, _two = _receipt(entry)
    assert state.receipt_state == EntryState.Receipt.FAILED
    assert state.receipt_fault == "El segell no respon."

    from consistori.registry.receipts import make_receipt

    make_receipt(entity=entry.entity, entry_id=str(entry.pk))
    make_receipt(entity=entry.entity, entry_id=str(entry.pk))

    state, receipt, _data = _receipt(entry)
    assert state.receipt_state == EntryState.Receipt.SEALED
    assert state.receipt_fault == ""
    assert receipt.version.number == 2


def test_a_receipt_asks_the_database_little_and_looks_at_its_pages_twice(
    register: Any, paper: Any, run_jobs: Any, sealer: Any, statements: Any, monkeypatch: Any
) -> None:
    """Once as it was drawn and once with its code: the seal only adds behind."""
    from consistori.registry.receipts import make_receipt

    sealer.extend([b"\n% a seal\n"] * 2)
    first, entry = register(documents=[paper()]), register(documents=[paper("Plànol")])
    make_receipt(entity=first.entity, entry_id=str(first.pk))
    looked: list[Any] = []
    real = pdfa.check
    monkeypatch.setattr(pdfa, "check", lambda path: (looked.append(path), real(path))[1])

    with statements() as s:
        make_receipt(entity=entry.entity, entry_id=str(entry.pk))

    assert s.count <= 24, "\n".join(s.sql)
    assert len(looked) == 2
