"""API: the texts that are written here, read and saved."""

from __future__ import annotations

from typing import Literal
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import Answer, ApiRequest, ApiSchema, api_operation, check_match
from consistori.directory.api_access.answers import etag_of
from consistori.documents.models import Document, Writing
from consistori.documents.selectors import document_for, readable_document
from consistori.documents.writing.errors import PenInAnotherHand, TextIsFixed, TextIsOut
from consistori.documents.writing.selectors import desk_of, pen_of
from consistori.documents.writing.services import save_text
from consistori.documents.writing.services.texts import locked
from consistori.kernel.errors import Stale

router = Router()
Language = Literal["ca", "es"]


class TextOut(BaseModel):
    """A text: its canonical HTML (pictures are `image:<id>`), and whether it can be written now.

    `pen`: mine, theirs, free, out (in Word or Writer) or fixed; `pending`: what keeps it from being signed, in words.
    """

    document: UUID
    title: str
    language: str
    html: str
    edition: int
    template: str
    template_version: int | None
    pen: str
    pen_of: str
    pending: list[str]
    second_drafts: int


class TextSave(ApiSchema):
    """The whole text."""

    html: str = Field(max_length=1_200_000)


def text_answer(request: ApiRequest, document: Document, *, status: int = 200, location: str = "") -> Answer:
    """The text of a document as the API tells it, with its edition as ETag."""
    desk = desk_of(request.actor, document)
    writing = desk.writing
    told = TextOut(
        document=document.pk,
        title=document.title,
        language=document.language,
        html=writing.html,
        edition=writing.edition,
        template=writing.template.get("name", ""),
        template_version=writing.template.get("version"),
        pen=desk.pen,
        pen_of=writing.out_to_name if writing.is_out else writing.pen_name,
        pending=[str(words) for words in desk.pending],
        second_drafts=len(desk.drafts),
    )
    return Answer(told, status=status, etag=etag_of(document.pk, writing.edition), location=location)


@router.get("/documents/{document_id}/text", response=TextOut, summary="A text that is written here")
@api_operation(scope="documents:read")
def show_text(request: ApiRequest, document_id: UUID) -> Answer:
    """404 for a document that was brought as a file. The reading is written down."""
    return text_answer(request, readable_document(request.actor, document_id))


@router.put(
    "/documents/{document_id}/text",
    response=TextOut,
    summary="Save a text",
    openapi_extra={"x-if-match": "required"},
)
@api_operation(scope="documents:write")
def change_text(request: ApiRequest, document_id: UUID, body: TextSave) -> Answer:
    """Takes If-Match. Unlike the window of who writes, a program that comes late leaves no second draft: 412 or 409."""
    document = document_for(request.actor, document_id)
    writing = locked(document)
    check_match(request, etag_of(document.pk, writing.edition))
    _ensure_writable(request, document, writing)
    saved = save_text(document, by=request.actor, html=body.html, edition=writing.edition, token=uuid4())
    if saved.draft is not None:
        raise Stale(_("Somebody changed it meanwhile. Read it again and repeat."))
    return text_answer(request, document)


def _ensure_writable(request: ApiRequest, document: Document, writing: Writing) -> None:
    pen = pen_of(request.actor, document, writing)
    if pen == "theirs":
        raise PenInAnotherHand(writing.pen_name)
    if pen == "out":
        raise TextIsOut(writing.out_to_name)
    if pen == "fixed":
        raise TextIsFixed
