"""Facts of careers: absences, delegations and substitutions, units, leaving."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class PostChanged(Event):
    """A person's post changes from a date: another unit, another role, another title."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("changes the post of %(name)s from «%(before)s» to «%(title)s» on %(starts_on)s")
    icon: ClassVar[str] = "person"

    person_id: UUID
    name: str
    before: str
    title: str
    role: str
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class UnitCreated(Event):
    """The entity has a new unit."""

    subject: ClassVar[str] = "unit_id"
    says: ClassVar = _("creates the unit «%(name)s»")
    icon: ClassVar[str] = "building"

    unit_id: UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class UnitRenamed(Event):
    """A unit has another name."""

    subject: ClassVar[str] = "unit_id"
    says: ClassVar = _("renames the unit «%(before)s» as «%(name)s»")
    icon: ClassVar[str] = "building"

    unit_id: UUID
    name: str
    before: str


@dataclass(frozen=True, kw_only=True)
class UnitClosed(Event):
    """A unit takes nothing new from a date."""

    subject: ClassVar[str] = "unit_id"
    says: ClassVar = _("closes the unit «%(name)s» on %(closed_on)s")
    icon: ClassVar[str] = "building"

    unit_id: UUID
    name: str
    closed_on: str


@dataclass(frozen=True, kw_only=True)
class AbsenceTold(Event):
    """A person will be away."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("says that %(name)s is away from %(starts_on)s")
    icon: ClassVar[str] = "calendar"

    person_id: UUID
    name: str
    starts_on: str
    ends_on: str
    covered_by_id: UUID | None
    covered_by_name: str


@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Event):
    """A person is back, sooner or as was said; or she is not going to be away after all."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("says that %(name)s is back on %(ends_on)s")
    icon: ClassVar[str] = "calendar"

    person_id: UUID
    name: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class DelegationRecorded(Event):
    """A decree puts a person in the place of another (R-DEC-02)."""

    subject: ClassVar[str] = "to_id"
    says: ClassVar = _("records the decree %(decree)s: %(to_name)s acts for %(of_name)s from %(starts_on)s")
    icon: ClassVar[str] = "handover"

    delegation_id: UUID
    manner: str
    of_id: UUID
    of_name: str
    to_id: UUID
    to_name: str
    decree: str
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class DelegationAccepted(Event):
    """Whoever received a delegation accepts it (ROF, art. 114.1)."""

    subject: ClassVar[str] = "to_id"
    says: ClassVar = _("accepts the delegation of %(of_name)s")
    icon: ClassVar[str] = "handover"

    delegation_id: UUID
    to_id: UUID
    of_name: str


@dataclass(frozen=True, kw_only=True)
class DelegationRefused(Event):
    """Whoever received a delegation does not accept it: it never takes effect."""

    subject: ClassVar[str] = "to_id"
    says: ClassVar = _("does not accept the delegation of %(of_name)s")
    icon: ClassVar[str] = "handover"

    delegation_id: UUID
    to_id: UUID
    of_name: str


@dataclass(frozen=True, kw_only=True)
class DelegationPublished(Event):
    """A delegation is published in the official bulletin (Llei 40/2015, art. 9.3)."""

    subject: ClassVar[str] = "to_id"
    says: ClassVar = _("notes that the decree %(decree)s was published on %(published_on)s")
    icon: ClassVar[str] = "handover"

    delegation_id: UUID
    to_id: UUID
    decree: str
    published_on: str


@dataclass(frozen=True, kw_only=True)
class DelegationEnded(Event):
    """A delegation or substitution ends on a date."""

    subject: ClassVar[str] = "to_id"
    says: ClassVar = _("ends on %(ends_on)s the decree %(decree)s by which %(to_name)s acted for %(of_name)s")
    icon: ClassVar[str] = "handover"

    delegation_id: UUID
    to_id: UUID
    to_name: str
    of_name: str
    decree: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class CarriedHandedOver(Event):
    """What a person carried of one kind passes to another person."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("hands over to %(to_name)s what %(name)s carried: %(count)s (%(what)s)")
    icon: ClassVar[str] = "handover"

    person_id: UUID
    name: str
    to_id: UUID
    to_name: str
    what: str
    count: int


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Event):
    """A person works here no longer: her posts end, and her access with them."""

    subject: ClassVar[str] = "person_id"
    says: ClassVar = _("writes down that %(name)s leaves on %(on)s")
    icon: ClassVar[str] = "leave"

    person_id: UUID
    name: str
    on: str
