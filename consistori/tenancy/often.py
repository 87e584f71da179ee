"""Questions asked so often that their SQL is compiled once.

Django spends one to three milliseconds putting together what PostgreSQL answers in a fraction of one. A question of
one shape, whose values alone change, need not be put together each time:

    case_by_key = asked_often(lambda key: CaseFile.objects.filter(pk=key).select_related("series"))
    found = case_by_key(key=case_id)

The entities are those of the scope at each call, never those of the first one; the wall of the database stands
behind, as for any other question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.query import ModelIterable, get_related_populators

from consistori.tenancy.scope import Scope, current_scope, with_scope

Ask = Callable[..., models.QuerySet[Any]]


class Slot(Expression):
    """The place of a value that is given at each call."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=models.TextField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


_ENTITY, _LINEAGE = 2_100_000_000, 2_110_000_000
"""Keys that no entity has: they mark, in what is compiled, the places of those of each call."""


class _PlacesScope(Scope):
    """A scope whose entities are places to fill in."""

    def __init__(self, entities: int, lineage: int) -> None:
        super().__init__(entities=(), writer=None)
        self.shape = entities, lineage

    @property
    def entity_ids(self) -> tuple[int, ...]:
        return tuple(range(_ENTITY, _ENTITY + self.shape[0]))

    @property
    def lineage_ids(self) -> tuple[int, ...]:
        return tuple(range(_LINEAGE, _LINEAGE + self.shape[1]))


class _Compiled:
    """The SQL of a question, and how its rows become records."""

    def __init__(self, rows: models.QuerySet[Any]) -> None:
        if rows._iterable_class is not ModelIterable or rows._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("Only whole records are asked often, and nothing prefetched.")
        self.compiler = rows.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        select, info = self.compiler.select, self.compiler.klass_info
        fields = info["select_fields"]
        self.model = info["model"]
        self.first, self.end = fields[0], fields[-1] + 1
        self.names = [column[0].target.attname for column in select[self.first : self.end]]
        self.joined = get_related_populators(info, select, "default")  # type: ignore[call-arg]  # Django 6 asks one more
        self.annotations = self.compiler.annotation_col_map
        self.converters = self.compiler.get_converters([s[0] for s in select[: self.compiler.col_count]])

    def ask(self, values: dict[str, Any], entities: dict[int, int]) -> list[Any]:
        given = [
            values[p.name] if isinstance(p, Slot) else entities.get(p, p) if type(p) is int else p
            for p in self.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            rows: Any = cursor.fetchall()
        if self.converters:
            rows = map(tuple, self.compiler.apply_converters(rows, self.converters))
        return [self._record(row) for row in rows]

    def _record(self, row: tuple[Any, ...]) -> Any:
        record = self.model.from_db("default", self.names, row[self.first : self.end])
        for populator in self.joined:
            populator.populate(row, record)
        for name, place in self.annotations.items():
            setattr(record, name, row[place])
        return record


def asked_often(ask: Ask) -> Callable[..., list[Any]]:
    """Make a function that answers `ask(**values)` as a list; one statement, and no statement where none can match.

    `ask` must give the same question whatever its values: they may only be compared with columns.
    """
    compiled: dict[tuple[int, int], _Compiled | None] = {}

    def answer(**values: Any) -> list[Any]:
        scope = current_scope()
        entities, lineage = scope.entity_ids, scope.lineage_ids
        shape = len(entities), len(lineage)
        if shape not in compiled:
            compiled[shape] = _compile(ask, shape, values)
        question = compiled[shape]
        if question is None:
            return []
        places = {_ENTITY + place: pk for place, pk in enumerate(entities)}
        places |= {_LINEAGE + place: pk for place, pk in enumerate(lineage)}
        return question.ask(values, places)

    return answer


def _compile(ask: Ask, shape: tuple[int, int], values: dict[str, Any]) -> _Compiled | None:
    with with_scope(_PlacesScope(*shape)):
        try:
            return _Compiled(ask(**{name: Slot(name) for name in values}))
        except EmptyResultSet:
            return None
