"""API: the books of the registry. Nothing is ever changed: what is wrong is annotated beside it."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    Page,
    api_operation,
    page_of_rows,
)
from consistori.directory.api_access.answers import rendered
from consistori.directory.api_access.bodies import ensure_json, read_json, valid
from consistori.directory.models import Unit
from consistori.documents.models import Document
from consistori.documents.selectors import document_for
from consistori.documents.services import ReceivedFile, receive_document
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.parties.models import Party
from consistori.registry import receipts, texts
from consistori.registry.api.bodies import (
    EntryAnnotationIn,
    EntryAnnotationOut,
    EntryDetail,
    EntryDocumentOut,
    EntryIn,
    EntryOut,
    EntryPersonIn,
    EntryPersonOut,
    EntryQuery,
)
from consistori.registry.models import RegistryEntry
from consistori.registry.policies import may_read_books, may_register, may_register_exits
from consistori.registry.rules.books import Book
from consistori.registry.selectors import (
    BookQuestion,
    OpenedEntry,
    entered,
    entries_of,
    opened_entry,
    whole_entry,
)
from consistori.registry.services import (
    EntryPersonSaid,
    OutsideReference,
    annotate,
    annul_entry,
    correct_entry,
    register_entry,
    register_exit,
)
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for
from consistori.trail.readings import record_reading

router = Router()
MOST_FILES = 100
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/EntryIn"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["entry"],
                    "properties": {
                        "entry": {"$ref": "#/components/schemas/EntryIn"},
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
                    },
                },
                "encoding": {"entry": {"contentType": "application/json"}},
            },
        },
    }
}


@router.get("/registry-entries", response=Page[EntryOut], summary="Entries of a book")
@api_operation(scope="registry:read")
def list_registry_entries(request: ApiRequest, query: Query[EntryQuery]) -> Answer:
    """The newest first. `q` finds by number, what it is about, and people."""
    _ensure_here(request)
    ensure(may_read_books(request.actor))
    asked = BookQuestion(
        book=query.book, q=query.q or "", since=query.since, until=query.until,
        channel=query.channel or "", heading=query.heading or "",
    )  # fmt: skip
    rows = entries_of(asked).select_related("state")
    found, following = page_of_rows(rows, query, order=["-registered_at", "-id"], kinds=[datetime, UUID])
    return Answer(Page[EntryOut](items=[EntryOut(**_fields(row)) for row in found], next=following))


@router.get("/registry-entries/{entry}", response=EntryDetail, summary="An entry")
@api_operation(scope="registry:read")
def show_registry_entry(request: ApiRequest, entry: str) -> Answer:
    """By its number. The reading is written down."""
    opened = _opened(request, entry)
    record_reading(by=request.actor, kind="registry-entry", id=opened.entry.pk, label=opened.entry.reference)
    return _answer(request, opened)


def _receive(request: HttpRequest) -> dict[str, Any]:
    """The entry as JSON, alone or in part `entry` beside the files in parts `file`."""
    if request.content_type != "multipart/form-data":
        ensure_json(request)
        return {"body": valid(EntryIn, read_json(request.body)), "files": []}
    part = request.POST.get("entry")
    text = part.encode() if part is not None else request.FILES.get("entry", io.BytesIO()).read()
    uploads: list[Any] = request.FILES.getlist("file")
    if len(uploads) > MOST_FILES:
        raise BadInput(_("Too many files at once: bring the others afterwards."), field="file")
    files = [upload.file_received() for upload in uploads]
    for file in files:
        file.content()
    return {"body": valid(EntryIn, read_json(text)), "files": files}


def _with_receipt(request: ApiRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer again with the receipt inside, when it was asked for; without it if it cannot be now."""
    if answer.status_code != 201 or not _wants_receipt(request):
        return answer
    reference = answer["Location"].rpartition("/")[2]
    with working_for(request.entity):
        made = whole_entry(reference).entry
    receipts.make_now(request.entity, str(made.pk))
    with working_for(request.entity):
        better = rendered(request, _answer(request, whole_entry(reference), status=201))
    if answer.has_header("Idempotent-Replayed"):
        better["Idempotent-Replayed"] = answer["Idempotent-Replayed"]
    better["Preference-Applied"] = "wait"
    return better


def _wants_receipt(request: HttpRequest) -> bool:
    """`Prefer: wait=10` (RFC 7240, 4.3), or `?wait=receipt` for who cannot put a header."""
    preferences = (one.strip().lower() for one in request.headers.get("Prefer", "").split(","))
    return any(re.fullmatch(r"wait=\d{1,4}", one) for one in preferences) or (
        request.GET.get("wait") == "receipt"
    )


@router.post("/registry-entries", response={201: EntryDetail}, summary="Register", openapi_extra=_BODY)
@api_operation(scope="registry:write", receive=_receive, finish=_with_receipt)
def register_in_book(request: ApiRequest, *, body: EntryIn, files: list[ReceivedFile]) -> Answer:
    """It gets its number and its hour. With files (multipart), they are its documents: all or nothing.

    The receipt is made after the answer; with `Prefer: wait=10` it is in the answer, sealed.
    """
    _ensure_here(request)
    by, is_exit = request.actor, body.book == Book.EXIT
    ensure(may_register_exits(by) if is_exit else may_register(by))
    documents = [_document(request, pk) for pk in body.documents]
    origin = Document.Origin.ADMINISTRATION if is_exit else Document.Origin.CITIZEN
    documents += [receive_document(by=by, received=file, origin=origin) for file in files]
    said: dict[str, Any] = {
        "by": by, "subject": body.subject, "channel": body.channel, "documents": documents,
        "people": [_person(one, is_exit=is_exit) for one in body.people], "unit": _unit(body.unit),
        "destination": body.destination, "destination_code": body.destination_code,
        "observations": body.observations, "language": body.language,
        "receipt_now": _wants_receipt(request),
    }  # fmt: skip
    if body.heading is not None:
        said["heading"] = body.heading
    entry = (
        register_exit(**said) if is_exit else register_entry(**said, paper=body.paper, outside=_outside(body))
    )
    return _answer(request, entered(entry), status=201)


@router.post("/registry-entries/{entry}/annotations", response={201: EntryDetail}, summary="Annotate")
@api_operation(scope="registry:write")
def annotate_registry_entry(request: ApiRequest, entry: str, body: EntryAnnotationIn) -> Answer:
    """The old words stay in sight; the number, the hour, the people and the documents are never corrected."""
    opened, by = _opened(request, entry), request.actor
    if body.kind == "correction":
        if body.field is None:
            raise BadInput(_("Say what is corrected."), field="field")
        correct_entry(opened.entry, by=by, field=body.field, new=body.new, reason=body.reason)
    elif body.kind == "annulment":
        annul_entry(opened.entry, by=by, reason=body.reason)
    else:
        annotate(opened.entry, by=by, words=body.reason)
    return _answer(request, whole_entry(opened.entry.reference), status=201)


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "registry"):
        raise NotHere(_("This town hall keeps no registry here."))


def _opened(request: ApiRequest, reference: str) -> OpenedEntry:
    _ensure_here(request)
    return opened_entry(request.actor, reference[:20])


def _document(request: ApiRequest, pk: UUID) -> Document:
    try:
        return document_for(request.actor, pk)
    except NotHere as missing:
        raise BadInput(_("There is no such document here."), field="documents") from missing


def _person(sent: EntryPersonIn, *, is_exit: bool) -> EntryPersonSaid:
    role = sent.role or (texts.ADDRESSEE if is_exit else texts.APPLICANT)
    if sent.party is None:
        return EntryPersonSaid(None, role, sent.name, sent.identifier)
    party: Party | None = Party.objects.filter(pk=sent.party).select_related("merged_into").first()
    if party is None:
        raise BadInput(_("There is no such person or firm here."), field="people")
    return EntryPersonSaid(party, role)


def _unit(ref: UUID | None) -> Unit | None:
    if ref is None:
        return None
    unit: Unit | None = Unit.objects.filter(pk=ref, closed_on=None).first()
    if unit is None:
        raise BadInput(_("There is no such unit."), field="unit")
    return unit


def _outside(body: EntryIn) -> OutsideReference | None:
    if body.outside is None:
        return None
    sent = body.outside
    if sent.filed_at is not None and sent.filed_at.tzinfo is None:
        raise BadInput(_("Say the hour with its zone."), field="outside")
    return OutsideReference(sent.register_name, sent.reference, sent.filed_at, sent.registry)


def _fields(entry: RegistryEntry) -> dict[str, Any]:
    return {
        "id": entry.pk, "book": entry.book, "reference": entry.reference, "registered_at": entry.registered_at,
        "effective_at": entry.effective_at.astimezone(UTC), "heading": entry.heading, "subject": entry.subject,
        "channel": entry.channel, "destination": entry.destination,
        "is_annulled": entry.state.annulled_at is not None, "receipt_state": entry.state.receipt_state,
        "external_register": entry.external_register, "external_reference": entry.external_reference,
    }  # fmt: skip


def _answer(request: ApiRequest, opened: OpenedEntry, *, status: int = 200) -> Answer:
    entry = opened.entry
    base = request.path.split("/api/v1/")[0] + "/api/v1/"
    here = f"{base}registry-entries/{entry.reference}"
    receipt = entry.state.receipt_id
    links = {"self": here, "annotations": f"{here}/annotations"}
    if receipt:
        links["receipt"] = f"{base}documents/{receipt}/content"
    detail = EntryDetail(
        **_fields(entry),
        people=[
            EntryPersonOut(role=p.role, name=p.name, identifier=p.identifier, party=p.party_id)
            for p in opened.people
        ],
        documents=[
            EntryDocumentOut(
                document=d.document_id, title=d.title, name=d.name, media_type=d.media_type, size=d.size,
                sha256=d.sha256,
            )
            for d in opened.documents
        ],
        annotations=[
            EntryAnnotationOut(kind=a.kind, field=a.field, old=a.old, new=a.new, reason=a.reason, at=a.at, by=a.by_name)
            for a in opened.annotations
        ],
        reads=opened.reads,
        receipt=receipt,
        links=links,
    )  # fmt: skip
    return Answer(detail, status=status, location=here if status == 201 else "")
