"""The powers of a citizen: those they gave and those they were given; give one, revoke it, renounce it, extend it."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from consistori.catalogue.procedures.selectors import open_procedures
from consistori.catalogue.procedures.sheet import in_words
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.eoffice.filing.people import party_of, party_with
from consistori.eoffice.filing.web.doors import language_here
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.limits import address_of
from consistori.eoffice.identity.powers import ChangeKind, PowerKind, longest
from consistori.eoffice.models import RegisteredPower
from consistori.eoffice.models.powers import KINDS
from consistori.eoffice.powers import sentences
from consistori.eoffice.powers.policies import may_give_power
from consistori.eoffice.powers.registering import Asked, By, change_power, register_power, statement_of
from consistori.eoffice.powers.selectors import ShownPower, family_of, own_powers, power_named
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotHere
from consistori.kernel.text import fold
from consistori.parties.services.checks import checked_identifier
from consistori.trail import act

CHANGES = {
    "revoca": ChangeKind.REVOCATION,
    "renuncia": ChangeKind.RENUNCIATION,
    "prorroga": ChangeKind.EXTENSION,
}
FIELDS = ("identifier", "name", "kind", "until", "token")
ORDER = (PowerKind.PROCEDURES, PowerKind.ONE_BODY, PowerKind.EVERYWHERE)
"""The narrowest first: nobody gives more than they wanted by not reading."""


@citizen_page
@require_safe
def powers(request: PublicRequest) -> HttpResponseBase:
    """What this person gave and what they were given, living and ended."""
    citizen = _citizen(request)
    mine, language = _mine(citizen), language_here()
    found = own_powers(citizen)
    context = {
        "given": [_drawn(one, language, is_grantor=True) for one in found if one.row.grantor_id in mine],
        "received": [_drawn(one, language, is_grantor=False) for one in found if one.row.proxy_id in mine],
        "giving": may_give_power(citizen),
        "citizen": citizen,
    }
    return TemplateResponse(request, "eoffice/powers/powers.html", context)


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PublicRequest) -> HttpResponseBase:
    """Give a power: who, what for, until when; it is read again, and signed."""
    citizen, language = _citizen(request), language_here()
    giving = may_give_power(citizen)
    typed: dict[str, Any] = {key: request.POST.get(key, "").strip()[:200] for key in FIELDS}
    typed["procedures"] = [code[:20] for code in request.POST.getlist("procedures")][:100]
    typed["token"] = typed["token"] or secrets.token_urlsafe(16)
    step, fault = "ask", None
    if request.method == "POST" and giving and "change" not in request.POST:
        try:
            asked = _asked(typed)
            if request.POST.get("sign") == "yes":
                return _given(request, citizen, typed, asked, language)
            step = "check"
        except BadInput as refusal:
            fault, step = refusal, "check" if refusal.field == "accepts" else "ask"
    context = {
        "citizen": citizen,
        "giving": giving,
        "typed": typed,
        "fault": fault,
        "step": step,
        "kinds": [(kind.value, KINDS[kind]) for kind in ORDER],
        "procedures": sorted(
            (
                (one.code, in_words(one.sheet.name, language), one.code in typed["procedures"])
                for one in open_procedures(language)
            ),
            key=lambda one: fold(one[1]),
        ),
        "longest": longest(today()),
        "today": today(),
        "statement": statement_of(language),
    }
    if step == "check":
        context |= _read_again(typed, language)
    return TemplateResponse(
        request, "eoffice/powers/new.html", context, status=fault.status if fault else 200
    )


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PublicRequest, reference: str, what: str) -> HttpResponseBase:
    """Revoke, renounce or extend: a page asks, a button signs it."""
    citizen, language = _citizen(request), language_here()
    kind = CHANGES.get(what)
    shown = _own(citizen, reference)
    if kind is None:
        raise NotHere
    is_grantor = shown.row.grantor_id in _mine(citizen)
    if is_grantor is (kind is ChangeKind.RENUNCIATION):
        raise NotHere
    fault: BadInput | None = None
    until = request.POST.get("until", "").strip()[:10]
    token = request.POST.get("token", "")[:64] or secrets.token_urlsafe(16)
    if request.method == "POST":
        by = By(request.actor, citizen, token, address_of(request), language)
        try:
            made = change_power(shown, kind, by=by, until=_day(until))
        except BadInput as refusal:
            fault = refusal
        else:
            messages.success(
                request,
                _("It is in the register, with the entry %(number)s.") % {"number": made.entry.reference},
            )
            return redirect("eoffice:powers")
    context = {
        "one": _drawn(shown, language, is_grantor=is_grantor), "kind": str(kind), "fault": fault, "until": until,
        "token": token, "giving": may_give_power(citizen), "longest": longest(today()), "citizen": citizen,
    }  # fmt: skip
    return TemplateResponse(
        request, "eoffice/powers/change.html", context, status=fault.status if fault else 200
    )


@citizen_page
@require_safe
def paper(request: PublicRequest, reference: str) -> HttpResponseBase:
    """The act of a power of theirs, with its seal if the town hall has one."""
    shown = _own(_citizen(request), reference)
    document = Document.objects.with_version().get(pk=shown.row.document_id)
    answer = FileResponse(
        blobs.open(document.latest_blob.sha256), as_attachment=True, filename=f"{reference}.pdf",
        content_type=document.version.media_type,
    )  # fmt: skip
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _citizen(request: PublicRequest) -> Citizen:
    if request.citizen is None:  # `citizen_page` lets nobody else in
        raise NotHere
    return request.citizen


def _mine(citizen: Citizen) -> set[Any]:
    own = set(family_of(citizen.identifier))
    if citizen.represents_firm and not citizen.basis:
        own |= set(family_of(citizen.firm_identifier))
    return own


def _own(citizen: Citizen, reference: str) -> ShownPower:
    """A power that they gave or were given; anybody else's is not here."""
    shown = power_named(reference)
    if not {shown.row.grantor_id, shown.row.proxy_id} & _mine(citizen):
        raise NotHere
    return shown


def _drawn(shown: ShownPower, language: str, *, is_grantor: bool) -> dict[str, Any]:
    row = shown.row
    other = (
        (row.proxy_name, row.proxy_identifier) if is_grantor else (row.grantor_name, row.grantor_identifier)
    )
    return {
        "row": row,
        "shown": shown,
        "name": other[0],
        "identifier": other[1],
        "kind": sentences.kind_words(row.kind),
        "procedures": sentences.procedures_words(row.procedures, language),
        "end": sentences.end_words(shown.end, shown.on),
        "is_grantor": is_grantor,
    }


def _asked(typed: dict[str, Any]) -> Asked:
    """What was typed, checked as far as it can be without registering it. Raises `BadInput` with its field."""
    if checked_identifier(typed["identifier"]) is None:
        raise BadInput(gettext_lazy("Write the number of who will act for you."), field="identifier")
    if not typed["name"]:
        raise BadInput(gettext_lazy("Write the name of who will act for you."), field="name")
    if typed["kind"] not in set(PowerKind):
        raise BadInput(sentences.fault_words("kind"), field="kind")
    known = {one.code for one in open_procedures("ca")}
    chosen = [code for code in typed["procedures"] if code in known]
    if typed["kind"] == PowerKind.PROCEDURES and not chosen:
        raise BadInput(sentences.fault_words("procedures"), field="procedures")
    until = _day(typed["until"])
    if until is not None and until < today():
        raise BadInput(sentences.fault_words("until"), field="until")
    return Asked(typed["kind"], chosen, until)


def _given(
    request: PublicRequest, citizen: Citizen, typed: dict[str, Any], asked: Asked, language: str
) -> HttpResponseBase:
    if request.POST.get("accepts") != "yes":
        raise BadInput(_("Say that you give it of your own will."), field="accepts")
    by = By(request.actor, citizen, typed["token"], address_of(request), language)
    row = _register(citizen, typed, asked, by)
    messages.success(
        request,
        _("The power %(number)s is in the register and counts from now on.") % {"number": row.reference},
    )
    return redirect("eoffice:powers")


@act
def _register(citizen: Citizen, typed: dict[str, Any], asked: Asked, by: By) -> RegisteredPower:
    grantor = party_of(citizen, by.actor, by.language)
    proxy = party_with(typed["identifier"], typed["name"], by.actor, by.language)
    if proxy.pk == grantor.pk:
        raise BadInput(sentences.fault_words("same"), field="identifier")
    return register_power(grantor, proxy, asked, by=by, proxy_name=" ".join(typed["name"].split()))


def _read_again(typed: dict[str, Any], language: str) -> dict[str, Any]:
    until = min(_day(typed["until"]) or longest(today()), longest(today()))
    return {
        "kind_words": sentences.kind_words(typed["kind"]),
        "procedure_words": sentences.procedures_words(typed["procedures"], language),
        "until": until,
    }


def _day(text: str) -> date | None:
    """The day of a box; empty is none. Raises `BadInput` (`until`)."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadInput(gettext_lazy("Write the day like this: 2027-05-31."), field="until") from fault
