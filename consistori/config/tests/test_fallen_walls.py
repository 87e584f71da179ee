"""A wall that somebody took down is missed, and raised again."""

from __future__ import annotations

from django.db import connection, connections

from consistori.config import checks
from consistori.config.database import migrate
from consistori.kernel.health import State
from consistori.tenancy.security import fallen_walls


def test_a_policy_that_somebody_took_away_is_missed(own_database):
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP POLICY consistori_select ON trail_trailevent")
    connections["owner"].close()

    assert fallen_walls(connection) == ["trail_trailevent"]
    assert checks.walls().state == State.BAD

    migrate()
    assert checks.walls().well
