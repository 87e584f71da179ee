"""What was seen in a file after it came in, and the copy of it that one can read [rendició llegible]."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.documents.models.version import DocumentVersion
from consistori.tenancy.models import EntityModel


class ArrivalReport(EntityModel):
    """The report of a version, written by a job: traces of people, pieces inside, its readable rendition.

    `traces`: list of {trace, detail, count} (formats.personal). `inside`: how many pieces it carries.
    The rendition is a PDF in the store of blobs, for looking at: it is no document and proves nothing.
    """

    class Readable(models.TextChoices):
        NEEDLESS = "needless", _("It is shown as it is")
        WANTED = "wanted", _("One is made when somebody looks at it")
        ASKED = "asked", _("One is being made")
        MADE = "made", _("There is a rendition to read")
        NO_PROGRAM = "no-program", _("This machine has no program to make one")
        FAILED = "failed", _("It could not be made")

    version = models.OneToOneField(DocumentVersion, on_delete=models.PROTECT, related_name="arrival")
    traces = models.JSONField(default=list, blank=True)
    inside = models.PositiveIntegerField(default=0)
    lacks_fonts = models.BooleanField(default=False)
    readable = models.CharField(max_length=10, choices=Readable, default=Readable.NEEDLESS)
    readable_sha256 = models.CharField(max_length=64, blank=True)
    readable_pages = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    readable="made", readable_sha256__regex=r"^[0-9a-f]{64}$", readable_pages__gt=0
                )
                | (~models.Q(readable="made") & models.Q(readable_sha256="")),
                name="readable_rendition_has_its_bytes",
            ),
        ]
        indexes = [models.Index(fields=["entity", "readable_sha256"], name="rendition_by_hash")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.readable}"

    @property
    def is_being_made(self) -> bool:
        """Whether a rendition is on its way."""
        return self.readable in {self.Readable.WANTED, self.Readable.ASKED}

    @property
    def is_readable(self) -> bool:
        """Whether there are pages to show in the place of the file."""
        return self.readable == self.Readable.MADE
