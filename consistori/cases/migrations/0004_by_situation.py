from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations, models

from consistori.tenancy.migrating import AddIndexConcurrently


class Migration(migrations.Migration):
    """The index of the list in the very order in which it is read, made without stopping a living town."""

    atomic = False
    dependencies = [("cases", "0003_last_move")]

    operations = [
        AddIndexConcurrently(
            "casefile",
            models.Index(
                models.F("entity"),
                models.F("situation"),
                models.OrderBy(models.F("last_moved_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="cases_by_situation",
            ),
        ),
        RemoveIndexConcurrently("casefile", "cases_by_movement"),
    ]
