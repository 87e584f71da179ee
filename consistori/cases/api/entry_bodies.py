"""What the API of process notes takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from consistori.directory.api_access import ApiSchema, ListQuery

Tab = Literal["waiting", "sent", "returned", "mine"]
NoteAction = Literal["add", "open", "answer", "decide", "inform", "forward", "nothing"]


class InboxQuery(ListQuery):
    """Which tray: what waits to be given out, what was given out and not taken, given back, or in my hands."""

    tab: Tab = "waiting"


class InboxEntryOut(BaseModel):
    """An entry in the inbox: what it is about as it reads now, who presents it, and how many working days it waits."""

    reference: str
    registered_at: datetime
    subject: str
    who: str
    channel: str
    handled: str
    held_by: str
    working_days: int
    links: dict[str, str]


class InboxOut(BaseModel):
    """A page of a tray, and how many there are in each."""

    items: list[InboxEntryOut]
    next: str | None
    counts: dict[str, int]


class ProcessNoteIn(ApiSchema):
    """A process note: what is asked, of whom, by when. `case` is a number; `series`, a code or an identifier."""

    action: NoteAction
    to: list[UUID] = Field(default_factory=list, max_length=20)
    case: str | None = Field(None, max_length=60)
    series: str | None = Field(None, max_length=36)
    due_on: date | None = None
    note: str = Field("", max_length=1000)
    destination: str = Field("", max_length=200)
    destination_code: str = Field("", max_length=9, description="DIR3.")


class RecipientOut(BaseModel):
    """Somebody to whom it was sent, and what became of it in her hands."""

    person: UUID
    name: str
    state: str
    reason: str


class ProcessNoteOut(BaseModel):
    """A process note as it was written."""

    id: UUID
    action: str
    case: str | None
    series: str | None
    due_on: date | None
    note: str
    destination: str
    destination_code: str
    at: datetime
    by: str
    recipients: list[RecipientOut]


class TakingIn(ApiSchema):
    """Into which case: one that is open, by its number, or a new one with its title and its series."""

    case: str | None = Field(None, max_length=60)
    title: str | None = Field(None, max_length=250)
    series: str | None = Field(None, max_length=36)
    carried_by: UUID | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> TakingIn:
        if (self.case is None) == (self.title is None):
            raise ValueError("case or title")
        return self


class TakingOut(BaseModel):
    """A case that took the entry."""

    id: UUID
    case: str
    opened_it: bool
    at: datetime
    by: str


class EntryProcessOut(BaseModel):
    """What the house does with an entry: how it stands, its notes, the cases that took it that one may know of."""

    reference: str
    handled: str
    notes: list[ProcessNoteOut]
    cases: list[TakingOut]
    links: dict[str, str]
