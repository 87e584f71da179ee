"""The calendar that goes out by a secret address: whoever has it reads what its person may read, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from consistori.desk.calendar import ical, keeping
from consistori.desk.calendar.layers import Happening, layers
from consistori.desk.calendar.models import Feed
from consistori.desk.calendar.policies import may_write
from consistori.desk.calendar.selectors import happenings
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for

BEFORE, AFTER = timedelta(days=60), timedelta(days=400)
MOST_FRESH = 900


@require_safe
def feed(request: Any, secret: str) -> HttpResponse:
    """`/calendar/<secret>.ics` of a town. What is withdrawn, of whoever works here no more, or never was: 404."""
    entity = request.entity
    if entity is None or not modality.is_on(entity, "calendar"):
        raise Http404
    with working_for(entity):
        try:
            kept = keeping.feed_of(secret)
        except NotHere as fault:
            raise Http404 from fault
        with translation.override(kept.person.language):
            actor = actor_of(kept.person, entity)
            if not may_write(actor):
                raise Http404
            found = _found(kept, actor, entity)
            host = request.get_host().split(":")[0]
            address = request.build_absolute_uri("/").rstrip("/")
            body = ical.written(
                f"{entity.short_name}: {kept.name}", found, at=now(), address=address, host=host
            )
        keeping.mark_read(kept, now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = f"private, max-age={MOST_FRESH}"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _found(kept: Feed, actor: Actor, entity: Any) -> list[Happening]:
    of = [layer for layer in layers.here(entity) if layer.name in kept.layers]
    found = happenings(actor, today() - BEFORE, today() + AFTER, of=of)
    if kept.only_mine:
        return [one for one in found if one.is_of_all or actor.person_id in one.people]
    return found
