"""Who works in the town of the scope on a day, as the escalation needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from consistori.deadlines.rules.escalation import Held, Here
from consistori.directory.careers import SUBSTITUTION
from consistori.directory.models import Absence, Delegation, Person, Post


def here_on(on: date) -> Here:
    """Posts, absences and substitutions of that day. Three statements; whoever may not enter is not here."""
    posts = Post.objects.live(on).filter(person__is_active=True).order_by("starts_on", "id")
    held = posts.values_list("person_id", "role", "unit_id", "heads_unit")
    away = dict(Absence.objects.live(on).values_list("person_id", "covered_by_id"))
    decrees = Delegation.objects.in_force(on).filter(manner=SUBSTITUTION)
    substitutes: dict[str, list[UUID]] = defaultdict(list)
    for role, to in decrees.values_list("of_post__role", "to_id"):
        substitutes[role].append(to)
    return Here(
        posts=tuple(Held(*row) for row in held),
        away=away,
        substitutes={role: tuple(them) for role, them in substitutes.items()},
    )


def names_of(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Full names, of those that left too; of nobody, none. One statement, or none."""
    wanted = {one for one in ids if one is not None}
    return {p.pk: p.full_name for p in Person.objects.filter(pk__in=wanted)} if wanted else {}
