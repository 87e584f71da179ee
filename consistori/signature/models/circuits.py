"""Circuits of documents, their steps, those that are proposed for each type, and who is invited from outside."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.directory.careers import hers_to_sign
from consistori.directory.roles import Role
from consistori.kernel.clock import now, today
from consistori.signature.circuits.rules import Kind, Seat, Stands
from consistori.tenancy.models import EntityModel, ScopedManager

KINDS = [
    (Kind.VISA.value, _("Approval")),
    (Kind.SIGNATURE.value, _("Signature")),
    (Kind.SEAL.value, _("Seal")),
    (Kind.READING.value, _("Reading")),
]
STANDS = [
    (Stands.TO_COME.value, _("Afterwards")),
    (Stands.WAITING.value, _("Waiting")),
    (Stands.DONE.value, _("Done")),
    (Stands.SKIPPED.value, _("Skipped")),
    (Stands.RETURNED.value, _("Returned")),
    (Stands.WITHDRAWN.value, _("Withdrawn")),
    (Stands.FALLEN.value, _("Fallen")),
]


class Circuit(EntityModel):
    """The way of one text of a document through several posts [circuit de signatura / circuito de firma].

    `version` is the text that goes round: when the document has another, the circuit falls with what was approved.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        ENDED = "ended", _("Circuit finished")
        RETURNED = "returned", _("Returned")
        RECALLED = "recalled", _("Taken back")
        FALLEN = "fallen", _("Fallen: the text changed")

    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.ForeignKey(
        "documents.DocumentVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    begun_by_id = models.UUIDField(null=True, blank=True)
    begun_by_name = models.CharField(max_length=160, blank=True)
    begun_at = models.DateTimeField(default=now)
    note = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "document"], condition=Q(state="open"), name="one_open_circuit_a_document"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="returned_circuit_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(ended_at__isnull=False), name="circuit_over_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "document", "-begun_at"], name="circuit_document"),
            models.Index(fields=["entity", "begun_by_id", "state"], name="circuit_beginner"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class CircuitStepQuerySet(models.QuerySet["CircuitStep"]):
    """Steps by where they stand."""

    def waiting(self) -> Self:
        return self.filter(state=Stands.WAITING)

    def for_holder(self, person_id: Any) -> Self:
        """Of her post today, or of that of somebody whom she substitutes (Llei 40/2015, art. 13)."""
        return self.filter(hers_to_sign(person_id, signer="holder_id"))

    def to_settle(self) -> Self:
        """Approvals and readings: signatures are asked as requests, and seals are put by the program."""
        return self.filter(kind__in=[Kind.VISA, Kind.READING], holder__isnull=False)

    def late(self, on: Any) -> Self:
        """Those whose day has passed."""
        return self.waiting().filter(due_on__lt=on)

    def with_papers(self) -> Self:
        """With circuit, document, version and entity, in the same statement."""
        return self.select_related(
            "circuit__document__type", "circuit__document__version", "circuit__version", "entity", "holder"
        )


class CircuitStep(EntityModel):
    """What a post does in a circuit: approve, sign, seal or read [visar, signar, segellar, llegir].

    `role`, `unit` and `post` name the post; `holder` is whoever holds it while it is its turn, kept up to date, and
    asked again at the moment of the act. `delegation` is the decree when it is asked of whoever acts by it. A signature
    is asked with a `request` when its turn comes. `sha256` is the text that was before the eyes of whoever settled it.
    """

    circuit = models.ForeignKey(Circuit, on_delete=models.PROTECT, related_name="steps", db_index=False)
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=KINDS)
    state = models.CharField(max_length=9, choices=STANDS, default=Stands.TO_COME.value)
    role = models.CharField(max_length=14, choices=Role, blank=True)
    unit = models.ForeignKey(
        "directory.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post = models.CharField(max_length=120, blank=True)
    delegation = models.ForeignKey(
        "directory.Delegation", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    holder = models.ForeignKey(
        "directory.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    request = models.ForeignKey(
        "signature.SignatureRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "directory.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    settled_by_name = models.CharField(max_length=160, blank=True)
    said_post = models.CharField(max_length=240, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    trouble = models.JSONField(default=dict, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(CircuitStepQuerySet)()

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(began_at__isnull=False), name="waiting_step_says_since_when"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(settled_at__isnull=False), name="done_step_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "skipped"]) | ~Q(reason=""), name="stopped_step_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["circuit", "place"], name="step_circuit"),
            models.Index(
                fields=["entity", "holder", "kind"], condition=Q(state="waiting"), name="step_holder_waiting"
            ),
            models.Index(fields=["entity", "due_on"], condition=Q(state="waiting"), name="step_due_waiting"),
            models.Index(
                fields=["entity", "request"], condition=Q(request__isnull=False), name="step_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.post}: {self.state}"

    @property
    def seat(self) -> Seat | None:
        """The post that it is of; None for a seal and for a guest."""
        return Seat(self.role, self.unit_id, self.post) if self.role else None

    @property
    def is_waiting(self) -> bool:
        return self.state == Stands.WAITING

    @property
    def is_done(self) -> bool:
        return self.state == Stands.DONE

    @property
    def is_to_come(self) -> bool:
        return self.state == Stands.TO_COME

    @property
    def is_late(self) -> bool:
        """Its turn, and its day has passed."""
        return self.is_waiting and self.due_on is not None and self.due_on < today()

    @property
    def is_vacant(self) -> bool:
        """Its turn, and nobody in its post."""
        return self.is_waiting and bool(self.role) and self.holder_id is None

    @property
    def url(self) -> str:
        """Its page, in the desk of its town."""
        return self.entity.staff_url(f"signature/steps/{self.pk}/")


class GuestInvitation(EntityModel):
    """Somebody who does not work here is asked to sign [signant extern / firmante externo], by a link of one use.

    Only the hash of the link is kept. `evidence` is what proves who signed what (R-SIG-03; Llei 39/2015, art. 10.4).
    """

    step = models.OneToOneField(CircuitStep, on_delete=models.PROTECT, related_name="guest")
    name = models.CharField(max_length=160)
    identifier = models.CharField(max_length=20)
    email = models.EmailField()
    language = models.CharField(max_length=5, default="ca")
    token_sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=12, blank=True)
    evidence = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "token_sha256"], condition=~Q(token_sha256=""), name="one_guest_a_link"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProposedCircuit(EntityModel):
    """The circuit that a town proposes for a type of document, instead of that of the house. `steps` is plain data."""

    type_code = models.CharField(max_length=30)
    name = models.CharField(max_length=120, blank=True)
    steps = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=now)
    changed_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "type_code"], name="one_proposed_circuit_a_type")
        ]

    def __str__(self) -> str:
        return self.type_code
