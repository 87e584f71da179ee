"""Absences of people who work here, and who may act in the place of whom."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consistori.directory.models.people import Person, Post
from consistori.directory.rules import Manner
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences by day."""

    def live(self, on: date) -> Self:
        """Those of whoever is away on that day; `ends_on` is the day she is back."""
        return self.told().filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)

    def told(self) -> Self:
        """Not taken back."""
        return self.filter(cancelled_at=None)

    def not_over(self, on: date) -> Self:
        """Those of now and those to come."""
        return self.told().filter(Q(ends_on=None) | Q(ends_on__gt=on))


class Absence(EntityModel):
    """Days in which a person is not at work here [absència / ausencia].

    Why she is away is nobody's business here and is not kept. `ends_on` is the first day back; without it,
    until she says. `covered_by` sees meanwhile what is hers; nothing is moved, so that nothing must come back.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    covered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="covers"
    )
    note = models.CharField(max_length=300, blank=True)
    told_by_name = models.CharField(max_length=160, blank=True)
    told_at = models.DateTimeField(default=now)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(AbsenceQuerySet)()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")),
                name="absence_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "person", "starts_on"], name="absence_person"),
            models.Index(fields=["entity", "covered_by"], name="absence_cover"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.starts_on} – {self.ends_on or '…'}"


def posts_of_granter(on: date) -> Any:
    """Posts that whoever granted a decree holds in its town that day: a change of post leaves another row."""
    return Post.objects.filter(
        person_id=OuterRef("of_post__person_id"), entity_id=OuterRef("entity_id")
    ).live(on)


def is_missing(on: date) -> Q:
    """Whoever is substituted is away on that day, or works in the town no more (Llei 40/2015, art. 13.1)."""
    away = Absence.objects.live(on).filter(
        person_id=OuterRef("of_post__person_id"), entity_id=OuterRef("entity_id")
    )
    return Q(Exists(away)) | ~Q(Exists(posts_of_granter(on)))


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations and substitutions by day and by person."""

    def in_force(self, on: date) -> Self:
        """Those by which somebody may act on that day (R-DEC-02): the same as `rules.in_force`."""
        received = Exists(
            Post.objects.filter(person_id=OuterRef("to_id"), entity_id=OuterRef("entity_id")).live(on)
        )
        granted = Exists(posts_of_granter(on).filter(role=OuterRef("of_post__role")))
        alive = self.filter(
            Q(ends_on=None) | Q(ends_on__gt=on), refused_at=None, starts_on__lte=on, decree_on__lte=on
        )
        substitution = Q(manner=Manner.SUBSTITUTION)
        return alive.filter(received).filter((substitution & is_missing(on)) | (~substitution & Q(granted)))

    def substituting(self, person_id: Any, on: date) -> Self:
        """Of those in force, the substitutions by which that person acts: a question that every page may ask."""
        received = Post.objects.filter(person_id=person_id, entity_id=OuterRef("entity_id")).live(on)
        mine = self.filter(to_id=person_id, manner=Manner.SUBSTITUTION, refused_at=None, starts_on__lte=on)
        ends = Q(ends_on=None) | Q(ends_on__gt=on)
        return mine.filter(ends, is_missing(on), Exists(received), decree_on__lte=on)

    def not_over(self, on: date) -> Self:
        """Those that are not ended nor refused, in force or to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=on), refused_at=None)


class Delegation(EntityModel):
    """A decree by which a person acts in the place of another [delegació, suplència / delegación, suplencia].

    `starts_on` is the first day on which it may be used, as `rules.term_of` reckons it: the day after the decree
    for a delegation, once accepted. `ends_on` is the first day without it. Whatever is signed by it says so and,
    by delegation, counts as issued by whoever delegated (Llei 40/2015, art. 9.4).
    """

    manner = models.CharField(max_length=12, choices=Manner.choices())
    of_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="received_delegations")
    matters = models.CharField(max_length=300, blank=True)
    decree = models.CharField(max_length=80)
    decree_on = models.DateField()
    said_from = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=80, blank=True)
    told_by_name = models.CharField(max_length=160, blank=True)
    told_at = models.DateTimeField(default=now)

    objects: ClassVar[Any] = ScopedManager.from_queryset(DelegationQuerySet)()

    class Meta:
        ordering = ["-decree_on", "-told_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="delegation_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "to", "starts_on"], name="delegation_to"),
            models.Index(fields=["entity", "of_post"], name="delegation_of"),
        ]

    def __str__(self) -> str:
        return f"{self.manner}: {self.of_post} → {self.to}"

    @property
    def manner_label(self) -> str:
        return str(MANNERS[Manner(self.manner)])


MANNERS = {
    Manner.DELEGATION: _("Delegation of competences"),
    Manner.SIGNATURE: _("Delegation of signature"),
    Manner.SUBSTITUTION: _("Substitution"),
}
