"""Notifications on paper: the way of each one, its letters, every time that somebody went to the door, what follows."""

from __future__ import annotations

from datetime import date, time
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.kernel.clock import now
from consistori.notifications.models.notification import Notification
from consistori.notifications.paper.rules.attempts import Fault, Next, Result, Try
from consistori.notifications.paper.rules.taking import Taker
from consistori.notifications.rules.states import State
from consistori.parties.rules.channels import Way
from consistori.tenancy.models import EntityModel, ScopedManager

RESULTS = [
    (Result.DELIVERED.value, _("Delivered")),
    (Result.REFUSED.value, _("The addressee would not take it")),
    (Result.ABSENT.value, _("Nobody was there")),
    (Result.NOT_TAKEN.value, _("Somebody else was there and would not take it")),
    (Result.UNKNOWN.value, _("Nobody knows them there")),
    (Result.WRONG_ADDRESS.value, _("The address is wrong or not enough")),
    (Result.DECEASED.value, _("They have died")),
]
TAKERS = [
    (Taker.ADDRESSEE.value, _("The addressee")),
    (Taker.REPRESENTATIVE.value, _("Whoever represents them")),
    (Taker.AT_HOME.value, _("Another person who was in the home")),
    (Taker.AT_FIRM.value, _("Whoever attends at the firm")),
    (Taker.PORTER.value, _("The porter or another employee of the building")),
]
NEXTS = [
    (Next.FIRST.value, pgettext_lazy("paper", "To be taken")),
    (Next.SECOND.value, pgettext_lazy("paper", "To be taken again")),
    (Next.AGAIN.value, pgettext_lazy("paper", "To begin anew")),
    (Next.ANNOUNCE.value, pgettext_lazy("paper", "To be announced")),
    (Next.ASK.value, pgettext_lazy("paper", "To be decided by a person")),
    (Next.DONE.value, pgettext_lazy("paper", "Delivered")),
    (Next.REJECTED.value, pgettext_lazy("paper", "Rejected")),
]
GOES = (Next.FIRST.value, Next.SECOND.value, Next.AGAIN.value)
"""While it stands so, somebody still goes to the door."""


class PaperWayQuerySet(models.QuerySet["PaperWay"]):
    """The paper ways by what has to be done with them. What was opened in the office has nothing more to be done."""

    def open(self) -> Self:
        """Nobody has been notified yet, by this way or by another (41.7)."""
        return self.filter(notification__state=State.AVAILABLE.value, notification__channel=Way.PAPER.value)

    def carriable(self) -> Self:
        """Somebody still goes to the door."""
        return self.open().filter(next__in=GOES)

    def to_print(self) -> Self:
        """No letter has been printed for the address where it goes now."""
        return self.open().filter(next__in=GOES, printed_at=None)

    def carried(self) -> Self:
        """Its letter is printed and somebody takes it."""
        return self.open().filter(next__in=GOES, printed_at__isnull=False)

    def to_announce(self) -> Self:
        """Only the announcement is left (44), and nobody has prepared it."""
        return self.open().filter(next=Next.ANNOUNCE.value, announcement=None)


class PaperWay(EntityModel):
    """The way of a notification on paper [via en paper], with the address where it goes and what the rules said last.

    `next`, `reason`, `since`, `until`, `from_hour` and `to_hour` are what `course_of` said when something was last
    written: that the window of the second attempt has passed is seen by comparing `until` with the day. `door` counts
    the addresses tried: attempts at one count together. `is_tax`: Llei 58/2003, arts. 109 to 112, rules it.
    """

    notification = models.OneToOneField(Notification, on_delete=models.PROTECT, related_name="paper")
    is_tax = models.BooleanField(default=False)
    address_id = models.UUIDField(null=True, blank=True)
    lines = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=120, blank=True)
    province = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="ES")
    door = models.PositiveSmallIntegerField(default=1)

    next = models.CharField(max_length=8, choices=NEXTS, default=Next.FIRST)
    reason = models.CharField(max_length=16, default="nobody_went")
    since: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    until: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    from_hour: models.TimeField[time | None, time | None] = models.TimeField(null=True, blank=True)
    to_hour: models.TimeField[time | None, time | None] = models.TimeField(null=True, blank=True)

    printed_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(default=now)

    objects: ClassVar[Any] = ScopedManager.from_queryset(PaperWayQuerySet)()

    class Meta:
        ordering = ["began_at", "id"]
        indexes = [
            models.Index(
                fields=["entity", "next", "until"],
                condition=Q(next__in=["first", "second", "again", "announce", "ask"]),
                name="paper_ways_by_next",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} {self.next}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:paper_one", args=[self.notification_id])

    @property
    def has_address(self) -> bool:
        """Whether a letter can be sent there."""
        return bool(self.lines.strip() and (self.postcode.strip() or self.place.strip()))

    @property
    def address_lines(self) -> list[str]:
        """As an envelope says it."""
        town = " ".join(part for part in (self.postcode, self.place) if part)
        if self.province and self.province.casefold() != self.place.casefold():
            town = f"{town} ({self.province})"
        abroad = "" if self.country in ("", "ES") else self.country
        return [line for line in (self.lines, town.strip(), abroad) if line]


class PaperBatch(EntityModel):
    """Letters printed together [remesa de cartes]: one PDF with the sheet of whoever carries them and a letter each.

    The PDF is drawn whenever it is asked for, of what each letter keeps, and is the same: no file with the acts of many
    people lies anywhere.
    """

    class Envelope(models.TextChoices):
        RIGHT = "right", _("Window at the right")
        LEFT = "left", _("Window at the left")

    number = models.CharField(max_length=20)
    envelope = models.CharField(max_length=5, choices=Envelope, default=Envelope.RIGHT)
    count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["entity", "number"], name="one_batch_a_number")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("notifications:paper_batch", args=[self.pk])


class PaperLetter(EntityModel):
    """One letter of a batch: of which way, and to which address."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="letters")
    way = models.ForeignKey(PaperWay, on_delete=models.PROTECT, related_name="letters")
    place = models.PositiveIntegerField()
    door = models.PositiveSmallIntegerField(default=1)
    lines = models.JSONField(default=list)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["entity", "batch", "way"], name="one_letter_a_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.place}"


class PaperTry(EntityModel):
    """Somebody went to the door [intent / intento] (42.2): the day and the hour of the clock there, and how it ended.

    `turn` and `fault` are what the law made of it when it was written (0 does not count). One written by mistake is
    annulled and stays, unless it has already notified.
    """

    way = models.ForeignKey(PaperWay, on_delete=models.PROTECT, related_name="tries")
    door = models.PositiveSmallIntegerField(default=1)
    on: models.DateField[date, date] = models.DateField()
    at: models.TimeField[time, time] = models.TimeField()
    result = models.CharField(max_length=14, choices=RESULTS)
    turn = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Fault])
    taker = models.CharField(max_length=14, blank=True, choices=TAKERS)
    taker_name = models.CharField(max_length=200, blank=True)
    taker_identifier = models.CharField(max_length=40, blank=True)
    is_over_14 = models.BooleanField(default=False)
    carrier_name = models.CharField(max_length=160, blank=True)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by_name = models.CharField(max_length=160, blank=True)
    annulled_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "at", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "way", "on", "at"],
                condition=Q(annulled_at=None),
                name="one_attempt_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.at:%H:%M} {self.result}"

    @property
    def as_try(self) -> Try:
        """As the rules know it."""
        return Try(self.on, self.at, Result(self.result), str(self.door))


class Announcement(EntityModel):
    """The announcement in the BOE of what could not be delivered [anunci / anuncio] (44, 46; LGT 112).

    `text` is in the language of the journal and `text_ca` for the board, which is added and never instead: `board` is
    its paper, in the case, to be published there. `who` is
    the whole number, or the name where there is none. `notified_on` is known once it is published: of a tax, the day
    after fifteen natural days (`appear_by`).
    """

    way = models.OneToOneField(PaperWay, on_delete=models.PROTECT, related_name="announcement")
    who = models.CharField(max_length=420)
    is_brief = models.BooleanField(default=False)
    why = models.CharField(max_length=12)
    article = models.CharField(max_length=200)
    text = models.TextField()
    text_ca = models.TextField(blank=True)
    prepared_at = models.DateTimeField(default=now)
    prepared_by_name = models.CharField(max_length=160, blank=True)
    board = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    published_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    appear_by: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    notified_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["prepared_at", "id"]
        indexes = [
            models.Index(
                fields=["entity", "prepared_at"],
                condition=Q(published_on=None),
                name="announcements_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.who


class CounterDelivery(EntityModel):
    """A public employee gave it by hand [lliurament per empleat públic] (41.1), and this is the diligence of it.

    `shown` is the document by which whoever took it was identified; `basis`, why they may take it for another. A
    refusal has its reason and, where there were, two witnesses. `signed`: how whoever took it signed: on the screen, by
    hand on the paper (its scan is `scan`), or not at all; `signature` are the strokes of the screen, as an SVG path.
    `document` is the diligence with its code.
    """

    class Shown(models.TextChoices):
        DNI = "dni", _("DNI")
        NIE = "nie", _("NIE card")
        PASSPORT = "passport", _("Passport")
        LICENCE = "licence", _("Driving licence")
        OTHER = "other", _("Another document")

    class Signed(models.TextChoices):
        SCREEN = "screen", _("On the screen")
        PAPER = "paper", _("By hand, on the paper")
        NONE = "none", _("Did not sign")

    notification = models.OneToOneField(Notification, on_delete=models.PROTECT, related_name="by_hand")
    at = models.DateTimeField()
    where = models.CharField(max_length=200)
    taker = models.CharField(max_length=14, choices=TAKERS, default=Taker.ADDRESSEE)
    taker_name = models.CharField(max_length=200)
    taker_identifier = models.CharField(max_length=40)
    shown = models.CharField(max_length=8, choices=Shown)
    is_over_14 = models.BooleanField(default=True)
    basis = models.CharField(max_length=200, blank=True)
    is_refused = models.BooleanField(default=False)
    refusal = models.CharField(max_length=500, blank=True)
    witnesses = models.JSONField(default=list, blank=True)
    signed = models.CharField(max_length=6, choices=Signed, default=Signed.NONE)
    signature = models.TextField(blank=True)
    employee_id = models.UUIDField()
    employee_name = models.CharField(max_length=160)
    employee_post = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scan = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_refused=False) | ~Q(refusal=""), name="refusals_at_the_counter_say_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.taker_name}"
