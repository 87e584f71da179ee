"""Which entity an address belongs to, and what is said when the database is gone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix
from django.views.defaults import server_error

from consistori.directory.api_access.problems import broken_answer, not_here_answer, unavailable_answer
from consistori.tenancy.models import Entity

Handler = Callable[[HttpRequest], HttpResponse]


def _entity_of_path(request: Any) -> Entity | None:
    parts = request.path_info.split("/", 3)
    if len(parts) < 3 or parts[1] != "e":
        return None
    entity = Entity.objects.filter(slug=parts[2]).first()
    if entity is None:
        raise Http404
    request.path_info = "/" + (parts[3] if len(parts) > 3 else "")
    set_script_prefix(f"/e/{entity.slug}/")
    return entity


def _entity_of_host(request: HttpRequest) -> Entity | None:
    host = request.get_host().split(":")[0]
    if host in {"localhost", "127.0.0.1", "testserver"}:
        return None
    return Entity.objects.filter(hostnames__contains=[host]).first()


def find_entity(get_response: Handler) -> Handler:
    """Put `request.entity`: the entity of the host, or of the prefix `/e/<slug>/`, or None."""

    def middleware(request: Any) -> HttpResponse:
        before = get_script_prefix()
        request.entity = None
        try:
            request.entity = _entity_of_path(request) or _entity_of_host(request)
            return get_response(request)
        except Http404:
            return not_here_answer(request) if _is_api(request) else render(request, "404.html", status=404)
        finally:
            set_script_prefix(before)

    return middleware


def went_wrong(request: HttpRequest) -> HttpResponse:
    """What is answered when something broke (`handler500`): that the database does not answer, if it is so.

    Django turns every exception into this answer at the very layer where it was raised, so an outer middleware
    would never see it.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _say_it_is_down(request)
    return broken_answer(request) if _is_api(request) else server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return "/api/v1/" in request.path


def _say_it_is_down(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        return unavailable_answer(request)
    typed: list[tuple[str, str]] = []
    if request.method == "POST":
        typed = [(k, v) for k, values in request.POST.lists() for v in values if "password" not in k]
    response = render(request, "503.html", {"typed": typed, "action": request.get_full_path()}, status=503)
    response["Retry-After"] = "10"
    return response
