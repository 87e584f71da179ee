"""A body that announces too much is refused at its header, before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from consistori.documents.errors import FileTooLarge
from consistori.documents.web.files import announced_size

View = TypeVar("View", bound=Callable[..., Any])

_BODIES_AT_ONCE = 4

FROM_ANYBODY = 1024 * 1024
"""The largest body that is received from whoever has not come in, in bytes, where the page says no other."""


def takes_from_anybody(limit: int) -> Callable[[View], View]:
    """Decorate, above every other decorator, a public page that receives files of whoever has not come in."""

    def decorate(view: View) -> View:
        view.anonymous_limit = limit  # type: ignore[attr-defined]
        return view

    return decorate


def anonymous_limit(view: object) -> int:
    """How much that page receives from anybody, in bytes."""
    return int(getattr(view, "anonymous_limit", FROM_ANYBODY))


def request_limit() -> int:
    """The largest body that is read, in bytes: some files of the largest size in one form."""
    return int(getattr(settings, "REQUEST_LIMIT", _BODIES_AT_ONCE * settings.UPLOAD_LIMIT))


def refuse_oversize(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 413 with a page that says why, and the connection closed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if announced_size(request) <= request_limit():
            return get_response(request)
        refusal = FileTooLarge(settings.UPLOAD_LIMIT)
        if request.headers.get("X-Requested-With") or "/api/" in request.path:
            answer: HttpResponse = JsonResponse(
                {"title": str(refusal), "detail": str(refusal), "status": 413, "code": refusal.code},
                status=413,
                content_type="application/problem+json",
            )
        else:
            answer = render(request, "documents/too_large.html", {"refusal": refusal}, status=413)
        answer["Connection"] = "close"
        return answer

    return middleware
