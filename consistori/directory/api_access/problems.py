"""Problem details [problemes] of every refusal of the API (RFC 9457), in the language of who asks."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from consistori.kernel.errors import Refusal

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 10
BODY_NAMES = frozenset({"body", "query", "fields"})
"""How operations call their parameters: they are not part of the name of a field."""
log = logging.getLogger(__name__)

TITLES: dict[int, Any] = {
    400: _("The request is not well formed"),
    401: _("Who are you?"),
    403: _("You may not do this"),
    404: _("There is nothing here"),
    405: _("This address does not do that"),
    409: _("It cannot be done now"),
    410: _("It is not there any more"),
    412: _("It changed meanwhile"),
    413: _("It is too big"),
    415: _("Send it as JSON"),
    422: _("Something in it is wrong"),
    423: _("It cannot be opened"),
    428: _("Say which version you read"),
    429: _("Too many requests"),
    500: _("Something broke on our side"),
    503: _("Something we need does not answer"),
    507: _("There is no room left"),
}

# What pydantic finds wrong, by the beginning of its type, in words for people.
_FAULTS: tuple[tuple[str, Any], ...] = (
    ("missing", _("This is missing.")),
    ("extra_forbidden", _("This field does not exist.")),
    ("string_too_long", _("This is too long.")),
    ("string_too_short", _("This is too short.")),
    ("string_pattern", _("This is not written as it should be.")),
    ("string", _("This must be a text.")),
    ("date", _("Write a date as 2026-11-26.")),
    ("uuid", _("This is not an identifier.")),
    ("bool", _("This must be true or false.")),
    ("int", _("This must be a whole number.")),
    ("less_than", _("This number is too big.")),
    ("greater_than", _("This number is too small.")),
    ("list", _("This must be a list.")),
    ("literal", _("This is not one of the values it may have.")),
    ("enum", _("This is not one of the values it may have.")),
    ("json", _("This is not JSON.")),
    ("value_error", _("Either the identifier of one that is here, or the data of a new one.")),
)


def problem(
    status: int,
    *,
    code: str,
    detail: Any = "",
    article: str = "",
    errors: Sequence[dict[str, str]] = (),
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """A refusal as `application/problem+json`; `errors` are `{field, message}`."""
    body: dict[str, Any] = {
        "type": f"urn:consistori:problem:{code}",
        "title": str(TITLES.get(status, TITLES[400])),
        "status": status,
        "detail": str(detail) or str(TITLES.get(status, TITLES[400])),
        "code": code,
    }
    if article:
        body["article"] = article
    if errors:
        body["errors"] = list(errors)
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def of_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The sentence of the act that refused, with its article and the field it speaks of."""
    errors = [{"field": refusal.field, "message": str(refusal)}] if refusal.field else []
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if refusal.status == 503 else {}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="consistori"'
    if wait := getattr(refusal, "wait", None):
        headers["Retry-After"] = str(wait)
    return problem(
        refusal.status,
        code=refusal.code,
        detail=str(refusal),
        article=refusal.article,
        errors=errors,
        headers=headers,
    )


def message_of(fault: str) -> str:
    """What pydantic found wrong, in words."""
    return str(next((said for begins, said in _FAULTS if fault.startswith(begins)), _("This is not right.")))


def field_errors(faults: Sequence[Any]) -> list[dict[str, str]]:
    """Pydantic's faults as `{field, message}`; a field inside another is written with dots."""
    found = []
    for fault in faults:
        where = [str(part) for part in fault["loc"][1:] if part not in BODY_NAMES]
        found.append({"field": ".".join(where), "message": message_of(str(fault["type"]))})
    return found


def of_invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    return problem(
        422, code="bad-input", detail=_("Some fields are not right."), errors=field_errors(exc.errors)
    )


def unavailable_answer(request: HttpRequest, exc: Exception | None = None) -> HttpResponse:
    """The database does not answer: nothing was lost, ask again."""
    log.warning("The database does not answer at %s: %s", request.path, exc)
    return problem(
        503,
        code="unavailable",
        detail=_("The database does not answer just now. Nothing was changed: send it again in a moment."),
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )


def not_here_answer(request: HttpRequest, exc: Exception | None = None) -> HttpResponse:
    return problem(404, code="not-here")


def _of_http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
    code = {401: "unauthorized", 400: "malformed", 429: "too-many-requests"}.get(exc.status_code, "refused")
    wait = getattr(exc, "wait", None) if isinstance(exc, Throttled) else None
    return problem(exc.status_code, code=code, headers={"Retry-After": str(wait)} if wait else None)


def _of_too_big(request: HttpRequest, exc: Exception) -> HttpResponse:
    return problem(413, code="too-big", detail=_("What you sent is bigger than this address takes."))


def _of_malformed(request: HttpRequest, exc: Exception) -> HttpResponse:
    return problem(400, code="malformed")


def broken_answer(request: HttpRequest, exc: Exception | None = None) -> HttpResponse:
    """Something broke on our side: it is in the log."""
    log.exception("The API failed at %s %s", request.method, request.path)
    return problem(500, code="failed")


def answer_problems(api: NinjaAPI) -> None:
    """Make every exception of an operation a problem."""
    handlers: list[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]]] = [
        (Exception, broken_answer),
        (Refusal, of_refusal),
        (ValidationError, of_invalid),
        (HttpError, _of_http_error),
        (Throttled, _of_http_error),
        (Http404, not_here_answer),
        (RequestDataTooBig, _of_too_big),
        (TooManyFilesSent, _of_too_big),
        (SuspiciousOperation, _of_malformed),
        (MultiPartParserError, _of_malformed),
        (OperationalError, unavailable_answer),
        (InterfaceError, unavailable_answer),
    ]
    for exception, handler in handlers:
        api.add_exception_handler(exception, handler)


def tidy(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What comes out of a view of the API without passing by its handlers becomes a problem too."""

    def tidied(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Http404 as exc:
            return not_here_answer(request, exc)
        if response.status_code == 405:
            return problem(405, code="method-not-allowed", headers={"Allow": response["Allow"]})
        return response

    tidied.csrf_exempt = True  # type: ignore[attr-defined]
    return tidied
