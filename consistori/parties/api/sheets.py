"""API: bringing people and firms in a sheet, what is wrong in it, entering it and undoing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import Answer, ApiRequest, ApiSchema, ListQuery, Page, api_operation
from consistori.directory.api_access.paging import read_cursor, write_cursor
from consistori.formats.sheets import LARGEST_FILE
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.parties import jobs, sentences, services
from consistori.parties.models import ImportRow, PartyImport
from consistori.parties.policies import may_edit_parties, may_see_parties
from consistori.parties.selectors import cells_shown
from consistori.trail.readings import record_reading

router = Router()
RowState = Literal[
    "read", "good", "completes", "known", "doubtful", "wrong", "entered", "completed", "undone", "stays"
]
Meaning = Literal[
    "", "identifier", "identifier_kind", "kind", "full_name", "name", "surnames", "surname1", "surname2", "email",
    "phone", "mobile", "address", "postcode", "place", "language",
]  # fmt: skip


class ColumnOut(BaseModel):
    """A column of the sheet: its heading, and what it is for us (empty: left out)."""

    heading: str
    column: str


class SheetOut(BaseModel):
    """A sheet of people. `counts`, rows in each state."""

    id: UUID
    file_name: str
    state: str
    columns: list[ColumnOut]
    counts: dict[str, int]
    created_at: datetime
    by: str
    links: dict[str, str]


class CellFault(BaseModel):
    """What is wrong in a cell."""

    column: str
    code: str
    sentence: str


class RowOut(BaseModel):
    """A row: its line in the sheet, what is done with it, what is wrong at each cell, who it is."""

    line: int
    state: str
    cells: list[str]
    faults: list[CellFault]
    party: UUID | None


class ColumnsIn(ApiSchema):
    """What each column is, in their order; an empty one is left out."""

    columns: list[Meaning] = Field(max_length=60)


class EnterIn(ApiSchema):
    """Whether those whose name is already here are entered too, as other people."""

    with_doubtful: bool = False


class RowQuery(ListQuery):
    """Which rows."""

    state: RowState | None = None


_BODY: dict[str, Any] = {
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


def _receive(request: HttpRequest) -> dict[str, Any]:
    """The sheet, in part `file`."""
    upload = request.FILES.get("file") if request.content_type == "multipart/form-data" else None
    if upload is None:
        raise BadInput(_("Send the sheet in the part `file`."), field="file")
    return {"data": upload.read(LARGEST_FILE + 1), "name": upload.name or ""}


@router.post(
    "/party-imports", response={201: SheetOut}, summary="Bring a sheet of people", openapi_extra=_BODY
)
@api_operation(scope="parties:write", receive=_receive)
def bring_party_sheet(request: ApiRequest, *, data: bytes, name: str) -> Answer:
    """XLSX, ODS or CSV, in part `file`. Its columns are guessed by their headings; nobody is entered yet. When the
    guess has a name among them the rows are checked at once.
    """
    sheet = services.bring_sheet(by=request.actor, data=data, file_name=name)
    if {"name", "full_name"} & set(sheet.columns):
        sheet = services.say_columns(sheet, sheet.columns, by=request.actor)
    return Answer(_sheet_out(request, sheet), status=201, location=f"{request.path.rstrip('/')}/{sheet.pk}")


@router.get("/party-imports/{sheet_id}", response=SheetOut, summary="A sheet of people")
@api_operation(scope="parties:read")
def show_party_sheet(request: ApiRequest, sheet_id: UUID) -> Answer:
    """How far it has come, and how many rows are in each state."""
    return Answer(_sheet_out(request, _sheet_of(request, sheet_id)))


@router.get("/party-imports/{sheet_id}/rows", response=Page[RowOut], summary="Rows of a sheet of people")
@api_operation(scope="parties:read")
def list_sheet_rows(request: ApiRequest, sheet_id: UUID, query: Query[RowQuery]) -> Answer:
    """In the order of the sheet, each with what is wrong at its cells. Where a protected person lives is left empty,
    and the reading is written down.
    """
    sheet = _sheet_of(request, sheet_id)
    rows = ImportRow.objects.filter(sheet=sheet).order_by("line")
    if query.state:
        rows = rows.filter(state=query.state)
    if query.cursor:
        rows = rows.filter(line__gt=read_cursor(query.cursor, [int])[0])
    found = list(rows[: query.limit + 1])
    more, found = len(found) > query.limit, found[: query.limit]
    following = write_cursor([found[-1].line]) if more else None
    record_reading(by=request.actor, kind="page", id=sheet.pk, label=sheet.file_name)
    shown = cells_shown(request.actor, found, sheet.columns)
    items = [_row_out(row, cells) for row, cells in zip(found, shown, strict=True)]
    return Answer(Page[RowOut](items=items, next=following))


@router.post("/party-imports/{sheet_id}/columns", response=SheetOut, summary="Say what each column is")
@api_operation(scope="parties:write")
def match_sheet_columns(request: ApiRequest, sheet_id: UUID, body: ColumnsIn) -> Answer:
    """Every row is checked again. It is remembered for the next sheet with the same headings."""
    sheet = _sheet_of(request, sheet_id)
    return Answer(_sheet_out(request, services.say_columns(sheet, body.columns, by=request.actor)))


@router.post("/party-imports/{sheet_id}/enter", response={202: SheetOut}, summary="Enter the good rows")
@api_operation(scope="parties:write")
def enter_party_sheet(request: ApiRequest, sheet_id: UUID, body: EnterIn) -> Answer:
    """As a job: ask for the sheet until its state is `entered`. What is wrong or doubtful is left out."""
    sheet = _sheet_of(request, sheet_id)
    sheet = services.begin_entering(sheet, by=request.actor, with_doubtful=body.with_doubtful)
    jobs.start(sheet, by=request.actor, language=get_language() or "ca")
    return Answer(_sheet_out(request, sheet), status=202)


@router.post(
    "/party-imports/{sheet_id}/undo", response={202: SheetOut}, summary="Take out what a sheet entered"
)
@api_operation(scope="parties:write")
def undo_party_sheet(request: ApiRequest, sheet_id: UUID) -> Answer:
    """As a job. Those with later work stay, and their rows say why."""
    sheet = services.begin_undoing(_sheet_of(request, sheet_id), by=request.actor)
    jobs.start(sheet, by=request.actor, language=get_language() or "ca")
    return Answer(_sheet_out(request, sheet), status=202)


@router.delete("/party-imports/{sheet_id}", response={204: None}, summary="Throw a sheet away")
@api_operation(scope="parties:write")
def drop_party_sheet(request: ApiRequest, sheet_id: UUID) -> Answer:
    """One of which nobody was entered."""
    services.drop_sheet(_sheet_of(request, sheet_id), by=request.actor)
    return Answer()


def _sheet_of(request: ApiRequest, sheet_id: UUID) -> PartyImport:
    ensure(may_see_parties(request.actor))
    ensure(may_edit_parties(request.actor))
    sheet: PartyImport | None = PartyImport.objects.filter(pk=sheet_id).first()
    if sheet is None:
        raise NotHere(_("There is no such sheet here."))
    return sheet


def _sheet_out(request: HttpRequest, sheet: PartyImport) -> SheetOut:
    here = f"{request.path.split('/api/v1/')[0]}/api/v1/party-imports/{sheet.pk}"
    return SheetOut(
        id=sheet.pk,
        file_name=sheet.file_name,
        state=sheet.state,
        columns=[
            ColumnOut(heading=heading, column=column)
            for heading, column in zip(sheet.header, sheet.columns, strict=False)
        ],
        counts=sheet.counts,
        created_at=sheet.created_at,
        by=sheet.by_name,
        links={"self": here, "rows": f"{here}/rows"},
    )


def _row_out(row: ImportRow, cells: list[str]) -> RowOut:
    faults = [
        CellFault(column=fault["column"], code=fault["code"], sentence=sentences.of_cell_fault(fault))
        for fault in row.faults
    ]
    return RowOut(line=row.line, state=row.state, cells=cells, faults=faults, party=row.party_id)
