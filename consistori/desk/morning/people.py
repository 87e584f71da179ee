"""Who is away and who covers whom, cases that nobody can carry on, and my own post when it is near its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.models import CaseFile
from consistori.desk.addresses import address_in
from consistori.desk.rows import Row
from consistori.directory.models import Absence, Post
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.models import Entity
from consistori.ui.dates import day_and_month, short_day

if TYPE_CHECKING:
    from consistori.desk.inbox.today import Waiting

AHEAD = timedelta(days=15)
AWAY, COVERS, LEFT = "away", "covers", "left"
NOTHING = Value("")
NO_KEY = Cast(Value(None), UUIDField())


def arms(person_id: UUID, actors: Iterable[Actor]) -> list[Any]:
    """Her absences and those that she covers, now or in fifteen days; what was left by whoever works here no more, in
    the towns that she answers for."""
    return [_absences(person_id), _left(actors)]


def _absences(person_id: UUID) -> Any:
    day = today()
    hers = Q(person_id=person_id)
    whose = Concat("person__given_name", Value(" "), "person__family_name")
    covers = Coalesce(Concat("covered_by__given_name", Value(" "), "covered_by__family_name"), NOTHING)
    rows = Absence.objects.not_over(day).filter(hers | Q(covered_by_id=person_id), starts_on__lte=day + AHEAD)
    return rows.order_by().values_list(
        "entity_id",
        Value(1),
        F("told_at"),
        Case(When(hers, then=Value(AWAY)), default=Value(COVERS), output_field=CharField()),
        F("person_id"),
        Case(When(hers, then=covers), default=whose, output_field=CharField()),
        NOTHING,
        Cast(F("starts_on"), CharField()),
        F("ends_on"),
        NOTHING,
    )


def _left(actors: Iterable[Actor]) -> Any:
    """Open cases in the hands of whoever holds no post there any more, by town."""
    towns = [a.entity_id for a in actors if a.entity_id and a.holds(Role.SECRETARY, Role.ADMINISTRATOR)]
    works = Post.objects.live(today()).filter(
        person_id=OuterRef("carried_by_id"), entity_id=OuterRef("entity_id")
    )
    rows = CaseFile.objects.open().filter(~Exists(works), carried_by__isnull=False, entity_id__in=towns)
    counted = rows.order_by().values("entity_id").annotate(n=Count("pk"), oldest=Min("last_moved_at"))
    return counted.values_list(
        "entity_id", "n", "oldest", Value(LEFT), NO_KEY, NOTHING, NOTHING, NOTHING,
        Cast(Value(None), DateField()), NOTHING,
    )  # fmt: skip


def left_rows(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Row]:
    """What whoever works here no more has left in her hands."""
    return [
        _left_row(one, entities[one.entity_id])
        for one in waiting
        if one.what == LEFT and one.entity_id in entities
    ]


def _left_row(one: Waiting, entity: Entity) -> Row:
    title = ngettext(
        "%(n)d open case is in the hands of somebody who works here no more",
        "%(n)d open cases are in the hands of people who work here no more",
        one.n,
    )
    return Row(
        entity=entity,
        icon="handover",
        title=title % {"n": one.n},
        url=address_in(entity, "directory:people"),
        reason=_("Give them to somebody: nobody sees their terms in the morning"),
        at=one.oldest,
        since=True,
        act=_("See who"),
        tone="ochre",
    )


def post_ends(actors: Sequence[Actor], entities: Mapping[int, Entity], person_id: UUID) -> list[Row]:
    """Her last post in a town when it ends within fifteen days. No statement: the door has read her posts."""
    rows = []
    for actor in actors:
        ends = [post.ends_on for post in actor.posts]
        last = max((day for day in ends if day is not None), default=None)
        entity = entities.get(actor.entity_id or 0)
        if entity is None or last is None or None in ends or last > today() + AHEAD:
            continue
        rows.append(_ending_row(entity, last, person_id))
    return rows


def _ending_row(entity: Entity, ends_on: date, person_id: UUID) -> Row:
    return Row(
        entity=entity,
        icon="leave",
        title=_("Your post ends on %(day)s") % {"day": day_and_month(ends_on)},
        url=address_in(entity, "directory:person", person_id),
        reason=_("Hand over what you carry before: what stays in your hands would be seen by nobody"),
        at=ends_on,
        act=_("See it"),
        tone="ochre",
    )


def away_rows(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Row]:
    """Her absences and whom she covers, for the side of the page; by town, the soonest first."""
    kept = [one for one in waiting if one.what in (AWAY, COVERS) and one.entity_id in entities]
    return [_away_row(one, entities[one.entity_id]) for one in sorted(kept, key=lambda one: one.title)]


def _away_row(one: Waiting, entity: Entity) -> Row:
    starts = date.fromisoformat(one.title)
    now = starts <= today()
    if one.what == COVERS:
        title = _("You cover %(name)s") if now else _("You will cover %(name)s")
        title = title % {"name": one.name}
    else:
        title = _("You are away") if now else _("You will be away")
    said = [_days(starts, one.due_on, now)]
    if one.what == AWAY:
        covered = one.name.strip()
        said.append(_("%(name)s covers you") % {"name": covered} if covered else _("nobody covers you"))
    return Row(
        entity=entity, icon="calendar", title=title, url=address_in(entity, "directory:person", one.key),
        reason=" · ".join(said), at=starts, tone="" if one.name.strip() else "ochre",
    )  # fmt: skip


def _days(starts: date, back: date | None, now: bool) -> str:
    if back is None:
        return _("since %(day)s, until she says") % {"day": short_day(starts)} if now else _("from %(day)s on") % {
            "day": short_day(starts)
        }  # fmt: skip
    if now:
        return _("back on %(day)s") % {"day": short_day(back, weekday=True)}
    return _("from %(day)s, back on %(back)s") % {
        "day": short_day(starts, weekday=True),
        "back": short_day(back),
    }
