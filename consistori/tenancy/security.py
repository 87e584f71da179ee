"""The wall in the database: row-level security, append-only tables and the rights of the application role.

`consistori migrate` calls `secure_database` after the migrations, as the owner; it may be repeated at will.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from consistori.tenancy.models import EntityModel, InheritedModel
from consistori.tenancy.unscoped import TALLY

PLANNING = ("jit = off", "random_page_cost = 1.1")
"""What the planner should know: our statements take milliseconds, and disks read anywhere at the same cost."""

# In `consistori_search` only the index of words is of use: without plain scans of other indexes the planner takes it.
# In `consistori_search_page` nothing else can be taken (`IS TRUE` keeps the planner from the indexes of keys): it would
# read out the words of every row of a town. What many rows have is found by `consistori_search_rows`, looking at the
# newest ones one by one (some millionths of a second each): its last row says how far it went, and how many answered or
# (`loosely`) would have made the index look into them. Among the newest (`consistori_search_newest`), the index of
# words and that of keys meet in one bitmap.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION consistori_ids(setting text) RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('consistori.' || setting, true), '')::int[] $$;

CREATE OR REPLACE FUNCTION consistori_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The table % only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '55000';
END $$;

CREATE OR REPLACE FUNCTION consistori_search(searched text, query tsquery, most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
SET enable_indexscan = off SET random_page_cost = 1.1 AS $$
DECLARE
  ids int[] := nullif(current_setting('consistori.entities', true), '')::int[];
  lineage int[] := nullif(current_setting('consistori.lineage', true), '')::int[];
  marks tsquery;
BEGIN
  IF searched IN (SELECT t FROM unnest(%(inherited)s::text[]) t) THEN
    ids := lineage;
  ELSIF searched NOT IN (SELECT t FROM unnest(%(own)s::text[]) t) THEN
    RAISE EXCEPTION 'No search in %%', searched;
  END IF;
  IF ids IS NULL THEN RETURN; END IF;
  SELECT string_agg('''@' || i || '''', ' | ')::tsquery INTO marks FROM unnest(ids) i;
  RETURN QUERY EXECUTE format(
    'SELECT id FROM public.%%I WHERE search @@ $1 AND entity_id = ANY($2) ORDER BY id DESC LIMIT $3', searched)
    USING (query && marks), ids, most;
END $$;

CREATE OR REPLACE FUNCTION consistori_search_page(searched text, query tsquery, most int, before uuid)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
SET enable_indexscan = off SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  ids int[] := nullif(current_setting('consistori.entities', true), '')::int[];
  lineage int[] := nullif(current_setting('consistori.lineage', true), '')::int[];
  marks tsquery;
BEGIN
  IF searched IN (SELECT t FROM unnest(%(inherited)s::text[]) t) THEN
    ids := lineage;
  ELSIF searched NOT IN (SELECT t FROM unnest(%(own)s::text[]) t) THEN
    RAISE EXCEPTION 'No search in %%', searched;
  END IF;
  IF ids IS NULL THEN RETURN; END IF;
  SELECT string_agg('''@' || i || '''', ' | ')::tsquery INTO marks FROM unnest(ids) i;
  RETURN QUERY EXECUTE format(
    'SELECT id FROM public.%%I WHERE search @@ $1 AND (entity_id = ANY($2)) IS TRUE
      AND ($4 IS NULL OR id < $4) IS TRUE ORDER BY id DESC LIMIT $3', searched)
    USING (query && marks), ids, most, before;
END $$;

CREATE OR REPLACE FUNCTION consistori_search_rows(
  searched text, query tsquery, loosely tsquery, looked int, most int, before uuid
) RETURNS TABLE (key uuid, seen int, alike int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
  ids int[] := nullif(current_setting('consistori.entities', true), '')::int[];
  newest text := 'SELECT id, search FROM public.%%I WHERE entity_id = $1 AND ($2 IS NULL OR id < $2)
    ORDER BY id DESC LIMIT $3';
  hits int := 0;
BEGIN
  IF searched NOT IN (SELECT t FROM unnest(%(own)s::text[]) t) THEN
    RAISE EXCEPTION 'No search in %%', searched;
  END IF;
  IF coalesce(array_length(ids, 1), 0) <> 1 THEN RETURN; END IF;
  newest := format(newest, searched);
  FOR key, seen IN EXECUTE 'SELECT id, n FROM (SELECT id, search, row_number() OVER () n FROM (' || newest
      || ') a) b WHERE search @@ $4 LIMIT $5' USING ids[1], before, looked, query, most LOOP
    hits := hits + 1;
    RETURN NEXT;
  END LOOP;
  IF hits = most THEN
    alike := hits;
  ELSE
    EXECUTE 'SELECT (array_agg(id))[count(*)], count(*) FROM (' || newest || ') a'
      INTO key, seen USING ids[1], before, looked;
    alike := hits;
    IF loosely IS NOT NULL THEN
      EXECUTE 'SELECT count(*) * $5 / $3 FROM (' || newest || ') a WHERE search @@ $4'
        INTO alike USING ids[1], before, least(looked, 200), loosely, seen;
    END IF;
  END IF;
  RETURN NEXT;
END $$;

CREATE OR REPLACE FUNCTION consistori_search_newest(searched text, query tsquery, span int, most int, before uuid)
RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
SET enable_indexscan = on SET random_page_cost = 1.1 AS $$
DECLARE
  ids int[] := nullif(current_setting('consistori.entities', true), '')::int[];
  since uuid;
BEGIN
  IF searched NOT IN (SELECT t FROM unnest(%(own)s::text[]) t) THEN
    RAISE EXCEPTION 'No search in %%', searched;
  END IF;
  IF coalesce(array_length(ids, 1), 0) <> 1 THEN RETURN; END IF;
  EXECUTE format('SELECT id FROM public.%%I WHERE entity_id = $1 AND ($2 IS NULL OR id < $2)
      ORDER BY id DESC OFFSET $3 LIMIT 1', searched) INTO since USING ids[1], before, span;
  PERFORM set_config('enable_indexscan', 'off', true);
  RETURN QUERY EXECUTE format(
    'SELECT id FROM public.%%I WHERE search @@ $1 AND entity_id = $2
      AND id >= coalesce($3, ''00000000-0000-0000-0000-000000000000'')
      AND id < coalesce($4, ''ffffffff-ffff-ffff-ffff-ffffffffffff'') ORDER BY id DESC LIMIT $5', searched)
    USING (query && ('@' || ids[1])::tsquery), ids[1], since, before, most;
END $$;
"""


# The planner cannot know how many rows an array that comes later lets through, and takes it for very few: joined to
# the entity of the question it would choose the index of the entity for everything. Of a CASE it expects a half.
_SEES = "CASE WHEN entity_id = ANY((SELECT consistori_ids('{setting}'))::int[]) THEN true ELSE false END"


def _own_policies(table: str) -> list[tuple[str, str]]:
    sees = _SEES.format(setting="entities")
    writes = "entity_id = nullif(current_setting('consistori.writer', true), '')::int"
    return [
        ("consistori_select", f"FOR SELECT USING ({sees})"),
        ("consistori_insert", f"FOR INSERT WITH CHECK ({writes})"),
        ("consistori_update", f"FOR UPDATE USING ({writes}) WITH CHECK ({writes})"),
        ("consistori_delete", f"FOR DELETE USING ({writes})"),
    ]


def _inherited_policies(table: str) -> list[tuple[str, str]]:
    sees = _SEES.format(setting="lineage")
    return [("consistori_select", f"FOR SELECT USING ({sees})"), *_own_policies(table)[1:]]


def _policies_of(model: type[Model]) -> list[tuple[str, str]]:
    """The policies that a model asks for: of its kind, and its own."""
    table = model._meta.db_table
    kind = _own_policies(table) if issubclass(model, EntityModel) else _inherited_policies(table)
    return [*kind, *getattr(model, "extra_policies", ())]


def _triggers_of(model: type[Model]) -> list[tuple[str, str]]:
    if not getattr(model, "append_only", False):
        return []
    target = f'"{model._meta.db_table}"'
    return [
        ("consistori_only_grows", f"BEFORE UPDATE OR DELETE ON {target} FOR EACH ROW"),
        ("consistori_never_emptied", f"BEFORE TRUNCATE ON {target} FOR EACH STATEMENT"),
    ]


_STANDS = """
SELECT c.relrowsecurity, coalesce(obj_description(c.oid, 'pg_class'), ''),
 ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid AND polname LIKE 'consistori\\_%%'),
 ARRAY(SELECT tgname::text FROM pg_trigger WHERE tgrelid = c.oid AND tgname LIKE 'consistori\\_%%' AND tgenabled = 'O')
FROM pg_class c WHERE c.oid = to_regclass(%s)
"""


@dataclass(frozen=True)
class _Wall:
    """What a table must have: policies, triggers, and the mark of both in its comment."""

    walled: bool
    policies: list[tuple[str, str]]
    triggers: list[tuple[str, str]]

    @classmethod
    def of(cls, model: type[Model]) -> _Wall:
        walled = issubclass(model, EntityModel | InheritedModel)
        return cls(walled, _policies_of(model) if walled else [], _triggers_of(model))

    @property
    def mark(self) -> str:
        return "wall " + sha256(repr((self.policies, self.triggers)).encode()).hexdigest()[:16]

    def stands(self, found: Any) -> bool:
        if found is None:
            return False
        secured, comment, there, guarding = found
        wanted = ({name for name, _ in self.policies}, {name for name, _ in self.triggers})
        return (secured, comment, (set(there), set(guarding))) == (self.walled, self.mark, wanted)


def walled_models() -> list[type[Model]]:
    """Every model whose table has a wall: own, inherited, or one that only grows."""
    found = [m for m in apps.get_models() if m._meta.managed and not m._meta.proxy]
    kinds = (EntityModel, InheritedModel)
    return [m for m in found if issubclass(m, kinds) or getattr(m, "append_only", False)]


def fallen_walls(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables whose policies or triggers are not those that this code asks for."""
    fallen = []
    with connection.cursor() as cursor:
        for model in walled_models():
            cursor.execute(_STANDS, [f'"{model._meta.db_table}"'])
            if not _Wall.of(model).stands(cursor.fetchone()):
                fallen.append(model._meta.db_table)
    return fallen


def _raise_wall(connection: BaseDatabaseWrapper, model: type[Model]) -> None:
    """Put the policies and triggers of one table, in one transaction: no request meets it without them.

    A table whose wall already stands as it should is left alone, for the change locks it for a moment. What stands
    is written in the comment of the table, and counted.
    """
    table, wall = model._meta.db_table, _Wall.of(model)
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, [f'"{table}"'])
        found = cursor.fetchone()
        if wall.stands(found):
            return
        with transaction.atomic(using=connection.alias):
            if wall.walled:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            for name in found[2] if found else ():
                cursor.execute(f'DROP POLICY "{name}" ON "{table}"')
            for name, body in wall.policies:
                cursor.execute(f'CREATE POLICY "{name}" ON "{table}" {body}')
            for name, body in wall.triggers:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
                cursor.execute(f'CREATE TRIGGER "{name}" {body} EXECUTE FUNCTION consistori_refuse_change()')
            cursor.execute(f"COMMENT ON TABLE \"{table}\" IS '{wall.mark}'")


def _grant(cursor: CursorWrapper, role: str) -> None:
    cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
    cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"')
    cursor.execute(f'REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM "{role}"')
    cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
    cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{role}"')
    for model in apps.get_models():
        if getattr(model, "append_only", False) and model._meta.managed:
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{model._meta.db_table}" FROM "{role}"')


def secured_models() -> list[type[Model]]:
    """Every own or inherited model of the house."""
    return [m for m in apps.get_models() if issubclass(m, EntityModel | InheritedModel) and m._meta.managed]


def searched_tables() -> tuple[list[str], list[str]]:
    """The tables with a `search` column: own, inherited."""
    found = [m for m in secured_models() if any(f.name == "search" for f in m._meta.get_fields())]
    own = [m._meta.db_table for m in found if issubclass(m, EntityModel)]
    return own, [m._meta.db_table for m in found if issubclass(m, InheritedModel)]


def _array(names: list[str]) -> str:
    return "'{" + ",".join(names) + "}'"


def secure_database(connection: BaseDatabaseWrapper, role: str) -> None:
    """Put the policies, the triggers and the grants that the models ask for, for the application role.

    It may be done while a town works: each change is one transaction, and what stands is not touched.
    """
    own, inherited = searched_tables()
    with connection.cursor() as cursor:
        functions = FUNCTIONS.replace("%(own)s", _array(own)).replace("%(inherited)s", _array(inherited))
        cursor.execute(functions.replace("%%", "%"))
        cursor.execute(TALLY)
        with transaction.atomic(using=connection.alias):
            _grant(cursor, role)
        for setting in PLANNING:
            cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" SET {setting}')
        for model in walled_models():
            _raise_wall(connection, model)
        for model in apps.get_models():
            for function in getattr(model, "extra_functions", ()):
                cursor.execute(function)
