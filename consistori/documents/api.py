"""API: documents, their metadata, their versions and their bytes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import BaseModel, Field

from consistori.catalogue.models import DocumentType
from consistori.catalogue.selectors import document_types
from consistori.directory.api_access import Answer, ApiRequest, ApiSchema, api_operation, check_match
from consistori.directory.api_access.answers import etag_of
from consistori.documents import blobs, selectors
from consistori.documents.models import Document
from consistori.documents.services import (
    ReceivedFile,
    describe_document,
    discard_document,
    freeze_document,
    new_version,
    restore_document,
)
from consistori.documents.templating.api import router as templates_router
from consistori.documents.writing.api import router as texts_router
from consistori.kernel.errors import BadInput

router = Router()
router.add_router("", templates_router)
router.add_router("", texts_router)
MATCHES = {"x-if-match": "required"}
Origin = Literal["citizen", "administration"]
Elaboration = Literal["EE01", "EE02", "EE03", "EE04", "EE99"]
Support = Literal["electronic", "paper", "both"]


class DocumentIn(ApiSchema):
    """What is said of a document; what is not said is guessed. `type` is the code of a type of document."""

    title: str | None = Field(None, max_length=200)
    type: str | None = Field(None, max_length=30)
    date_on: date | None = None
    origin: Origin | None = None
    elaboration: Elaboration | None = None
    source_identifier: str | None = Field(None, max_length=60)
    language: str | None = Field(None, max_length=5)
    support: Support | None = None
    paper_place: str | None = Field(None, max_length=160)
    state: Literal["draft", "final"] | None = None


class DocumentChanges(DocumentIn):
    """What changes; a frozen document asks for a reason."""

    reason: str = Field("", max_length=300)


class FreezeIn(ApiSchema):
    """The posts of who will sign it, which its paper says."""

    signers: list[str] = Field(min_length=1, max_length=12)


class VersionOut(BaseModel):
    """The current text."""

    number: int
    name: str
    media_type: str
    format_name: str
    size: int
    sha256: str
    pages: int | None
    pdfa: str
    code: str | None


class DocumentOut(BaseModel):
    """A document with the metadata of the ENI. `latest_sha256` is of its bytes with all signatures so far."""

    id: UUID
    title: str
    type: str | None
    date_on: date | None
    origin: str
    elaboration: str
    source_identifier: str
    language: str
    support: str
    paper_place: str
    state: str
    captured_at: datetime
    eni_identifier: str
    guessed: list[str]
    discarded_at: datetime | None
    current: VersionOut
    latest_size: int
    latest_sha256: str
    version: int
    links: dict[str, str]


def document_out(document: Document, base: str) -> DocumentOut:
    """A document as the API tells it."""
    version, bytes_ = document.version, document.latest_blob
    here = f"{base}documents/{document.pk}"
    current = VersionOut(
        number=version.number,
        name=version.name,
        media_type=version.media_type,
        format_name=version.format_name,
        size=version.size,
        sha256=version.sha256,
        pages=version.pages,
        pdfa=version.pdfa,
        code=version.code,
    )
    return DocumentOut(
        id=document.pk,
        title=document.title,
        type=document.type.code if document.type else None,
        date_on=document.date_on,
        origin=document.origin,
        elaboration=document.elaboration,
        source_identifier=document.source_identifier,
        language=document.language,
        support=document.support,
        paper_place=document.paper_place,
        state=document.state,
        captured_at=document.captured_at,
        eni_identifier=document.eni_identifier,
        guessed=list(document.guessed),
        discarded_at=document.discarded_at,
        current=current,
        latest_size=bytes_.size,
        latest_sha256=bytes_.sha256,
        version=document.edition,
        links={"self": here, "content": f"{here}/content"},
    )


def metadata_of(body: DocumentIn, *, without: set[str] | frozenset[str] = frozenset()) -> dict[str, Any]:
    """What was said, as the acts take it. Raises `BadInput` for a type that does not exist."""
    said = body.model_dump(exclude_none=True, exclude_unset=True, exclude=set(without))
    if "type" in said:
        said["type"] = _type_of(said["type"])
    return said


def _type_of(code: str) -> DocumentType:
    found = next((kind for kind in document_types() if kind.code == code), None)
    if found is None:
        raise BadInput(_("There is no such type of document."), field="type")
    return found


def _base(request: HttpRequest) -> str:
    return request.path.split("/api/v1/")[0] + "/api/v1/"


def _answer(request: HttpRequest, document: Document, *, status: int = 200) -> Answer:
    return Answer(
        document_out(document, _base(request)), status=status, etag=etag_of(document.pk, document.edition)
    )


def _checked(request: ApiRequest, document_id: UUID) -> Document:
    document = selectors.document_for(request.actor, document_id)
    check_match(request, etag_of(document.pk, document.edition))
    return document


@router.get("/documents/{document_id}", response=DocumentOut, summary="A document")
@api_operation(scope="documents:read")
def show_document(request: ApiRequest, document_id: UUID) -> Answer:
    """Its metadata; its bytes are in `content`."""
    return _answer(request, selectors.document_for(request.actor, document_id))


@router.patch(
    "/documents/{document_id}", response=DocumentOut, summary="Describe a document", openapi_extra=MATCHES
)
@api_operation(scope="documents:write")
def change_document(request: ApiRequest, document_id: UUID, body: DocumentChanges) -> Answer:
    """Complete or correct its metadata. Takes If-Match."""
    document = _checked(request, document_id)
    said = metadata_of(body, without={"reason"})
    describe_document(document, by=request.actor, reason=body.reason, edition=document.edition, **said)
    return _answer(request, document)


@router.get(
    "/documents/{document_id}/content",
    response={200: bytes},
    summary="The bytes of a document",
    openapi_extra={"x-bytes": True},
)
@api_operation(scope="documents:read")
def download_document(request: ApiRequest, document_id: UUID) -> Any:
    """As they are now, with all signatures so far. The reading is written down."""
    document = selectors.readable_document(request.actor, document_id)
    # The blob is opened while the scope says whose it is; the rows are read: it streams after the commit.
    response = FileResponse(
        blobs.open(document.latest_blob.sha256),
        as_attachment=True,
        filename=document.version.name,
        content_type="application/octet-stream",
    )
    response["Content-Length"] = str(document.latest_blob.size)
    response["ETag"] = f'"{document.latest_blob.sha256}"'
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@router.delete(
    "/documents/{document_id}", response={204: None}, summary="Throw a document away", openapi_extra=MATCHES
)
@api_operation(scope="documents:write")
def throw_away_document(request: ApiRequest, document_id: UUID) -> Answer:
    """It waits thirty days in the bin. Takes If-Match."""
    discard_document(_checked(request, document_id), by=request.actor)
    return Answer()


@router.post("/documents/{document_id}/restore", response=DocumentOut, summary="Take out of the bin")
@api_operation(scope="documents:write")
def take_out_of_bin(request: ApiRequest, document_id: UUID) -> Answer:
    """While its thirty days are not over."""
    document = selectors.document_for(request.actor, document_id)
    restore_document(document, by=request.actor)
    return _answer(request, document)


def _receive(request: HttpRequest) -> dict[str, Any]:
    uploads = request.FILES.getlist("file") if request.content_type == "multipart/form-data" else []
    if len(uploads) != 1:
        raise BadInput(_("Send one file as multipart/form-data, in the part “file”."), field="file")
    received: ReceivedFile = uploads[0].file_received()  # type: ignore[attr-defined]
    received.content()
    return {"file": received}


_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


@router.post(
    "/documents/{document_id}/versions",
    response={201: DocumentOut},
    summary="Bring a new version",
    openapi_extra=_FILE | MATCHES,
)
@api_operation(scope="documents:write", receive=_receive)
def bring_version(request: ApiRequest, document_id: UUID, *, file: ReceivedFile) -> Answer:
    """The versions before stay. Takes If-Match."""
    document = _checked(request, document_id)
    new_version(document, by=request.actor, received=file)
    return _answer(request, selectors.document_for(request.actor, document_id), status=201)


@router.post(
    "/documents/{document_id}/freeze",
    response=DocumentOut,
    summary="Fix a text for signature",
    openapi_extra=MATCHES,
)
@api_operation(scope="documents:write")
def fix_document(request: ApiRequest, document_id: UUID, body: FreezeIn) -> Answer:
    """PDF/A with code, QR and who will sign in its margin. Asking for signatures does it too. Takes If-Match."""
    document = _checked(request, document_id)
    freeze_document(document, by=request.actor, signer_posts=body.signers)
    return _answer(request, selectors.document_for(request.actor, document_id))
