"""Acts on who is told: adding, changing, pausing, a new secret, telling again, a trial, removing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy.jobs import defer
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce
from consistori.trail.selectors import head_seq
from consistori.webhooks import delivering
from consistori.webhooks.addresses import checked_url
from consistori.webhooks.events import EndpointAdded, EndpointChanged, EndpointRemoved, EndpointTried
from consistori.webhooks.jobs import tell
from consistori.webhooks.models import Endpoint
from consistori.webhooks.policies import may_have_programs_told
from consistori.webhooks.selectors import kinds_told
from consistori.webhooks.sending import Outcome

MOST_ENDPOINTS = 50
TRIAL = "consistori.trial"


@act
def add_endpoint(*, by: Actor, name: str, url: str, kinds: Sequence[str] = ()) -> Endpoint:
    """Have a program told of what happens from now on. Raises `BadInput`, `AlreadyDone`."""
    ensure(may_have_programs_told(by))
    entity = current_entity()
    if Endpoint.objects.count() >= MOST_ENDPOINTS:
        raise BadInput(_("Fifty programs are told already: remove one first."), field="name")
    endpoint = Endpoint.objects.create(
        name=_free_name(name),
        url=checked_url(url),
        kinds=_checked_kinds(kinds),
        sent_seq=head_seq(),
        created_by_id=by.person_id,
        created_by_name=by.name,
    )
    _mark(entity)
    host = urlsplit(endpoint.url).hostname or ""
    announce(EndpointAdded(endpoint_id=endpoint.pk, name=endpoint.name, host=host), by=by)
    return endpoint


@act
def change_endpoint(
    endpoint: Endpoint, *, by: Actor, name: str | None = None, url: str | None = None,
    kinds: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Another name, another address, other facts."""
    ensure(may_have_programs_told(by))
    if name is not None and name.strip() != endpoint.name:
        endpoint.name = _free_name(name)
    if url is not None:
        endpoint.url = checked_url(url)
    if kinds is not None:
        endpoint.kinds = _checked_kinds(kinds)
    _keep(endpoint, by, "changed", "name", "url", "kinds")


@act
def pause_endpoint(endpoint: Endpoint, *, by: Actor) -> None:
    """Tell it nothing until it is resumed; nothing is lost meanwhile."""
    ensure(may_have_programs_told(by))
    if endpoint.state == Endpoint.State.PAUSED:
        raise AlreadyDone(_("It was already paused."))
    endpoint.state = Endpoint.State.PAUSED
    _keep(endpoint, by, "paused", "state")


@act
def resume_endpoint(endpoint: Endpoint, *, by: Actor) -> None:
    """Tell it again, from where it was: paused by somebody, or stopped because it did not answer."""
    ensure(may_have_programs_told(by))
    if endpoint.state == Endpoint.State.ACTIVE:
        raise AlreadyDone(_("It is being told."))
    endpoint.state, endpoint.stopped_because = Endpoint.State.ACTIVE, ""
    endpoint.tries, endpoint.failing_since, endpoint.next_try_at = 0, None, None
    _keep(endpoint, by, "resumed", "state", "stopped_because", "tries", "failing_since", "next_try_at")
    defer(tell, endpoint_id=str(endpoint.pk))


@act
def rotate_secret(endpoint: Endpoint, *, by: Actor) -> None:
    """A new secret. For a day messages are signed with both, so that its program changes in its time."""
    ensure(may_have_programs_told(by))
    endpoint.generation += 1
    endpoint.rotated_at = now()
    _keep(endpoint, by, "secret", "generation", "rotated_at")


@act
def replay(endpoint: Endpoint, *, by: Actor, after: int) -> None:
    """Tell again what happened after that fact of the chain (`seq`), in order, and then go on."""
    ensure(may_have_programs_told(by))
    if not 0 <= after <= head_seq():
        raise BadInput(_("There is no such fact: say the number of one that has happened."), field="after")
    endpoint.sent_seq, endpoint.tries, endpoint.failing_since, endpoint.next_try_at = after, 0, None, None
    _keep(endpoint, by, "replayed", "sent_seq", "tries", "failing_since", "next_try_at")
    if endpoint.is_told:
        defer(tell, endpoint_id=str(endpoint.pk))


@act
def remove_endpoint(endpoint: Endpoint, *, by: Actor) -> None:
    """Tell it no more, and forget its attempts."""
    ensure(may_have_programs_told(by))
    announce(EndpointRemoved(endpoint_id=endpoint.pk, name=endpoint.name), by=by)
    endpoint.delete()
    _mark(current_entity())


def try_endpoint(entity: Entity, endpoint: Endpoint, *, by: Actor) -> Outcome:
    """Send a trial message now and tell what came back. Outside any transaction: the other side may be slow."""
    ensure(may_have_programs_told(by))
    with working_for(entity):
        announce(EndpointTried(endpoint_id=endpoint.pk, name=endpoint.name), by=by)
    body = json.dumps(
        {"type": TRIAL, "timestamp": now().isoformat(), "data": {"entity": entity.slug}},
        separators=(",", ":"),
    ).encode()
    message = f"msg_{entity.slug}_trial_{int(now().timestamp())}"
    return delivering.send_message(entity, endpoint, message, TRIAL, body)


def _free_name(name: str) -> str:
    name = " ".join(name.split())[:120]
    if not name:
        raise BadInput(_("Give it a name, so that it is known which program is told."), field="name")
    if Endpoint.objects.filter(name=name).exists():
        raise AlreadyDone(_("Another program has that name."), field="name")
    return name


def _checked_kinds(kinds: Sequence[str]) -> list[str]:
    if unknown := sorted(set(kinds) - set(kinds_told())):
        raise BadInput(_("There is no fact called %(kind)s.") % {"kind": unknown[0]}, field="kinds")
    return sorted(set(kinds))


def _keep(endpoint: Endpoint, by: Actor, what: str, *fields: str) -> None:
    endpoint.version += 1
    endpoint.save(update_fields=[*fields, "version"])
    announce(EndpointChanged(endpoint_id=endpoint.pk, name=endpoint.name, what=what), by=by)


def _mark(entity: Entity) -> None:
    """Whether the entity has anybody to tell: its acts look at this and at nothing more."""
    entity.tells_programs = Endpoint.objects.exists()
    Entity.objects.filter(pk=entity.pk).update(tells_programs=entity.tells_programs)


__all__ = [
    "add_endpoint",
    "change_endpoint",
    "pause_endpoint",
    "remove_endpoint",
    "replay",
    "resume_endpoint",
    "rotate_secret",
    "try_endpoint",
]
