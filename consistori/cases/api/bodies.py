"""What the API of cases takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from consistori.cases.models import CaseDocument, CaseFile, CaseParty
from consistori.cases.rules import Ending, Folios, RelationKind, Role, Situation, State
from consistori.directory.api_access import ApiSchema, ListQuery
from consistori.parties.api import PartyIn, PartyOut, party_out
from consistori.tenancy.models import Entity

# --- what is sent ------------------------------------------------------------------------------------------


class OpeningPartyIn(PartyIn):
    """A party of a case: one that is here, by `id`, or its data; a number that we know is that party."""

    id: UUID | None = None
    role: Role = Role.APPLICANT
    name: str = Field("", max_length=200)

    @model_validator(mode="after")
    def one_of_them(self) -> OpeningPartyIn:
        if (self.id is None) == (not self.name):
            raise ValueError("id or name")
        return self


class CaseIn(ApiSchema):
    """A case to open. `series` is a code or an identifier; `unit` and `carried_by` are identifiers."""

    title: str = Field(max_length=250)
    series: str | None = Field(None, max_length=36)
    unit: UUID | None = None
    carried_by: UUID | None = None
    parties: list[OpeningPartyIn] = Field(default_factory=list, max_length=50)
    opened_on: date | None = None


class CaseChanges(ApiSchema):
    """What changes; what is not sent stays. `unit` is an identifier; `carried_by` hands the case over, with `note`."""

    title: str | None = Field(None, max_length=250)
    series: str | None = Field(None, max_length=36)
    unit: UUID | None = None
    state: State | None = None
    carried_by: UUID | None = None
    note: str = Field("", max_length=4000)


class HandOverIn(ApiSchema):
    """To whom the case passes, with a note that stays in the house."""

    to: UUID
    note: str = Field("", max_length=4000)


class ClosingIn(ApiSchema):
    """How the case ended."""

    ending: Ending
    note: str = Field("", max_length=500)


class ReasonIn(ApiSchema):
    """Why."""

    reason: str = Field(max_length=300)


class LabelIn(ApiSchema):
    """A word that the house puts on cases."""

    name: str = Field(max_length=40)


class CommentIn(ApiSchema):
    """An internal note; it never leaves the house."""

    text: str = Field(max_length=4000)


class RelationIn(ApiSchema):
    """Another case, by its number or identifier, and how they are tied."""

    other: str = Field(max_length=36)
    kind: RelationKind = RelationKind.RELATED


class CasePartyIn(OpeningPartyIn):
    """A party that enters an open case."""


class CaseQuery(ListQuery):
    """Which cases."""

    situation: Situation | None = None
    state: State | None = None
    series: str | None = Field(None, max_length=30, description="Code of the series.")
    unit: UUID | None = None
    carried_by: UUID | None = None
    label: str | None = Field(None, max_length=40)
    moved_since: datetime | None = Field(None, description="Those that moved at this instant or later.")


# --- what is given -----------------------------------------------------------------------------------------


class Named(BaseModel):
    """Something with a name."""

    id: UUID
    name: str


class SeriesRef(BaseModel):
    """The series of a case."""

    id: UUID
    code: str
    title: str


class CaseOut(BaseModel):
    """A case [expedient]. Of a reserved one that the key may not read, `title` and `series` are null."""

    id: UUID
    number: str
    title: str | None
    series: SeriesRef | None
    unit: Named | None
    carried_by: Named | None
    state: str
    situation: str
    opened_on: date
    created_at: datetime
    closed_at: datetime | None
    ending: str
    reserved: bool
    version: int
    last_moved_at: datetime
    links: dict[str, str]


class CasePartyOut(BaseModel):
    """A party in a case, in a role."""

    id: UUID
    role: str
    represents: UUID | None
    party: PartyOut


class CaseDetail(CaseOut):
    """A case with its labels and parties."""

    ending_note: str
    eni_identifier: str
    labels: list[str]
    parties: list[CasePartyOut]


class LeafOut(BaseModel):
    """A document in a case: its place in the index, and the most used of its metadata."""

    document: UUID
    title: str
    type: str | None
    state: str
    name: str
    media_type: str
    size: int
    sha256: str
    captured_at: datetime
    folder: str
    position: int
    folios: str
    is_auxiliary: bool
    links: dict[str, str]


class CommentOut(BaseModel):
    """An internal note."""

    id: UUID
    at: datetime
    author: str
    to: str
    text: str


class RelationOut(BaseModel):
    """Another case, and how they are tied as seen from this one."""

    id: UUID
    kind: str
    said: str
    number: str
    case: UUID


class LineOut(BaseModel):
    """A line of the life of the case."""

    seq: int
    at: datetime
    who: str
    sentence: str
    note: str
    document: UUID | None


# --- one into the other ------------------------------------------------------------------------------------


def case_fields(case: CaseFile, entity: Entity, base: str, *, readable: bool = True) -> dict[str, Any]:
    """The fields of `CaseOut`; of what is not readable, its number and little more."""
    series = case.series if readable else None
    return {
        "id": case.pk,
        "number": case.number,
        "title": case.title if readable else None,
        "series": SeriesRef(id=series.pk, code=series.code, title=series.title) if series else None,
        "unit": Named(id=case.unit.pk, name=case.unit.name) if case.unit else None,
        "carried_by": Named(id=case.carried_by.pk, name=case.carried_by.full_name)
        if case.carried_by
        else None,
        "state": case.state,
        "situation": case.situation,
        "opened_on": case.opened_on,
        "created_at": case.created_at,
        "closed_at": case.closed_at,
        "ending": case.ending if readable else "",
        "reserved": case.reserved,
        "version": case.version,
        "last_moved_at": case.last_moved_at,
        "links": case_links(case, entity, base),
    }


def case_links(case: CaseFile, entity: Entity, base: str) -> dict[str, str]:
    """Where the case and what hangs on it are."""
    here = f"{base}cases/{case.pk}"
    return {
        "self": here,
        "documents": f"{here}/documents",
        "parties": f"{here}/parties",
        "steps": f"{here}/steps",
        "timeline": f"{here}/timeline",
        "page": entity.staff_url(f"cases/{case.number}/"),
    }


def case_party_out(row: CaseParty) -> CasePartyOut:
    """A party of a case as the API tells it."""
    return CasePartyOut(id=row.pk, role=row.role, represents=row.represents_id, party=party_out(row.party))


def leaf_out(leaf: CaseDocument, base: str, folios: Folios | None = None) -> LeafOut:
    """A document of a case as the API tells it."""
    document = leaf.document
    here = f"{base}documents/{document.pk}"
    return LeafOut(
        document=document.pk,
        title=document.title,
        type=document.type.code if document.type else None,
        state=document.state,
        name=document.version.name,
        media_type=document.version.media_type,
        size=document.version.size,
        sha256=document.version.sha256,
        captured_at=document.captured_at,
        folder=leaf.folder.name if leaf.folder else "",
        position=leaf.position,
        folios=str(folios) if folios else "",
        is_auxiliary=leaf.is_auxiliary,
        links={"self": here, "content": f"{here}/content"},
    )
