"""A trust with the staff of its town: a post held in the town is held in the trust too, while it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.directory.models import Person, Post, Unit
from consistori.directory.roles import Role
from consistori.directory.services import create_unit, end_post, give_post
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.operation.events import StaffShared, StaffSharingChanged
from consistori.operation.models import SharedPost
from consistori.operation.policies import is_under, may_operate
from consistori.operation.services.telling import tell_both
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import announce

SHARED = "shared_staff"


@dataclass(frozen=True)
class _Held:
    """A post of the town, as the trust needs it."""

    id: UUID
    person: Person
    unit: str
    facts: dict[str, Any]
    starts_on: date
    ends_on: date | None


def shares_staff(entity: Entity) -> bool:
    """Whether the trust works with the staff of its town."""
    return entity.kind == Entity.Kind.TRUST and bool(entity.switches.get(SHARED))


def trusts_of(town: Entity) -> list[Entity]:
    """The trusts of the town that work with its staff."""
    return [one for one in Entity.objects.filter(parent=town, kind=Entity.Kind.TRUST) if shares_staff(one)]


def ask_for_staff(trust: Entity) -> None:
    """Leave it for a job: in the trust's scope or in the town's."""
    from consistori.operation import jobs

    jobs.bring_staff.task.defer(entity_id=trust.pk)  # type: ignore[attr-defined]


def share_staff(trust: Entity, *, by: Actor, above: Entity | None) -> None:
    """From now on the staff of the town works in the trust too. Its books stay its own."""
    _switch(trust, True, by=by, above=above)


def stop_sharing(trust: Entity, *, by: Actor, above: Entity | None) -> None:
    """From now on the trust has its own staff: the posts that came from the town end today."""
    _switch(trust, False, by=by, above=above)


def _switch(trust: Entity, wanted: bool, *, by: Actor, above: Entity | None) -> None:
    ensure(may_operate(by, above))
    if trust.kind != Entity.Kind.TRUST or trust.parent is None or not is_under(trust, above):
        raise BadInput(_("Only a trust works with the staff of its town."))
    with transaction.atomic():
        mine = Entity.objects.select_for_update(of=("self",)).get(pk=trust.pk)
        if shares_staff(mine) == wanted:
            raise AlreadyDone(_("It is so already."))
        mine.switches = mine.switches | {SHARED: wanted}
        mine.save(update_fields=["switches"])
        with working_for(mine):
            ask_for_staff(mine)
        who = str(_("the staff of the town too") if wanted else _("only its own staff"))
        said = StaffSharingChanged(slug=mine.slug, name=mine.name, shared=wanted, who=who)
        tell_both(mine, said, by=by, above=above)


def bring_staff(trust: Entity) -> tuple[int, int]:
    """Give the posts of the town that the trust lacks and end those that ended; how many of each.

    May be repeated: each post of the town has one in the trust, until the staff is shared no more.
    """
    by = Actor.program(trust.pk)
    shares = shares_staff(trust)
    held = _held_in_town(trust) if shares else {}
    given = ended = 0
    with working_for(trust):
        there = {one.source_id: one for one in SharedPost.objects.select_related("post__person")}
        for source, shared in there.items():
            ended += _end_like_its_source(shared.post, held.get(source), by=by)
            if not shares:
                # The post stays, with its dates; without its thread the person comes back if they share again.
                shared.delete()
        for source, one in held.items():
            if source not in there and not _was_ended(one):
                _give(one, by=by)
                given += 1
        if given or ended:
            announce(StaffShared(given=given, ended=ended), by=by)
    return given, ended


def _end_like_its_source(post: Post, source: _Held | None, *, by: Actor) -> bool:
    """End the post when its source does, today if there is none any more; whether it was done."""
    wanted = source.ends_on if source else today()
    if wanted is None or wanted == post.ends_on or (post.ends_on is not None and post.ends_on <= today()):
        return False
    end_post(post, by=by, ends_on=max(wanted, post.starts_on))
    return True


def _give(one: _Held, *, by: Actor) -> None:
    """A post in the trust like that of the town. It begins today at the earliest: before, nobody worked there."""
    starts_on = max(one.starts_on, today())
    post = give_post(
        one.person, by=by, unit=_unit(one.unit, by), starts_on=starts_on, ends_on=one.ends_on, **one.facts
    )
    SharedPost.objects.create(post=post, source_id=one.id)


def _was_ended(one: _Held) -> bool:
    return one.ends_on is not None and one.ends_on <= today()


def _held_in_town(trust: Entity) -> dict[UUID, _Held]:
    if trust.parent is None:
        return {}
    known = _sources(trust)
    with working_for(trust.parent):
        rows = (
            Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today()) | Q(pk__in=known))
            .exclude(role=Role.OPERATOR)
            .select_related("person", "unit")
        )
        return {
            post.pk: _Held(
                post.pk,
                post.person,
                post.unit.name if post.unit else "",
                {
                    "role": post.role, "title_ca": post.title_ca, "title_es": post.title_es,
                    "heads_unit": post.heads_unit,
                },
                post.starts_on,
                post.ends_on,
            )
            for post in rows
        }  # fmt: skip


def _sources(trust: Entity) -> list[UUID]:
    with working_for(trust):
        return list(SharedPost.objects.values_list("source_id", flat=True))


def _unit(name: str, by: Actor) -> Unit | None:
    """The unit of the trust with that name, made if there was none; None if it was closed."""
    if not name:
        return None
    known = Unit.objects.filter(name__iexact=name).first()
    if known is None:
        return create_unit(by=by, name=name)
    return known if known.closed_on is None else None
