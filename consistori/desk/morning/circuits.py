"""Circuits in Today: what I must approve or read, posts that nobody holds, what came back, and what is late in others.

Each is an arm of the one UNION of Today (`desk.inbox.today.waiting_in`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from consistori.desk.addresses import address_in
from consistori.desk.rows import Row, short
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.signature.circuits.rules import Kind, Stands
from consistori.signature.circuits.selectors import rows_waiting_for
from consistori.signature.circuits.words import what_is_asked
from consistori.signature.models import Circuit, CircuitStep
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.ui.dates import short_day, since

if TYPE_CHECKING:
    from consistori.desk.inbox.today import Waiting

MINE, VACANT, BACK, LATE = "round", "vacant", "round-back", "round-late"
REMEMBERED = timedelta(days=30)
NO_DAY = Cast(Value(None), DateField())
NOTHING = Value("")


def arms(person_id: UUID, actors: Iterable[Actor]) -> list[Any]:
    """The rows of the UNION."""
    manages = [one.entity_id for one in actors if one.entity_id and one.holds(Role.ADMINISTRATOR)]
    return [_mine(person_id), _vacant(manages), _back(person_id), _late(person_id)]


def _mine(person_id: UUID) -> Any:
    return rows_waiting_for(person_id).order_by().values_list(
        "entity_id", Value(1), F("began_at"), Value(MINE), F("pk"), F("circuit__begun_by_name"), NOTHING,
        F("circuit__document__title"), F("due_on"), F("kind"),
    )  # fmt: skip


def _vacant(entity_ids: list[int]) -> Any:
    """The title of the document is not told: whoever manages people may not read it."""
    rows = CircuitStep.objects.waiting().exclude(role="").filter(holder=None, entity_id__in=entity_ids)
    return rows.order_by().values_list(
        "entity_id",
        Value(1),
        F("began_at"),
        Value(VACANT),
        F("pk"),
        F("post"),
        NOTHING,
        NOTHING,
        NO_DAY,
        F("kind"),
    )


def _back(person_id: UUID) -> Any:
    """What she sent round and came back or fell, while it was not sent again.

    What came back from a signature is told by its request already.
    """
    later = Circuit.objects.filter(document_id=OuterRef("document_id"), begun_at__gt=OuterRef("begun_at"))
    signing = CircuitStep.objects.filter(circuit=OuterRef("pk"), state=Stands.RETURNED, request__isnull=False)
    rows = Circuit.objects.filter(
        ~Q(Exists(later)), ~Q(Exists(signing)), begun_by_id=person_id, document__discarded_at=None,
        state__in=[Circuit.State.RETURNED, Circuit.State.FALLEN], ended_at__gte=now() - REMEMBERED,
    )  # fmt: skip
    return rows.order_by().values_list(
        "entity_id", Value(1), F("ended_at"), Value(BACK), F("document_id"), NOTHING, NOTHING,
        F("document__title"), NO_DAY, F("reason"),
    )  # fmt: skip


def _late(person_id: UUID) -> Any:
    """What she sent round and whoever has it had to have done; of her own step she hears above."""
    whom = Concat("holder__given_name", Value(" "), "holder__family_name", output_field=CharField())
    rows = CircuitStep.objects.late(today()).filter(circuit__begun_by_id=person_id)
    return rows.exclude(holder_id=person_id).order_by().values_list(
        "entity_id", Value(1), F("began_at"), Value(LATE), F("pk"), whom, NOTHING, F("circuit__document__title"),
        F("due_on"), F("kind"),
    )  # fmt: skip


def of_towns(waiting: Iterable[Waiting], entities: Mapping[int, Entity], *which: str) -> list[Waiting]:
    """Those of these kinds, of the towns that sign here."""
    return [
        one
        for one in waiting
        if one.what in which
        and one.entity_id in entities
        and modality.is_on(entities[one.entity_id], "signature")
    ]


def turn_rows(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Row]:
    """What is my turn: to approve or read, a post to fill, what came back."""
    mine = of_towns(waiting, entities, MINE, VACANT, BACK)
    return [_SAID[one.what](one, entities[one.entity_id]) for one in mine]


def late_rows(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Row]:
    """What others have for too long."""
    return [_late_row(one, entities[one.entity_id]) for one in of_towns(waiting, entities, LATE)]


def _mine_row(one: Waiting, entity: Entity) -> Row:
    late = one.due_on is not None and one.due_on < today()
    asks = _("%(name)s sends it round") % {"name": one.name} if one.name else ""
    day = _("before %(day)s") % {"day": short_day(one.due_on)} if one.due_on else ""
    reads = one.note == Kind.READING
    return Row(
        entity=entity, icon="eye" if reads else "check", title=one.title,
        url=address_in(entity, "signature:step", one.key), reason=" · ".join(filter(None, [asks, day])),
        at=one.due_on or one.oldest, since=one.due_on is None, act=_("Read it") if reads else _("Read and approve"),
        tone="ochre" if late else "",
    )  # fmt: skip


def _vacant_row(one: Waiting, entity: Entity) -> Row:
    return Row(
        entity=entity, icon="warning", title=_("Nobody holds the post «%(post)s»") % {"post": one.name},
        url=address_in(entity, "signature:step_change", one.key),
        reason=_("A document waits for it: say who has the post, or ask another"), at=one.oldest, since=True,
        act=_("Ask another post"), tone="ochre",
    )  # fmt: skip


def _back_row(one: Waiting, entity: Entity) -> Row:
    reason = _("It was given back: «%(why)s»") % {"why": one.note} if one.note else ""
    return Row(
        entity=entity, icon="restore", title=one.title, url=address_in(entity, "documents:document", one.key),
        reason=short(reason or _("Its text changed while it went round: send it round again")), at=one.oldest,
        act=_("Look at it"), tone="ochre", is_new=True,
    )  # fmt: skip


def _late_row(one: Waiting, entity: Entity) -> Row:
    said = {"name": one.name.strip() or "—", "what": what_is_asked(one.note), "since": since(one.oldest)}
    return Row(
        entity=entity, icon="hourglass", title=one.title, url=address_in(entity, "signature:step", one.key),
        reason=_("Late: %(name)s %(what)s, %(since)s") % said, at=one.due_on, tone="ochre",
    )  # fmt: skip


_SAID = {MINE: _mine_row, VACANT: _vacant_row, BACK: _back_row}
