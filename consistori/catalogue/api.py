"""API: the series of the scheme in force, and the types of document."""

from __future__ import annotations

from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel

from consistori.catalogue import selectors
from consistori.catalogue.models import DocumentType, Series
from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of

router = Router()


class SeriesOut(BaseModel):
    """A series [sèrie documental] of the scheme in force."""

    id: UUID
    code: str
    title: str
    level: int
    official_code: str
    case_kind: str
    access_regime: str
    reserved: bool
    version: int


class DocumentTypeOut(BaseModel):
    """A type of document, with its type in the ENI."""

    code: str
    name: str
    eni_type: str
    default_origin: str


def series_out(series: Series) -> SeriesOut:
    """A series as the API tells it, in the language of who asks."""
    return SeriesOut(
        id=series.pk,
        code=series.code,
        title=series.title,
        level=series.level,
        official_code=series.official_code,
        case_kind=series.case_kind,
        access_regime=series.access_regime,
        reserved=series.is_reserved,
        version=series.version,
    )


def type_out(kind: DocumentType) -> DocumentTypeOut:
    return DocumentTypeOut(
        code=kind.code, name=kind.name, eni_type=kind.eni_type, default_origin=kind.default_origin
    )


@router.get("/series", response=Page[SeriesOut], summary="Series where a case can be opened")
@api_operation(scope="catalogue:read")
def list_series(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """By code; with `q`, by the words people use, the best first, on one page."""
    if query.q:
        best = selectors.search_series(query.q, limit=query.limit, person_id=request.actor.person_id)
        return Answer(Page[SeriesOut](items=[series_out(s) for s in best]))
    items, following = page_of(selectors.openable_series(), query, key=lambda s: s.code)
    return Answer(Page[SeriesOut](items=[series_out(s) for s in items], next=following))


@router.get("/series/{code}", response=SeriesOut, summary="A series")
@api_operation(scope="catalogue:read")
def show_series(request: ApiRequest, code: str) -> Answer:
    """A line of the scheme in force, by its code."""
    return Answer(series_out(selectors.series_with_code(code)))


@router.get("/document-types", response=Page[DocumentTypeOut], summary="Types of document")
@api_operation(scope="catalogue:read")
def list_document_types(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """The types in use, by code; `q` finds those whose code or name has it."""
    asked = (query.q or "").strip().casefold()
    kinds = [k for k in selectors.document_types() if asked in f"{k.code} {k.name}".casefold()]
    items, following = page_of(kinds, query, key=lambda k: k.code)
    return Answer(Page[DocumentTypeOut](items=[type_out(k) for k in items], next=following))
