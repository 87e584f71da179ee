"""What is on the counter: the person who is being attended, their papers, and the door of a telephone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.documents.waiting import WaitingFile
from consistori.kernel.clock import now
from consistori.registry.rules.books import Heading, Paper
from consistori.tenancy.models import EntityModel


class Attention(EntityModel):
    """A person attended at the counter [atenció / atención]: what is said and brought until it has its number.

    Whoever attends has one open at a time. When it is registered it keeps which entry it became; what is left half done
    is forgotten with its papers after some days.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Being attended")
        REGISTERED = "registered", _("Registered")
        LEFT = "left", _("Left")

    class Identified(models.TextChoices):
        SHOWN = "shown", _("Has shown an identity document")
        KNOWN = "known", _("Known to whoever attends")
        BROUGHT = "brought", _("Somebody else brings it")

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=now)
    touched_at = models.DateTimeField(default=now)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    identified = models.CharField(max_length=7, choices=Identified, default=Identified.SHOWN)
    subject = models.CharField(max_length=250, blank=True)
    heading = models.CharField(max_length=15, default=Heading.APPLICATION)
    procedure = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    observations = models.CharField(max_length=400, blank=True)
    paper = models.CharField(max_length=8, default=Paper.RETURNED)
    entry = models.OneToOneField(
        "registry.RegistryEntry", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "officer"], condition=Q(state="open"), name="one_attention_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="registered", entry__isnull=False)
                | (~Q(state="registered") & Q(entry=None)),
                name="registered_attention_has_its_entry",
            ),
        ]
        indexes = [models.Index(fields=["entity", "state", "touched_at"], name="attentions_by_state")]

    def __str__(self) -> str:
        return f"{self.state} {self.subject}"


class AttentionPaper(EntityModel):
    """A paper on the counter, as a file that waits: how it came, and what the clerk says that the paper is (R-REG-09).

    `resolution` is what was measured in its image, in pixels per inch; None with `why_not` when it cannot be known.
    `came` is the file as it came, when its pages were changed since. `document` is what was registered of it.
    """

    class Way(models.TextChoices):
        SCANNER = "scanner", _("From the scanner")
        FILE = "file", _("From this computer")
        PHONE = "phone", _("From their telephone")

    class Nature(models.TextChoices):
        UNSAID = "", _("Not said yet")
        ORIGINAL = "original", _("Original")
        PLAIN = "plain", _("Plain copy")

    attention = models.ForeignKey(Attention, on_delete=models.CASCADE, related_name="papers")
    position = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(max_length=7, choices=Way)
    nature = models.CharField(max_length=8, choices=Nature, blank=True, default=Nature.UNSAID)
    title = models.CharField(max_length=200, blank=True)
    file = models.JSONField()
    came = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64)
    resolution = models.PositiveIntegerField(null=True)
    why_not = models.CharField(max_length=20, blank=True)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="phone", nature="original"), name="a_picture_is_never_an_original"
            )
        ]
        indexes = [models.Index(fields=["entity", "sha256"], name="attention_papers_by_hash")]

    def __str__(self) -> str:
        return self.title or self.waiting.name

    @property
    def waiting(self) -> WaitingFile:
        """The file that waits."""
        return WaitingFile(**self.file)

    @property
    def pages(self) -> int:
        """How many pages it shows."""
        return self.waiting.pages or 1

    @property
    def is_from_phone(self) -> bool:
        return bool(self.way == self.Way.PHONE)


class PhoneDoor(EntityModel):
    """An address of one use by which somebody sends pictures from their telephone to an attention.

    Only the SHA-256 of its key is kept. What comes by it is never an authentic copy.
    """

    attention = models.ForeignKey(Attention, on_delete=models.CASCADE, related_name="doors")
    key_hash = models.CharField(max_length=64)
    opened_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "key_hash"], name="one_door_a_key")]

    def __str__(self) -> str:
        return f"{self.attention_id} {self.ends_at}"
