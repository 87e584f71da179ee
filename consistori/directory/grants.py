"""Questions about grants: what somebody was let see, here or elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from consistori.directory.models import AccessGrant, Post
from consistori.directory.roles import GRANTED, Role
from consistori.kernel.actor import Actor, HeldGrant, HeldPost
from consistori.kernel.clock import now, today
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, own_rows_of
from consistori.ui.dates import short_day

COUNCILLORS: frozenset[str] = frozenset({Role.OPPOSITION, Role.COUNCILLOR})
"""Who may ask the mayor for information; in government too, for what is reserved (LBRL, art. 77)."""

MAY_BE_GRANTED: frozenset[str] = frozenset({Role.OPERATOR}) | COUNCILLORS
"""Roles to whom a town may let see, until a date, something that they do not see by themselves."""


def grants_of(person_id: UUID, at: datetime | None = None) -> dict[Entity, list[AccessGrant]]:
    """The live grants of a person by entity, wherever they are. One statement."""
    with own_rows_of(person_id):
        rows = list(
            AccessGrant.anywhere.filter(person_id=person_id).live(at or now()).select_related("entity")
        )
    found: dict[Entity, list[AccessGrant]] = defaultdict(list)
    for row in rows:
        found[row.entity].append(row)
    return found


def as_held(grants: list[AccessGrant]) -> tuple[tuple[HeldPost, ...], tuple[HeldGrant, ...]]:
    """The grants as an actor carries them: a post that says until when, and what they reach."""
    if not grants:
        return (), ()
    last = max(grant.last_day for grant in grants)
    post = HeldPost(
        id=grants[0].pk, role=GRANTED, title=_("by a grant until %(day)s") % {"day": short_day(last)}
    )
    return (post,), tuple(HeldGrant(g.pk, g.ends_at, g.case_id) for g in grants)


def grants_here(*, live: bool = False) -> list[AccessGrant]:
    """The grants of the town of the scope, the latest first. One statement."""
    rows = AccessGrant.objects.select_related("person")
    return list(rows.live(now()) if live else rows[:200])


def can_be_granted(person_id: UUID) -> bool:
    """Whether the person is an operator somewhere, or a councillor of the town of the scope."""
    here = Q(role__in=COUNCILLORS, entity_id=current_entity().pk)
    with own_rows_of(person_id):
        posts = Post.anywhere.filter(person_id=person_id).live(today())
        return bool(posts.filter(Q(role=Role.OPERATOR) | here).exists())


case_finders: list[Callable[[Actor, str], UUID | None]] = []
"""Hung by cases: the key of the case with this number, if the actor reads it."""


def case_finder(actor: Actor, number: str) -> UUID | None:
    """The key of the case with this number that the actor reads; None if she reads none."""
    return next((found for find in case_finders if (found := find(actor, number))), None)
