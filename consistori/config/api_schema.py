"""What the door of the API does for every operation, told in the description (OpenAPI 3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ninja import Router

PROBLEM_KIND = "application/problem+json"
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "description": "A refusal (RFC 9457): what happened, in a sentence for people.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "The refusal, for programs."},
        "article": {"type": "string", "description": "The article of the law, where there is one."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}

_ALWAYS = {
    "400": "The request is not well formed",
    "401": "No key, or one that this town hall does not know",
    "403": "The key, or its roles, may not do this",
    "404": "There is nothing here",
    "422": "Something in it is wrong",
    "429": "Too many requests",
    "503": "Something we need does not answer; nothing was changed",
}
_ON_CHANGE = {
    "409": "It cannot be done now",
    "412": "It changed meanwhile",
    "413": "It is too big",
    "415": "It is not JSON",
}


def _header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": 200}
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}


def _refusals(method: str, needs_match: bool) -> dict[str, Any]:
    told = dict(_ALWAYS)
    if method != "get":
        told |= _ON_CHANGE
    if needs_match:
        told["428"] = "If-Match is missing"
    content = {PROBLEM_KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": said, "content": content} for status, said in told.items()}


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for operations in schema["paths"].values():
        yield from operations.items()


def _models(routers: Iterable[Router]) -> Iterator[Any]:
    for router in routers:
        yield from getattr(router, "described_models", ())


def describe_door(schema: dict[str, Any], routers: Iterable[Router]) -> None:
    """Add headers, refusals and the bodies that operations read by themselves (`router.described_models`)."""
    components = schema["components"]["schemas"]
    components["Problem"] = PROBLEM
    for model in _models(routers):
        told = model.model_json_schema(ref_template="#/components/schemas/{model}")
        components.update(told.pop("$defs", {}))
        components[model.__name__] = told
    for method, operation in _operations(schema):
        needs_match = operation.pop("x-if-match", "")
        headers = [_header("X-Entity", "Short name of the town hall, unless the address has it.")]
        if method == "post":
            headers.append(_header("Idempotency-Key", "Asked twice, done once; kept 24 hours."))
        if needs_match:
            headers.append(_header("If-Match", "The ETag that was read.", required=False))
        operation["parameters"] = [*operation.get("parameters", []), *headers]
        if operation.pop("x-bytes", False):
            operation["responses"][200]["content"] = {"application/octet-stream": {}}
        operation["responses"] |= _refusals(method, needs_match == "required")
        operation["responses"] = {str(k): v for k, v in operation["responses"].items()}
