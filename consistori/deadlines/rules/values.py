"""The words of a term [termini / plazo]: unit, start, extension, incident, and what happens when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_HOURS = 24


class TermFault(ValueError):
    """A term that cannot be: `code` says why, `article` where the law says so."""

    def __init__(self, code: str, article: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.article = article


class Unit(StrEnum):
    """What is counted."""

    HOURS = "hours"
    """Hours of working days [hores / horas], at most 24 (30.1)."""
    WORKING_DAYS = "working_days"
    """Working days [dies hàbils / días hábiles]: the rule (30.2)."""
    NATURAL_DAYS = "natural_days"
    """Natural days [dies naturals / días naturales]: only where a statute says so, and the notice tells (30.2)."""
    MONTHS = "months"
    YEARS = "years"


class StartKind(StrEnum):
    """The event from which it is counted (30.3, 30.4 and 21.3)."""

    NOTIFICATION = "notification"
    PUBLICATION = "publication"
    ENTRY = "entry"
    """Entry in the registry: on a non-working day it is of the first hour of the next working one (31.2.b)."""
    SILENCE = "silence"
    AGREEMENT = "agreement"
    """Agreement of initiation [acord d'incoació / acuerdo de incoación], not its notification (21.3.a)."""
    AVAILABILITY = "availability"
    """The electronic notification was put at disposal [posada a disposició / puesta a disposición] (43.2)."""
    ACT = "act"
    """The date of the act that is to be notified (40.2)."""
    REQUEST = "request"
    """Somebody was asked for something, as a report (80.2)."""
    OTHER = "other"


class Ending(StrEnum):
    """What happens when the last day ends without the act."""

    NOTHING = "nothing"
    POSITIVE_SILENCE = "positive_silence"
    """Granted by silence [silenci positiu / silencio positivo] (24.1)."""
    NEGATIVE_SILENCE = "negative_silence"
    """May be taken for refused [silenci negatiu / silencio negativo] (24.1, 25.1.a)."""
    CADUCITY = "caducity"
    """Expiry [caducitat / caducidad]: the case is filed by a resolution (25.1.b, 95)."""
    LOSS_OF_STEP = "loss_of_step"
    """The step [tràmit / trámite] is lost by a resolution; it is good until that is notified (73.3)."""
    WITHDRAWAL = "withdrawal"
    """The request is taken for withdrawn [desistiment / desistimiento], by a resolution that says so (68.1)."""
    REJECTED = "rejected"
    """The electronic notification is taken for rejected [rebutjada / rechazada] (43.2)."""
    DEEMED_NOTIFIED = "deemed_notified"
    """The notification is taken for done (Llei 58/2003, 112.2)."""


class ExtensionRule(StrEnum):
    """By what a term is made longer [ampliació / ampliación]."""

    HALF = "half"
    """At most half of it, asked and decided before it ends (32.1, 32.3)."""
    ABROAD = "abroad"
    """The most that 32.1 lets, for who lives abroad or acts there (32.2)."""
    TO_RESOLVE = "to_resolve"
    """Of the term to resolve, never longer than the first one (23)."""


@dataclass(frozen=True, kw_only=True)
class Extension:
    """A decision that makes a term longer; `amount` 0 is the most that its rule lets.

    The amount is in the unit of the term; of a term in months or years, half is in natural days.
    """

    decided_on: date
    amount: int = 0
    rule: ExtensionRule = ExtensionRule.HALF
    justification: str = ""


@dataclass(frozen=True, kw_only=True)
class Incident:
    """The e-office did not work [incidència tècnica / incidencia técnica] and terms were extended (32.4).

    `is_general`: after an attack, the terms of every procedure were, those of the town hall too (32.5).
    """

    since: date
    until: date
    extended_to: date
    published: str = ""
    is_general: bool = False


@dataclass(frozen=True, kw_only=True)
class Term:
    """How long, of what, since when and why: `article` is the one that sets the length.

    `rolls`: whether a last day that is non-working moves on (30.5); the ten days of 43.2 do not.
    `urgent`: the case goes by urgency, which halves it (33), save where `is_application_or_appeal`.
    """

    amount: int
    unit: Unit
    start_on: date
    start: StartKind = StartKind.NOTIFICATION
    article: str = ""
    ending: Ending = Ending.NOTHING
    rolls: bool = True
    urgent: bool = False
    is_application_or_appeal: bool = False

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise TermFault("no_length")
        if self.amount > {Unit.YEARS: 100, Unit.MONTHS: 1200}.get(self.unit, 3700):
            raise TermFault("too_long")
        if self.unit is Unit.HOURS and self.amount > MOST_HOURS:
            raise TermFault("too_many_hours", "Llei 39/2015, art. 30.1")
        if self.urgent and self.is_application_or_appeal:
            raise TermFault("urgency_spares_appeals", "Llei 39/2015, art. 33.1")
