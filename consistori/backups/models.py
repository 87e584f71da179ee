"""The rehearsals: what became of each night's backup when it was restored for trial."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.tenancy.models import CommonModel


class Rehearsal(CommonModel):
    """A backup restored for trial [assaig / ensayo]: in an empty folder, by the same command as on the day of need.

    `figures` says how much and how long: `events`, `blobs`, `bytes`, `entities`, `seconds` by stage; `detail` is
    the sentence of the command when it failed (in English, for whoever runs the machine).
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        GOOD = "good", _("Good")
        BAD = "bad", _("It failed")

    class Stage(models.TextChoices):
        BACKUP = "backup", _("making the backup")
        BYTES = "bytes", _("checking every hash")
        SECRETS = "secrets", _("putting the keys in their place")
        DATABASE = "database", _("restoring the database")
        TRAIL = "trail", _("verifying the trail")
        DOCUMENTS = "documents", _("looking for the bytes of each document")
        WHOLE = "whole", _("all of it")

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.BACKUP)
    backup_name = models.CharField(max_length=20, blank=True)
    detail = models.TextField(blank=True)
    figures = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["-started_at"], name="rehearsals_latest")]

    def __str__(self) -> str:
        return f"{self.backup_name} {self.state}"

    @property
    def seconds(self) -> int | None:
        """How long it took."""
        return round((self.finished_at - self.started_at).total_seconds()) if self.finished_at else None

    @property
    def sentence(self) -> str:
        """What became of it, in the language of who reads."""
        if self.state == self.State.RUNNING:
            return str(_("It is being tried now."))
        if self.state == self.State.BAD:
            return _("It failed while %(stage)s.") % {"stage": self.get_stage_display()}
        return _(
            "Restored whole: %(entities)s entities, %(events)s facts of the trail and %(blobs)s files checked."
        ) % {key: self.figures.get(key, 0) for key in ("entities", "events", "blobs")}
