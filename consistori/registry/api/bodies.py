"""What the API of the registry takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from consistori.directory.api_access import ApiSchema, ListQuery
from consistori.registry.rules.books import Book, Channel, Heading, Paper

Role = Literal["applicant", "representative", "sender", "addressee"]
Correctable = Literal["heading", "subject", "to_unit", "destination", "observations"]


class EntryPersonIn(ApiSchema):
    """Who presents it, or to whom it goes: somebody who is here, by `party`, or only the name that the paper says."""

    party: UUID | None = None
    name: str = Field("", max_length=200)
    identifier: str = Field("", max_length=40)
    role: Role | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> EntryPersonIn:
        if (self.party is None) == (not self.name):
            raise ValueError("party or name")
        return self


class EntryOutsideIn(ApiSchema):
    """The number that another register gave it: what comes twice with the same one is entered once."""

    register_name: str = Field(min_length=1, max_length=60)
    reference: str = Field(min_length=1, max_length=80)
    filed_at: datetime | None = Field(None, description="When it was filed there, if it was a registry.")
    registry: str = Field("", max_length=200)


class EntryIn(ApiSchema):
    """What comes in or goes out. `documents` are those that are here already; the first one is the application."""

    book: Book = Book.ENTRY
    subject: str = Field(max_length=250)
    heading: Heading | None = None
    channel: Channel = Channel.PROGRAM
    people: list[EntryPersonIn] = Field(default_factory=list, max_length=50)
    documents: list[UUID] = Field(default_factory=list, max_length=100)
    unit: UUID | None = None
    destination: str = Field("", max_length=200)
    destination_code: str = Field("", max_length=9, description="DIR3.")
    paper: Paper = Paper.NONE
    observations: str = Field("", max_length=500)
    language: Literal["ca", "es"] = "ca"
    outside: EntryOutsideIn | None = None


class EntryAnnotationIn(ApiSchema):
    """What is written beside an entry: a note, a correction of a field or its annulment, with the reason."""

    kind: Literal["note", "correction", "annulment"]
    reason: str = Field(min_length=1, max_length=500)
    field: Correctable | None = None
    new: str = Field("", max_length=500)


class EntryQuery(ListQuery):
    """Which entries. Days are those of the town hall, both included."""

    book: Book = Book.ENTRY
    since: date | None = None
    until: date | None = None
    channel: Channel | None = None
    heading: Heading | None = None


class EntryPersonOut(BaseModel):
    """Somebody of an entry, as they were said to be."""

    role: str
    name: str
    identifier: str
    party: UUID | None


class EntryDocumentOut(BaseModel):
    """A document of an entry, with the fingerprint that the receipt says."""

    document: UUID
    title: str
    name: str
    media_type: str
    size: int
    sha256: str


class EntryAnnotationOut(BaseModel):
    """What was written beside it."""

    kind: str
    field: str
    old: str
    new: str
    reason: str
    at: datetime
    by: str


class EntryOut(BaseModel):
    """An entry [assentament]. `registered_at` is the official hour; `effective_at`, when it takes effect."""

    id: UUID
    book: str
    reference: str
    registered_at: datetime
    effective_at: datetime
    heading: str
    subject: str
    channel: str
    destination: str
    is_annulled: bool
    receipt_state: str
    external_register: str
    external_reference: str


class EntryDetail(EntryOut):
    """An entry with all that hangs on it. `subject`, `heading` and the rest read as they were entered; `reads`, as
    they read after the corrections.
    """

    people: list[EntryPersonOut]
    documents: list[EntryDocumentOut]
    annotations: list[EntryAnnotationOut]
    reads: dict[str, str]
    receipt: UUID | None
    links: dict[str, str]
