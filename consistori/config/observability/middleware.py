"""The outermost layer of a request: it has an identifier, and who watches hears of it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from consistori.kernel import watching

_NAME = re.compile(r"[A-Za-z0-9._-]{8,64}")

Handler = Callable[[HttpRequest], HttpResponseBase]


def follow(get_response: Handler) -> Handler:
    """Give each request the identifier that the proxy brings in `X-Request-Id`, or a new one; the answer says it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        brought = request.META.get("HTTP_X_REQUEST_ID", "")
        name = brought if _NAME.fullmatch(brought) else os.urandom(8).hex()
        token = watching.request_id.set(name)
        try:
            answer = _watched(request) if watching.observers else get_response(request)
        finally:
            watching.request_id.reset(token)
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


def _brought(request: HttpRequest) -> dict[str, str]:
    return {"traceparent": request.META.get("HTTP_TRACEPARENT", "")}
