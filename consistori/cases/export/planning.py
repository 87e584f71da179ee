"""What goes in the package, read in one go, so that nothing is locked while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.cases import selectors
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.rules import Folios
from consistori.documents import blobs
from consistori.formats import eni_xml
from consistori.formats.eni_xml import Csv, Detached, EniDocument, Enveloped, Signature
from consistori.kernel.clock import now
from consistori.kernel.errors import Refusal
from consistori.kernel.filenames import clean
from consistori.signature.arrivals import signature_files_of, type_codes_of
from consistori.signature.seals import CASE_INDEX, Sealing, sealing_for

REGULATION = {
    "ca": "Codi segur de verificació de {house}: es comprova a {address} (Llei 39/2015, art. 27.3.c)",
    "es": "Código seguro de verificación de {house}: se comprueba en {address} (Ley 39/2015, art. 27.3.c)",
}
UNSEALED = {
    "ca": "Índex sense segell electrònic de {house}. El codi és l’identificador de la caràtula; "
    "la integritat es comprova amb les empremtes SHA-256 de l’índex.",
    "es": "Índice sin sello electrónico de {house}. El código es el identificador de la carátula; "
    "la integridad se comprueba con las huellas SHA-256 del índice.",
}


INSIDE = frozenset({"TF02", "TF03", "TF05", "TF06"})
"""Forms of signature that travel inside the file that they sign (eni.md 3.4)."""


class NothingToTake(Refusal):
    """The case has no document that belongs in its index, and an empty index is not valid (N-EXP-02)."""


@dataclass(frozen=True)
class PlannedDocument:
    """A document of the index: its ENI metadata, its bytes, and how the page shows it."""

    eni: EniDocument
    sha256: str
    size: int
    file_name: str
    title: str
    kind: str
    day: str
    folios: str
    added_at: datetime
    folder: str = ""
    code: str = ""
    is_signed: bool = False


@dataclass(frozen=True)
class IndexSeal:
    """What the page of the package says of the seal of the index. `stamped_at` is None without a timestamp."""

    body: str
    name: str
    decree: str
    sealed_at: datetime
    stamped_at: datetime | None


@dataclass(frozen=True)
class ExportPlan:
    """The whole case as it stood when it was planned."""

    number: str
    title: str
    house: str
    language: str
    eni_identifier: str
    organ: str
    opened_at: datetime
    classification: str
    series: str
    state: str
    situation: str
    ending: str
    index_signature: Csv
    planned_at: datetime
    documents: Sequence[PlannedDocument]
    parties: Sequence[tuple[str, str]] = field(default=())
    party_numbers: Sequence[str] = field(default=())
    cover: tuple[str, str] | None = None
    sealing: Sealing | None = None


def plan_export(case: CaseFile) -> ExportPlan:
    """Read all that the package needs. Drafts, notes and internal comments are not even read (R-EXP-04)."""
    leaves = selectors.leaves_of(case)
    pairs = [
        (leaf, folios)
        for leaf, folios in zip(leaves, selectors.folios_of(leaves), strict=True)
        if folios is not None
    ]
    if not pairs:
        raise NothingToTake(
            _("There is nothing to take: the case has no document that belongs in its index.")
        )
    house = _House(case)
    parties = selectors.parties_of(case)
    cover = selectors.cover_of(case)
    return ExportPlan(
        number=case.number,
        title=case.title,
        house=house.name,
        language=house.language,
        eni_identifier=case.eni_identifier,
        organ=house.organ,
        opened_at=_start_of(case.opened_on),
        classification=eni_xml.procedure_code(
            house.organ, case.series.code if case.series else "SENSECLASSIFICAR"
        ),
        series=case.series.label if case.series else "",
        state="E02" if case.is_closed else "E01",
        situation=str(case.get_situation_display()),
        ending=str(case.ending_label),
        index_signature=house.index_signature(cover),
        planned_at=now(),
        documents=_planned_documents(pairs, house),
        parties=[(row.party.display_name, str(row.get_role_display())) for row in parties],
        party_numbers=[row.party.identifier for row in parties if row.party.identifier],
        cover=(cover.latest_blob.sha256, f"{case.number}.pdf") if cover else None,
        sealing=sealing_for(CASE_INDEX, case.entity),
    )


class _House:
    """What all documents of the house share."""

    def __init__(self, case: CaseFile) -> None:
        entity = case.entity
        self.name = str(entity.name)
        self.language = "es" if entity.language == "es" else "ca"
        self.organ = eni_xml.organ_code(entity.dir3, entity.ine_code)
        self.address = f"{entity.public_url}/verify/"

    def csv(self, code: str) -> Csv:
        return Csv(code, REGULATION[self.language].format(house=self.name, address=self.address))

    def index_signature(self, cover: Any) -> Csv:
        """TF01: the code of the cover where it has one; else its identifier, saying that there is no seal
        yet.
        """
        if cover is not None and cover.code:
            return self.csv(cover.code)
        identifier = cover.eni_identifier if cover is not None else ""
        return Csv(identifier or "SENSE-SEGELL", UNSEALED[self.language].format(house=self.name))


def _planned_documents(pairs: list[tuple[CaseDocument, Folios]], house: _House) -> list[PlannedDocument]:
    names: set[str] = set()
    forms = type_codes_of(leaf.document.version_id for leaf, _ in pairs)
    files = signature_files_of(leaf.document_id for leaf, _ in pairs)
    return [
        _planned(
            leaf,
            folios,
            house,
            names,
            forms.get(leaf.document.version_id, ""),
            files.get(leaf.document_id, []),
        )
        for leaf, folios in pairs
    ]


def _planned(
    leaf: CaseDocument, folios: Folios, house: _House, names: set[str], form: str, files: list[str]
) -> PlannedDocument:
    document = leaf.document
    version, blob = document.version, document.latest_blob
    signatures: list[Signature] = []
    if version.code:
        signatures.append(house.csv(version.code))
    if blob.kind != "text":
        signatures.append(Enveloped("TF06"))
    elif form in INSIDE:
        signatures.append(Enveloped(form))
    signatures.extend(Detached(_read(sha256)) for sha256 in files)
    is_signed = bool(signatures[1 if version.code else 0 :])
    extension = version.name.rpartition(".")[2] if "." in version.name else ""
    eni = EniDocument(
        identifier=document.eni_identifier,
        organs=[house.organ],
        captured_at=timezone.localtime(document.captured_at),
        by_administration=document.origin == "administration",
        elaboration=document.elaboration,
        source_identifier=document.source_identifier,
        type=document.type.eni_type if document.type else "TD99",
        format_name=version.format_name or eni_xml.format_name(version.media_type, extension),
        signatures=signatures,
    )
    return PlannedDocument(
        eni=eni,
        sha256=blob.sha256,
        size=blob.size,
        file_name=_file_name(folios, version.name, document.title, names),
        title=document.title,
        kind=document.type.name if document.type else "",
        day=(document.date_on or timezone.localtime(document.captured_at).date()).isoformat(),
        folios=str(folios),
        added_at=timezone.localtime(leaf.added_at),
        folder=leaf.folder.name if leaf.folder else "",
        code=version.code or "",
        is_signed=is_signed,
    )


def _read(sha256: str) -> bytes:
    """A signature file: some kilobytes."""
    with blobs.open(sha256) as stream:
        data: bytes = stream.read()
    return data


def _file_name(folios: Folios, name: str, title: str, taken: set[str]) -> str:
    """`001-sol·licitud.pdf`: the first folio, then the name that it brought; never twice the same."""
    _stem, dot, extension = name.rpartition(".")
    wanted = clean(f"{folios.first:03d}-{title}{dot}{extension}" if dot else f"{folios.first:03d}-{title}")
    candidate, n = wanted, 1
    while candidate.lower() in taken:
        n += 1
        stem, dot, extension = wanted.rpartition(".")
        candidate = f"{stem}-{n}.{extension}" if dot else f"{wanted}-{n}"
    taken.add(candidate.lower())
    return candidate


def _start_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
