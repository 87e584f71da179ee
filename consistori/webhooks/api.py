"""API: who is told, telling again, and the secret by which it knows that it is us."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    check_match,
    page_of,
)
from consistori.directory.api_access.answers import etag_of
from consistori.webhooks import services
from consistori.webhooks.delivering import secrets_of
from consistori.webhooks.models import Attempt, Endpoint
from consistori.webhooks.selectors import attempts_of, endpoint_of, endpoints

router = Router()
IF_MATCH = {"x-if-match": "required"}


class EndpointIn(ApiSchema):
    """Who is to be told, and of what."""

    name: str = Field(min_length=1, max_length=120)
    url: str = Field(
        max_length=500, description="https; http only inside the networks that the operator allows."
    )
    kinds: list[str] = Field(
        [], max_length=200, description="Kinds of facts, as `cases.CaseOpened`; none: all."
    )


class EndpointChanges(ApiSchema):
    """What changes of it."""

    name: str | None = Field(None, min_length=1, max_length=120)
    url: str | None = Field(None, max_length=500)
    kinds: list[str] | None = Field(None, max_length=200)
    is_paused: bool | None = None


class ReplayIn(ApiSchema):
    """From where it is told again."""

    after: int = Field(ge=0, lt=2**63, description="`seq` of the last fact that was heard; 0 for all.")


class EndpointOut(BaseModel):
    """Who is told, and how it goes. `sent_seq` is the last fact that it has heard, or did not ask for."""

    id: UUID
    name: str
    url: str
    kinds: list[str]
    state: str
    stopped_because: str
    sent_seq: int
    tries: int
    failing_since: datetime | None
    next_try_at: datetime | None
    last_success_at: datetime | None
    created_at: datetime


class EndpointSecret(EndpointOut):
    """The same with its secrets: that of now and, for a day after it changed, the one before."""

    secrets: list[str]


class AttemptOut(BaseModel):
    """A time that it was told: `status` is what it answered, or `trouble` says why it did not."""

    id: UUID
    message: str
    kind: str
    seq: int | None
    at: datetime
    status: int | None
    trouble: str
    took_ms: int


@router.get("/webhook-endpoints", response=Page[EndpointOut], summary="Who is told")
@api_operation(scope="webhooks:read")
def list_webhook_endpoints(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """The addresses of programs that are told what happens, by name."""
    items, following = page_of(endpoints(request.actor), query, key=lambda e: f"{e.name} {e.pk}")
    return Answer(Page[EndpointOut](items=[EndpointOut(**_fields(e)) for e in items], next=following))


@router.post("/webhook-endpoints", response={201: EndpointSecret}, summary="Have a program told")
@api_operation(scope="webhooks:write")
def add_webhook_endpoint(request: ApiRequest, body: EndpointIn) -> Answer:
    """From now on it is told each fact, signed with the secret that is answered."""
    endpoint = services.add_endpoint(by=request.actor, name=body.name, url=body.url, kinds=body.kinds)
    return _with_secret(request, endpoint, status=201)


@router.get("/webhook-endpoints/{endpoint}", response=EndpointSecret, summary="One who is told")
@api_operation(scope="webhooks:write")
def show_webhook_endpoint(request: ApiRequest, endpoint: UUID) -> Answer:
    """With its secrets: that of now and, for a day after it changed, the one before."""
    return _with_secret(request, endpoint_of(request.actor, endpoint))


@router.patch(
    "/webhook-endpoints/{endpoint}", response=EndpointSecret, summary="Change it", openapi_extra=IF_MATCH
)
@api_operation(scope="webhooks:write")
def change_webhook_endpoint(request: ApiRequest, endpoint: UUID, body: EndpointChanges) -> Answer:
    """Name, address, facts; paused or not. A stopped one is resumed with `is_paused: false`."""
    found = endpoint_of(request.actor, endpoint, lock=True)
    check_match(request, etag_of(found.pk, found.version))
    by = request.actor
    if body.name is not None or body.url is not None or body.kinds is not None:
        services.change_endpoint(found, by=by, name=body.name, url=body.url, kinds=body.kinds)
    if body.is_paused is True and found.state != Endpoint.State.PAUSED:
        services.pause_endpoint(found, by=by)
    if body.is_paused is False and not found.is_told:
        services.resume_endpoint(found, by=by)
    return _with_secret(request, found)


@router.delete("/webhook-endpoints/{endpoint}", response={204: None}, summary="Tell it no more")
@api_operation(scope="webhooks:write")
def remove_webhook_endpoint(request: ApiRequest, endpoint: UUID) -> Answer:
    """It is told no more, and its attempts are forgotten."""
    services.remove_endpoint(endpoint_of(request.actor, endpoint, lock=True), by=request.actor)
    return Answer(None, status=204)


@router.post("/webhook-endpoints/{endpoint}/secret", response=EndpointSecret, summary="A new secret")
@api_operation(scope="webhooks:write")
def rotate_webhook_secret(request: ApiRequest, endpoint: UUID) -> Answer:
    """For a day messages are signed with the new one and with the one before."""
    found = endpoint_of(request.actor, endpoint, lock=True)
    services.rotate_secret(found, by=request.actor)
    return _with_secret(request, found)


@router.post("/webhook-endpoints/{endpoint}/replay", response=EndpointSecret, summary="Tell again")
@api_operation(scope="webhooks:write")
def replay_webhook(request: ApiRequest, endpoint: UUID, body: ReplayIn) -> Answer:
    """Every fact after `after` is told again, in order and with the same `webhook-id`; then it goes on."""
    found = endpoint_of(request.actor, endpoint, lock=True)
    services.replay(found, by=request.actor, after=body.after)
    return _with_secret(request, found)


@router.get("/webhook-endpoints/{endpoint}/attempts", response=Page[AttemptOut], summary="How it went")
@api_operation(scope="webhooks:read")
def list_webhook_attempts(request: ApiRequest, endpoint: UUID) -> Answer:
    """The last fifty times that it was tried, the newest first."""
    found = attempts_of(endpoint_of(request.actor, endpoint))
    return Answer(Page[AttemptOut](items=[_attempt(a) for a in found], next=None))


def _fields(endpoint: Endpoint) -> dict[str, Any]:
    return {name: getattr(endpoint, name) for name in EndpointOut.model_fields}


def _attempt(attempt: Attempt) -> AttemptOut:
    return AttemptOut(**{name: getattr(attempt, name) for name in AttemptOut.model_fields})


def _with_secret(request: ApiRequest, endpoint: Endpoint, *, status: int = 200) -> Answer:
    base = request.path.split("/api/v1/")[0] + "/api/v1/"
    location = f"{base}webhook-endpoints/{endpoint.pk}" if status == 201 else ""
    body = EndpointSecret(**_fields(endpoint), secrets=secrets_of(endpoint))
    return Answer(body, status=status, etag=etag_of(endpoint.pk, endpoint.version), location=location)
