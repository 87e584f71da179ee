"""The folder of whoever has come in. Each reading is written down; what is of somebody else does not exist."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.uploads import BlobUpload
from consistori.eoffice.folder.adding import About, add_papers
from consistori.eoffice.folder.cards import PLAIN_STATES, ending_of, heaps, last_day_of, state_of
from consistori.eoffice.folder.selectors import (
    OwnEntry,
    own_case,
    own_entries,
    own_entry,
    own_paper,
    own_papers,
)
from consistori.eoffice.folder.whom import Whom, whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, Refusal
from consistori.registry.receipts import effect_sentence
from consistori.trail.readings import record_reading

FOLDER = UUID("6f1b1f3c-1c0e-5d0a-9a54-5f1d9f6b7f10")
_LOCKED = "default-src 'none'; frame-ancestors 'self'; sandbox"


@citizen_page
@require_safe
def folder(request: PublicRequest) -> HttpResponseBase:
    """Theirs to do, ours to do, finished."""
    citizen, who = _who(request)
    _read(request, "folder", uuid5(FOLDER, citizen.identifier), _("Their folder"))
    shown = {
        "citizen": citizen,
        "heaps": heaps(citizen, who, _language()),
        "papers": own_papers(who).count(),
    }
    return TemplateResponse(request, "eoffice/folder/folder.html", shown)


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: PublicRequest, number: str) -> HttpResponseBase:
    """One of their cases: its number, what it is, how far it is, who has it, what they filed in it; add papers."""
    citizen, who = _who(request)
    own = own_case(who, number)
    about = About(own.number, own.title, own.for_firm)
    refusal = None
    if request.method == "POST":
        if not own.is_open:
            raise NotHere
        answer, refusal = _add(request, citizen, about)
        if answer is not None:
            return answer
    _read(request, "folder-case", own.case.pk, own.number)
    shown = {
        "citizen": citizen,
        "own": own,
        "state": PLAIN_STATES.get(own.state, ""),
        "ending": ending_of(own),
        "steps": list(PLAIN_STATES),
        "entries": own_entries(who, case=own.case),
        **_form(request, refusal),
    }
    return TemplateResponse(
        request, "eoffice/folder/case.html", shown, status=refusal.status if refusal else 200
    )


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: PublicRequest, reference: str) -> HttpResponseBase:
    """One of their entries: when it came in and takes effect, what it brought, its receipt, who has it; add papers."""
    citizen, who = _who(request)
    own = own_entry(who, reference)
    refusal = None
    if request.method == "POST":
        answer, refusal = _add(request, citizen, About(own.entry.reference, own.entry.subject, own.for_firm))
        if answer is not None:
            return answer
    _read(request, "folder-entry", own.entry.pk, own.entry.reference)
    shown = {
        "citizen": citizen,
        "own": own,
        "entry": own.entry,
        "state": state_of(own),
        "last_day": None if own.is_done else last_day_of(own),
        "effect": effect_sentence(own.entry),
        "papers": own_papers(who, entry=own.entry),
        "has_receipt": _receipt(own) is not None,
        **_form(request, refusal),
    }
    return TemplateResponse(
        request, "eoffice/folder/entry.html", shown, status=refusal.status if refusal else 200
    )


@citizen_page
@require_safe
def papers(request: PublicRequest) -> HttpResponseBase:
    """The documents that they have filed, each with the entry by which it came."""
    citizen, who = _who(request)
    _read(request, "folder", uuid5(FOLDER, f"papers {citizen.identifier}"), _("Their papers"))
    return TemplateResponse(
        request, "eoffice/folder/papers.html", {"citizen": citizen, "papers": own_papers(who)[:200]}
    )


@citizen_page
@require_safe
def paper(request: PublicRequest, reference: str, pk: UUID) -> HttpResponseBase:
    """A document that came with one of their entries, as a file to save."""
    _citizen, who = _who(request)
    own = own_entry(who, reference)
    found = own_paper(who, own.entry, pk)
    _read(request, "document", found.document_id, found.title)
    return _file(found.document)


@citizen_page
@require_safe
def receipt(request: PublicRequest, reference: str) -> HttpResponseBase:
    """The receipt of one of their entries, with its seal."""
    _citizen, who = _who(request)
    own = own_entry(who, reference)
    found = _receipt(own)
    if found is None:
        raise NotHere
    _read(request, "document", found.pk, found.title)
    return _file(found)


def _who(request: PublicRequest) -> tuple[Citizen, Whom]:
    citizen = request.citizen
    if citizen is None:  # `citizen_page` lets nobody else in
        raise NotHere
    return citizen, whom(citizen)


def _read(request: PublicRequest, kind: str, pk: UUID, label: str) -> None:
    """Write down that this person opened this."""
    citizen = request.citizen
    name = (citizen.full_name or citizen.firm) if citizen else ""
    record_reading(
        by=Actor(None, name[:160], request.entity.pk, channel="eoffice"), kind=kind, id=pk, label=label
    )


def _add(
    request: PublicRequest, citizen: Citizen, about: About
) -> tuple[HttpResponse | None, Refusal | None]:
    """Enter what they send; or the refusal, with which the page is drawn again."""
    token = request.POST.get("token", "")[:64]
    try:
        files = [one.file_received() for one in request.FILES.getlist("files") if isinstance(one, BlobUpload)]
        made = add_papers(
            about, citizen=citizen, entity=request.entity, files=files, note=request.POST.get("note", ""),
            token=token or secrets.token_urlsafe(16), language=_language(), by=request.actor,
        )  # fmt: skip
    except Refusal as refusal:
        if isinstance(refusal, NotHere):
            raise
        return None, refusal
    messages.success(request, _("We have it, with the number %(number)s.") % {"number": made.reference})
    return redirect("eoffice:folder_entry", reference=made.reference), None


def _form(request: PublicRequest, refusal: Refusal | None) -> dict[str, Any]:
    typed = request.POST if request.method == "POST" else {}
    token = typed.get("token") or secrets.token_urlsafe(16)
    return {"refusal": refusal, "note": typed.get("note", ""), "token": token}


def _receipt(own: OwnEntry) -> Document | None:
    if own.entry.state.receipt_id is None:
        return None
    found: Document | None = Document.objects.with_version().filter(pk=own.entry.state.receipt_id).first()
    return found


def _file(document: Document) -> FileResponse:
    """Its last bytes, to save: nothing runs, nothing stays in the browser."""
    if document.erased_at is not None:
        raise NotHere
    version = document.version
    path = blobs.existing_path(document.latest_blob.sha256)
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=version.name, content_type=version.media_type
    )
    answer["Content-Security-Policy"] = _LOCKED
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _language() -> str:
    return "es" if (get_language() or "").startswith("es") else "ca"
