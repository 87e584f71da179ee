"""Small acts on a party: one more document, address, channel, the way they chose, the mark of protected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.parties import services
from consistori.parties.forms import AddressForm, ChannelForm, IdentifierForm, WayForm, put_refusal
from consistori.parties.models import Party
from consistori.parties.policies import may_edit_parties
from consistori.parties.selectors import opened_party


@dataclass(frozen=True)
class Addition:
    """One of the things that may be added: its form, its title, the act, what is said afterwards."""

    form: type[forms.Form]
    title: Any
    act: Callable[[Party, Actor, dict[str, Any]], Any]
    said: Any
    hint: Any = ""


def _add_identifier(party: Party, by: Actor, values: dict[str, Any]) -> None:
    services.add_identifier(
        party, by=by, value=values["identifier"], kind=values["identifier_kind"], is_main=values["is_main"]
    )


ADDITIONS: dict[str, Addition] = {
    "identifier": Addition(
        IdentifierForm,
        gettext_lazy("Add an identity document"),
        _add_identifier,
        gettext_lazy("The document is added; they are also found by the one before."),
    ),
    "address": Addition(
        AddressForm,
        gettext_lazy("Change the postal address"),
        lambda party, by, values: services.add_address(party, by=by, **values),
        gettext_lazy("From today paper goes to the new address."),
    ),
    "channel": Addition(
        ChannelForm,
        gettext_lazy("Add an e-mail or a telephone"),
        lambda party, by, values: services.add_channel(party, by=by, **values),
        gettext_lazy("They can receive notices there."),
        gettext_lazy("It is for notices only, never to notify · Llei 39/2015, art. 41.1"),
    ),
    "way": Addition(
        WayForm,
        gettext_lazy("Write down the way they want"),
        lambda party, by, values: services.set_preference(party, by=by, **values),
        gettext_lazy("Written down: it takes effect the fifth working day."),
        gettext_lazy(
            "It takes effect the fifth working day after we knew; until then the way before holds · "
            "RD 203/2021, art. 3.2"
        ),
    ),
}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add_something(request: StaffRequest, party_id: UUID, what: str) -> HttpResponse:
    """One small form, one act."""
    addition = ADDITIONS.get(what)
    if addition is None:
        raise Http404
    ensure(may_edit_parties(request.actor))
    opened = opened_party(request.actor, party_id)
    if not opened.shown.may_see_where and what in ("address", "channel"):
        ensure(False, opened.why_hidden)
    form = addition.form(request.POST or None, initial={"told_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            addition.act(opened.party, request.actor, form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, str(addition.said))
            return redirect("parties:party", party_id)
    context = {"form": form, "party": opened.party, "title": addition.title, "hint": addition.hint}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "parties/add.html", context, status=status)


@staff_page
@require_POST
def protect(request: StaffRequest, party_id: UUID) -> HttpResponse:
    """Put or take off the mark of protected person."""
    party = opened_party(request.actor, party_id).party
    on = request.POST.get("protected") == "yes"
    services.mark_protected(party, by=request.actor, protected=on)
    said = _("From now on where they live is hidden.") if on else _("The mark is off.")
    messages.success(request, said)
    return redirect("parties:party", party_id)


@staff_page
@require_POST
def verify(request: StaffRequest, party_id: UUID, channel_id: UUID) -> HttpResponse:
    """Write down that they are reached there."""
    opened = opened_party(request.actor, party_id)
    channel = next((one for one in opened.channels if one.pk == channel_id), None)
    if channel is None:
        raise NotHere()
    services.verify_channel(channel, by=request.actor)
    messages.success(request, _("Written down: it reaches them."))
    return redirect("parties:party", party_id)
