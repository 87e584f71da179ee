"""A migration runs while the version before it still serves: what it does must not break that one, nor keep it waiting.

What stood before the first release is the ground: it is migrated with nobody inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

from consistori.tenancy.migrating import AddIndexConcurrently

GROUND = {
    ("cases", "0002_closed_stays_closed"),
    ("cases", "0003_last_move"),
    ("catalogue", "0002_scheme_brought_by_the_program"),
    ("directory", "0002_find_keys_by_digest"),
}
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def faults_of(migration: Any) -> Iterator[str]:
    """What the old version, or those who wait, would suffer from a migration."""
    new = {op.name.lower() for op in migration.operations if isinstance(op, migrations.CreateModel)}
    for op in migration.operations:
        if getattr(op, "model_name", "").lower() in new:
            continue
        if isinstance(op, TAKES_AWAY):
            yield f"{op.describe()}: the old version still uses it; take it away in the release after"
        elif isinstance(op, migrations.AddField) and _old_code_cannot_insert(op.field):
            yield f"{op.describe()}: the old version inserts rows without it; give it db_default="
        elif isinstance(op, migrations.AddIndex) and not isinstance(op, AddIndexConcurrently):
            yield f"{op.describe()}: writes wait; use tenancy.migrating.AddIndexConcurrently, atomic = False"


def _old_code_cannot_insert(field: models.Field[Any, Any]) -> bool:
    return not field.null and not field.many_to_many and field.db_default is NOT_PROVIDED


def test_what_comes_after_the_first_release_can_be_migrated_with_everybody_inside():
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("consistori.")}
    told = [
        f"{app}.{name}: {fault}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if app in ours and not name.startswith("0001") and (app, name) not in GROUND
        for fault in faults_of(migration)
    ]

    assert told == []


def _migration(*operations: Any) -> Any:
    made = migrations.Migration("tomorrow", "cases")
    made.operations = list(operations)
    return made


@pytest.mark.parametrize(
    ("operation", "word"),
    [
        (migrations.RemoveField("casefile", "title"), "release after"),
        (
            migrations.AddField("casefile", "tomorrow", models.CharField(max_length=9, default="")),
            "db_default",
        ),
        (
            migrations.AddField("casefile", "tomorrow", models.ForeignKey("cases.Folder", models.PROTECT)),
            "db_default",
        ),
        (migrations.AddIndex("casefile", models.Index(fields=["title"], name="x")), "Concurrently"),
    ],
)
def test_what_would_break_the_version_that_serves_is_told(operation, word):
    (told,) = faults_of(_migration(operation))

    assert word in told


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("casefile", "tomorrow", models.CharField(max_length=9, db_default="")),
        migrations.AddField("casefile", "tomorrow", models.DateField(null=True)),
        AddIndexConcurrently("casefile", models.Index(fields=["title"], name="x")),
    ],
)
def test_what_the_version_that_serves_does_not_notice_is_not_told(operation):
    assert list(faults_of(_migration(operation))) == []
