"""Reading JSON that came in: well formed, of text that a database can keep."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from pydantic import BaseModel
from pydantic import ValidationError as Invalid

from consistori.kernel.errors import BadInput, Refusal

Model = TypeVar("Model", bound=BaseModel)


class NotJson(Refusal):
    """The body is of another kind (415)."""

    status = 415
    default_code = "not-json"


def read_json(data: bytes) -> Any:
    """The JSON in `data`. Raises `HttpError` 400 if it is not, `BadInput` for text with impossible signs."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise HttpError(400, "malformed") from exc
    if b"\\u" in data and _has_impossible_signs(found):
        raise BadInput(_("There is a sign in the text that cannot be kept."))
    return found


def _has_impossible_signs(found: Any) -> bool:
    text = json.dumps(found, ensure_ascii=False)
    if "\\u0000" in text and "\0" in _all_text(found):
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _all_text(found: Any) -> str:
    if isinstance(found, str):
        return found
    if isinstance(found, dict):
        return "".join(_all_text(part) for pair in found.items() for part in pair)
    return "".join(_all_text(part) for part in found) if isinstance(found, list) else ""


class JsonParser(Parser):
    """Bodies of the API, strictly."""

    def parse_body(self, request: HttpRequest) -> Any:
        ensure_json(request)
        return read_json(request.body)


def ensure_json(request: HttpRequest) -> None:
    """Raise `NotJson` when the body says that it is something else."""
    kind = request.content_type or ""
    if kind not in {"", "application/json"} and not kind.endswith("+json"):
        raise NotJson(_("Send the body as application/json."))


def valid(model: type[Model], found: Any) -> Model:
    """`found` as a `model`, or the framework's own error with each field that is wrong."""
    try:
        return model.model_validate(found)
    except Invalid as invalid:
        faults: list[Any] = [
            {"type": fault["type"], "loc": ("body", *fault["loc"]), "msg": fault["msg"]}
            for fault in invalid.errors(include_url=False, include_input=False)
        ]
        raise ValidationError(faults) from invalid
