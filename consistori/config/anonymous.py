"""Bodies of nobody: whoever has not come in sends a little, and what announces more is refused before it is received.

It stands before the check of forms (CSRF), which reads a body whole to find its token.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from consistori.documents.web.files import announced_size
from consistori.documents.web.limits import anonymous_limit
from consistori.eoffice.identity.citizens import KEY

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class RefuseAnonymousBodies:
    """Middleware: 413 to whoever is known by nothing and sends more than the page takes from anybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """The page is known here, and nothing of the body has been read yet."""
        if request.method not in _WRITES:
            return None
        limit = anonymous_limit(view)
        if announced_size(request) <= limit or _is_known(request, view):
            return None
        return _refused(request, limit)


def _is_known(request: HttpRequest, view: object) -> bool:
    """Somebody of the house, a citizen who has come in here, or a program with its key, which its own door judges.

    Such a door asks for no token of a form. A page does, and reads no key: there a key makes nobody known.
    """
    if "Authorization" in request.headers and getattr(view, "csrf_exempt", False):
        return True
    return SESSION_KEY in request.session or bool(request.session.get(KEY))


def _refused(request: HttpRequest, limit: int) -> HttpResponse:
    megabytes = max(1, limit // (1024 * 1024))
    told = _("Come in first: from whoever has not, at most %(most)s MB are received.") % {"most": megabytes}
    if request.headers.get("X-Requested-With") or "/api/" in request.path:
        said = {"title": told, "detail": told, "status": 413, "code": "come-in-first"}
        answer: HttpResponse = JsonResponse(said, status=413, content_type="application/problem+json")
    else:
        answer = render(request, "documents/too_large.html", {"refusal": {"message": told}}, status=413)
    answer["Connection"] = "close"
    return answer
