"""Counting over all entities without seeing what is counted. Only the operator's console and the figures of a
province may import this (a contract in pyproject.toml says so).

The counting is done by one function of the database that runs as the owner of the tables, beyond the wall. It gives
how many rows, the sum of a column of whole numbers and the last date of a column of moments: never the text of a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models

TALLY = """
CREATE OR REPLACE FUNCTION consistori_tally(counted text, summed text, dated text)
RETURNS TABLE (entity int, how_many bigint, total numeric, latest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  kinds jsonb;
BEGIN
  SELECT jsonb_object_agg(attname, atttypid::regtype::text) INTO kinds FROM pg_attribute
    WHERE attrelid = to_regclass(format('public.%I', counted)) AND attnum > 0 AND NOT attisdropped;
  IF kinds IS NULL OR NOT kinds ? 'entity_id' THEN
    RAISE EXCEPTION 'Nothing to count by entity in %', counted;
  END IF;
  IF coalesce(kinds ->> nullif(summed, ''), 'bigint') NOT IN ('smallint', 'integer', 'bigint')
    OR coalesce(kinds ->> nullif(dated, ''), 'timestamp with time zone') <> 'timestamp with time zone'
    OR (summed <> '' AND NOT kinds ? summed) OR (dated <> '' AND NOT kinds ? dated) THEN
    RAISE EXCEPTION 'Only numbers are summed and only moments are dated in %', counted;
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT entity_id::int, count(*), %s, %s FROM public.%I GROUP BY entity_id',
    CASE WHEN summed = '' THEN '0::numeric' ELSE format('coalesce(sum(%I), 0)::numeric', summed) END,
    CASE WHEN dated = '' THEN 'NULL::timestamptz' ELSE format('max(%I)', dated) END, counted);
END $$;
"""


@dataclass(frozen=True)
class Tally:
    """What was counted of one entity: rows, the sum asked for, the last moment asked for."""

    how_many: int = 0
    total: int = 0
    latest: datetime | None = None


def tally(model: type[models.Model], *, total: str = "", latest: str = "") -> dict[int, Tally]:
    """Count the rows of an own table for every entity, by its key. One statement.

    `total` names a field of whole numbers to be summed, `latest` one of moments. Entities without rows are left out.
    """
    columns = [_column(model, name) if name else "" for name in (total, latest)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consistori_tally(%s, %s, %s)", [model._meta.db_table, *columns])
        rows: list[Any] = cursor.fetchall()
    return {entity: Tally(how_many, int(summed), last) for entity, how_many, summed, last in rows}


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is not a column of {model.__name__}")
    return str(field.column)
