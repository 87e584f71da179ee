"""Cases: opening, reading, listing, changing."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from consistori.cases import selectors, services
from consistori.cases.api._common import (
    base_of,
    case_answer,
    case_of,
    colleague,
    opening_party,
    series_of,
    unit_of,
)
from consistori.cases.api.bodies import CaseChanges, CaseDetail, CaseIn, CaseOut, CaseQuery, case_fields
from consistori.cases.models import CaseFile
from consistori.cases.policies import may_open_cases
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    Page,
    api_operation,
    check_match,
    page_of_rows,
)
from consistori.directory.api_access.bodies import ensure_json, read_json, valid
from consistori.documents.services import ReceivedFile, receive_document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, ensure
from consistori.tenancy import search

router = Router()
MOST_FILES = 100
CASE_KEY = [datetime, UUID]
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/CaseIn"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["case"],
                    "properties": {
                        "case": {"$ref": "#/components/schemas/CaseIn"},
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
                    },
                },
                "encoding": {"case": {"contentType": "application/json"}},
            },
        },
    }
}


def _receive(request: HttpRequest) -> dict[str, Any]:
    """The case as JSON, alone or in part `case` beside the files in parts `file`."""
    if request.content_type != "multipart/form-data":
        ensure_json(request)
        return {"body": valid(CaseIn, read_json(request.body)), "files": []}
    part = request.POST.get("case")
    text = part.encode() if part is not None else request.FILES.get("case", io.BytesIO()).read()
    uploads = request.FILES.getlist("file")
    if len(uploads) > MOST_FILES:
        raise BadInput(_("Too many files at once: bring the others afterwards."), field="file")
    return {"body": valid(CaseIn, read_json(text)), "files": [examined(upload) for upload in uploads]}


def examined(upload: Any) -> ReceivedFile:
    """The file that came, looked into before the transaction opens. Raises why it cannot be kept."""
    received: ReceivedFile = upload.file_received()
    received.content()
    return received


@router.post("/cases", response={201: CaseDetail}, summary="Open a case", openapi_extra=_BODY)
@api_operation(scope="cases:write", receive=_receive)
def open_case(request: ApiRequest, *, body: CaseIn, files: list[ReceivedFile]) -> Answer:
    """It gets its number. With files (multipart), they are its first documents: all or nothing."""
    by = request.actor
    ensure(may_open_cases(by))
    unit = unit_of(body.unit)
    series = series_of(body.series)
    carrier = colleague(body.carried_by, field="carried_by")
    parties = [opening_party(sent, by=by) for sent in body.parties]
    # Documents first: the number of the case is taken last, and its lock is short.
    documents = [receive_document(by=by, received=file) for file in files]
    case = services.open_case(
        by=by,
        title=body.title,
        series=series,
        unit=unit,
        parties=parties,
        opened_on=body.opened_on,
        carried_by=carrier,
    )
    if documents:
        services.add_documents(case, documents, by=by)
    return case_answer(request, case, status=201)


@router.get("/cases", response=Page[CaseOut], summary="Cases")
@api_operation(scope="cases:read")
def list_cases(request: ApiRequest, query: Query[CaseQuery]) -> Answer:
    """The last that moved first. `q` finds by number, title and parties, among those that can be read."""
    rows = _asked(CaseFile.objects.known_to(request.actor), query)
    if query.q:
        rows = search.matching(rows.visible_to(request.actor), query.q)
    found, following = page_of_rows(
        selectors.with_cover(rows), query, order=["-last_moved_at", "-id"], kinds=CASE_KEY
    )
    readable = _readable(found, request.actor)
    base = base_of(request)
    items = [CaseOut(**case_fields(c, request.entity, base, readable=c.pk in readable)) for c in found]
    return Answer(Page[CaseOut](items=items, next=following))


def _asked(rows: Any, query: CaseQuery) -> Any:
    asked: dict[str, Any] = {
        "situation": query.situation,
        "state": query.state,
        "series__code": query.series,
        "unit": query.unit,
        "carried_by": query.carried_by,
        "case_labels__label__name": query.label,
        "last_moved_at__gte": query.moved_since,
    }
    return rows.filter(**{name: value for name, value in asked.items() if value is not None})


def _readable(found: list[CaseFile], actor: Actor) -> set[Any]:
    """Those whose contents may be read: one statement more only if some are reserved."""
    reserved = [case.pk for case in found if case.reserved]
    readable = {case.pk for case in found if not case.reserved}
    if reserved:
        readable |= set(
            CaseFile.objects.visible_to(actor).filter(pk__in=reserved).values_list("pk", flat=True)
        )
    return readable


@router.get("/cases/{case}", response=CaseDetail, summary="A case")
@api_operation(scope="cases:read")
def show_case(request: ApiRequest, case: str) -> Answer:
    """By its identifier or its number."""
    return case_answer(request, case_of(request, case))


@router.patch(
    "/cases/{case}",
    response=CaseDetail,
    summary="Change a case",
    openapi_extra={"x-if-match": "required"},
)
@api_operation(scope="cases:write")
def change_case(request: ApiRequest, case: str, body: CaseChanges) -> Answer:
    """Title, series, unit, state, who carries it: what is sent and is different changes. Takes If-Match."""
    found = case_of(request, case, lock=True)
    check_match(request, found.etag)
    by = request.actor
    if body.title is not None and " ".join(body.title.split()) != found.title:
        services.rename_case(found, by=by, title=body.title)
    series = series_of(body.series)
    if series is not None and series.pk != found.series_id:
        services.classify_case(found, by=by, series=series)
    unit = unit_of(body.unit)
    if unit is not None and unit.pk != found.unit_id:
        services.change_unit(found, by=by, unit=unit)
    if body.state is not None and body.state != found.state:
        services.change_state(found, by=by, state=body.state)
    person = colleague(body.carried_by, field="carried_by")
    if person is not None and person.pk != found.carried_by_id:
        services.hand_over(found, by=by, to=person, note=body.note)
    return case_answer(request, found)
