"""The door of every public page: for which town, who has come in, and what a refusal looks like."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse, TemplateResponse

from consistori.eoffice.identity.citizens import Citizen, citizen_of
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, Refusal
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


class PublicRequest(HttpRequest):
    """A request of anybody: the town, whoever has come in (None: nobody yet), and the program as the actor."""

    entity: Entity
    citizen: Citizen | None
    actor: Actor


PublicView = Callable[..., HttpResponseBase]


def public_page(view: PublicView) -> PublicView:
    """Decorate a page of the electronic office, with the scope of its town; where that is off it does not exist."""

    @functools.wraps(view)
    def page(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.entity is None or not modality.is_on(request.entity, "eoffice"):
            raise Http404
        if request.method == "POST":
            request.POST  # noqa: B018 - the body is received whole before the transaction opens
        request.citizen = citizen_of(request)
        request.actor = Actor.program(request.entity.pk)
        try:
            with working_for(request.entity):
                return _drawn(view(request, *args, **kwargs))
        except Refusal as refusal:
            name = "not_here" if isinstance(refusal, NotHere) else "refused"
            with working_for(request.entity):  # what was half done is undone; the page asks the database too
                return _drawn(
                    TemplateResponse(
                        request, f"eoffice/{name}.html", {"refusal": refusal}, status=refusal.status
                    )
                )

    page.is_public_page = True  # type: ignore[attr-defined]
    return page


def citizen_page(view: PublicView) -> PublicView:
    """A public page for whoever has come in; the others are led to the door and come back here."""

    @public_page
    @functools.wraps(view)
    def page(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.citizen is None:
            from urllib.parse import urlencode

            from django.urls import reverse

            return redirect(f"{reverse('eoffice:enter')}?{urlencode({'next': request.get_full_path()})}")
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return page


def _drawn(response: HttpResponseBase) -> HttpResponseBase:
    # Templates ask the database: they are drawn while the scope is still open.
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    return response
