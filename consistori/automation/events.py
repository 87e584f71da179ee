"""Facts of rules. They carry figures and keys, and nobody's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class RuleEvent(Event):
    """What all facts of a rule carry."""

    subject: ClassVar[str] = "rule_id"
    icon: ClassVar[str] = "law"
    internal: ClassVar[bool] = True

    rule_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class RuleWritten(RuleEvent):
    """There is another version of its text, that does not act until it is approved."""

    says: ClassVar[Any] = _("writes version %(number)s of the rule %(code)s")
    icon: ClassVar[str] = "edit"

    number: int
    sha256: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleTried(RuleEvent):
    """A version was tried over what had happened, and nothing was done."""

    says: ClassVar[Any] = _("tries version %(number)s of the rule %(code)s over %(looked)s cases")
    icon: ClassVar[str] = "compass"

    number: int
    looked: int
    would_do: int
    against: int


@dataclass(frozen=True, kw_only=True)
class RuleApproved(RuleEvent):
    """The town approves that a version acts, and says every body that the law wants."""

    says: ClassVar[Any] = _("approves version %(number)s of the rule %(code)s, by %(decree)s")
    icon: ClassVar[str] = "stamp"

    number: int
    sha256: str
    decree: str
    bodies: list[str]


@dataclass(frozen=True, kw_only=True)
class RuleSwitchedOn(RuleEvent):
    """From now on it acts."""

    says: ClassVar[Any] = _("switches on the rule %(code)s")
    icon: ClassVar[str] = "check"

    decree: str


@dataclass(frozen=True, kw_only=True)
class RuleSwitchedOff(RuleEvent):
    """It does not act any more."""

    says: ClassVar[Any] = _("switches off the rule %(code)s")
    icon: ClassVar[str] = "close"


@dataclass(frozen=True, kw_only=True)
class RuleStopped(RuleEvent):
    """Somebody pulled its brake, or it stopped itself."""

    says: ClassVar[Any] = _("stops the rule %(code)s: %(reason)s")
    icon: ClassVar[str] = "warning"

    reason: str
    by_itself: bool


@dataclass(frozen=True, kw_only=True)
class RuleLetGo(RuleEvent):
    """It may go on, with what was held or without it."""

    says: ClassVar[Any] = _("lets the rule %(code)s go on; %(held)s had been held")
    icon: ClassVar[str] = "restore"

    held: int


@dataclass(frozen=True, kw_only=True)
class RuleDid(RuleEvent):
    """It did its act by itself, sealed and explained."""

    says: ClassVar[Any] = _("does by itself, by the rule %(code)s: %(label)s")
    icon: ClassVar[str] = "seal"
    internal: ClassVar[bool] = False

    run_id: UUID
    label: str
    version: int
    decree: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class RulePassed(RuleEvent):
    """It did not decide: a person does."""

    says: ClassVar[Any] = _("passes to a person, by the rule %(code)s: %(label)s")
    icon: ClassVar[str] = "person"

    run_id: UUID
    label: str
    why: str
