"""Writing the package [paquet ENI]: a ZIP, piece by piece, in constant memory whatever the size of the
files.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from consistori.cases.export.planning import ExportPlan, PlannedDocument
from consistori.cases.export.reading_page import index_page
from consistori.cases.export.sealed import sealed_index, seals_of_unsigned
from consistori.formats import eni_xml
from consistori.formats.eni_xml import Detached, EniCase, EniDocument, IndexedDocument, IndexedFolder, InPlace

Pieces = Callable[[str], Iterator[bytes]]
Told = Callable[[int], None]
COMPRESSED = ("application/zip",)


def write_package(plan: ExportPlan, to: BinaryIO, pieces: Pieces, told: Told | None = None) -> None:
    """Write `expediente.xml`, `documentos/`, `ficheros/` and `index.html` to `to`, which need not be
    seekable. The index is sealed if the town has fixed who seals it (N-EXP-10).

    `pieces(sha256)` gives the bytes of a blob; `told(n)` hears how many documents are written.
    Raises `NotSealed`.
    """
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as package:
        indexed: dict[str, str] = {}
        seals = seals_of_unsigned(plan)
        for n, document in enumerate(plan.documents, start=1):
            name = document.eni.identifier
            _write(package, f"ficheros/{document.file_name}", pieces(document.sha256), stored=True)
            xml = eni_xml.document_xml(_signed(document, seals), pieces(document.sha256))
            indexed[name] = _write(package, f"documentos/{name}.xml", xml)
            if told is not None:
                told(n)
        if plan.cover is not None:
            sha256, name = plan.cover
            _write(package, f"ficheros/{name}", pieces(sha256), stored=True)
        case, seal = sealed_index(plan, eni_xml.case_xml(eni_case(plan, indexed)))
        _write(package, "expediente.xml", [case])
        _write(package, "index.html", [index_page(plan, indexed, seal).encode()])


def _signed(document: PlannedDocument, seals: dict[str, bytes]) -> EniDocument:
    """The document with a signature at least, where the town seals (N-DOC-05)."""
    if document.eni.signatures or document.sha256 not in seals:
        return document.eni
    return replace(document.eni, signatures=[Detached(seals[document.sha256])])


def _write(package: zipfile.ZipFile, name: str, content: Iterable[bytes], *, stored: bool = False) -> str:
    """One file of the package; its SHA-256 in hexadecimal."""
    entry = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    digest = hashlib.sha256()
    with package.open(entry, "w", force_zip64=True) as file:
        for piece in content:
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def eni_case(plan: ExportPlan, indexed: dict[str, str]) -> EniCase:
    """The case file with its index: loose documents and folders, each with the hash of its ENI XML
    (N-EXP-06).
    """
    return EniCase(
        identifier=plan.eni_identifier,
        organs=[plan.organ],
        opened_at=plan.opened_at,
        classification=plan.classification,
        state=plan.state,
        indexed_at=plan.planned_at.astimezone(plan.opened_at.tzinfo),
        signature=InPlace() if plan.sealing else plan.index_signature,
        entries=_entries(plan.documents, indexed),
        parties=plan.party_numbers,
    )


def _entries(
    documents: Iterable[PlannedDocument], indexed: dict[str, str]
) -> list[IndexedDocument | IndexedFolder]:
    entries: list[IndexedDocument | IndexedFolder] = []
    folders: dict[str, list[IndexedDocument]] = {}
    for order, document in enumerate(documents, start=1):
        name = document.eni.identifier
        entry = IndexedDocument(name, indexed[name], document.added_at, order)
        if not document.folder:
            entries.append(entry)
            continue
        if document.folder not in folders:
            folders[document.folder] = []
            entries.append(IndexedFolder(document.folder, folders[document.folder]))
        folders[document.folder].append(entry)
    return entries
