"""What the desk itself keeps: notices of the house, who has read them, who has had the first lesson."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from consistori.kernel.clock import now, today
from consistori.tenancy.models import CommonModel, EntityModel, ScopedManager

LONGEST_TITLE = 120
LONGEST_TEXT = 1000


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Adjectives of notices."""

    def shown_on(self, day: date) -> Self:
        """Published, not withdrawn, and within its days; `ends_on` is the first day without it."""
        begun = self.filter(withdrawn_at=None, starts_on__lte=day)
        return begun.filter(models.Q(ends_on=None) | models.Q(ends_on__gt=day))

    def unread_by(self, person_id: Any) -> Self:
        return self.exclude(readers__person_id=person_id)


class Notice(EntityModel):
    """A notice of the administrator to everybody who works in the entity [avís / aviso]."""

    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    starts_on = models.DateField(default=today)
    ends_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    author_name = models.CharField(max_length=160)
    published_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(NoticeQuerySet)()

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")),
                name="notice_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title


class NoticeReader(EntityModel):
    """Somebody has read a notice: it leaves her Today."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "notice", "person"], name="a_notice_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.notice_id}"


class Lesson(CommonModel):
    """Somebody has had the lesson of the first day [primer dia] and does not want it every morning."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    learnt_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.person_id)


class MorningLetter(CommonModel):
    """Somebody wants Today by e-mail each working morning [avui per correu / hoy por correo].

    `last_on` is the last morning that was seen to, whether there was something to say or not.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=True)
    chosen_at = models.DateTimeField(default=now)
    last_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person_id)


from consistori.desk.calendar.models import (  # noqa: E402, F401 - the calendar keeps its records in its own folder
    CalendarEvent,
    EventPerson,
    Feed,
    Room,
    Source,
    WorkWeek,
)
from consistori.desk.meeting.models import Agreement, Meeting  # noqa: E402, F401 - the meeting keeps its own too
