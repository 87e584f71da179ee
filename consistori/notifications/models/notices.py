"""Notices that something waits, each with what became of it; and where somebody wants them or not."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.notifications.notices import rules
from consistori.tenancy.models import EntityModel, ScopedManager

KINDS = [(str(rules.Kind.EMAIL), _("E-mail")), (str(rules.Kind.MOBILE), _("Text message"))]


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by what is to be done with them, and by what became of them."""

    def to_send(self) -> Self:
        """Not sent yet, and not given up."""
        return self.filter(state__in=rules.TO_SEND)

    def due(self, at: datetime) -> Self:
        """Their hour of being tried, again or for the first time, has come."""
        return self.to_send().filter(next_try_at__lte=at)

    def cut_short(self, before: datetime) -> Self:
        """They were being handed over at that hour or earlier, and nobody said how it ended."""
        return self.filter(state=rules.State.HANDING, handing_at__lte=before)

    def failed(self) -> Self:
        """It is known that they did not arrive."""
        return self.filter(state__in=rules.FAILED)


class Notice(EntityModel):
    """One message that says that a notification is at the electronic office [avís / aviso] (Llei 39/2015, art. 41.6).

    `round` 1 is the one of the first day. `why` is why it goes there (`rules.whom_to_tell`), `said` the last word of
    the server, `status` its code (RFC 3463) and `trouble` what that means. `message_id` names the letter for ever, so
    that one that is said twice to a server is the same. `by_name`: who asked for it, empty for the program.
    """

    class State(models.TextChoices):
        WAITING = rules.State.WAITING, _("About to be sent")
        DELAYED = rules.State.DELAYED, _("Not taken yet: we try again")
        HANDING = rules.State.HANDING, _("Being sent")
        SENT = rules.State.SENT, _("Sent")
        DOUBTFUL = rules.State.DOUBTFUL, _("It may have been sent: it was cut half way")
        REFUSED = rules.State.REFUSED, _("Refused by the server")
        BOUNCED = rules.State.BOUNCED, _("It came back")
        GIVEN_UP = rules.State.GIVEN_UP, _("Not sent: nobody took it in two days")
        NEEDLESS = rules.State.NEEDLESS, _("Not sent: it was not needed any more")

    notification = models.ForeignKey(
        "notifications.Notification", on_delete=models.PROTECT, related_name="notices"
    )
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=6, choices=KINDS)
    value = models.CharField(max_length=254)
    why = models.CharField(max_length=12)
    language = models.CharField(max_length=2, default="ca")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    message_id = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=now)
    next_try_at = models.DateTimeField(default=now)
    first_try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    handing_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=400, blank=True)
    status = models.CharField(max_length=11, blank=True)
    trouble = models.CharField(max_length=8, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(NoticeQuerySet)()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "notification", "round", "kind", "value"], name="one_notice_a_round"
            )
        ]
        indexes = [
            models.Index(
                fields=["entity", "next_try_at"],
                condition=models.Q(state__in=["waiting", "delayed"]),
                name="notices_due",
            ),
            models.Index(
                fields=["entity", "handing_at"], condition=models.Q(state="handing"), name="notices_cut_short"
            ),
            models.Index(fields=["entity", "kind", "value", "-made_at"], name="notices_of_an_address"),
            models.Index(fields=["notification", "round"], name="notices_of"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.round} {self.state}"

    @property
    def is_to_send(self) -> bool:
        return self.state in rules.TO_SEND

    @property
    def has_failed(self) -> bool:
        return self.state in rules.FAILED


class NoticeWish(EntityModel):
    """Somebody said that they want, or not, notices at an address of theirs; the last word counts (41.1, 41.6).

    `told_by` is whoever wrote it down: themselves, or who attended to them.
    """

    append_only: ClassVar[bool] = True

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="notice_wishes")
    kind = models.CharField(max_length=6, choices=KINDS)
    value = models.CharField(max_length=254)
    wanted = models.BooleanField()
    at = models.DateTimeField(default=now)
    channel = models.CharField(max_length=10, blank=True)
    told_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["entity", "party", "at"], name="notice_wishes_of")]

    def __str__(self) -> str:
        return f"{self.kind} {'+' if self.wanted else '-'}"
