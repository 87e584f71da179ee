"""Facts of the alarms: who was told of a term and when, and who says when an alarm is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.term_events import TermEvent
from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class AlarmRaised(TermEvent):
    """The program warned of a term, and to whom."""

    says: ClassVar[Any] = _("warns %(to)s of the term: %(what)s")
    icon: ClassVar[str] = "bell"

    stage: str
    day: str
    to: str


@dataclass(frozen=True, kw_only=True)
class StuckTold(Event):
    """The program told that a thing does not move."""

    subject: ClassVar[str] = "thing_id"
    says: ClassVar[Any] = _("tells %(to)s that nothing moves and nothing is waited for")
    icon: ClassVar[str] = "bell"

    thing_id: UUID
    thing_kind: str
    day: str
    to: str


@dataclass(frozen=True, kw_only=True)
class ThresholdsChanged(Event):
    """From when the terms of a town warn."""

    says: ClassVar[Any] = _("changes from when the terms of the town warn")
    icon: ClassVar[str] = "bell"

    changed: list[str]
