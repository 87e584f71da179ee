"""Facts of circuits. Whoever began one hears of it by `asked_by_id`, whoever has a step by `holder_id`."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class CircuitBegun(Event):
    """A document begins a circuit [comença el circuit]."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("begins the circuit of «%(title)s»: %(steps)s")
    icon: ClassVar[str] = "send"

    document_id: UUID
    circuit_id: UUID
    title: str
    steps: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class StepTurn(Event):
    """It is the turn of a step; `holder_id` is whoever holds its post today, if anybody does."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("«%(title)s» goes to %(holder_name)s (%(post)s): %(what)s")
    icon: ClassVar[str] = "chevron"
    internal: ClassVar[bool] = True

    document_id: UUID
    circuit_id: UUID
    step_id: UUID
    title: str
    what: str
    post: str
    holder_id: UUID | None
    holder_name: str


@dataclass(frozen=True, kw_only=True)
class PostOfStepVacant(Event):
    """It is the turn of a post that nobody holds nor substitutes: whoever manages people must say who."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("«%(title)s» stops: nobody holds the post «%(post)s»")
    icon: ClassVar[str] = "warning"

    document_id: UUID
    circuit_id: UUID
    step_id: UUID
    title: str
    post: str


@dataclass(frozen=True, kw_only=True)
class StepSettled(Event):
    """A step is done: approved, read, signed or sealed. `sha256` is the text that was before her eyes."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("%(what)s «%(title)s»%(words)s")
    icon: ClassVar[str] = "check"

    document_id: UUID
    circuit_id: UUID
    step_id: UUID
    title: str
    kind_of_step: str
    what: str
    words: str
    post: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class StepSkipped(Event):
    """A visa or a reading is passed over, saying why."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("goes on without %(post)s in «%(title)s»: %(reason)s")
    icon: ClassVar[str] = "chevron"

    document_id: UUID
    circuit_id: UUID
    step_id: UUID
    title: str
    post: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepChanged(Event):
    """A step is asked of another post."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("asks %(post)s for what was asked of %(before)s in «%(title)s»")
    icon: ClassVar[str] = "handover"

    document_id: UUID
    circuit_id: UUID
    step_id: UUID
    title: str
    before: str
    post: str


@dataclass(frozen=True, kw_only=True)
class CircuitReturned(Event):
    """Somebody gave the document back, and said why: its draft is open again."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("gives «%(title)s» back to be written again: %(reason)s")
    icon: ClassVar[str] = "back"

    document_id: UUID
    circuit_id: UUID
    title: str
    asked_by_id: UUID | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class CircuitRecalled(Event):
    """Whoever began it takes it back."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("takes «%(title)s» back from its circuit%(reason)s")
    icon: ClassVar[str] = "back"

    document_id: UUID
    circuit_id: UUID
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CircuitFallen(Event):
    """The text changed while it went round: what had been approved was another text."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _(
        "the text of «%(title)s» changed: its circuit falls, and %(visas)s approvals with it"
    )
    icon: ClassVar[str] = "warning"

    document_id: UUID
    circuit_id: UUID
    title: str
    asked_by_id: UUID | None
    visas: int


@dataclass(frozen=True, kw_only=True)
class CircuitEnded(Event):
    """Every step is done."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("«%(title)s» has gone through its whole circuit")
    icon: ClassVar[str] = "check"

    document_id: UUID
    circuit_id: UUID
    title: str
    asked_by_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class GuestInvited(Event):
    """Somebody who does not work here is sent a link of one use to sign a document."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("invites %(name)s to sign «%(title)s»")
    icon: ClassVar[str] = "send"

    document_id: UUID
    circuit_id: UUID
    step_id: UUID
    title: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ProposedCircuitChanged(Event):
    """The circuit that is proposed for a type of document is another."""

    says: ClassVar[Any] = _("changes the circuit that is proposed for «%(name)s»")
    icon: ClassVar[str] = "pen"

    type_code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class GuestSigned(Event):
    """Somebody from outside signed: by identifying themselves (`identity`) or with a certificate (`file`)."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("signs «%(title)s» from outside; what proves it: %(evidence)s")
    icon: ClassVar[str] = "pen"

    document_id: UUID
    circuit_id: UUID
    step_id: UUID
    title: str
    way: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class GuestTurnedAway(Event):
    """Somebody who is not who was invited tried the link; `evidence` is the hash of what says who they are."""

    subject: ClassVar[str] = "document_id"
    says: ClassVar[Any] = _("turns away somebody who is not whom the link was sent to")
    icon: ClassVar[str] = "lock"
    internal: ClassVar[bool] = True

    document_id: UUID
    step_id: UUID
    evidence: str
