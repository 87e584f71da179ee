"""What an operation gives back, and the versions that guard changes (RFC 9110, ETag and If-Match)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import BaseModel, ConfigDict

from consistori.kernel.errors import Refusal, Stale


class ApiSchema(Schema):
    """A body of the API. What is not in it is refused, so that a misspelt field is never lost in silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Etagged(Protocol):
    """A record whose version is counted."""

    pk: UUID
    version: int


@dataclass(frozen=True)
class Answer:
    """The body, with its status and the headers that go with it."""

    body: BaseModel | None = None
    status: int = 200
    etag: str = ""
    location: str = ""


class MatchMissing(Refusal):
    """A change without the version that it was decided upon (RFC 6585, 428)."""

    status = 428
    default_code = "if-match-missing"


def etag_of(pk: UUID, version: int) -> str:
    """The version of a record as an entity tag."""
    return f'"{pk.hex}-{version}"'


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


def check_match(request: HttpRequest, etag: str, *, required: bool = True) -> None:
    """Raise `Stale` (412) unless `If-Match` names this version; `MatchMissing` (428) when it must."""
    header = request.headers.get("If-Match", "")
    if not header:
        if required:
            raise MatchMissing(
                _("Send If-Match with the ETag that you read, so that nobody’s change is lost.")
            )
        return
    if header.strip() != "*" and etag not in _tags(header):
        raise Stale(_("Somebody changed it meanwhile. Read it again and repeat."))


def rendered(request: HttpRequest, answer: Any) -> HttpResponseBase:
    """The HTTP response of an answer, drawn while the scope is still open."""
    if isinstance(answer, HttpResponseBase):
        return answer
    if not isinstance(answer, Answer):
        answer = Answer(answer)
    if answer.etag and request.method == "GET":
        asked = request.headers.get("If-None-Match", "")
        if asked and (asked.strip() == "*" or answer.etag in _tags(asked)):
            unchanged = HttpResponseNotModified()
            unchanged["ETag"] = answer.etag
            return unchanged
    content = answer.body.model_dump_json() if answer.body is not None else ""
    response = HttpResponse(content, status=answer.status, content_type="application/json")
    if answer.body is None:
        response.status_code = 204 if answer.status == 200 else answer.status
        del response["Content-Type"]
    if answer.etag:
        response["ETag"] = answer.etag
    if answer.location:
        response["Location"] = answer.location
    return response
