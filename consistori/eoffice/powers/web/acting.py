"""For whom do you act? Chosen once, after coming in, and whenever one wants; it needs no script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.eoffice.filing.web.doors import language_here
from consistori.eoffice.identity import limits
from consistori.eoffice.identity.citizens import act_as, citizen_of
from consistori.eoffice.powers.acting import choices, chosen, declared, keep_elsewhere
from consistori.eoffice.powers.ports import Asker, OutsidePower, RegisterSilent, registers
from consistori.eoffice.web.public import PublicRequest, citizen_page, public_page
from consistori.kernel.errors import BadInput, Refusal
from consistori.tenancy import modality


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def choose(request: PublicRequest) -> HttpResponseBase:
    """For oneself, for the firm of the certificate, for whom gave a power."""
    citizen = request.citizen
    assert citizen is not None  # noqa: S101 - the door of the page says it
    after = _after(request)
    if request.method == "POST":
        act_as(request, chosen(citizen, request.POST.get("for", "own")[:40]))
        return redirect(after)
    context = {
        "choices": choices(citizen, language_here()),
        "citizen": citizen,
        "next": after,
        "query": urlencode({"next": after}),
        "registers": registers(),
    }
    return TemplateResponse(request, "eoffice/powers/acting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def somebody(request: PublicRequest) -> HttpResponseBase:
    """For somebody whose power is in no register that we read: it is said, and proved with a document or afterwards."""
    citizen = request.citizen
    assert citizen is not None  # noqa: S101 - the door of the page says it
    typed = {key: request.POST.get(key, "").strip()[:200] for key in ("identifier", "name")}
    fault: BadInput | None = None
    if request.method == "POST":
        try:
            act_as(request, declared(citizen, typed["identifier"], typed["name"]))
        except BadInput as refusal:
            fault = refusal
        else:
            return redirect(_after(request))
    context = {"typed": typed, "fault": fault, "next": _after(request)}
    return TemplateResponse(
        request, "eoffice/powers/somebody.html", context, status=fault.status if fault else 200
    )


@require_POST
def ask_elsewhere(request: Any) -> HttpResponseBase:
    """Ask the other registers, with no transaction open; what they answer is kept and offered."""
    if request.entity is None or not modality.is_on(request.entity, "eoffice"):
        raise Http404
    citizen = citizen_of(request)
    if citizen is None:
        return redirect("eoffice:enter")
    try:
        limits.knock(request)
        asker = Asker(request.entity.ine10, request.entity.name)
        for one in registers():
            _keep(request, one.key, one.powers_of(citizen.identifier, asker=asker))
    except RegisterSilent:
        messages.warning(request, _("Representa does not answer now. Try again in some minutes."))
    except Refusal as refusal:
        return _refused(request, refusal)
    return redirect(f"{reverse('eoffice:acting')}?{urlencode({'next': request.POST.get('next', '')[:300]})}")


@public_page
def _keep(request: PublicRequest, register: str, found: list[OutsidePower]) -> HttpResponseBase:
    keep_elsewhere(register, found)
    if not found:
        messages.info(request, _("Representa has no power for you in this town hall."))
    return redirect("eoffice:acting")


@public_page
def _refused(request: PublicRequest, refusal: Refusal) -> HttpResponseBase:
    return TemplateResponse(request, "eoffice/refused.html", {"refusal": refusal}, status=refusal.status)


def _after(request: Any) -> str:
    """Where one goes afterwards: a page of ours, else the folder."""
    said = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if is_ours else reverse("eoffice:folder")
