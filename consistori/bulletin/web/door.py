"""The door of the public pages of the board: for which town, and what the machines that index pages are told."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse, TemplateResponse

from consistori.kernel.errors import NotHere, Refusal
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


class BoardRequest(HttpRequest):
    """A request of anybody to the board of a town."""

    entity: Entity


BoardView = Callable[..., HttpResponseBase]


def board_page(view: BoardView) -> BoardView:
    """Decorate a public page of the board; where it is off it does not exist. It asks nobody who they are."""

    @functools.wraps(view)
    def page(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.entity is None or not modality.is_on(request.entity, "bulletin"):
            raise Http404
        if request.method == "POST":
            request.POST  # noqa: B018 - the body is received whole before the transaction opens
        try:
            with working_for(request.entity):
                response = _drawn(view(request, *args, **kwargs))
        except NotHere as none:
            raise Http404 from none
        except Refusal as refusal:
            with working_for(request.entity):
                response = _drawn(
                    TemplateResponse(
                        request, "bulletin/public/refused.html", {"refusal": refusal}, status=refusal.status
                    )
                )
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("X-Robots-Tag", "noarchive")
        return response

    page.is_public_page = True  # type: ignore[attr-defined]
    return page


def _drawn(response: HttpResponseBase) -> HttpResponseBase:
    # Templates ask the database: they are drawn while the scope is still open.
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    return response
