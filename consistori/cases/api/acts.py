"""What is done to a case: passing it, closing it, opening it again, reserving it; and its life so far."""

from __future__ import annotations

from uuid import UUID

from ninja import Query, Router

from consistori.cases import selectors, services
from consistori.cases.api._common import case_answer, case_of, colleague
from consistori.cases.api.bodies import CaseDetail, ClosingIn, HandOverIn, LineOut, ReasonIn
from consistori.cases.timeline import Line, lines_of
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ListQuery,
    Page,
    api_operation,
    check_match,
)
from consistori.directory.api_access.paging import read_cursor, write_cursor

router = Router()
MATCHES = {"x-if-match": "optional"}


@router.post("/cases/{case}/hand-over", response=CaseDetail, summary="Hand over", openapi_extra=MATCHES)
@api_operation(scope="cases:write")
def hand_over_case(request: ApiRequest, case: str, body: HandOverIn) -> Answer:
    """Pass the case to a colleague, with a note."""
    found = case_of(request, case, lock=True)
    check_match(request, found.etag, required=False)
    person = colleague(body.to, field="to")
    if person is not None:
        services.hand_over(found, by=request.actor, to=person, note=body.note)
    return case_answer(request, found)


@router.post("/cases/{case}/close", response=CaseDetail, summary="Close", openapi_extra=MATCHES)
@api_operation(scope="cases:write")
def close_case(request: ApiRequest, case: str, body: ClosingIn) -> Answer:
    """Close the case, saying how it ended. 409 says everything that is missing."""
    found = case_of(request, case, lock=True)
    check_match(request, found.etag, required=False)
    services.close_case(found, by=request.actor, ending=body.ending, note=body.note)
    return case_answer(request, found)


@router.post("/cases/{case}/reopen", response=CaseDetail, summary="Reopen", openapi_extra=MATCHES)
@api_operation(scope="cases:write")
def reopen_case(request: ApiRequest, case: str, body: ReasonIn) -> Answer:
    """Open a closed case again, with a reason."""
    found = case_of(request, case, lock=True)
    check_match(request, found.etag, required=False)
    services.reopen_case(found, by=request.actor, reason=body.reason)
    return case_answer(request, found)


@router.post("/cases/{case}/reserve", response=CaseDetail, summary="Reserve", openapi_extra=MATCHES)
@api_operation(scope="cases:write")
def reserve_case(request: ApiRequest, case: str, body: ReasonIn) -> Answer:
    """Keep the case to a few, with a reason."""
    found = case_of(request, case, lock=True)
    check_match(request, found.etag, required=False)
    services.reserve_case(found, by=request.actor, reason=body.reason)
    return case_answer(request, found)


@router.get("/cases/{case}/timeline", response=Page[LineOut], summary="What happened in a case")
@api_operation(scope="cases:read")
def list_timeline(request: ApiRequest, case: str, query: Query[ListQuery]) -> Answer:
    """The facts of the case and of its documents, the newest first."""
    found = case_of(request, case)
    documents = [leaf.document_id for leaf in selectors.leaves_of(found)]
    before = read_cursor(query.cursor, [int])[0] if query.cursor else None
    lines = lines_of(found, documents, before_seq=before, limit=query.limit + 1)
    more = len(lines) > query.limit
    following = write_cursor([lines[query.limit - 1].seq]) if more else None
    return Answer(Page[LineOut](items=[_line(line) for line in lines[: query.limit]], next=following))


def _line(line: Line) -> LineOut:
    document = UUID(line.document_id) if line.document_id else None
    return LineOut(
        seq=line.seq, at=line.at, who=line.who, sentence=line.sentence, note=line.note, document=document
    )
