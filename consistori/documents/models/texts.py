"""Texts written in the browser: the working copy, the pen, second drafts, and their pictures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from consistori.documents.models.document import Document
from consistori.tenancy.models import EntityModel, InheritedModel

PEN_LAPSES = timedelta(minutes=5)
"""Without a sign of life for this long, whoever asks has the pen."""


class Writing(EntityModel):
    """A text that is written here [text en redacció / texto en redacción].

    `html` is the working copy; `edition` grows with each change of it, and `kept_edition` is the one that the current
    version carries. The pen [ploma / pluma] is of one person at a time. While the text is out in Word, `out_*` say who
    has it. `template` names what it was written from; `values` are the data merged into it, attached to the paper.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="writing")
    html = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    kept_edition = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by_id = models.UUIDField(null=True, blank=True)
    saved_by_name = models.CharField(max_length=160, blank=True)
    template = models.JSONField(default=dict, blank=True)
    values = models.JSONField(default=dict, blank=True)
    margin = models.JSONField(default=list, blank=True)
    pen_id = models.UUIDField(null=True, blank=True)
    pen_name = models.CharField(max_length=160, blank=True)
    pen_since = models.DateTimeField(null=True, blank=True)
    pen_seen_at = models.DateTimeField(null=True, blank=True)
    asked_by_id = models.UUIDField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    out_to_id = models.UUIDField(null=True, blank=True)
    out_to_name = models.CharField(max_length=160, blank=True)
    out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kept_edition__lte=models.F("edition")), name="kept_text_was_written"
            ),
            models.CheckConstraint(
                condition=models.Q(pen_id=None, pen_seen_at=None)
                | models.Q(pen_id__isnull=False, pen_seen_at__isnull=False),
                name="pen_has_a_sign_of_life",
            ),
            models.CheckConstraint(
                condition=models.Q(out_at=None) | models.Q(pen_id=None),
                name="pen_is_free_while_the_text_is_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.edition}"

    @property
    def is_out(self) -> bool:
        """Taken out to a text processor, and not brought back."""
        return self.out_at is not None

    @property
    def is_kept(self) -> bool:
        """Whether the current version carries all that is written."""
        return self.kept_edition == self.edition

    def pen_is_of(self, person_id: UUID | None, *, at: datetime) -> bool:
        """Whether that person has the pen, and has given a sign of life."""
        return person_id is not None and self.pen_id == person_id and not self.pen_is_free(at=at)

    def pen_is_free(self, *, at: datetime) -> bool:
        """Nobody has it, or who has it has not given a sign of life for `PEN_LAPSES`."""
        return self.pen_seen_at is None or at - self.pen_seen_at >= PEN_LAPSES


class SecondDraft(EntityModel):
    """What somebody wrote over a text that had changed meanwhile [segon esborrany / segundo borrador].

    `token` is of the window where it was written: its later saves go to the same row. It waits until somebody chooses.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="second_drafts")
    token = models.UUIDField()
    html = models.TextField(blank=True)
    base_edition = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField(null=True, blank=True)
    written_by_name = models.CharField(max_length=160, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=160, blank=True)
    was_taken = models.BooleanField(default=False)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "document", "token"],
                condition=models.Q(settled_at=None),
                name="one_second_draft_a_window",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.written_by_name}"


class TextPicture(InheritedModel):
    """A picture inside a text or a template; texts name it `image:<id>`. Drawn again by us: it carries no data.

    `document` is the text that it was put in; without one it is of a template, for whoever works here and below.
    """

    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="pictures"
    )
    data: Any = models.BinaryField()
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField(auto_now_add=True)
    kept_by_id = models.UUIDField(null=True, blank=True)
    kept_by_name = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.media_type} {self.width}×{self.height}"
