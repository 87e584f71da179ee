"""A small register of residents of ours: each sheet that the town brings is a version of it, whole."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel
from consistori.trail.names import name_shown


class RegisterLoad(EntityModel):
    """A version of the register [versió del padró / versión del padrón]: a sheet read, looked at, put in force.

    `as_of` is the day the data are of; `counts` how many rows, wrong ones, who is new and who is gone. Its residents
    go when it is thrown away, or two versions later.
    """

    class State(models.TextChoices):
        READ = "read", _("Read: look at it before it counts")
        IN_FORCE = "in_force", _("In force")
        REPLACED = "replaced", _("Replaced by a later one")
        EMPTIED = "emptied", _("Replaced, and its people erased")

    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.READ)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField(default=now)
    in_force_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of the register of residents")
        verbose_name_plural = _("versions of the register of residents")
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="one_load_a_number"),
            models.UniqueConstraint(
                fields=["entity"], condition=models.Q(state="in_force"), name="one_register_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.file_name}"

    @property
    def by_shown(self) -> str:
        """Who brought it, as people read it."""
        return name_shown(self.by_name)

    @property
    def wrong(self) -> int:
        """How many rows are not loaded."""
        return int(self.counts.get("wrong", 0))


class RegisteredResident(EntityModel):
    """Somebody of a version [persona empadronada]: who they are, where they live, since when, who answers for them.

    `key` is the same for the same person in every version: by it readings are written down.
    """

    load = models.ForeignKey(RegisterLoad, on_delete=models.CASCADE, related_name="residents")
    key = models.UUIDField()
    line = models.PositiveIntegerField()
    sheet = models.CharField(max_length=40)
    identifier = models.CharField(max_length=40, blank=True)
    identifier_kind = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)
    surname1 = models.CharField(max_length=120, blank=True)
    surname2 = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField()
    street = models.CharField(max_length=160)
    number = models.CharField(max_length=20, blank=True)
    floor = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    guardians: Any = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    is_protected = models.BooleanField(default=False)

    class Meta:
        ordering = ["line"]
        verbose_name = _("resident")
        verbose_name_plural = _("residents")
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "load", "identifier"],
                condition=~models.Q(identifier=""),
                name="one_resident_a_document",
            ),
        ]
        indexes = [models.Index(fields=["entity", "load", "sheet"], name="residents_by_sheet")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.surname1, self.surname2) if part)
