"""The door: choose how, go, come back, leave. Nothing needs JavaScript; going is a link, so that no policy stops it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_safe

from consistori.eoffice.identity import limits
from consistori.eoffice.identity.citizens import come_in, go_out
from consistori.eoffice.identity.ports import Asserted, IdentityRefused, Provider, provider, providers
from consistori.eoffice.identity.services import take_assertion, turn_away
from consistori.eoffice.powers.selectors import given_to
from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.tenancy import modality

NEXT, ORIGIN = "identity-next", "identity-origin"


@require_safe
@public_page
def enter(request: PublicRequest) -> HttpResponseBase:
    """How do you want to identify yourself? By what one has at hand; whoever is in already goes on."""
    after = _after(request, request.GET.get("next", ""))
    if request.citizen is not None:
        return redirect(after)
    ways = [one.way for one in providers()]
    return _private(
        TemplateResponse(
            request,
            "eoffice/identity/enter.html",
            {"ways": ways, "next": after, "query": urlencode({"next": after}), "is_thin": True},
        )
    )


@require_safe
def begin(request: Any, way: str) -> HttpResponseBase:
    """Go to whoever identifies. What is asked outside is asked with no transaction open."""
    chosen = _provider_here(request, way)
    request.session[NEXT] = _after(request, request.GET.get("next", ""))
    request.session[ORIGIN] = request.build_absolute_uri("/").rstrip("/")
    try:
        limits.knock(request)
        address = chosen.begin(request, request.build_absolute_uri(reverse("eoffice:enter_back", args=[way])))
    except IdentityRefused as refusal:
        return _turned_away(request, way, refusal)
    except limits.KnocksTooOften as refusal:
        return _refused(request, refusal)
    return _private(redirect(address))


@require_safe
def back(request: Any, way: str) -> HttpResponseBase:
    """Back from whoever identifies: in, or the reason why not and what to do."""
    chosen = _provider_here(request, way)
    try:
        limits.knock(request)
        asserted = chosen.finish(request)
    except IdentityRefused as refusal:
        return _turned_away(request, way, refusal)
    except limits.KnocksTooOften as refusal:
        return _refused(request, refusal)
    return _let_in(request, way, asserted)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def leave(request: PublicRequest) -> HttpResponseBase:
    """Leave; a link leads to the question, the button does it."""
    if request.method == "POST":
        go_out(request)
        return redirect("eoffice:home")
    if request.citizen is None:
        return redirect("eoffice:home")
    return _private(TemplateResponse(request, "eoffice/identity/leave.html", {}))


@public_page
def _let_in(request: PublicRequest, way: str, asserted: Asserted) -> HttpResponseBase:
    after = _after(request, request.session.get(NEXT, ""))
    try:
        citizen = take_assertion(asserted, way=way, by=request.actor, address=limits.address_of(request))
    except IdentityRefused as refusal:
        return _say_no(request, way, refusal)
    request.session.pop(NEXT, None)
    # Certificates are asked for at another port of the same host: people go back to where they were.
    origin = request.session.pop(ORIGIN, "")
    come_in(request, citizen)
    if given_to(citizen):
        after = f"{reverse('eoffice:acting')}?{urlencode({'next': after})}"
    is_elsewhere = origin != request.build_absolute_uri("/").rstrip("/")
    return _private(redirect(f"{origin}{after}" if is_elsewhere else after))


@public_page
def _turned_away(request: PublicRequest, way: str, refusal: IdentityRefused) -> HttpResponseBase:
    return _say_no(request, way, refusal)


@public_page
def _refused(request: PublicRequest, refusal: limits.KnocksTooOften) -> HttpResponseBase:
    answer = TemplateResponse(request, "eoffice/refused.html", {"refusal": refusal}, status=refusal.status)
    answer["Retry-After"] = "60"
    return answer


def _say_no(request: PublicRequest, way: str, refusal: IdentityRefused) -> HttpResponseBase:
    """The reason in words and the way back; in this same transaction, the trail."""
    if refusal.code not in ("cancelled", "silent"):
        limits.was_refused(request)
    turn_away(refusal, way=way, by=request.actor)
    after = _after(request, request.session.get(NEXT, ""))
    shown = {"refusal": refusal, "again": f"{reverse('eoffice:enter')}?{urlencode({'next': after})}"}
    return _private(TemplateResponse(request, "eoffice/identity/not_in.html", shown, status=refusal.status))


def _provider_here(request: Any, way: str) -> Provider:
    if request.entity is None or not modality.is_on(request.entity, "eoffice"):
        raise Http404
    found = provider(way)
    if found is None:
        raise Http404
    return found


def _after(request: Any, address: str) -> str:
    """Where one goes afterwards: a page of ours, else the folder."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else reverse("eoffice:folder")


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
