"""What people leave on a case: labels, follows, looks, internal notes, saved views."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from consistori.cases.models.case import CaseFile
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class Label(EntityModel):
    """A word that the house puts on cases [etiqueta]: it orders work, not the archive."""

    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="one_label_a_name")]

    def __str__(self) -> str:
        return self.name


class CaseLabel(EntityModel):
    """A label on a case."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="case_labels")
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "case", "label"], name="a_label_once_on_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.label_id}"


class Follow(EntityModel):
    """Somebody follows a case [segueix]: a badge in the list, and a weekly digest."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="follows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "case", "person"], name="one_follow_a_person")
        ]
        indexes = [models.Index(fields=["entity", "person"], name="follows_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.case_id}"


class LastLook(EntityModel):
    """When somebody last looked at a case: what moved later is marked as new."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "person", "case"], name="one_look_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at}"


class Comment(EntityModel):
    """An internal note [nota interna]. It never leaves the house: not in the index, not in any export.

    A note that came with a handover names whom it was for in `to`.
    """

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    author_name = models.CharField(max_length=160)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(max_length=4000)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["entity", "case", "at"], name="comments_of_case")]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:60]}"


class SavedView(EntityModel):
    """A list of cases as somebody left it [vista desada]: a person's, a unit's, or the house's when of
    neither.

    `filters` are the parameters of the list's address; `columns` the names of its columns, in order.
    """

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        "directory.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    filters = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list, blank=True)
    density = models.CharField(max_length=12, blank=True, default="")
    order = models.CharField(max_length=40, blank=True, default="")
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(unit=None), name="a_view_has_one_owner"
            ),
            models.UniqueConstraint(
                fields=["entity", "person", "unit", "slug"],
                nulls_distinct=False,
                name="one_view_a_slug_and_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.name
