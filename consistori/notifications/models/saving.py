"""What a town wants done by itself with notifications that nobody opens."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from consistori.tenancy.models import EntityModel


class SavingSetting(EntityModel):
    """Whether the program reminds by itself of what is not opened [segon avís / segundo aviso], and on which day.

    `on_day` counts as the ten days do: day 1 is the one after it was put at disposal.
    """

    reminds = models.BooleanField(default=False)
    on_day = models.PositiveSmallIntegerField(default=5)
    changed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    changed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity"], name="one_saving_setting"),
            models.CheckConstraint(
                condition=models.Q(on_day__gte=2, on_day__lte=9), name="reminded_within_the_ten_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reminds} {self.on_day}"
