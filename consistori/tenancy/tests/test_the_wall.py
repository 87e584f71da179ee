"""The wall between entities is the database's, not only ours: tried with raw SQL as the application role."""

import pytest
from django.db import ProgrammingError, connection, transaction

from consistori.kernel.identifiers import uuid7
from consistori.tenancy.models import Counter, JobRun
from consistori.tenancy.numbers import next_number
from consistori.tenancy.scope import NoScope, ScopeRefused, across, current_entity, working_for
from consistori.tenancy.security import secured_models


def _raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def test_without_a_scope_a_question_raises_and_raw_sql_sees_nothing(town):
    with working_for(town):
        next_number("cases", 2026)

    with pytest.raises(NoScope):
        Counter.objects.count()
    assert _raw("SELECT count(*) FROM tenancy_counter") == [(0,)]


def test_another_town_sees_no_row_not_even_with_raw_sql(town, other_town):
    with working_for(town):
        next_number("cases", 2026)

    with working_for(other_town):
        assert Counter.objects.count() == 0
        assert _raw("SELECT count(*) FROM tenancy_counter") == [(0,)]
        assert _raw("UPDATE tenancy_counter SET last = 99") == 0
        assert _raw("DELETE FROM tenancy_counter") == 0


def test_a_row_cannot_be_put_in_another_town(town, other_town):
    with working_for(other_town):
        with pytest.raises(ScopeRefused):
            JobRun.objects.create(title="x", entity=town)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            _raw(
                "INSERT INTO tenancy_counter (id, entity_id, book, year, last) VALUES (%s, %s, 'x', 2026, 1)",
                uuid7(),
                town.pk,
            )


def test_over_several_towns_one_reads_and_does_not_write(town, other_town):
    for each in (town, other_town):
        with working_for(each):
            next_number("cases", 2026)

    with across([town, other_town]):
        assert Counter.objects.count() == 2
        assert _raw("UPDATE tenancy_counter SET last = 99") == 0
        with pytest.raises(ScopeRefused):
            current_entity()
        with pytest.raises(ScopeRefused):
            JobRun.objects.create(title="x", entity=town)


def test_no_scope_opens_inside_the_scope_of_another_town(town, other_town):
    with working_for(town):
        with pytest.raises(ScopeRefused), working_for(other_town):
            pass
        with working_for(town) as same:
            assert same.writer == town


def test_the_scope_ends_with_its_block(town):
    with working_for(town):
        pass

    assert _raw("SELECT current_setting('consistori.entities', true)") == [("",)]


def test_every_own_or_inherited_table_has_its_wall(db):
    walled = {
        row[0]
        for row in _raw(
            "SELECT c.relname FROM pg_class c WHERE c.relrowsecurity AND"
            " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) >= 4"
        )
    }

    assert {m._meta.db_table for m in secured_models()} <= walled


def test_the_application_role_is_neither_owner_nor_superuser(db):
    assert _raw("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [
        (False, False)
    ]
    owners = _raw("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert owners == [("consistori_owner",)]
