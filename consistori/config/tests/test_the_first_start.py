"""A first start makes the database without drawing all the house at each step: it must be the one of the models."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

pytestmark = pytest.mark.django_db


def _ours() -> list[type[Model]]:
    configs = [config for config in apps.get_app_configs() if config.name.startswith("consistori.")]
    models = [model for config in configs for model in config.get_models(include_auto_created=True)]
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def _asked(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def test_the_columns_are_those_of_the_models():
    found: dict[str, dict[str, bool]] = {}
    for table, column, nullable in _asked(
        "SELECT table_name, column_name, is_nullable = 'YES' FROM information_schema.columns "
        "WHERE table_schema = 'public'"
    ):
        found.setdefault(table, {})[column] = nullable

    said = {
        model._meta.db_table: {field.column: field.null for field in model._meta.local_concrete_fields}
        for model in _ours()
    }
    assert len(said) > 100
    assert {table: found.get(table) for table in said} == said


def test_each_reference_is_held_by_the_database():
    held = set(
        _asked(
            "SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text FROM pg_constraint c "
            "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'"
        )
    )

    said = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in _ours()
        for field in model._meta.local_concrete_fields
        if field.is_relation and field.db_constraint
    }
    assert said - held == set()


def test_the_constraints_and_indexes_have_their_names():
    named = {
        name for (name,) in _asked("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class")
    }

    said = {one.name for model in _ours() for one in [*model._meta.constraints, *model._meta.indexes]}
    assert said - named == set()
