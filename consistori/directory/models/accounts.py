"""The account with which a person enters: how she was invited, and each time that somebody entered or tried."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.directory.models.people import Person
from consistori.tenancy.models import CommonModel, Entity, EntityModel, ScopedManager

_links = Signer(salt="consistori.directory.invitation")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> InvitationQuerySet:
        """Those whose link still serves."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class Invitation(EntityModel):
    """A link sent by e-mail with which a person sets how she enters [invitació]; it serves once, for some days.

    The secret of the link is a signature of the row's key: it is kept nowhere, not even in the job that writes it.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("First time")
        AGAIN = "again", _("To enter again")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.NEW)
    invited_by = models.CharField(max_length=160)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(InvitationQuerySet)()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["entity", "person", "-created_at"], name="invitation_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.created_at:%Y-%m-%d}"

    @property
    def token(self) -> str:
        """What its link ends in."""
        return _links.sign(self.pk.hex)

    @staticmethod
    def key_of(token: str) -> str | None:
        """The key of the row that the link names; None when somebody made the link up."""
        try:
            return str(_links.unsign(token))
        except BadSignature:
            return None

    def is_open(self, at: datetime) -> bool:
        """Whether its link still serves at that instant."""
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > at


class SignInQuerySet(models.QuerySet["SignIn"]):
    def entered(self) -> SignInQuerySet:
        return self.filter(outcome=SignIn.Outcome.ENTERED)

    def going_on(self) -> SignInQuerySet:
        """The sessions that nobody ended and that have not run out."""
        return self.entered().filter(ended_at=None).exclude(session_key="")


class SignIn(CommonModel):
    """Somebody entered with this account, or tried to [accés]. What ENS op.acc.6 asks to be told at the next one."""

    class Outcome(models.TextChoices):
        ENTERED = "entered", _("Entered")
        WRONG_PASSWORD = "wrong_password", _("Wrong password")
        WRONG_CODE = "wrong_code", _("Wrong code")
        CLOSED = "closed", _("The door was closed")
        RELEASED = "released", _("The door was opened again")

    class Ended(models.TextChoices):
        LEFT = "left", _("She left")
        BY_HERSELF = "herself", _("She ended it from another place")
        BY_ADMINISTRATOR = "administrator", _("The administrator ended it")
        STOLEN = "stolen", _("It was used from another machine")
        CHANGED = "changed", _("The password was changed")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome)
    how = models.CharField(max_length=12, blank=True)
    entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    address = models.GenericIPAddressField(null=True, blank=True)
    device = models.CharField(max_length=80, blank=True)
    session_key = models.CharField(max_length=40, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=16, choices=Ended, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(SignInQuerySet)()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["person", "-at"], name="signin_person"),
            models.Index(fields=["session_key"], name="signin_session", condition=~models.Q(session_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.at:%Y-%m-%d %H:%M} · {self.outcome}"
