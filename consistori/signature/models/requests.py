"""What people are asked to sign, and the batches in which they sign it."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.directory.careers import hers_to_sign
from consistori.kernel.clock import now
from consistori.signature.models.keys import SigningKey
from consistori.tenancy.models import EntityModel, ScopedManager


class SignatureBatch(EntityModel):
    """Several documents signed with one passphrase [tongada de signatures / tanda de firmas].

    Its identifier is the name by which the signer process knows the open key; the key itself is nowhere here.
    """

    class State(models.TextChoices):
        SIGNING = "signing", _("Signing")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Done")
        INTERRUPTED = "interrupted", _("Interrupted")

    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=11, choices=State, default=State.SIGNING)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    trouble = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["entity", "person", "state"], name="batch_person")]

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"

    waiting_now: int | None = None
    """How many of it wait now (set by `selectors.interrupted_batches`): some may have been signed elsewhere since."""

    failed_now: int = 0
    """How many of it could not be signed and may be tried again (set by `selectors.batches_to_tell`)."""

    @property
    def left(self) -> int:
        """How many can still be signed."""
        return self.total - self.done - self.failed if self.waiting_now is None else self.waiting_now

    @property
    def requests(self) -> SignatureRequestQuerySet:
        """The requests that it took for signing."""
        rows: SignatureRequestQuerySet = SignatureRequest.objects.filter(batch_id=self.pk)
        return rows

    @property
    def url(self) -> str:
        """Its page, in the desk of its town."""
        return self.entity.staff_url(f"signature/batches/{self.pk}/")

    @property
    def pause_url(self) -> str:
        return f"{self.url}pause/"

    @property
    def again_url(self) -> str:
        return f"{self.url}again/"

    @property
    def resume_url(self) -> str:
        return f"{self.url}resume/"

    @property
    def stop_url(self) -> str:
        return f"{self.url}stop/"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.INTERRUPTED)

    @property
    def is_paused(self) -> bool:
        return self.state == self.State.PAUSED


class SignatureRequestQuerySet(models.QuerySet["SignatureRequest"]):
    """Requests by where they stand."""

    def waiting(self) -> Self:
        return self.filter(state=SignatureRequest.State.WAITING)

    def unsettled(self) -> Self:
        """Waiting, or being signed now."""
        return self.filter(state__in=[SignatureRequest.State.WAITING, SignatureRequest.State.SIGNING])

    def holding(self) -> Self:
        """Those that make the ones after them wait: unsettled, and those that could not be signed, while nobody
        withdraws them."""
        return self.filter(
            state__in=[
                SignatureRequest.State.WAITING,
                SignatureRequest.State.SIGNING,
                SignatureRequest.State.FAILED,
            ]
        )

    def triable(self) -> Self:
        """Those that could not be signed and may be tried again: their text is still the one of the document."""
        failed = SignatureRequest.State.FAILED
        return self.filter(
            state=failed, document__version_id=models.F("version_id"), document__discarded_at=None
        )

    def for_signer(self, person_id: UUID) -> Self:
        """Hers to sign: asked of her, or of somebody away whom she substitutes today (R-DEC-02)."""
        return self.filter(hers_to_sign(person_id, signer="signer_id"))

    def signed_or_asked(self, person_id: UUID | None) -> Self:
        """Asked of her, or signed by her hand."""
        return self.filter(Q(signer_id=person_id) | Q(by_hand_id=person_id))

    def touched_by(self, person_id: UUID) -> Self:
        """Hers to sign now, and those that she signed, also in the place of another."""
        return self.filter(hers_to_sign(person_id, signer="signer_id") | Q(by_hand_id=person_id))

    def whose_turn_it_is(self) -> Self:
        """Without anybody before in the circuit of the same version who has not signed."""
        before = SignatureRequest.objects.filter(
            version_id=models.OuterRef("version_id"), place__lt=models.OuterRef("place")
        ).holding()
        return self.filter(~models.Exists(before))

    def with_papers(self) -> Self:
        """With document, its type and version, signer and entity, in the same statement."""
        return self.select_related(
            "document__type",
            "document__version",
            "document__latest_blob",
            "version",
            "signer",
            "entity",
            "by_hand",
            "delegation__of_post__person",
        )


class SignatureRequest(EntityModel):
    """A person is asked to sign a frozen version of a document [petició de signatura / petición de firma].

    `place` orders the circuit of a version: a place signs when all the places before it have signed.
    `trouble` says why the last try did not sign (a code of the engine and its facts). `stamped_at` is the time that
    a timestamp proves: what was decided with a number (`numbering`) has it a little after it is signed.
    `delegation` is the decree by which it is signed in the place of another: set when it is asked of a delegate,
    or when a substitute takes it from the tray of `signer` (then `by_hand` is she, and `hand_post` her words).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SIGNING = "signing", _("Being signed")
        SIGNED = "signed", _("Signed")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        FAILED = "failed", _("It cannot be signed")

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("documents.DocumentVersion", on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")
    signer_post = models.CharField(max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_by_id = models.UUIDField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=160, blank=True)
    asked_at = models.DateTimeField(default=now)
    note = models.CharField(max_length=500, blank=True)
    first_seen_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    batch = models.ForeignKey(
        "signature.SignatureBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    trouble = models.JSONField(default=dict, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    stamped_at = models.DateTimeField(null=True, blank=True)
    key = models.ForeignKey(SigningKey, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey(
        "directory.Delegation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    by_hand = models.ForeignKey(
        "directory.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    hand_post = models.CharField(max_length=240, blank=True, default="", db_default="")

    objects: ClassVar[Any] = ScopedManager.from_queryset(SignatureRequestQuerySet)()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "version", "signer"],
                condition=models.Q(state__in=["waiting", "signing"]),
                name="one_open_request_a_signer",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="signed") | models.Q(signed_sha256__regex=r"^[0-9a-f]{64}$"),
                name="signed_request_has_its_file",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="returned") | ~models.Q(reason=""),
                name="returned_request_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "signer", "state"], name="request_signer"),
            models.Index(fields=["entity", "document"], name="request_document"),
            models.Index(
                fields=["entity", "by_hand"], condition=Q(by_hand__isnull=False), name="request_by_hand"
            ),
            models.Index(fields=["entity", "asked_by_id", "state"], name="request_asker"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"

    @property
    def tray_url(self) -> str:
        """The paper in the tray of its town."""
        return self.entity.staff_url(f"signature/?paper={self.pk}")

    @property
    def return_url(self) -> str:
        """Where it is returned without signing, in the desk of its town."""
        return self.entity.staff_url(f"signature/{self.pk}/return/")

    is_later = False
    """Whether others come before in the circuit (set by `selectors.circuit_of`)."""

    @property
    def hand(self) -> Any:
        """Whoever signs or signed with her own hand: the one asked, or who substituted her."""
        return self.by_hand or self.signer

    @property
    def said_post(self) -> str:
        """The post with which it is signed, «by delegation» or «by substitution» when it is so."""
        return self.hand_post or self.signer_post

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.WAITING, self.State.SIGNING)

    @property
    def is_failed(self) -> bool:
        return self.state == self.State.FAILED

    @property
    def is_signed(self) -> bool:
        return self.state == self.State.SIGNED

    @property
    def is_returned(self) -> bool:
        return self.state == self.State.RETURNED
