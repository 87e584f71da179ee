"""A meeting of a week, and what was agreed in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

LONGEST_TEXT = 300
PLANNED_MINUTES = 30


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Adjectives of meetings."""

    def held(self) -> Self:
        """Those that were closed with their minute."""
        return self.filter(state=Meeting.State.CLOSED)

    def in_order(self) -> Self:
        """The last one first."""
        return self.order_by("-week")


class Meeting(EntityModel):
    """The meeting of a week [reunió setmanal / reunión semanal]; `week` is its Monday and there is one a week.

    `snapshot` is all that was on the screen, frozen when it was closed; `present` the names of who was there. A week
    without meeting may say why (`state` NOT_HELD, `reason`). `document` is its minute and `case` where it lies.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Going on")
        CLOSED = "closed", _("Held")
        NOT_HELD = "not_held", _("Not held")

    week: models.DateField[date, date] = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    opened_by_id = models.UUIDField(null=True)
    opened_by_name = models.CharField(max_length=160, blank=True)
    seen = models.JSONField(default=list)
    closed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    closed_by_name = models.CharField(max_length=160, blank=True)
    present = models.JSONField(default=list)
    practice = models.CharField(max_length=LONGEST_TEXT, blank=True)
    reason = models.CharField(max_length=LONGEST_TEXT, blank=True)
    snapshot = models.JSONField(default=dict)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    case = models.ForeignKey(
        "cases.CaseFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edition = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ScopedManager.from_queryset(MeetingQuerySet)()

    class Meta:
        app_label = "desk"
        constraints = [
            models.UniqueConstraint(fields=["entity", "week"], name="one_meeting_a_week"),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False) | ~models.Q(state="closed"),
                name="a_held_meeting_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="not_held") | ~models.Q(reason=""),
                name="a_week_without_meeting_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("meeting:week", args=[self.week.isoformat()])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def ends_at(self) -> datetime:
        """Until when it should last: half an hour."""
        return self.opened_at + timedelta(minutes=PLANNED_MINUTES)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Adjectives of what was agreed."""

    def standing(self) -> Self:
        """What nobody took back."""
        return self.filter(undone_at=None)

    def in_order(self) -> Self:
        return self.order_by("at", "id")


class Agreement(EntityModel):
    """Something agreed in a meeting [acord / acuerdo]: of a matter of the agenda, or of what somebody brought.

    `matter` is the key of the matter (empty if none), unique while it stands: two people do not decide it twice.
    `before` is how its task was before it was moved, passed or dropped.
    `task` is the task that it became; without it, it is only for the minute. `about` names its case (`case:X2026…`).
    """

    class Kind(models.TextChoices):
        TASK = "task", _("A task")
        MOVED = "moved", _("Another day")
        PASSED = "passed", _("Other hands")
        DROPPED = "dropped", _("It will not be done")
        NOTED = "noted", _("Noted")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agreements")
    point = models.CharField(max_length=12)
    matter = models.CharField(max_length=60, blank=True)
    matter_title = models.CharField(max_length=250, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(max_length=LONGEST_TEXT)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    before = models.JSONField(default=dict)
    about = models.CharField(max_length=60, blank=True)
    task = models.ForeignKey("tasks.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(AgreementQuerySet)()

    class Meta:
        app_label = "desk"
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "meeting", "matter"],
                condition=models.Q(undone_at=None) & ~models.Q(matter=""),
                name="one_decision_a_matter",
            )
        ]
        indexes = [models.Index(fields=["entity", "meeting"], name="agreements_of_meeting")]

    def __str__(self) -> str:
        return self.text
