"""Where somebody wants notices and in which language: each address on or off; a new one is proved by a code."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.eoffice.folder.files import who_of
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.limits import knock
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, NotHere, Refusal
from consistori.notifications.notices.rules import Kind, Known, whom_to_tell
from consistori.notifications.notices.services import known_of, tell_wish
from consistori.parties.lines.rules import Use
from consistori.parties.lines.services import kinds_offered, prove, send_code
from consistori.parties.models import LineCode, Party
from consistori.parties.services import add_channel, correct_party
from consistori.trail import act

PURPOSE = str(Use.LINE)


@dataclass(frozen=True)
class Line:
    """An e-mail or a mobile of theirs, and whether a notice would go there today."""

    kind: str
    value: str
    is_on: bool


@dataclass(frozen=True)
class Whose:
    """Somebody whose addresses they may say: themselves, or the firm for which they act."""

    party: Party
    lines: list[Line]
    is_firm: bool = False


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: PublicRequest) -> HttpResponseBase:
    """Each address on or off, the language, and a new address."""
    citizen, who = who_of(request)
    everybody = whose_of(who)
    refusal: Refusal | None = None
    if request.method == "POST":
        party = _party(everybody, request.POST.get("whose", ""))
        try:
            return _done(request, citizen, party)
        except Refusal as fault:
            if isinstance(fault, NotHere):
                raise
            refusal = fault
    shown = {
        "citizen": citizen,
        "everybody": everybody,
        "kinds": kinds_offered(),
        "refusal": refusal,
        "typed": request.POST.get("value", "") if request.method == "POST" else "",
    }
    return TemplateResponse(
        request, "eoffice/notifications/wishes.html", shown, status=refusal.status if refusal else 200
    )


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: PublicRequest, key: UUID) -> HttpResponseBase:
    """The six figures that were sent to the new address: said, it is theirs and notices go there."""
    citizen, who = who_of(request)
    row = LineCode.objects.filter(pk=key, purpose=PURPOSE).first()
    if row is None:
        raise NotHere
    party = _party(whose_of(who), request.GET.get("whose", ""))
    error = ""
    if request.method == "POST":
        knock(request)
        found = prove(key, request.POST.get("code", ""), purpose=PURPOSE)
        if found.ok:
            take_line(party, kind=found.kind, value=found.value, by=_as(request, citizen))
            messages.success(request, _("It is yours: we will tell you there."))
            return redirect("eoffice:folder_notices")
        error = str(found.message)
    shown = {"citizen": citizen, "line": row.value, "error": error}
    return TemplateResponse(request, "eoffice/notifications/code.html", shown, status=422 if error else 200)


@act
def take_line(party: Party, *, kind: str, value: str, by: Actor) -> None:
    """Keep an address that they have proved theirs, and that they want notices there."""
    with contextlib.suppress(AlreadyDone):
        add_channel(party, by=by, kind=kind, value=value, verified=True)
    tell_wish(party, by=by, kind=kind, value=value, wanted=True)


def whose_of(who: Whom) -> list[Whose]:
    """Themselves and the firm for which they act by something that is good for all. Five statements at most."""
    keys = [*who.party_ids, *who.firm_party_ids]
    parties = list(Party.objects.standing().filter(pk__in=keys))
    known = known_of(one.pk for one in parties)
    parties.sort(key=lambda one: one.pk in who.firm_party_ids)
    return [
        Whose(one, _lines(known.get(one.pk, [])), is_firm=one.pk in who.firm_party_ids) for one in parties
    ]


def _lines(known: list[Known]) -> list[Line]:
    told = {(target.kind, target.value) for target in whom_to_tell(known)}
    return [Line(str(one.kind), one.value, (one.kind, one.value) in told) for one in known]


def _party(everybody: list[Whose], key: str) -> Party:
    """The one that was posted, among theirs. Raises `NotHere`."""
    for one in everybody:
        if str(one.party.pk) == key or (not key and not one.is_firm):
            return one.party
    raise NotHere


def _done(request: PublicRequest, citizen: Citizen, party: Party) -> HttpResponseBase:
    said, by = request.POST, _as(request, citizen)
    if "language" in said:
        language = said["language"] if said["language"] in Party.Language.values else party.language
        correct_party(party, by=by, language=language)
        messages.success(request, _("Written down: we will write to you in that language."))
    elif "add" in said:
        kind = Kind.EMAIL if "@" in said.get("value", "") else Kind.MOBILE
        made = send_code(str(kind), said.get("value", ""), purpose=PURPOSE, language=_language())
        answer = redirect("eoffice:folder_notices_code", key=made.pk)
        answer["Location"] += f"?whose={party.pk}"
        return answer
    else:
        _turned(party, said.get("line", ""), wanted="on" in said, by=by)
        messages.success(request, _("Written down."))
    return redirect("eoffice:folder_notices")


def _turned(party: Party, line: str, *, wanted: bool, by: Actor) -> None:
    kind, _colon, value = line.partition(":")
    tell_wish(party, by=by, kind=kind, value=value, wanted=wanted)


def _as(request: PublicRequest, citizen: Citizen) -> Actor:
    """What they say of themselves is written down with their name, by the program that heard it."""
    return Actor.system((citizen.full_name or citizen.firm)[:160], request.entity.pk)


def _language() -> str:
    return "es" if (get_language() or "").startswith("es") else "ca"
