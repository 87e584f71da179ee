"""The API of the house, version 1: the resources of every room under one door, and its description."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from ninja import NinjaAPI, Router

from consistori.config.api_schema import describe_door
from consistori.directory.api_access import BearerToken
from consistori.directory.api_access.bodies import JsonParser
from consistori.directory.api_access.problems import answer_problems

ROOMS = (
    "cases",
    "guides",
    "documents",
    "parties",
    "catalogue",
    "deadlines",
    "notifications",
    "tasks",
    "registry",
    "eoffice",
    "appointments",
    "bulletin",
    "signature",
    "directory",
    "assistance",
    "padro",
    "automation",
    "bodies",
    "desk",
    "webhooks",
)
DESCRIPTION = """The electronic administration of a town hall.

Send `Authorization: Bearer cst_…` and, unless the address has the town's name, `X-Entity` with its short
name. Lists answer `{items, next}`: `next` goes in `?cursor=`. Changes take `If-Match` with the `ETag` that
was read. Every POST takes an `Idempotency-Key`, honoured 24 hours. A refusal is `application/problem+json`
(RFC 9457), in the language of `Accept-Language` (ca, es, en).
"""


class HouseApi(NinjaAPI):
    """The API, whose description says also what its door does for every operation."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        describe_door(schema, [router for _, router in self._routers])
        return schema

    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)


def _routers() -> list[tuple[str, Router]]:
    found = []
    for room in ROOMS:
        name = f"consistori.{room}"
        if apps.is_installed(name) and find_spec(f"{name}.api"):
            found.append((room, import_module(f"{name}.api").router))
    return found


def build() -> HouseApi:
    """The API with the routers of every room that has one."""
    api = HouseApi(
        title="Consistori",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        urls_namespace="api",
        auth=BearerToken(),
        parser=JsonParser(),
    )
    answer_problems(api)
    for room, router in _routers():
        api.add_router("", router, tags=[room])
    return api


api = build()
