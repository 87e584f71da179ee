"""What the window of a text asks and tells while one writes: it is saved, who has the pen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models import Document
from consistori.documents.selectors import document_for
from consistori.documents.writing.paper import pending_of
from consistori.documents.writing.selectors import desk_of, state_for, writing_of
from consistori.documents.writing.services import ask_for_pen, leave_pen, live_on, save_text, take_pen
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, Refusal

_ACTS: dict[str, Callable[..., Any]] = {"take": take_pen, "ask": ask_for_pen, "leave": leave_pen}


@staff_page
@require_POST
def save(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Save what the editor has: JSON with the edition, or where the second draft waits."""
    document = document_for(request.actor, pk)
    try:
        token = UUID(request.POST.get("token", ""))
        edition = int(request.POST.get("edition", "")[:9] or 0)
    except ValueError as wrong:
        raise BadInput(_("The form was not whole. Load the page again and repeat.")) from wrong
    try:
        saved = save_text(
            document, by=request.actor, html=request.POST.get("html", ""), edition=edition, token=token
        )
    except Refusal as refusal:
        return JsonResponse({"detail": str(refusal)}, status=refusal.status)
    told = _told(request, document)
    told["at"] = timezone.localtime().strftime("%-H.%M")
    told["edition"] = saved.edition
    if not document.is_frozen:
        told["pending"] = [str(words) for words in pending_of(document, writing_of(document))]
    if saved.draft is not None:
        told["draft"] = reverse("documents:second_draft", args=[document.pk, saved.draft.pk])
    return JsonResponse(told)


@staff_page
@require_POST
def pen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take, ask for or leave the pen; `alive` gives a sign of life. A window is told the state in JSON."""
    document = document_for(request.actor, pk)
    wanted = request.POST.get("act", "")
    is_window = request.headers.get("X-Requested-With") == "text"
    try:
        _do(document, request.actor, wanted)
    except Refusal as refusal:
        if is_window:
            return JsonResponse({"detail": str(refusal)}, status=refusal.status)
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal))
    if is_window:
        return JsonResponse(_told(request, document))
    return redirect("documents:text", document.pk)


def _do(document: Document, actor: Actor, wanted: str) -> None:
    if wanted == "alive":
        live_on(document, by=actor)
    elif wanted in _ACTS:
        _ACTS[wanted](document, by=actor)
    elif wanted != "look":
        raise BadInput(_("The form was not whole. Load the page again and repeat."))


def _told(request: StaffRequest, document: Document) -> dict[str, Any]:
    """The state, and the box of the pen drawn anew if the window believes that it is in another hand."""
    told = state_for(request.actor, document, writing_of(document))
    if request.POST.get("pen", told["pen"]) != told["pen"]:
        desk = desk_of(request.actor, document)
        box = {"desk": desk, "document": document, "writing": desk.writing}
        told["box"] = render_to_string("documents/_text_pen.html", box, request)
    return told
