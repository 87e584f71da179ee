"""The outermost layer of a request: it has an identifier, and who watches hears of it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from typing import Any

from django.core.signals import request_finished
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from consistori.kernel import watching

_NAME = re.compile(r"[A-Za-z0-9._-]{8,64}")

Handler = Callable[[HttpRequest], HttpResponseBase]


def follow(get_response: Handler) -> Handler:
    """Give each request the identifier that the proxy brings in `X-Request-Id`, or a new one; the answer says it."""

    request_finished.connect(_is_over, dispatch_uid="consistori.follow")

    def middleware(request: HttpRequest) -> HttpResponseBase:
        brought = request.META.get("HTTP_X_REQUEST_ID", "")
        name = brought if _NAME.fullmatch(brought) else os.urandom(8).hex()
        watching.request_id.set(name)
        answer = _watched(request) if watching.observers else get_response(request)
        answer.headers["X-Request-Id"] = name
        return answer

    def _watched(request: HttpRequest) -> HttpResponseBase:
        begun = [
            (observer, observer.begin("request", request.method or "", _brought(request)))
            for observer in watching.observers
        ]
        began, status = time.perf_counter(), 500
        try:
            answer = get_response(request)
            status = answer.status_code
            return answer
        finally:
            match = request.resolver_match
            told = {
                "method": request.method,
                "route": match.route if match else "",
                "status": status,
                "entity": getattr(getattr(request, "entity", None), "slug", ""),
            }
            for observer, state in reversed(begun):
                observer.end(state, "request", told, time.perf_counter() - began)

    return middleware


def _is_over(**kwargs: Any) -> None:
    """Only now: what Django says of an answer in the log, it says after the last layer."""
    watching.request_id.set("")


def _brought(request: HttpRequest) -> dict[str, str]:
    return {"traceparent": request.META.get("HTTP_TRACEPARENT", "")}
