"""The door of every staff page: who enters, for which entity, and what a refusal looks like."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, overload

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.utils import translation

from consistori.directory.events import OutsiderTurnedAway
from consistori.directory.models import Person
from consistori.directory.policies import is_watched
from consistori.directory.selectors import Standing, standings_of
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, Refusal
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import across as reading_across
from consistori.tenancy.scope import working_for
from consistori.trail import announce
from consistori.trail.readings import record_page

TURNED_AWAY_SECONDS = 0.05
"""A page that is not there and a page that one may not see answer after the same time."""


class StaffRequest(HttpRequest):
    """A request of a person at work: her entity, or all of hers, and her as the actor of what she does."""

    entity: Entity
    entities: tuple[Entity, ...]
    actor: Actor
    person: Person
    standings: dict[int, Standing]


StaffView = Callable[..., HttpResponseBase]
View = TypeVar("View", bound=StaffView)


@overload
def staff_page(view: View) -> View: ...


@overload
def staff_page(*, across: bool = False, own_scope: bool = False) -> Callable[[View], View]: ...


def staff_page(view: StaffView | None = None, *, across: bool = False, own_scope: bool = False) -> Any:
    """Decorate a page under `/desk/`.

    `across`: without an entity in the address, over all the person's towns, reading only.
    `own_scope`: the page opens `working_for` itself, town by town (to sign in three towns at once).
    """

    def decorate(f: StaffView) -> StaffView:
        @functools.wraps(f)
        def page(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refusal = _not_signed_in(request)
            if refusal is not None:
                return refusal
            request.person = request.user
            request.standings = standings_of(request.person)
            request.entities = tuple(s.entity for s in request.standings.values())
            if request.method == "POST":
                request.POST  # noqa: B018 - the body is received whole before the transaction opens
            if own_scope:
                return _in_its_own_scope(f, request, *args, **kwargs)
            if across and request.entity is None:
                return _over_my_towns(f, request, *args, **kwargs)
            return _in_one_town(f, request, *args, **kwargs)

        page.is_staff_page = True  # type: ignore[attr-defined]
        return page

    return decorate(view) if view is not None else decorate


def _not_signed_in(request: HttpRequest) -> HttpResponseBase | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    methods = request.session.get("account_authentication_methods", [])
    if not any(m.get("method") == "mfa" for m in methods):
        return redirect("directory_second_key")
    return None


def _in_one_town(f: StaffView, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.entity is None:
        if len(request.entities) == 1:
            return redirect(request.entities[0].staff_url(request.path_info.removeprefix("/desk/")))
        return redirect("/desk/towns/")
    standing = request.standings.get(request.entity.pk)
    if standing is None:
        turn_away(request)
    request.entity, request.actor = standing.entity, standing.actor
    with translation.override(request.person.language):
        try:
            with working_for(request.entity) as scope:
                written = scope.readings
                response = _rendered(f(request, *args, **kwargs))
                if scope.readings == written:
                    _write_down(request, response)
                return response
        except Refusal as refusal:
            return _refused(request, refusal)


def _write_down(request: Any, response: HttpResponseBase) -> None:
    """Of whoever is watched (auditor, operator, data protection, by a grant), each page is written down, when what it
    shows is not written already.
    """
    looks = request.method == "GET" and response.status_code == HTTPStatus.OK
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if request.actor.posts and is_watched(request.actor) and looks and is_page:
        query = request.META.get("QUERY_STRING", "")
        record_page(
            by=request.actor, path=f"{request.path_info}?{query}"[:300] if query else request.path_info[:300]
        )


def _in_its_own_scope(f: StaffView, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
    request.actor = Actor(person_id=request.person.pk, name=request.person.full_name, entity_id=None)
    if request.entity is not None:
        standing = request.standings.get(request.entity.pk)
        if standing is None:
            turn_away(request)
        request.entity, request.actor = standing.entity, standing.actor
    with translation.override(request.person.language):
        try:
            return _rendered(f(request, *args, **kwargs))
        except Refusal as refusal:
            return _refused(request, refusal)


def _over_my_towns(f: StaffView, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
    request.actor = Actor(person_id=request.person.pk, name=request.person.full_name, entity_id=None)
    with translation.override(request.person.language):
        try:
            with reading_across(request.entities):
                return _rendered(f(request, *args, **kwargs))
        except Refusal as refusal:
            return _refused(request, refusal)


def turn_away(request: Any) -> None:
    """404 for whoever has no post here, and the try written in the trail of the entity that was asked."""
    began = time.monotonic()
    person = request.user
    by = Actor(person_id=person.pk, name=person.full_name, entity_id=request.entity.pk)
    with working_for(request.entity):
        announce(OutsiderTurnedAway(person_id=person.pk, path=request.path_info[:200]), by=by)
    time.sleep(max(0.0, TURNED_AWAY_SECONDS - (time.monotonic() - began)))
    raise Http404


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    # Templates ask the database: they are drawn while the scope is still open.
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    return response


def _refused(request: Any, refusal: Refusal) -> HttpResponseBase:
    if isinstance(refusal, NotHere):
        raise Http404(str(refusal)) from refusal
    response = TemplateResponse(request, "ui/refused.html", {"refusal": refusal}, status=refusal.status)
    return _rendered(response)
