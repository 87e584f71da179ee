"""What colleagues, or the figures, propose to change in a guide or in a template, and their votes."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel


class GuideProposal(EntityModel):
    """A change that somebody of the house proposes [proposta / propuesta], with its reason and the figures behind it.

    It is of the entity where it stands; one sent up has a copy at who keeps the text (`from_name`, `from_votes`).
    `about`: a guide (its code) or a template (its code), so that both are talked about in one place.
    """

    class About(models.TextChoices):
        GUIDE = "guide", _("guide")
        TEMPLATE = "template", _("template")

    class Origin(models.TextChoices):
        COLLEAGUE = "colleague", _("A colleague proposes it")
        LEARNT = "learnt", _("Learnt from the cases")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        TAKEN = "taken", _("Accepted")
        DECLINED = "declined", _("Declined")

    about = models.CharField(max_length=8, choices=About, default=About.GUIDE)
    code = models.CharField(max_length=60)
    step_key = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=160)
    reason = models.TextField(max_length=2000)
    origin = models.CharField(max_length=9, choices=Origin, default=Origin.COLLEAGUE)
    figures = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    answered_by_name = models.CharField(max_length=160, blank=True)
    answered_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    sent_up_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )
    came_from = models.UUIDField(null=True, blank=True)
    from_name = models.CharField(max_length=160, blank=True)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "came_from"],
                condition=Q(came_from__isnull=False),
                name="a_proposal_goes_up_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(answered_at__isnull=False), name="answered_proposals_say_when"
            ),
        ]
        indexes = [models.Index(fields=["entity", "about", "code"], name="proposals_by_text")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guides:proposal", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class GuideVote(EntityModel):
    """The vote of a colleague on a proposal; she may change it while it is open."""

    proposal = models.ForeignKey(GuideProposal, on_delete=models.CASCADE, related_name="votes")
    person_id = models.UUIDField()
    name = models.CharField(max_length=160)
    in_favour = models.BooleanField()
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "proposal", "person_id"], name="one_vote_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.name}"
