"""Sheets of people that somebody brought, and each of their rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.parties.models.party import Party
from consistori.tenancy.models import EntityModel


class PartyImport(EntityModel):
    """A sheet of people and firms [importació / importación]: read, its columns said, checked, entered, undone.

    `columns` says what each column is ("" is left out); `counts`, how many rows there are in each state.
    """

    class State(models.TextChoices):
        READ = "read", _("Read: say what each column is")
        CHECKED = "checked", _("Checked: nothing has been entered yet")
        ENTERING = "entering", _("Entering")
        ENTERED = "entered", _("Brought in")
        UNDOING = "undoing", _("Undoing")
        UNDONE = "undone", _("Undone")

    file_name = models.CharField(max_length=200)
    encoding = models.CharField(max_length=12, blank=True)
    header = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State, default=State.READ)
    counts = models.JSONField(default=dict)
    with_doubtful = models.BooleanField(default=False)
    run_id = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(EntityModel):
    """A row of a sheet of people. `line` is the one a person sees; `faults` are code, column and what it says;
    `added` names what it put (the party itself, a channel, an address), so that it can be taken out.
    """

    class State(models.TextChoices):
        READ = "read", _("Not checked yet")
        GOOD = "good", _("To be entered")
        COMPLETES = "completes", _("Already here: something is added")
        KNOWN = "known", _("Already here, the same")
        DOUBTFUL = "doubtful", _("Somebody with this name is already here")
        WRONG = "wrong", _("Something is wrong")
        ENTERED = "entered", _("Brought in")
        COMPLETED = "completed", _("Completed")
        UNDONE = "undone", _("Taken out")
        STAYS = "stays", _("It stays: there is later work on it")

    sheet = models.ForeignKey(PartyImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State, default=State.READ)
    faults = models.JSONField(default=list)
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)
    added = models.JSONField(default=list)

    class Meta:
        ordering = ["line", "id"]
        constraints = [models.UniqueConstraint(fields=["entity", "sheet", "line"], name="one_row_a_line")]
        indexes = [
            models.Index(fields=["sheet", "state", "line"], name="rows_by_state"),
            models.Index(fields=["entity", "fingerprint"], name="rows_by_print"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}:{self.line}"
