"""What the machine itself takes: the same rows without the program, the same bytes without the act."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from consistori.config.bench.timing import Figure, repeat
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.models import Entity

_CASE = """
INSERT INTO cases_casefile (id, entity_id, number, title, series_id, unit_id, carried_by_id, state, situation,
 opened_on, created_at, ending, ending_note, eni_identifier, reserved, reserved_cause, reserved_reason,
 reserved_to, reserved_units, version, last_moved_at, search)
SELECT %(id)s, entity_id, %(number)s, title, series_id, unit_id, carried_by_id, 'initiation', 'open', opened_on,
 now(), '', '', eni_identifier, false, '', '', '{}', '{}', 1, now(), search
FROM cases_casefile WHERE id = %(like)s
"""
_EVENT = """
INSERT INTO trail_trailevent (id, entity_id, seq, at, kind, subject_id, actor_name, channel, content,
 previous_hash, hash)
SELECT %(id)s, entity_id, %(seq)s, now(), kind, subject_id, actor_name, channel, content, previous_hash, hash
FROM trail_trailevent WHERE entity_id = %(entity)s AND seq = 1
"""
_JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('bench', 'bench.floor', '{}')"


def connect(entity: Entity) -> psycopg.Connection[Any]:
    """A plain connection of the application role."""
    database: Any = settings.DATABASES["default"]
    return psycopg.connect(dbname=database["NAME"], user=database["USER"], host=database["HOST"])


def _scope(cursor: psycopg.Cursor[Any], entity: Entity) -> None:
    ids = "{" + str(entity.pk) + "}"
    lineage = "{" + ",".join(str(pk) for pk in entity.lineage) + "}"
    cursor.execute(
        "SELECT set_config('consistori.entities', %s, true), set_config('consistori.lineage', %s, true),"
        " set_config('consistori.writer', %s, true)",
        [ids, lineage, str(entity.pk)],
    )


def rows_of_a_case(connection: psycopg.Connection[Any], entity: Entity, like: Any) -> Callable[[int], None]:
    """The rows that opening a case writes: counter, case, fact, head of the chain, job; rolled back at the end."""
    mark = secrets.token_hex(4)

    def write(place: int) -> None:
        with connection.transaction(force_rollback=False), connection.cursor() as cursor:
            _scope(cursor, entity)
            cursor.execute(_JOB)
            cursor.execute(
                "INSERT INTO tenancy_counter (id, entity_id, book, year, last) VALUES (%s, %s, %s, 1, 1)"
                " ON CONFLICT (entity_id, book, year) DO UPDATE SET last = tenancy_counter.last + 1",
                [uuid7(), entity.pk, "floor"],
            )
            cursor.execute(_CASE, {"id": uuid7(), "number": f"floor {mark} {place}", "like": like})
            seq = -int.from_bytes(os.urandom(6), "big")
            cursor.execute(_EVENT, {"id": uuid7(), "seq": seq, "entity": entity.pk})
            cursor.execute("UPDATE trail_chainhead SET seq = seq WHERE entity_id = %s", [entity.pk])

    return write


def select_one(connection: psycopg.Connection[Any]) -> Callable[[int], None]:
    def ask(place: int) -> None:
        connection.execute("SELECT 1").fetchone()
        connection.commit()

    return ask


def words(connection: psycopg.Connection[Any], entity: Entity, query: str) -> Callable[[int], None]:
    """The search function of the database with the rows it finds, alone."""

    def ask(place: int) -> None:
        with connection.transaction(), connection.cursor() as cursor:
            _scope(cursor, entity)
            cursor.execute(
                "SELECT number, title FROM cases_casefile WHERE entity_id = %s AND id IN"
                " (SELECT consistori_search('cases_casefile', %s::tsquery, 1000))"
                " ORDER BY last_moved_at DESC LIMIT 8",
                [entity.pk, query],
            )
            cursor.fetchall()

    return ask


def bytes_on_disk(folder: Path, data: bytes) -> Callable[[int], None]:
    """Write the bytes, sync them to the disk, and hash them."""
    folder.mkdir(parents=True, exist_ok=True)

    def write(place: int) -> None:
        path = folder / "floor.part"
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        hashlib.sha256(data).hexdigest()
        path.unlink()

    return write


def measure_floors(
    entity: Entity, like: Any, folder: Path, *, times: int, small: bytes, big: bytes
) -> list[Figure]:
    """Every floor, in the same run as what stands on it."""
    with connect(entity) as connection:
        return [
            repeat("floor: rows of a case, psycopg", times, rows_of_a_case(connection, entity, like)),
            repeat("floor: SELECT 1, psycopg", times, select_one(connection)),
            repeat(
                "floor: search in the database", times, words(connection, entity, "'terrass':* & 'pau':*")
            ),
            repeat("floor: 100 KB to disk and hashed", times, bytes_on_disk(folder, small)),
            repeat("floor: 20 MB to disk and hashed", 5, bytes_on_disk(folder, big), warm=1),
        ]
