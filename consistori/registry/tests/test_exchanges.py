"""An entry goes to another registry and comes back from it, once, with its documents (R-REG-14)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.formats.sicres import (
    Exchange,
    PhysicalPaper,
    exchange_xml,
    exchange_xml_3,
    read_exchange,
)
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.registry.exchange.receiving import open_exchange, register_exchange
from consistori.registry.exchange.sending import CannotTravel, exchange_of, message_3, write_package
from consistori.registry.models import RegistryEntry
from consistori.registry.selectors import opened_entry
from consistori.registry.services import correct_entry
from consistori.tenancy.scope import current_entity

BASE = "/e/vall-llobera/desk/registry/"


@pytest.fixture
def sent(register: Any, paper: Any, registrar: Any) -> Any:
    """An entry with two papers, and a corrected subject, opened."""
    entry = register(
        documents=[paper("Sol·licitud"), paper("Plànol", "plànol")], destination_code="L01999991"
    )
    correct_entry(entry, by=registrar, field="subject", new="Gual permanent", reason="curt")
    return opened_entry(registrar, entry.reference)


def package_of(opened: Any, tmp_path: Path) -> Path:
    path = tmp_path / "sicres.zip"
    with path.open("wb") as file:
        write_package(opened, current_entity(), file)
    return path


def changed(path: Path, message: Exchange, tmp_path: Path, **said: Any) -> Path:
    """The same package with another message."""
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data if "/" in name else exchange_xml(replace(message, **said)))
    return other


def test_the_package_has_the_message_and_each_document(sent: Any, laia: Any, tmp_path: Path) -> None:
    path = package_of(sent, tmp_path)

    with zipfile.ZipFile(path) as package:
        message, *documents = package.namelist()
        read = read_exchange(package.read(message))
    assert read.summary == "Gual permanent"
    assert read.number == sent.entry.reference
    assert read.destination.code == "L01999991"
    assert read.interested[0].person is not None
    assert read.interested[0].person.surname1 == laia.surname1
    assert [f"documents/{one.reference}.xml" for one in read.annexes] == documents
    assert read.registered_at == sent.entry.registered_at.replace(microsecond=0)


def test_what_comes_is_an_entry_with_its_documents_and_only_once(
    sent: Any, registrar: Any, laia: Any, tmp_path: Path
) -> None:
    theirs = exchange_of(sent, current_entity())
    path = changed(
        package_of(sent, tmp_path), theirs, tmp_path, exchange="O00099990_26_00000077",
        destination=replace(theirs.destination, code="O00000001", unit_code=""),
    )  # fmt: skip

    first = register_exchange(by=registrar, brought=open_exchange(path))
    again = register_exchange(by=registrar, brought=open_exchange(path))

    assert first.pk == again.pk
    assert RegistryEntry.objects.count() == 2
    assert first.external_reference == "O00099990_26_00000077"
    assert first.first_filed_at == sent.entry.registered_at.replace(microsecond=0)
    assert first.people.get().party_id == laia.pk
    assert [row.sha256 for row in first.documents.all()] == [row.sha256 for row in sent.documents]
    assert [row.title for row in first.documents.all()] == ["Sol·licitud", "Plànol"]


def test_sicres_3_carries_its_documents_inside(sent: Any, registrar: Any, tmp_path: Path) -> None:
    ours = exchange_of(sent, current_entity(), with_bytes=True)
    path = tmp_path / "sicres.xml"
    here = replace(ours.destination, unit_code="")
    path.write_bytes(exchange_xml_3(replace(ours, exchange="O00099990_26_00000078", destination=here)))

    entry = register_exchange(by=registrar, brought=open_exchange(path))

    assert [row.sha256 for row in entry.documents.all()] == [row.sha256 for row in sent.documents]
    assert read_exchange(message_3(sent, current_entity())).version == 3


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"is_test": True}, "file"),
        ({"paper": PhysicalPaper.REQUIRED}, "paper_came"),
        ({}, "file"),  # it is for L01999991, which is not this town
    ],
)
def test_what_is_not_to_be_entered_says_why(
    sent: Any, registrar: Any, tmp_path: Path, said: dict[str, Any], field: str
) -> None:
    theirs = exchange_of(sent, current_entity())
    if said:
        said["destination"] = replace(theirs.destination, unit_code="")
    path = changed(package_of(sent, tmp_path), theirs, tmp_path, exchange="O00099990_26_00000079", **said)
    current_entity().dir3 = "L01999999"

    with pytest.raises(BadInput) as refused:
        register_exchange(by=registrar, brought=open_exchange(path))

    assert refused.value.field == field
    assert RegistryEntry.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"hola", b"<a/>", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_not_one_is_told_at_its_field(tmp_path: Path, at_work: Any, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)

    with pytest.raises(BadInput) as refused:
        open_exchange(path)

    assert refused.value.field == "file"


def test_documents_that_are_named_and_do_not_come_are_asked_for(sent: Any, tmp_path: Path) -> None:
    path = tmp_path / "alone.xml"
    path.write_bytes(exchange_xml(exchange_of(sent, current_entity())))

    with pytest.raises(BadInput):
        open_exchange(path)


def test_too_many_bytes_for_sicres_3_are_refused(sent: Any) -> None:
    heavy = replace(sent, documents=sent.documents)
    heavy.documents[0].size = 16 * 1024**2

    with pytest.raises(CannotTravel):
        message_3(heavy, current_entity())


def test_in_the_browser_it_goes_out_and_comes_in(sent: Any, registrar: Any, sign_in: Any) -> None:
    browser = sign_in(registrar)
    taken = browser.get(f"{BASE}{sent.entry.reference}/sicres-4.zip")
    data = b"".join(taken.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert browser.get(f"{BASE}{sent.entry.reference}/sicres-3.xml").status_code == 200

    wrong = browser.post(f"{BASE}bring/", {"file": SimpleUploadedFile("x.xml", b"<a/>")})
    assert wrong.status_code == 422
    assert "SICRES" in wrong.content.decode()


def test_the_outsider_and_who_does_not_register_take_nothing(
    sent: Any, clerk: Any, outsider: Any, sign_in: Any, tmp_path: Path
) -> None:
    path = package_of(sent, tmp_path)
    with pytest.raises(NotPermitted):
        register_exchange(by=clerk, brought=open_exchange(path))
    for address in ("bring/", f"{sent.entry.reference}/sicres-4.zip", f"{sent.entry.reference}/sicres-3.xml"):
        assert sign_in(outsider).get(f"{BASE}{address}").status_code == 404
        assert sign_in(clerk).get(f"{BASE}{address}").status_code == 403
