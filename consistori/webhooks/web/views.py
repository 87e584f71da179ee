"""Pages of who is told: the list, one of them with how it goes, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.tenancy.scope import working_for
from consistori.trail.selectors import head_seq
from consistori.webhooks import services
from consistori.webhooks.delivering import secrets_of
from consistori.webhooks.models import Endpoint
from consistori.webhooks.policies import may_have_programs_told
from consistori.webhooks.selectors import attempts_of, endpoint_of, endpoints
from consistori.webhooks.web.forms import EndpointForm, ReplayForm

DONE: dict[str, Any] = {
    "pause": gettext_lazy("Paused. Nothing is lost: it will be told when you resume it."),
    "resume": gettext_lazy("It is being told again, from where it was."),
    "secret": gettext_lazy("It has a new secret. The one before serves for a day more."),
    "replay": gettext_lazy("It is being told again what it missed."),
    "remove": gettext_lazy("It is told no more."),
}


@staff_page
@require_safe
def told(request: StaffRequest) -> HttpResponse:
    """Who is told what happens here."""
    context = {"endpoints": endpoints(request.actor), "here": "told"}
    return TemplateResponse(request, "webhooks/told.html", context)


@staff_page
def new(request: StaffRequest) -> HttpResponse:
    """Have one more program told."""
    ensure(may_have_programs_told(request.actor))
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _kept(form, lambda: services.add_endpoint(by=request.actor, **form.cleaned_data))
        if made is not None:
            messages.success(request, _("From now on it is told what happens. Give its secret to its maker."))
            return redirect("webhooks:endpoint", made.pk)
    return _form_page(request, form, _("Have a program told"), None)


@staff_page
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Its name, its address and what it is told."""
    endpoint = endpoint_of(request.actor, pk, lock=request.method == "POST")
    initial = {"name": endpoint.name, "url": endpoint.url, "kinds": endpoint.kinds}
    form = EndpointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = _kept(
            form, lambda: services.change_endpoint(endpoint, by=request.actor, **form.cleaned_data) or True
        )
        if kept:
            messages.success(request, _("Changed."))
            return redirect("webhooks:endpoint", pk)
    return _form_page(request, form, endpoint.name, endpoint)


@staff_page
@require_safe
def show(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One of them: how it goes, its secret, the last times that it was tried."""
    return _page_of(request, endpoint_of(request.actor, pk), ReplayForm())


@staff_page(own_scope=True)
@require_POST
def trial(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send a trial message and tell what came back."""
    if request.entity is None:
        raise NotHere()
    with working_for(request.entity):
        endpoint = endpoint_of(request.actor, pk)
    outcome = services.try_endpoint(request.entity, endpoint, by=request.actor)
    if outcome.was_heard:
        messages.success(
            request,
            _("It answered %(status)s in %(ms)s ms.") % {"status": outcome.status, "ms": outcome.took_ms},
        )
    else:
        messages.error(request, _("It did not go well: %(trouble)s") % {"trouble": outcome.trouble})
    return redirect("webhooks:endpoint", pk)


@staff_page
@require_POST
def do(request: StaffRequest, pk: UUID, what: str) -> HttpResponse:
    """Pause, resume, a new secret, tell again, remove."""
    endpoint, by = endpoint_of(request.actor, pk, lock=True), request.actor
    if what == "replay":
        form = ReplayForm(request.POST)
        if not form.is_valid() or not _kept(form, lambda: _replayed(endpoint, by, form)):
            return _page_of(request, endpoint, form, status=422)
    elif what in ACTS:
        ACTS[what](endpoint, by=by)
    else:
        raise NotHere()
    messages.success(request, str(DONE[what]))
    return redirect("webhooks:told") if what == "remove" else redirect("webhooks:endpoint", pk)


ACTS: dict[str, Callable[..., None]] = {
    "pause": services.pause_endpoint,
    "resume": services.resume_endpoint,
    "secret": services.rotate_secret,
    "remove": services.remove_endpoint,
}


def _replayed(endpoint: Endpoint, by: Actor, form: ReplayForm) -> bool:
    services.replay(endpoint, by=by, after=form.cleaned_data["after"])
    return True


def _kept(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the act gives; a refusal goes to its field, and nothing that was written is lost."""
    try:
        return act()
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def _form_page(
    request: StaffRequest, form: EndpointForm, title: str, endpoint: Endpoint | None
) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "title": title, "endpoint": endpoint}
    return TemplateResponse(request, "webhooks/form.html", context, status=status)


def _page_of(
    request: StaffRequest, endpoint: Endpoint, replay: ReplayForm, *, status: int = 200
) -> HttpResponse:
    ensure(may_have_programs_told(request.actor))
    context = {
        "endpoint": endpoint,
        "attempts": attempts_of(endpoint),
        "secrets": secrets_of(endpoint),
        "replay": replay,
        "head": head_seq(),
    }
    return TemplateResponse(request, "webhooks/endpoint.html", context, status=status)
