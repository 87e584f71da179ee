"""Validating on arrival what others signed: PDF, XML and signature files, and keeping the report (N-SIG-06).

Network and arithmetic happen in a job, with no transaction open; what it found is kept and shown in words.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from consistori.documents import blobs
from consistori.documents.blobs.quarantine import InQuarantine
from consistori.documents.models import Blob, Document, DocumentVersion
from consistori.formats import kinds
from consistori.formats.content import Remark
from consistori.kernel.clock import now
from consistori.signature import ports
from consistori.signature.arrival_events import SignaturesOfOthersChecked
from consistori.signature.engine.facts import Changes, SignatureFacts, Standing, Trust
from consistori.signature.models import ArrivalReport
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import announce

if TYPE_CHECKING:
    from consistori.kernel.actor import Actor

LARGEST = 256 * 1024**2
LARGEST_XML = 64 * 1024**2
LARGEST_PACKAGE = 128 * 1024**2
_SIGNED_NAMES = (".xsig", ".xades")


@dataclass(frozen=True)
class Found:
    """What a check found, of any form. `signed_sha256`: of a text that is apart from its signature."""

    form: str
    type_code: str
    standing: Standing
    signatures: tuple[SignatureFacts, ...]
    remarks: tuple[str, ...] = ()
    problem: str = ""
    signed_sha256: str = ""


def may_be_signed(version: DocumentVersion) -> bool:
    """Whether it is worth opening: a signed PDF, any XML, a signature file or package. What we froze is not."""
    if version.making != DocumentVersion.Making.BROUGHT:
        return False
    if version.kind is kinds.PDF:
        return Remark.SIGNED in version.remarks and version.size <= LARGEST
    if version.media_type == kinds.XML.media_type:
        return version.size <= LARGEST_XML
    if version.kind is kinds.ASICE:
        return version.size <= LARGEST_PACKAGE
    return version.media_type == kinds.CMS.media_type and version.size <= LARGEST


def check_arrival(entity: Entity, document_id: UUID, *, by: Actor) -> ArrivalReport | None:
    """Validate the signatures of the current version and keep the report; None when it carries none.

    Asks about revocation, so no transaction may be open. Done again, it writes the report of now in its place.
    """
    with working_for(entity):
        document = Document.objects.kept().with_version().filter(pk=document_id).first()
        if document is None or not may_be_signed(document.version):
            return None
        try:
            data = _bytes(document.version.sha256)
            apart = _text_of_detached(document.version, data)
        except InQuarantine:
            return None
    found = find_signatures(document.version, data, content=apart[1] if apart else None)
    if found is None:
        return None
    with working_for(entity):
        return _keep(document, found, apart[0] if apart else None, by)


def find_signatures(version: DocumentVersion, data: bytes, *, content: bytes | None = None) -> Found | None:
    """The signatures of a file by its kind. The engine is loaded here: it costs most of a second of every start."""
    trust = ports.trust_list()
    if version.kind is kinds.PDF:
        from consistori.signature.engine.validation import report_on

        report = report_on(data, trust)
        if report.problem == "no-signatures":
            return None
        if report.problem:
            return _by_ranges(data)
        return Found("pades", "TF06", report.standing, report.signatures)
    from consistori.signature.forms.checking import check_file, check_xml

    if version.kind is kinds.ASICE:
        from consistori.signature.forms.package_checking import check_package

        packed = check_package(data, trust)
        return Found(
            "asic", packed.type_code, packed.standing, packed.signatures, packed.remarks, packed.problem
        )
    is_xml = version.media_type == kinds.XML.media_type
    made = check_xml(data, trust) if is_xml else check_file(data, trust, content=content)
    if made is None:
        return None
    return Found(
        "xades" if is_xml else "cades",
        made.type_code,
        made.standing,
        made.signatures,
        made.remarks,
        made.problem,
        made.signed_sha256,
    )


def _by_ranges(data: bytes) -> Found:
    """A PDF that the engine does not read as it is written: what can be said by the bytes that are signed."""
    from consistori.signature.forms.pdf_checking import check_ranges

    made = check_ranges(data, ports.trust_list())
    if made is None or not made.signatures:
        return Found("pades", "TF06", Standing.UNKNOWN, (), (), "not-pdf")
    return Found("pades", "TF06", made.standing, made.signatures, made.remarks, made.problem)


def reports_about(document: Document) -> list[ArrivalReport]:
    """The report of its own signatures, and those of signature files apart that sign its bytes. One statement."""
    version = document.version
    own_or_of_it = Q(version_id=version.pk) | Q(signed_sha256=version.sha256)
    rows = ArrivalReport.objects.filter(own_or_of_it).select_related("document", "signed")
    return sorted(rows, key=lambda one: one.version_id != version.pk)


def type_codes_of(version_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The form (TF02-TF06) of the signatures that these versions brought. One statement."""
    rows = ArrivalReport.objects.filter(version_id__in=list(version_ids)).exclude(signatures=[])
    return dict(rows.values_list("version_id", "type_code"))


def signature_files_of(document_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The hashes of the signature files that came apart and sign these documents, and hold. One statement."""
    rows = ArrivalReport.objects.filter(signed_id__in=list(document_ids), standing=Standing.VALID.value)
    found: dict[UUID, list[str]] = {}
    for signed_id, sha256 in rows.values_list("signed_id", "version__sha256"):
        found.setdefault(signed_id, []).append(sha256)
    return found


def facts_kept(report: ArrivalReport) -> list[tuple[SignatureFacts, str]]:
    """The facts of each signature as they were found, and its remark (a code, or nothing)."""
    return [(_revived(one), str(one.get("remark", ""))) for one in report.signatures]


def waiting_for_text(sha256: str) -> list[UUID]:
    """Documents with a signature of that text, which had not come yet when they were checked."""
    rows = ArrivalReport.objects.filter(signed_sha256=sha256, signed=None)
    return list(rows.values_list("document_id", flat=True)[:20])


def _keep(document: Document, found: Found, signed: Document | None, by: Actor) -> ArrivalReport:
    remarks = (*found.remarks, *("" for _ in found.signatures))
    kept, _made = ArrivalReport.objects.update_or_create(
        version_id=document.version_id,
        defaults={
            "document": document,
            "form": found.form,
            "type_code": found.type_code,
            "standing": found.standing.value,
            "signatures": [
                {**_plain(one), "remark": remark}
                for one, remark in zip(found.signatures, remarks, strict=False)
            ],
            "problem": found.problem,
            "signed_sha256": found.signed_sha256,
            "signed": signed,
            "checked_at": now(),
        },
    )
    report: ArrivalReport = kept
    told = SignaturesOfOthersChecked(
        document_id=document.pk,
        title=document.title,
        form=found.form,
        standing=found.standing.value,
        signatures=len(found.signatures),
    )
    announce(told, by=by)
    return report


def _text_of_detached(version: DocumentVersion, data: bytes) -> tuple[Document, bytes] | None:
    """The document that a signature apart signs, when it is here: found by the hash that the signature says."""
    if version.media_type != kinds.CMS.media_type:
        return None
    from consistori.formats.cades import NotCms, read_file

    try:
        sha256 = read_file(data).sha256
    except NotCms:
        return None
    if not sha256 or not Blob.objects.filter(sha256=sha256, erased_at=None, size__lte=LARGEST).exists():
        return None
    document = Document.objects.kept().filter(version__sha256=sha256).order_by("captured_at").first()
    return (document, _bytes(sha256)) if document is not None else None


def _bytes(sha256: str) -> bytes:
    with blobs.open(sha256) as stream:
        data: bytes = stream.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"the bytes of {sha256} are not those that were kept")
    return data


def _plain(one: SignatureFacts) -> dict[str, Any]:
    """As JSON keeps it."""
    return {
        field.name: _as_json(getattr(one, field.name))
        for field in dataclasses.fields(one)
        if field.name != "layers"
    }


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _revived(kept: dict[str, Any]) -> SignatureFacts:
    """The facts again; what a later program knows to ask and an earlier did not is left as nothing."""
    said: dict[str, Any] = {}
    for field in dataclasses.fields(SignatureFacts):
        if field.name in kept:
            said[field.name] = kept[field.name]
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            said[field.name] = None
    for name in ("declared_at", "stamped_at", "revoked_at", "expires_at"):
        said[name] = datetime.fromisoformat(said[name]) if said.get(name) else None
    said["trust"] = Trust(said["trust"])
    said["standing"] = Standing(said["standing"])
    said["changes_after"] = Changes(said["changes_after"])
    return SignatureFacts(**said)
