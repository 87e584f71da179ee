"""A body that announces too much is refused at its header, before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from consistori.documents.errors import FileTooLarge
from consistori.documents.web.files import announced_size

_BODIES_AT_ONCE = 4


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
