"""Telling one endpoint all that it has not heard, in order; one at a time, whoever is told to do it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import announce
from consistori.trail.facts import event_classes
from consistori.trail.selectors import TrailEntry, since
from consistori.webhooks import rules
from consistori.webhooks.events import EndpointStopped
from consistori.webhooks.models import Attempt, Endpoint
from consistori.webhooks.sending import Outcome, send

CLAIM = timedelta(minutes=2)
AT_ONCE = 20


def deliver(entity: Entity, endpoint_id: UUID) -> Endpoint | None:
    """Tell the endpoint what it lacks. Gives it back if something is left to be told later."""
    while _claim(entity, endpoint_id):
        try:
            left = _tell_all(entity, endpoint_id)
        finally:
            with working_for(entity):
                Endpoint.objects.filter(pk=endpoint_id).update(claimed_until=None)
        if left is not None:
            return left
        # A fact told while we held the claim found it taken: look once more.
        if not _has_more(entity, endpoint_id):
            return None
    return None


def _claim(entity: Entity, endpoint_id: UUID) -> bool:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now())
    with working_for(entity):
        rows = Endpoint.objects.filter(free, pk=endpoint_id, state=Endpoint.State.ACTIVE)
        return bool(rows.update(claimed_until=now() + CLAIM))


def _has_more(entity: Entity, endpoint_id: UUID) -> bool:
    with working_for(entity):
        endpoint = Endpoint.objects.filter(pk=endpoint_id, state=Endpoint.State.ACTIVE).first()
        return endpoint is not None and bool(since(endpoint.sent_seq, limit=1))


def _tell_all(entity: Entity, endpoint_id: UUID) -> Endpoint | None:
    """The endpoint, if it did not hear; None when it has heard everything."""
    while True:
        with working_for(entity):
            endpoint = Endpoint.objects.filter(pk=endpoint_id, state=Endpoint.State.ACTIVE).first()
            facts = since(endpoint.sent_seq, limit=AT_ONCE) if endpoint else []
            Endpoint.objects.filter(pk=endpoint_id).update(claimed_until=now() + CLAIM)
        if endpoint is None or not facts:
            return None
        for fact in facts:
            is_asked = _is_asked(endpoint, fact)
            if is_asked:
                outcome = send_fact(entity, endpoint, fact)
                if not outcome.was_heard:
                    return _not_heard(entity, endpoint, outcome)
            elif fact is not facts[-1]:
                continue  # those that it did not ask for are passed over together
            if not _advance(entity, endpoint, fact, was_told=is_asked):
                break


def _is_asked(endpoint: Endpoint, fact: TrailEntry) -> bool:
    kind = event_classes().get(fact.kind)
    if kind is None or kind.internal:
        return False
    return not endpoint.kinds or fact.kind in endpoint.kinds


def message_id(entity: Entity, seq: int) -> str:
    """The same each time that the fact is told, so that whoever hears it twice knows."""
    return f"msg_{entity.slug}_{seq}"


def send_fact(entity: Entity, endpoint: Endpoint, fact: TrailEntry) -> Outcome:
    """Tell one fact once, and write down what came of it."""
    body = rules.body_of(fact.kind, fact.at, entity.slug, fact.seq, fact.subject_id, fact.payload)
    return send_message(entity, endpoint, message_id(entity, fact.seq), fact.kind, body, seq=fact.seq)


def send_message(
    entity: Entity, endpoint: Endpoint, message: str, kind: str, body: bytes, *, seq: int | None = None
) -> Outcome:
    """One message, signed with the secrets that serve now."""
    at = now()
    outcome = send(endpoint.url, rules.headers(secrets_of(endpoint), message, at, body), body)
    with working_for(entity):
        if not Endpoint.objects.select_for_update().filter(pk=endpoint.pk).exists():
            return outcome  # removed while it was being told
        Attempt.objects.create(
            endpoint=endpoint, message=message, kind=kind, seq=seq, at=at, status=outcome.status,
            trouble=outcome.trouble[:300], took_ms=outcome.took_ms,
        )  # fmt: skip
    return outcome


def secrets_of(endpoint: Endpoint) -> list[str]:
    """The secret of now and, for a day after it changed, the one before."""
    generations = [endpoint.generation]
    if endpoint.rotated_at and now() - endpoint.rotated_at < rules.OLD_SECRET_SERVES:
        generations.append(endpoint.generation - 1)
    return [rules.secret_of(settings.SECRET_KEY, endpoint.pk, generation) for generation in generations]


def _advance(entity: Entity, endpoint: Endpoint, fact: TrailEntry, *, was_told: bool) -> bool:
    """Write down how far it has heard. False if somebody paused, moved, removed or sent it back meanwhile: then what
    it is told is looked at again."""
    at = now()
    values = {"sent_seq": fact.seq, "claimed_until": at + CLAIM}
    if was_told:
        values |= {"tries": 0, "failing_since": None, "next_try_at": None, "last_success_at": at}
    with working_for(entity):
        same = Endpoint.objects.filter(
            pk=endpoint.pk,
            sent_seq=endpoint.sent_seq,
            state=endpoint.state,
            url=endpoint.url,
            kinds=endpoint.kinds,
        )
        went_on = bool(same.update(**values))
    endpoint.sent_seq = fact.seq
    return went_on


def _not_heard(entity: Entity, endpoint: Endpoint, outcome: Outcome) -> Endpoint | None:
    at = now()
    endpoint.tries += 1
    endpoint.failing_since = endpoint.failing_since or at
    stops = outcome.is_gone or rules.must_stop(endpoint.failing_since, at)
    endpoint.next_try_at = None if stops else at + rules.wait_before_try(endpoint.tries, outcome.wait)
    fields = ["tries", "failing_since", "next_try_at"]
    if stops:
        endpoint.state = Endpoint.State.STOPPED
        endpoint.stopped_because = outcome.trouble[:300]
        fields += ["state", "stopped_because"]
    with working_for(entity):
        same = Endpoint.objects.filter(
            pk=endpoint.pk, sent_seq=endpoint.sent_seq, state=Endpoint.State.ACTIVE
        )
        if not same.update(**{name: getattr(endpoint, name) for name in fields}):
            return None  # paused, removed or sent back meanwhile: whoever did it has left its own job
        if stops:
            announce(
                EndpointStopped(endpoint_id=endpoint.pk, name=endpoint.name), by=Actor.program(entity.pk)
            )
    return None if stops else endpoint
