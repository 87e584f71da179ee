"""What the house does with what came in: the process note, who has it, and the cases that took it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.cases.models.case import CaseFile
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager

LONGEST_NOTE = 1000


class ProcessNote(EntityModel):
    """The process note [diligència de procés / diligencia de proceso] of an entry: what to do, by when, who said it.

    It is written once; sending the entry again writes another one. Nothing of the law counts from it: the effects
    count from the hour of the entry (Llei 39/2015, art. 31.2).
    """

    append_only = True

    class Action(models.TextChoices):
        ADD = "add", pgettext_lazy("process note", "Add to a case")
        OPEN = "open", pgettext_lazy("process note", "Open a case")
        ANSWER = "answer", pgettext_lazy("process note", "Answer before a day")
        DECIDE = "decide", pgettext_lazy("process note", "Whoever receives it decides")
        INFORM = "inform", pgettext_lazy("process note", "For information")
        FORWARD = "forward", pgettext_lazy("process note", "To another administration")
        NOTHING = "nothing", pgettext_lazy("process note", "Nothing more")

    entry = models.ForeignKey("registry.RegistryEntry", on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=8, choices=Action)
    case = models.ForeignKey(CaseFile, null=True, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey("catalogue.Series", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    text = models.CharField(max_length=LONGEST_NOTE, blank=True)
    destination = models.CharField(max_length=200, blank=True)
    destination_code = models.CharField(max_length=9, blank=True)
    at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["entity", "entry", "at"], name="notes_of_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.action}"


class NoteRecipient(EntityModel):
    """Somebody to whom an entry was sent, and what became of it in her hands."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("recipient of an entry", "Has it")
        ACCEPTED = "accepted", pgettext_lazy("recipient of an entry", "Took it")
        RETURNED = "returned", pgettext_lazy("recipient of an entry", "Returned it")
        PASSED = "passed", pgettext_lazy("recipient of an entry", "It went on to others")

    note = models.ForeignKey(ProcessNote, on_delete=models.PROTECT, related_name="recipients")
    entry = models.ForeignKey("registry.RegistryEntry", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "note", "person"], name="a_recipient_once_a_note")
        ]
        indexes = [
            models.Index(fields=["entity", "person", "state"], name="entries_of_recipient"),
            models.Index(fields=["entity", "entry", "state"], name="recipients_of_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} → {self.person_id}"


class EntryTakenQuerySet(models.QuerySet["EntryTaken"]):
    """Adjectives of what was taken."""

    def standing(self) -> EntryTakenQuerySet:
        """Those that nobody has undone."""
        return self.filter(undone=None)


class EntryTakenManager(ScopedManager.from_queryset(EntryTakenQuerySet)):  # type: ignore[misc]
    """What was taken in the entities of the scope, also what was undone later."""


class EntryTaken(EntityModel):
    """The thread between an entry and a case that took it; one entry may be in several, and once in each.

    `brought` are the documents that it filed there and `joined` the parties that came with it: what is undone with it.
    """

    append_only = True

    entry = models.ForeignKey("registry.RegistryEntry", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="entries")
    opened_it = models.BooleanField(default=False)
    brought = models.JSONField(default=list, db_default=[])
    joined = models.JSONField(default=list, db_default=[])
    at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = EntryTakenManager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["entity", "case"], name="entries_of_case")]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.case_id}"


class TakingUndone(EntityModel):
    """An entry was taken into the wrong case, and it was undone [desfer]: what was and what was not stay in sight."""

    append_only = True

    taken = models.OneToOneField(EntryTaken, on_delete=models.PROTECT, related_name="undone")
    at = models.DateTimeField(default=now)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.taken_id}"
