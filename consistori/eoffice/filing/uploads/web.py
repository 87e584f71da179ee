"""The addresses of files in pieces. While a piece comes no transaction is open and no draft is held."""

from __future__ import annotations

import base64
import binascii
import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.documents.blobs.partial import Busy, Gone, Partial, WrongPlace
from consistori.documents.received import ReceivedFile
from consistori.eoffice.filing.drafts import own_draft
from consistori.eoffice.filing.papers import Place, Waiting, places_of
from consistori.eoffice.filing.uploads.acts import (
    WAITS,
    begin_upload,
    end_upload,
    give_up,
    name_of_upload,
    upload_of,
)
from consistori.eoffice.filing.web.doors import language_here, lapsed_citizen, open_draft
from consistori.eoffice.filing.words import shown_paper
from consistori.eoffice.identity.citizens import Citizen, citizen_of
from consistori.eoffice.models import Draft, DraftUpload
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotHere, Refusal
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for

VERSION = "1.0.0"
PIECES = "application/offset+octet-stream"

View = Callable[..., HttpResponseBase]


def upload_door(view: View) -> View:
    """A door for its owner, come in, that opens no transaction: `view(request, citizen, code, draft, ...)`."""

    @functools.wraps(view)
    def page(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.entity is None or not modality.is_on(request.entity, "eoffice"):
            raise Http404
        citizen = citizen_of(request) or lapsed_citizen(request)
        if citizen is None:
            told = _("Your time has run out. Come in again and choose the file: it goes on where it was.")
            return _tus(JsonResponse({"detail": told}, status=401))
        try:
            return _tus(view(request, citizen, *args, **kwargs))
        except Refusal as refusal:
            status = 404 if isinstance(refusal, NotHere) else refusal.status
            return _tus(JsonResponse({"detail": str(refusal.message)}, status=status))
        except Gone:
            return _tus(HttpResponse(status=404))
        except Busy:
            return _tus(HttpResponse(status=423))

    page.is_public_page = True  # type: ignore[attr-defined]
    return page


@require_http_methods(["OPTIONS", "POST"])
@upload_door
def uploads(request: Any, citizen: Citizen, code: str, draft: UUID) -> HttpResponse:
    """Begin a file: its length and, in `Upload-Metadata`, its name and its place."""
    if request.method == "OPTIONS":
        answer = HttpResponse(status=204)
        answer.headers["Tus-Version"] = VERSION
        answer.headers["Tus-Extension"] = "creation,termination,expiration"
        answer.headers["Tus-Max-Size"] = str(settings.UPLOAD_LIMIT)
        return answer
    length, said = request.headers.get("Upload-Length", ""), _metadata(request)
    if not length.isdecimal() or len(length) > 15:
        raise BadInput(_("Say how long the file is."), field="file")
    with working_for(request.entity):
        opened = open_draft(code, draft, citizen, is_in=True, locked=True)
        place = _place(opened, said.get("place", ""))
        row = begin_upload(opened.draft, place, name=said.get("filename", "") or _("Paper"), size=int(length))
    answer = HttpResponse(status=201)
    answer.headers["Location"] = reverse("eoffice:draft_upload", args=[code, draft, row.pk])
    answer.headers["Upload-Expires"] = _expires(row)
    return answer


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@upload_door
def upload(request: Any, citizen: Citizen, code: str, draft: UUID, upload: UUID) -> HttpResponse:
    """How much has come (HEAD), one piece more (PATCH), or give it up (DELETE)."""
    with working_for(request.entity):
        mine = own_draft(citizen, code, draft)
        if mine.is_sent:
            raise NotHere
        row = upload_of(mine, upload)
        if request.method == "DELETE":
            give_up(row)
            return HttpResponse(status=204)
    partial = Partial(request.entity.pk, row.pk)
    if request.method == "PATCH":
        return _piece(request, citizen, mine, row, partial)
    answer = HttpResponse(status=200)
    answer.headers["Upload-Length"] = str(row.size)
    return _at(answer, partial.offset, row)


def _piece(request: Any, citizen: Citizen, draft: Draft, row: DraftUpload, partial: Partial) -> HttpResponse:
    if request.content_type != PIECES:
        return HttpResponse(status=415)
    at = request.headers.get("Upload-Offset", "")
    if not at.isdecimal() or len(at) > 15:
        raise BadInput(_("Say where the piece begins."), field="file")
    try:
        offset = partial.append(request, at=int(at), most=row.size - int(at))
    except WrongPlace as wrong:
        return _at(HttpResponse(status=409), wrong.offset, row)
    if offset < row.size:
        with working_for(request.entity):
            DraftUpload.objects.filter(pk=row.pk).update(touched_at=now())
        return _at(HttpResponse(status=204), offset, row)
    return _at(_whole(request, citizen, draft, row, partial), offset, row)


def _whole(request: Any, citizen: Citizen, draft: Draft, row: DraftUpload, partial: Partial) -> HttpResponse:
    """The last piece has come: the file is examined outside any transaction, and put in its place."""
    received = ReceivedFile(name_of_upload(row), partial.finish())
    try:
        received.content()
        received.pdfa()
        with working_for(request.entity):
            opened = open_draft(draft.procedure, draft.pk, citizen, is_in=True, locked=True)
            place = _place(opened, row.key)
            paper: Waiting = end_upload(opened.draft, row, place, received)
    except Refusal:
        with working_for(request.entity):
            DraftUpload.objects.filter(pk=row.pk).delete()
        raise
    if citizen_of(request) is None or request.headers.get("X-Requested-With") != "dropzone":
        return HttpResponse(status=204)
    with working_for(request.entity):
        shown = {"papers": [shown_paper(paper, place)], "draft": draft}
        return render(request, "eoffice/filing/_papers.html", shown)


def _place(opened: Any, key: str) -> Place:
    for place in places_of(opened.shown.sheet, opened.form, language_here()):
        if place.key == key:
            return place
    raise BadInput(_("That paper is not asked for any more. Look at the page again."), field="file")


def _metadata(request: Any) -> dict[str, str]:
    """`Upload-Metadata`: pairs of a key and a text in base64, with commas between."""
    said = {}
    for pair in request.headers.get("Upload-Metadata", "")[:4000].split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            said[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return said


def _at(answer: HttpResponse, offset: int, row: DraftUpload) -> HttpResponse:
    answer.headers["Upload-Offset"] = str(offset)
    answer.headers["Upload-Expires"] = _expires(row)
    return answer


def _expires(row: DraftUpload) -> str:
    return http_date((row.touched_at + WAITS).timestamp())


def _tus(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Tus-Resumable"] = VERSION
    answer.headers["Cache-Control"] = "no-store"
    return answer
