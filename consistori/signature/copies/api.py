"""API: authentic copies of a document, each kind by whoever is in the register of officers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import Answer, ApiRequest, ApiSchema, api_operation
from consistori.documents.models import Document
from consistori.documents.selectors import document_for
from consistori.kernel.actor import Actor
from consistori.signature.copies.services import copy_of_paper, copy_with_other_format, partial_copy
from consistori.signature.models import AuthenticCopy

router = Router()
Kind = Literal["EE02", "EE03", "EE04"]


class CopyIn(ApiSchema):
    """Which copy: EE02 in another format, EE03 of a paper, EE04 of a part.

    For EE03 `declaration` (that the paper was seen) and `was_original`; for EE04 the `pages` that stay (all, if none
    are said) and the words to `hide`, whose content is removed.
    """

    kind: Kind
    declaration: str = Field("", max_length=500)
    was_original: bool = False
    pages: list[Annotated[int, Field(ge=1, le=2_000)]] | None = Field(None, max_length=2_000)
    hide: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        default_factory=list, max_length=50
    )


class CopyOut(BaseModel):
    """An authentic copy: `document` is the copy, `source` that of which it was made. It counts when its
    `state` is ready; before it is sealing or signing.
    """

    document: UUID
    source: UUID
    kind: str
    state: str
    code: str | None
    officer: str
    officer_post: str
    made_at: datetime
    ready_at: datetime | None


class CopyList(BaseModel):
    """The copies made of a document, the newest first."""

    items: list[CopyOut]


def copy_out(copy: AuthenticCopy) -> CopyOut:
    """A copy as the API tells it."""
    return CopyOut(
        document=copy.document_id,
        source=copy.source_id,
        kind=copy.kind,
        state=copy.state,
        code=copy.document.code,
        officer=copy.officer_name,
        officer_post=copy.officer_post,
        made_at=copy.made_at,
        ready_at=copy.ready_at,
    )


@router.get("/documents/{document_id}/authentic-copies", response=CopyList, summary="Copies of a document")
@api_operation(scope="signature:read")
def list_authentic_copies(request: ApiRequest, document_id: UUID) -> Answer:
    """Those that were made of it, sealed or waiting."""
    source = document_for(request.actor, document_id)
    rows = AuthenticCopy.objects.filter(source=source).select_related("document__version")
    return Answer(CopyList(items=[copy_out(row) for row in rows]))


@router.post(
    "/documents/{document_id}/authentic-copies", response={201: CopyOut}, summary="Make an authentic copy"
)
@api_operation(scope="signature:write")
def make_authentic_copy(request: ApiRequest, document_id: UUID, body: CopyIn) -> Answer:
    """The key must act for a person in the register of officers (403 otherwise). The seal comes after, by itself."""
    copy = _made(document_for(request.actor, document_id), request.actor, body)
    base = request.path.split("/api/v1/")[0] + "/api/v1/"
    return Answer(copy_out(copy), status=201, location=f"{base}documents/{copy.document_id}")


def _made(source: Document, by: Actor, body: CopyIn) -> AuthenticCopy:
    if body.kind == "EE03":
        return copy_of_paper(source, by=by, declaration=body.declaration, was_original=body.was_original)
    if body.kind == "EE04":
        return partial_copy(source, by=by, keep=body.pages, hide=body.hide)
    return copy_with_other_format(source, by=by)
