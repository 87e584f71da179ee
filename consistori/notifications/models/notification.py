"""A notification to one addressee, where it stands at any instant, and the legs by which it goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.kernel.clock import now
from consistori.notifications.models.dispatch import Dispatch
from consistori.notifications.rules.channel import NEVER_ELECTRONIC, Why
from consistori.notifications.rules.states import PRACTISED, State, standing
from consistori.tenancy.models import EntityModel, ScopedManager

STATES = {
    State.PREPARED: pgettext_lazy("notification", "To be sent"),
    State.AVAILABLE: pgettext_lazy("notification", "At disposal"),
    State.ACCESSED: pgettext_lazy("notification", "Opened"),
    State.REJECTED: pgettext_lazy("notification", "Rejected"),
    State.LAPSED: pgettext_lazy("notification", "Rejected after ten days"),
    State.DELIVERED: pgettext_lazy("notification", "Delivered"),
    State.REFUSED: pgettext_lazy("notification", "Refused"),
    State.PUBLISHED: pgettext_lazy("notification", "Published in the BOE"),
    State.WITHDRAWN: pgettext_lazy("notification", "Withdrawn"),
}

CHOICES = [(state.value, words) for state, words in STATES.items()]


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications by how they stand at an instant: the same rule as `Notification.standing`, as a question."""

    def with_standing(self, at: datetime | None = None) -> Self:
        """With `standing_now`: the state that everybody reads at that instant (43.2)."""
        lapsed = When(self._has_lapsed(at or now()), then=Value(State.LAPSED.value))
        return self.annotate(
            standing_now=Case(lapsed, default=F("state"), output_field=models.CharField(max_length=10))
        )

    def standing_in(self, states: Iterable[str], at: datetime | None = None) -> Self:
        """Those that at that instant stand in one of the states."""
        moment, wanted = at or now(), {State(one) for one in states}
        gone = self._has_lapsed(moment)
        asked = Q(state__in=wanted - {State.AVAILABLE})
        if State.AVAILABLE in wanted:
            asked |= Q(state=State.AVAILABLE) & ~gone
        if State.LAPSED in wanted:
            asked |= gone
        return self.filter(asked)

    def open(self, at: datetime | None = None) -> Self:
        """At disposal, and that may still be opened."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at or now()), state=State.AVAILABLE)

    def due(self, at: datetime | None = None) -> Self:
        """Lapsed, and nobody has written it down yet."""
        return self.filter(self._has_lapsed(at or now()))

    def to_send(self) -> Self:
        """Prepared, and not at disposal yet."""
        return self.filter(state=State.PREPARED)

    def shown_in_office(self) -> Self:
        """Those that their addressee sees in the office: all but what is never electronic (41.2, 42.1)."""
        return (
            self.exclude(available_at=None).exclude(state=State.WITHDRAWN).exclude(why__in=NEVER_ELECTRONIC)
        )

    def for_parties(self, ids: Iterable[UUID]) -> Self:
        """Addressed to one of these, or to somebody whom one of these represents in it."""
        keys = list(ids)
        return self.filter(Q(party_id__in=keys) | Q(representative_id__in=keys))

    def of_subject(self, kind: str, ids: Iterable[UUID]) -> Self:
        return self.filter(dispatch__subject_kind=kind, dispatch__subject_id__in=list(ids))

    def of_document(self, document_id: UUID) -> Self:
        """Those that notify a document, or a copy of it made for one."""
        return self.filter(Q(dispatch__document_id=document_id) | Q(document_id=document_id))

    @staticmethod
    def _has_lapsed(at: datetime) -> Q:
        return Q(state=State.AVAILABLE, expires_at__lte=at)


class NotificationManager(ScopedManager.from_queryset(NotificationQuerySet)):  # type: ignore[misc]
    """Notifications of the entities of the scope."""


class Notification(EntityModel):
    """A notification [notificació / notificación] to one addressee, with what it was when it was sent.

    `party` is whom the act concerns; `representative`, to whom it is addressed when somebody acts for them (5.1), and
    `addressee_name` and `addressee_identifier` are of whoever it is addressed to. `document` is the copy made for this
    one where the data of others are hidden (40.5); without it, that of the dispatch. `why` and `article` are the reason
    of the channel. `lapses`: ten days without opening it reject it (43.2). `counts`: putting it at disposal meets the
    term to resolve. `state` is what was written; where it stands is `standing()`. `practised_by` is the carrier
    that was first (41.7). `extended_to` is the last day that an incident of the office gave (RD 203/2021, art. 44.4).
    `proof` is the PDF of how it ended, as the line `proof_line` of the evidence says it.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="notifications")
    number = models.CharField(max_length=20)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    representative = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    addressee_name = models.CharField(max_length=420)
    addressee_identifier = models.CharField(max_length=40, blank=True)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        "documents.DocumentVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2, default="ca")

    channel = models.CharField(
        max_length=10,
        choices=[("electronic", pgettext_lazy("way", "Electronic")), ("paper", _("On paper"))],
    )
    why = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Why])
    article = models.CharField(max_length=200, blank=True)
    duty = models.CharField(max_length=24, blank=True)
    is_obliged = models.BooleanField(default=False)
    is_chosen = models.BooleanField(default=False)
    lapses = models.BooleanField(default=False)
    warns_next_electronic = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)

    state = models.CharField(max_length=10, choices=CHOICES, default=State.PREPARED.value)
    available_at = models.DateTimeField(null=True, blank=True)
    expires_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    extended_to: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    practised_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    practised_by = models.CharField(max_length=12, blank=True)
    attempted_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    proof = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proof_line = models.PositiveIntegerField(default=0, db_default=0)
    prepared_at = models.DateTimeField(default=now)

    objects: ClassVar[Any] = NotificationManager()

    class Meta:
        ordering = ["-prepared_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="one_notification_a_number"),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "withdrawn"]) | Q(available_at__isnull=False),
                name="sent_ones_say_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(one.value for one in PRACTISED))
                | Q(practised_at__isnull=False),
                name="practised_ones_say_when",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(lapses=True), name="only_some_are_rejected_by_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["entity", "expires_at"],
                condition=Q(state="available", expires_at__isnull=False),
                name="notifications_due",
            ),
            models.Index(fields=["entity", "state", "-prepared_at"], name="notifications_by_state"),
            models.Index(fields=["entity", "party", "-available_at"], name="notifications_of_party"),
            models.Index(
                fields=["entity", "representative", "-available_at"],
                condition=Q(representative__isnull=False),
                name="notifications_represented",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("notifications:one", args=[self.pk])

    def standing(self, at: datetime | None = None) -> State:
        """Where it stands at an instant, now if none is said: a function of time, job or no job (43.2)."""
        return standing(self.state, self.expires_at, at or now())

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether it may still be opened."""
        return self.standing(at) == State.AVAILABLE

    def is_practised(self, at: datetime | None = None) -> bool:
        """Whether it counts as notified."""
        return self.standing(at) in PRACTISED

    @property
    def effective_at(self) -> datetime | None:
        """The instant at which it counts as notified, written down or not."""
        return self.expires_at if self.standing() == State.LAPSED else self.practised_at

    @property
    def never_electronic(self) -> bool:
        """Whether it has what cannot be notified electronically (41.2)."""
        return self.why in NEVER_ELECTRONIC

    @property
    def state_words(self) -> str:
        return str(STATES[self.standing()])

    @property
    def text_id(self) -> UUID:
        """The document that this addressee reads: their own copy, or that of the dispatch."""
        return self.document_id or self.dispatch.document_id

    @property
    def reader_id(self) -> UUID:
        """The party to whom it is addressed."""
        return self.representative_id or self.party_id


class Leg(EntityModel):
    """One way by which a notification goes [via]: the first that arrives notifies, the rest are closed (41.7).

    `carrier` is a key of `carriers`; `reference` is how the carrier calls it; `detail` what it told.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("leg", "Waiting")
        SENT = "sent", pgettext_lazy("leg", "Sent")
        DONE = "done", pgettext_lazy("leg", "Arrived")
        FAILED = "failed", pgettext_lazy("leg", "Could not be delivered")
        CLOSED = "closed", pgettext_lazy("leg", "Not needed any more")

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="legs")
    carrier = models.CharField(max_length=12)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reference = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "notification", "carrier"], name="one_leg_a_carrier")
        ]
        indexes = [
            models.Index(
                fields=["entity", "carrier", "state"],
                condition=Q(state__in=["waiting", "sent", "failed"]),
                name="legs_on_their_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.state}"
