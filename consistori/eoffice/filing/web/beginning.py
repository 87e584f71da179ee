"""Beginning: who you are, as whoever identified you says it, and where you want notices."""

from __future__ import annotations

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from consistori.catalogue.procedures.sheet import in_words
from consistori.eoffice.filing.drafts import WHO, begin_draft, save_contact
from consistori.eoffice.filing.papers import places_of
from consistori.eoffice.filing.selectors import drafts_of
from consistori.eoffice.filing.together import Together
from consistori.eoffice.filing.web.doors import (
    Opened,
    draft_page,
    language_here,
    shown_to_citizens,
    went_on,
)
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.errors import BadInput
from consistori.parties.models import Channel
from consistori.parties.rules.identifiers import compact
from consistori.parties.selectors import holder_of
from consistori.tenancy.models import Entity

own_doors: dict[str, Callable[[Entity], str]] = {}
"""Procedures that a room above does on a page of its own, by code: the name of its address in that town, or nothing."""


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def begin(request: PublicRequest, code: str) -> HttpResponseBase:
    """Begin a procedure, or go on with what was begun. Nothing is kept until one says to begin."""
    shown, language = shown_to_citizens(code), language_here()
    if code in own_doors and (door := own_doors[code](request.entity)):
        return redirect(door)
    citizen = request.citizen
    assert citizen is not None  # noqa: S101 - the door of the page says it
    fault: BadInput | None = None
    contact = _posted(request) if request.method == "POST" else contact_of(citizen)
    together = Together.typed(request.POST)
    if request.method == "POST":
        try:
            draft = begin_draft(shown, citizen=citizen, contact=contact, language=language, together=together)
        except BadInput as refusal:
            fault = refusal
        else:
            return redirect("eoffice:draft", code, draft.pk)
    context = {
        "title": in_words(shown.sheet.name, language) or code,
        "shown": shown,
        "citizen": citizen,
        "contact": contact,
        "together": together,
        "fault": fault,
        "begun": [one for one in drafts_of(citizen, language) if one.code == code],
        "pages": [page.title.in_(language) for page in read_form(shown.sheet.form).pages],
        "papers": [place for place in places_of(shown.sheet, read_form(shown.sheet.form), language)][:-1],
    }
    return TemplateResponse(request, "eoffice/filing/begin.html", context, status=422 if fault else 200)


@require_safe
@draft_page
def draft(request: PublicRequest, opened: Opened) -> HttpResponseBase:
    """Where one left it: its first page that is not done, or the receipt of what was sent."""
    if opened.draft.is_sent:
        return redirect("eoffice:draft_receipt", opened.shown.code, opened.draft.pk)
    return redirect(opened.journey().left_at)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def who(request: PublicRequest, opened: Opened) -> HttpResponseBase:
    """Who you are, and where notices go."""
    if opened.draft.is_sent:
        return redirect("eoffice:draft_receipt", opened.shown.code, opened.draft.pk)
    journey, fault = opened.journey(WHO), None
    contact, together = opened.content.contact, Together.of(opened.content.together)
    if request.method == "POST":
        contact, together = _posted(request), Together.typed(request.POST)
        try:
            save_contact(opened.draft, contact, citizen=opened.citizen, together=together)
        except BadInput as refusal:
            fault = refusal
        else:
            return went_on(request, opened, journey.after(WHO))
    context = journey.context(
        citizen=opened.citizen, contact=contact, together=together, fault=fault, opened=opened
    )
    return TemplateResponse(request, "eoffice/filing/who.html", context, status=422 if fault else 200)


def contact_of(citizen: Citizen) -> dict[str, str]:
    """Where the town hall reaches them already, or what their identity says."""
    party = holder_of(compact(citizen.reached_as))
    known = {"email": citizen.email, "phone": citizen.phone}
    if party is not None:
        for channel in Channel.objects.filter(party=party, is_main=True, until=None):
            known["email" if channel.kind == Channel.Kind.EMAIL else "phone"] = channel.value
    return {key: value for key, value in known.items() if value}


def _posted(request: PublicRequest) -> dict[str, str]:
    return {key: request.POST.get(key, "").strip()[:254] for key in ("email", "phone")}
