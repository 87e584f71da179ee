from django.db import migrations, models

from consistori.tenancy.migrating import AddIndexConcurrently


class Migration(migrations.Migration):
    """The log of readings in the order in which its page is read and its seals are made."""

    atomic = False
    dependencies = [("trail", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            "reading", models.Index(fields=["entity", "at", "id"], name="reading_log")
        ),
    ]
