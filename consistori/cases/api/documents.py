"""The documents of a case: listing them in their order, bringing one, taking one out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from consistori.cases import merging, selectors, services
from consistori.cases.api._common import base_of, case_of
from consistori.cases.api.bodies import LeafOut, leaf_out
from consistori.cases.api.cases import examined
from consistori.cases.models import CaseDocument, Folder
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of,
)
from consistori.directory.api_access.bodies import valid
from consistori.documents.api import DocumentIn, metadata_of
from consistori.documents.services import ReceivedFile
from consistori.documents.templating.selectors import usable_templates
from consistori.documents.writing.api import Language, TextOut, text_answer
from consistori.kernel.errors import BadInput, NotHere

router = Router()


class FiledIn(DocumentIn):
    """What is said of a document that enters a case; `folder` is the name of one of its folders."""

    folder: str = ""


class TextIn(ApiSchema):
    """What a text begins from: the code of a template (none is a blank sheet), its language and its title."""

    template: str | None = Field(None, max_length=60)
    language: Language | None = None
    title: str = Field("", max_length=200)


_PROPERTIES: dict[str, Any] = {
    name: {"type": "string"}
    for name in ("title", "type", "date_on", "origin", "elaboration", "language", "folder")
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}, **_PROPERTIES},
                }
            }
        },
    }
}


def _receive(request: HttpRequest) -> dict[str, Any]:
    """One file in part `file`, already on disk, and what is said of it in the other parts."""
    uploads = request.FILES.getlist("file") if request.content_type == "multipart/form-data" else []
    if len(uploads) != 1:
        raise BadInput(_("Send one file as multipart/form-data, in the part “file”."), field="file")
    said = {name: value for name, value in request.POST.items() if value}
    if any("\0" in f"{value}" for value in said.values()):
        raise BadInput(_("There is a sign in the text that cannot be kept."))
    return {"body": valid(FiledIn, said), "file": examined(uploads[0])}


@router.post(
    "/cases/{case}/documents", response={201: LeafOut}, summary="Bring a document", openapi_extra=_BODY
)
@api_operation(scope="documents:write", receive=_receive)
def bring_document(request: ApiRequest, case: str, *, body: FiledIn, file: ReceivedFile) -> Answer:
    """The file is streamed to the disk; what is not said of it is guessed, as on the page."""
    found = case_of(request, case)
    folder = None
    if body.folder and (folder := Folder.objects.filter(case=found, name=body.folder).first()) is None:
        raise BadInput(_("There is no such folder in the case."), field="folder")
    leaf = services.receive_into_case(
        found, file, by=request.actor, folder=folder, **metadata_of(body, without={"folder"})
    )
    base = base_of(request)
    return Answer(leaf_out(leaf, base), status=201, location=f"{base}documents/{leaf.document_id}")


@router.post("/cases/{case}/texts", response={201: TextOut}, summary="Begin a text")
@api_operation(scope="documents:write")
def begin_case_text(request: ApiRequest, case: str, body: TextIn) -> Answer:
    """It is written here: filled with the data of the case, in the language of the party unless another is said."""
    found = case_of(request, case)
    templates = {one.code: one for one in usable_templates(request.actor, found.series)}
    if body.template and body.template not in templates:
        raise BadInput(_("There is no such template for this case."), field="template")
    document = services.write_in_case(
        found,
        by=request.actor,
        template=templates[body.template] if body.template else None,
        language=body.language or merging.language_of(found) or request.entity.language[:2],
        title=body.title,
    )
    location = f"{base_of(request)}documents/{document.pk}/text"
    return text_answer(request, document, status=201, location=location)


@router.get("/cases/{case}/documents", response=Page[LeafOut], summary="Documents of a case")
@api_operation(scope="documents:read")
def list_case_documents(request: ApiRequest, case: str, query: Query[ListQuery]) -> Answer:
    """In the order of the index, with their folios. `q` finds by the title."""
    leaves = selectors.leaves_of(case_of(request, case))
    folios = selectors.folios_of(leaves)
    asked = (query.q or "").strip().casefold()
    numbered = [
        (f"{place:06d}", leaf, folio)
        for place, (leaf, folio) in enumerate(zip(leaves, folios, strict=True))
        if asked in leaf.document.title.casefold()
    ]
    items, following = page_of(numbered, query, key=lambda row: row[0])
    base = base_of(request)
    return Answer(
        Page[LeafOut](items=[leaf_out(leaf, base, folio) for _, leaf, folio in items], next=following)
    )


@router.delete("/cases/{case}/documents/{document_id}", response={204: None}, summary="Take a document out")
@api_operation(scope="documents:write")
def take_out_document(request: ApiRequest, case: str, document_id: UUID) -> Answer:
    """When it lies in another case too; otherwise DELETE the document, which waits in the bin."""
    found = case_of(request, case)
    leaf = CaseDocument.objects.filter(case=found, document_id=document_id).select_related("document").first()
    if leaf is None:
        raise NotHere(_("There is no such document in the case."))
    leaf.case = found
    services.take_out_document(leaf, by=request.actor)
    return Answer()
