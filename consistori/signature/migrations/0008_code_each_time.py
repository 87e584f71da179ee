"""A town may ask for the second factor each time that somebody signs: an empty table, which nothing waits for."""

import consistori.kernel.clock
import consistori.kernel.identifiers
import consistori.tenancy.scope
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signature", "0007_signed_packages"),
        ("tenancy", "0003_thresholds"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningSetting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=consistori.kernel.identifiers.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("asks_code", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(default=consistori.kernel.clock.now)),
                ("changed_by_name", models.CharField(blank=True, max_length=160)),
                (
                    "entity",
                    models.ForeignKey(
                        default=consistori.tenancy.scope.current_writer_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.entity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entity",), name="one_signing_setting_an_entity")
                ],
            },
        ),
    ]
