"""The folder of whoever has come in. Each reading is written down; what is of somebody else does not exist."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.cases.deadlines.selectors import main_term_of
from consistori.deadlines.explaining import why_of
from consistori.documents.uploads import BlobUpload
from consistori.eoffice.correcting.cards import card_of
from consistori.eoffice.correcting.selectors import own_corrections
from consistori.eoffice.folder.acting import DEEDS, begin_deed, deeds_for
from consistori.eoffice.folder.adding import About, add_papers
from consistori.eoffice.folder.cards import PLAIN_STATES, ending_of, heaps, state_of
from consistori.eoffice.folder.files import read_by, receipt_of, who_of
from consistori.eoffice.folder.hanging import folder_cards, folder_links
from consistori.eoffice.folder.selectors import (
    own_case,
    own_entries,
    own_entry,
    own_exits,
    own_papers,
)
from consistori.eoffice.folder.talking import (
    Matter,
    conversation_of,
    conversations_of,
    mark_seen,
    number_of,
    write_to_town,
)
from consistori.eoffice.folder.terms import as_kept, term_of_case, term_of_entry, usual_of
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.notifications.selectors import of_case, theirs
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.errors import NotHere, Refusal
from consistori.registry.receipts import effect_sentence

FOLDER = UUID("6f1b1f3c-1c0e-5d0a-9a54-5f1d9f6b7f10")


@citizen_page
@require_safe
def folder(request: PublicRequest) -> HttpResponseBase:
    """Theirs to do, ours to do, finished."""
    citizen, who = who_of(request)
    read_by(request, "folder", uuid5(FOLDER, citizen.identifier), _("Their folder"))
    language = _language()
    shown = {
        "citizen": citizen,
        "heaps": heaps(citizen, who, language, folder_cards.of(citizen, who, language)),
        "papers": own_papers(who).count(),
        "sent": len(own_exits(who)),
        "links": folder_links.drawn(citizen, who),
        "every_finished": "tots" in request.GET,
        "came_in_at": datetime.fromisoformat(citizen.entered_at) if citizen.entered_at else None,
    }
    return TemplateResponse(request, "eoffice/folder/folder.html", shown)


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: PublicRequest, number: str) -> HttpResponseBase:
    """One of their cases: what it is, how far, who has it, until when and why, what is written; what can be done."""
    citizen, who = who_of(request)
    own = own_case(who, number)
    refusal = None
    if request.method == "POST":
        if not own.is_open:
            raise NotHere
        about = About(own.number, own.title, own.for_firm)
        answer, refusal = _taken(request, citizen, about, own.case)
        if answer is not None:
            return answer
    read_by(request, "folder-case", own.case.pk, own.number)
    entries = own_entries(who, case=own.case)
    term = as_kept(term_of_case(entries), main_term_of(own.case) if own.is_open else None)
    shown = {
        "citizen": citizen,
        "own": own,
        "number": own.number,
        "state": PLAIN_STATES.get(own.state, ""),
        "ending": ending_of(own),
        "entries": entries,
        "exits": own_exits(who, case=own.case),
        "notifications": of_case(theirs(citizen, who), own.case),
        "term": term if own.is_open else None,
        "why": why_of(term.kept).lines if term and term.kept else (),
        "usual": usual_of(term.entry.procedure) if term and own.is_open else None,
        "deeds": deeds_for(
            is_open=own.is_open, is_late=bool(own.is_open and term and term.is_late), ended=not own.is_open
        ),
        "may_write": own.is_open,
        "corrections": [card_of(one, who) for one in own_corrections(who, case=own.case)],
        **_form(request, refusal),
        **_talk(request, citizen, own.case),
    }
    return TemplateResponse(
        request, "eoffice/folder/case.html", shown, status=refusal.status if refusal else 200
    )


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: PublicRequest, reference: str) -> HttpResponseBase:
    """One of their entries: when it came in and takes effect, what it brought, its receipt, who has it, until when."""
    citizen, who = who_of(request)
    own = own_entry(who, reference)
    refusal = None
    if request.method == "POST":
        about = About(own.entry.reference, own.entry.subject, own.for_firm)
        answer, refusal = _taken(request, citizen, about, own.entry)
        if answer is not None:
            return answer
    read_by(request, "folder-entry", own.entry.pk, own.entry.reference)
    term = None if own.is_done else term_of_entry(own.entry)
    shown = {
        "citizen": citizen,
        "own": own,
        "entry": own.entry,
        "number": own.entry.reference,
        "state": state_of(own),
        "term": term,
        "usual": usual_of(own.entry.procedure) if term else None,
        "effect": effect_sentence(own.entry),
        "papers": own_papers(who, entry=own.entry),
        "has_receipt": receipt_of(own) is not None,
        "deeds": deeds_for(
            is_open=not own.is_done and not own.cases, is_late=bool(term and term.is_late), ended=False
        ),
        "may_write": not own.is_done and not own.cases,
        **_form(request, refusal),
        **_talk(request, citizen, own.entry),
    }
    return TemplateResponse(
        request, "eoffice/folder/entry.html", shown, status=refusal.status if refusal else 200
    )


@citizen_page
@require_POST
def case_deed(request: PublicRequest, number: str, deed: str) -> HttpResponseBase:
    """Begin an appeal or a withdrawal of one of their cases: its draft, with what is known."""
    citizen, who = who_of(request)
    own = own_case(who, number)
    return _begun(citizen, own.number, deed)


@citizen_page
@require_POST
def entry_deed(request: PublicRequest, reference: str, deed: str) -> HttpResponseBase:
    """The same of one of their entries."""
    citizen, who = who_of(request)
    own = own_entry(who, reference)
    return _begun(citizen, own.entry.reference, deed)


@citizen_page
@require_safe
def talks(request: PublicRequest) -> HttpResponseBase:
    """What they have written to us, and we to them."""
    citizen, _them = who_of(request)
    read_by(request, "folder", uuid5(FOLDER, f"messages {citizen.identifier}"), _("Their messages"))
    rows = [(row, number_of(row), _address(row)) for row in conversations_of(citizen)]
    return TemplateResponse(
        request, "eoffice/folder/messages.html", {"citizen": citizen, "conversations": rows}
    )


@citizen_page
@require_safe
def sent(request: PublicRequest) -> HttpResponseBase:
    """What the town hall has sent them, with its exit."""
    citizen, who = who_of(request)
    read_by(request, "folder", uuid5(FOLDER, f"sent {citizen.identifier}"), _("What was sent to them"))
    return TemplateResponse(
        request, "eoffice/folder/sent.html", {"citizen": citizen, "exits": own_exits(who)}
    )


@citizen_page
@require_safe
def papers(request: PublicRequest) -> HttpResponseBase:
    """The documents that they have filed, each with the entry by which it came."""
    citizen, who = who_of(request)
    read_by(request, "folder", uuid5(FOLDER, f"papers {citizen.identifier}"), _("Their papers"))
    return TemplateResponse(
        request, "eoffice/folder/papers.html", {"citizen": citizen, "papers": own_papers(who)[:200]}
    )


def _begun(citizen: Citizen, number: str, key: str) -> HttpResponse:
    if key not in DEEDS:
        raise NotHere
    draft = begin_deed(DEEDS[key], number, citizen=citizen, language=_language())
    return redirect("eoffice:draft", draft.procedure, draft.pk)


def _taken(
    request: PublicRequest, citizen: Citizen, about: About, matter: Matter
) -> tuple[HttpResponse | None, Refusal | None]:
    """Take what they send: a message or papers; or the refusal, with which the page is drawn again."""
    try:
        if "text" in request.POST:
            write_to_town(
                matter, citizen=citizen, text=request.POST["text"], language=_language(), by=request.actor
            )
            messages.success(request, _("Your message has arrived. The answer will be here."))
            return redirect(f"{request.path}#talk"), None
        made = _add(request, citizen, about)
    except Refusal as refusal:
        if isinstance(refusal, NotHere):
            raise
        return None, refusal
    messages.success(request, _("We have it, with the number %(number)s.") % {"number": made.reference})
    return redirect("eoffice:folder_entry", reference=made.reference), None


def _add(request: PublicRequest, citizen: Citizen, about: About) -> Any:
    token = request.POST.get("token", "")[:64]
    files = [one.file_received() for one in request.FILES.getlist("files") if isinstance(one, BlobUpload)]
    return add_papers(
        about, citizen=citizen, entity=request.entity, files=files, note=request.POST.get("note", ""),
        token=token or secrets.token_urlsafe(16), language=_language(), by=request.actor,
    )  # fmt: skip


def _talk(request: PublicRequest, citizen: Citizen, matter: Matter) -> dict[str, Any]:
    found = conversation_of(citizen, matter)
    if found is not None and request.method == "GET":
        mark_seen(found)
    return {
        "talk": list(found.messages.all()) if found is not None else [],
        "written": request.POST.get("text", "") if request.method == "POST" else "",
    }


def _address(row: Any) -> str:
    from django.urls import reverse

    if row.case is not None:
        return reverse("eoffice:folder_case", args=[row.case.number]) + "#talk"
    return reverse("eoffice:folder_entry", args=[row.entry.reference]) + "#talk"


def _form(request: PublicRequest, refusal: Refusal | None) -> dict[str, Any]:
    typed = request.POST if request.method == "POST" else {}
    token = typed.get("token") or secrets.token_urlsafe(16)
    return {"refusal": refusal, "note": typed.get("note", ""), "token": token}


def _language() -> str:
    return "es" if (get_language() or "").startswith("es") else "ca"
