"""Asking for an hour: for what, how, when, and a line that is theirs. Four pages that work without script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from consistori.appointments import selectors
from consistori.appointments.models import Appointment, Service
from consistori.appointments.models.offer import Way
from consistori.appointments.services import Asker, confirm_line, give_appointment, prove_by
from consistori.eoffice.folder.whom import whom
from consistori.eoffice.identity.limits import knock
from consistori.eoffice.office.attention import phone_only
from consistori.eoffice.visits.addresses import WORDS, hour_in, hour_of, way_of
from consistori.eoffice.visits.door import link_of, own_page, owner_of, visit_page
from consistori.eoffice.visits.forms import AskerForm
from consistori.eoffice.visits.weeks import week_for
from consistori.eoffice.web.public import PublicRequest
from consistori.kernel.errors import NotHere, Refusal
from consistori.parties.lines.services import kinds_offered, prove, send_code
from consistori.parties.models import Party
from consistori.parties.services.checks import phone_kind
from consistori.trail import act

PURPOSE = "appointment"


@visit_page
@require_safe
def services(request: PublicRequest) -> HttpResponseBase:
    """For what: what the town attends by appointment, each with its ways."""
    rows = [
        (one, [(WORDS[way], way) for way in selectors.ways_of(one)]) for one in selectors.offered_services()
    ]
    context = {"services": rows, "phone_only": phone_only()}
    return TemplateResponse(request, "eoffice/visits/services.html", context)


@visit_page
@require_safe
def ways(request: PublicRequest, key: str) -> HttpResponseBase:
    """How: with only one way there is nothing to choose."""
    service = selectors.service_named(key)
    found = selectors.ways_of(service)
    query = f"?{urlencode({'tramit': request.GET['tramit'][:20]})}" if request.GET.get("tramit") else ""
    if len(found) == 1:
        return redirect(reverse("eoffice:visit_week", args=[key, WORDS[found[0]]]) + query)
    context = {
        "service": service,
        "desks": selectors.open_desks(service),
        "ways": [(WORDS[way], way) for way in found],
        "query": query,
    }
    return TemplateResponse(request, "eoffice/visits/ways.html", context)


@visit_page
@require_safe
def week(request: PublicRequest, key: str, way: str) -> HttpResponseBase:
    """When: a week of hours, and the one that was chosen."""
    service = _service(key, way)
    shown = week_for(service, request.GET.get("setmana", ""), request.GET.get("hora", ""))
    details = reverse("eoffice:visit_details", args=[key, way])
    context = {
        **_facts(service, way),
        "week": shown,
        "procedure": request.GET.get("tramit", "")[:20],
        "details_url": details,
        "chosen": hour_in(shown.chosen) if shown.chosen else "",
    }
    return TemplateResponse(request, "eoffice/visits/week.html", context)


@visit_page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: PublicRequest, key: str, way: str) -> HttpResponseBase:
    """Who, and the last button. Whoever has come in needs no code; the others prove their line in the next page."""
    service = _service(key, way)
    hour = hour_of(request.GET.get("hora", ""))
    back = reverse("eoffice:visit_week", args=[key, way])
    if hour is None:
        return redirect(back)
    query = {"hora": hour_in(hour)}
    if procedure := request.GET.get("tramit", "")[:20]:
        query["tramit"] = procedure
    form = AskerForm(
        request.POST or None, way=way_of(way), is_known=request.citizen is not None, initial=_known(request)
    )
    if request.method == "POST":
        knock(request)
        if form.is_valid():
            try:
                made = _ask(request, service, way_of(way), hour, form.cleaned_data, procedure)
            except Refusal as refusal:
                if refusal.code == "hour-taken":
                    return redirect(f"{back}?{urlencode(query)}")
                form.refuse(refusal)
            else:
                name = "eoffice:visit_code" if made.held_until else "eoffice:visit"
                return redirect(name, *link_of(made))
    context = {
        **_facts(service, way),
        "form": form,
        "hour": hour,
        "back": f"{back}?{urlencode(query)}",
        "is_by_phone": way_of(way) == Way.PHONE,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "eoffice/visits/details.html", context, status=status)


@act
def _ask(
    request: PublicRequest, service: Service, way: str, hour: Any, said: dict[str, str], procedure: str
) -> Appointment:
    """Give it at once to whoever has come in; to the others, hold it and send a code, where there is where to."""
    citizen, line = request.citizen, _line(said)
    asker = Asker(
        name=said["name"],
        email=said["email"],
        phone=said["phone"],
        about=said["about"],
        language=get_language() or "ca",
        party=_party(request),
        owner=owner_of(request.entity.pk, citizen) if citizen else "",
        proven="identity" if citizen else "",
    )
    held = citizen is None and line is not None
    made = give_appointment(
        by=request.actor,
        service=service,
        starts_at=hour,
        way=way,
        asker=asker,
        procedure=procedure,
        held=held,
    )
    if held and line is not None:
        sent = send_code(line[0], line[1], purpose=PURPOSE, language=asker.language)
        prove_by(made, sent.pk)
    return made


def _line(said: dict[str, str]) -> tuple[str, str] | None:
    """Where the code goes: the e-mail; without it, the mobile, if messages can be sent to it from here."""
    if said["email"].strip():
        return "email", said["email"]
    compact = "".join(said["phone"].split())
    if "mobile" in kinds_offered() and phone_kind(compact) == "mobile":
        return "mobile", said["phone"]
    return None


def _party(request: PublicRequest) -> Party | None:
    if request.citizen is None:
        return None
    found: Party | None = Party.objects.filter(
        pk__in=whom(request.citizen).party_ids, merged_into=None
    ).first()
    return found


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: PublicRequest, appointment: Appointment) -> HttpResponseBase:
    """The six figures that were sent; another code if it does not come."""
    if not appointment.held_until:
        return redirect("eoffice:visit", *link_of(appointment))
    error = ""
    if request.method == "POST":
        knock(request)
        if "again" in request.POST:
            _send_again(appointment)
            return redirect("eoffice:visit_code", *link_of(appointment))
        found = prove(str(appointment.line_code), request.POST.get("code", ""), purpose=PURPOSE)
        if found.ok:
            made = confirm_line(appointment, by=request.actor, proven=found.kind)
            return redirect("eoffice:visit", *link_of(made))
        error = str(found.message)
    context = {"appointment": appointment, "error": error, "line": appointment.email or appointment.phone}
    return TemplateResponse(request, "eoffice/visits/code.html", context, status=422 if error else 200)


def _send_again(appointment: Appointment) -> None:
    kind, value = ("email", appointment.email) if appointment.email else ("mobile", appointment.phone)
    prove_by(appointment, send_code(kind, value, purpose=PURPOSE, language=appointment.language).pk)


def _service(key: str, way: str) -> Service:
    service = selectors.service_named(key)
    if way_of(way) not in selectors.ways_of(service):
        raise NotHere()
    return service


def _facts(service: Service, way: str) -> dict[str, Any]:
    desks = selectors.open_desks(service)
    return {
        "service": service,
        "way": way_of(way),
        "way_word": way,
        "desk": desks[0] if len(desks) == 1 else None,
        "has_ways": len(selectors.ways_of(service)) > 1,
    }


def _known(request: PublicRequest) -> dict[str, str]:
    citizen = request.citizen
    if citizen is None:
        return {}
    return {"name": citizen.full_name, "email": citizen.email, "phone": citizen.phone}
