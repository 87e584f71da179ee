"""Statements written once and asked every morning, of Today and of the tray: the ORM takes longer to write them than
the database to answer (ADR 61).

`rows("terms", build, person_id, actors)` gives what `build(person_id, actors)` would. A statement is written for nobody
(`PERSON`), and whoever asks stands in its place: two secretaries of a town share it, and each sees her own. It is kept
for the day, by all that shapes it but the person: the scope, her roles and units, and `facts`, what else there is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.scope import current_scope

MOST_KEPT = 512
PERSON = UUID("00000000-0000-7000-8000-746f64617921")
"""Who stands in a kept statement in the place of whoever asks; nobody has it."""

_kept: OrderedDict[Hashable, tuple[str, tuple[Any, ...]]] = OrderedDict()
_lock = Lock()


Build = Callable[[UUID, Sequence[Actor]], QuerySet[Any]]


def rows(
    name: str, build: Build, person_id: UUID, actors: Sequence[Actor] = (), facts: Hashable = None
) -> list[tuple[Any, ...]]:
    """What `build`, that gives values, would bring. One statement, in the scope of now."""
    key = (name, today(), current_scope().entity_ids, _shape(actors), facts)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
    if found is None:
        found = _written(build, [replace(actor, person_id=PERSON) for actor in actors])
        with _lock:
            _kept[key] = found
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    sql, params = found
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, [person_id if one == PERSON else one for one in params])
        return list(cursor.fetchall())


def _shape(actors: Sequence[Actor]) -> Hashable:
    """All of some actors that may shape a statement, but who they are."""
    return tuple(
        (
            actor.entity_id,
            tuple(sorted((str(post.role), str(post.unit_id or ""), post.heads_unit) for post in actor.posts)),
            tuple(sorted((str(grant.id), str(grant.case_id or "")) for grant in actor.grants)),
        )
        for actor in actors
    )


def _written(build: Build, actors: Sequence[Actor]) -> tuple[str, tuple[Any, ...]]:
    """The statement and its parameters; no statement where nothing could be found."""
    try:
        return build(PERSON, actors).query.sql_with_params()
    except EmptyResultSet:
        return "", ()
