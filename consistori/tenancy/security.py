"""The wall in the database: row-level security, append-only tables and the rights of the application role.

`consistori migrate` calls `secure_database` after the migrations, as the owner; it may be repeated at will.
"""

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from consistori.tenancy.models import EntityModel, InheritedModel

FUNCTIONS = """
CREATE OR REPLACE FUNCTION consistori_ids(setting text) RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('consistori.' || setting, true), '')::int[] $$;

CREATE OR REPLACE FUNCTION consistori_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The table % only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '55000';
END $$;

CREATE OR REPLACE FUNCTION consistori_search(searched text, query tsquery, most int) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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
"""


def _own_policies(table: str) -> list[tuple[str, str]]:
    sees = "entity_id = ANY((SELECT consistori_ids('entities'))::int[])"
    writes = "entity_id = nullif(current_setting('consistori.writer', true), '')::int"
    return [
        ("consistori_select", f"FOR SELECT USING ({sees})"),
        ("consistori_insert", f"FOR INSERT WITH CHECK ({writes})"),
        ("consistori_update", f"FOR UPDATE USING ({writes}) WITH CHECK ({writes})"),
        ("consistori_delete", f"FOR DELETE USING ({writes})"),
    ]


def _inherited_policies(table: str) -> list[tuple[str, str]]:
    sees = "entity_id = ANY((SELECT consistori_ids('lineage'))::int[])"
    return [("consistori_select", f"FOR SELECT USING ({sees})"), *_own_policies(table)[1:]]


def _put_policies(cursor: CursorWrapper, model: type[Model], policies: list[tuple[str, str]]) -> None:
    table = model._meta.db_table
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    asked = [*policies, *getattr(model, "extra_policies", ())]
    cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
    for (left,) in cursor.fetchall():
        if left.startswith("consistori_") and left not in dict(asked):
            cursor.execute(f'DROP POLICY "{left}" ON "{table}"')
    for name, body in asked:
        cursor.execute(f'DROP POLICY IF EXISTS "{name}" ON "{table}"')
        cursor.execute(f'CREATE POLICY "{name}" ON "{table}" {body}')


def _put_append_only(cursor: CursorWrapper, table: str, role: str) -> None:
    for name, body in [
        ("consistori_only_grows", "BEFORE UPDATE OR DELETE ON {t} FOR EACH ROW"),
        ("consistori_never_emptied", "BEFORE TRUNCATE ON {t} FOR EACH STATEMENT"),
    ]:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
        target = f'"{table}"'
        cursor.execute(
            f'CREATE TRIGGER "{name}" {body.format(t=target)} EXECUTE FUNCTION consistori_refuse_change()'
        )
    cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{role}"')


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
    """Put the policies, the triggers and the grants that the models ask for, for the application role."""
    own, inherited = searched_tables()
    with connection.cursor() as cursor:
        functions = FUNCTIONS.replace("%(own)s", _array(own)).replace("%(inherited)s", _array(inherited))
        cursor.execute(functions.replace("%%", "%"))
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"')
        cursor.execute(f'REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM "{role}"')
        cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
        cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{role}"')
        for model in secured_models():
            table = model._meta.db_table
            own_model = issubclass(model, EntityModel)
            _put_policies(cursor, model, _own_policies(table) if own_model else _inherited_policies(table))
        for model in apps.get_models():
            if getattr(model, "append_only", False) and model._meta.managed:
                _put_append_only(cursor, model._meta.db_table, role)
            for function in getattr(model, "extra_functions", ()):
                cursor.execute(function)
