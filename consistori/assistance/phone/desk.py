"""The page of the telephone: who calls, what they want, what to say, and one line that writes the contact down."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.assistance.contacts.forms import ContactForm
from consistori.assistance.contacts.policies import may_help
from consistori.assistance.contacts.web import cases_of
from consistori.assistance.phone import selectors
from consistori.assistance.phone.rules import may_be_helped
from consistori.assistance.phone.services import begin_help
from consistori.assistance.policies import ensure_here
from consistori.catalogue.procedures.selectors import procedure
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import AlreadyDone, NotHere, Refusal, ensure
from consistori.parties.forms import PartyForm
from consistori.parties.lines.rules import Use, serves_for
from consistori.parties.lines.services import kinds_offered, prove, send_code
from consistori.parties.models import Channel, Party
from consistori.parties.rules.identifiers import compact
from consistori.parties.selectors import search_parties
from consistori.parties.services import add_channel, verify_channel
from consistori.trail.readings import record_reading


def party_of(key: str) -> Party | None:
    """The person of an address, as they are known now; None when it names nobody. Raises `NotHere`."""
    if not key:
        return None
    try:
        found: Party | None = Party.objects.select_related("merged_into").filter(pk=UUID(key)).first()
    except ValueError as wrong:
        raise NotHere from wrong
    if found is None:
        raise NotHere
    return found.standing


def here(**asked: Any) -> str:
    """The page of the telephone, with what is known so far."""
    kept = {name: str(value) for name, value in asked.items() if value}
    return f"{reverse('assistance:phone')}?{urlencode(kept)}" if kept else reverse("assistance:phone")


@staff_page
@require_safe
def phone(request: StaffRequest) -> HttpResponseBase:
    """Who calls and what they want; beside, what to say and what is being filled in."""
    ensure_here(request.entity)
    ensure(may_help(request.actor))
    party = party_of(request.GET.get("party", ""))
    who, what = request.GET.get("who", "").strip()[:80], request.GET.get("what", "").strip()[:120]
    code = request.GET.get("code", "")[:20]
    if party is not None:
        record_reading(
            by=request.actor, kind="party", id=party.pk, label=party.display_name, reserved=party.is_protected
        )
    people = search_parties(who) if who and party is None else []
    if len(people) == 1 and people[0].identifier == compact(who):  # the whole number: it is them
        return redirect(here(party=people[0].pk, what=what, code=code))
    context = {
        "party": party,
        "who": who,
        "what": what,
        "code": code,
        "people": people,
        "caller": PartyForm(initial=_guessed(who)) if who and not people and party is None else None,
        "wishes": selectors.found(what) if what else [],
        "aloud": selectors.aloud(code, request.actor) if code else None,
        "helps": may_be_helped(party) if party else None,
        "mine": selectors.being_helped(request.actor),
        "contact": ContactForm(cases=cases_of(request, party), initial={"channel": "phone"}),
        "lines": _lines(party),
        "kinds": kinds_offered(),
        "code_sent": request.GET.get("sent", "")[:36],
        "never": serves_for(Use.FILE),
    }
    return TemplateResponse(request, "assistance/phone/phone.html", context)


def _guessed(who: str) -> dict[str, str]:
    return {"identifier": who} if any(sign.isdigit() for sign in who) else {"name": who}


def _lines(party: Party | None) -> list[Channel]:
    if party is None:
        return []
    return list(party.channels.filter(until=None, kind__in=kinds_offered()))


@staff_page
@require_POST
def new_caller(request: StaffRequest) -> HttpResponseBase:
    """Enter whoever calls, with their number and name; somebody who is here already is who they are."""
    ensure_here(request.entity)
    ensure(may_help(request.actor))
    form = PartyForm(request.POST)
    if made := form.enter(request.actor):
        return redirect(here(party=made.pk, what=request.GET.get("what", "")))
    twin = getattr(form, "twin", None)
    if twin is not None:
        return redirect(here(party=twin.pk, what=request.GET.get("what", "")))
    return TemplateResponse(request, "assistance/phone/caller.html", {"form": form}, status=422)


@staff_page
@require_POST
def begin(request: StaffRequest) -> HttpResponseBase:
    """Begin to fill in a procedure with whoever calls."""
    ensure_here(request.entity)
    party = party_of(request.POST.get("party", ""))
    code = request.POST.get("code", "")[:20]
    if party is None:
        messages.warning(request, _("Say first who calls: the draft is theirs."))
        return redirect(here(code=code))
    try:
        helped = begin_help(
            party, procedure(code), by=request.actor, channel=request.POST.get("channel", "phone")
        )
    except Refusal as refusal:
        if isinstance(refusal, NotHere):
            raise
        messages.warning(request, str(refusal))
        return redirect(here(party=party.pk, code=code))
    return redirect("assistance:helped", helped.pk)


@staff_page
@require_POST
def line(request: StaffRequest) -> HttpResponseBase:
    """Send a code to a line of whoever calls, or say the one that they read aloud: it proves the line, and no more."""
    ensure_here(request.entity)
    ensure(may_help(request.actor))
    party = party_of(request.POST.get("party", ""))
    if party is None:
        raise NotHere
    if key := request.POST.get("sent", ""):
        return _proved(request, party, key)
    kind, _sign, value = request.POST.get("line", "").partition(":")
    if not value:
        value = request.POST.get("value", "")
        kind = "email" if "@" in value else "mobile"
    try:
        row = send_code(kind, value, purpose=Use.LINE, language=party.language)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(here(party=party.pk))
    messages.success(request, _("The code is on its way. Ask them to read it to you."))
    return redirect(here(party=party.pk, sent=row.pk) + "#line")


def _proved(request: StaffRequest, party: Party, key: str) -> HttpResponse:
    try:
        UUID(key)
    except ValueError as wrong:
        raise NotHere from wrong
    proof = prove(key, request.POST.get("typed", ""), purpose=Use.LINE)
    if not proof.ok:
        messages.warning(request, str(proof.message))
        return redirect(here(party=party.pk, sent=key) + "#line")
    held = party.channels.filter(kind=proof.kind, value=proof.value, until=None).first()
    try:
        if held is None:
            add_channel(party, by=request.actor, kind=proof.kind, value=proof.value, verified=True)
        elif not held.is_verified:
            verify_channel(held, by=request.actor)
    except AlreadyDone:
        pass
    messages.success(
        request,
        _("The line is theirs. It is enough for an appointment, information or a reminder; not to file."),
    )
    return redirect(here(party=party.pk))
