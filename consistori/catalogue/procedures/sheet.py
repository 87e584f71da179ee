"""What a sheet [fitxa de tràmit / ficha de trámite] says, once read: plain data without Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

LANGUAGES = ("ca", "es")

INITIATORS = ("citizen", "office")
AUDIENCES = ("people", "firms", "entities")
UNITS = ("months", "days", "working_days", "years", "at_once", "none")
SILENCES = ("positive", "negative", "none", "caducity")
FEES = ("free", "fixed", "table", "later")
CHANNELS = ("online", "counter", "phone", "post", "appointment")
DESTINATIONS = ("own", "any")
KINDS_OF_FILES = ("pdf", "image", "word", "sheet", "drawing", "video", "any")

Words = Mapping[str, str]
"""A text in each language: `{"ca": ..., "es": ...}`."""


def in_words(words: Words, language: str) -> str:
    """The text in that language, or in the one there is; empty if there is none."""
    order = ("es", "ca") if language.startswith("es") else ("ca", "es")
    return next((words[code] for code in order if words.get(code)), "")


@dataclass(frozen=True)
class Paper:
    """A document that the person brings. `required` ones are asked for if they lack, never a reason to refuse."""

    key: str
    title: Words
    required: bool = True
    hint: Words = field(default_factory=dict)
    kinds: tuple[str, ...] = ("pdf", "image")


@dataclass(frozen=True)
class Consult:
    """What we look up ourselves instead of asking for it (article 28.2 of Llei 39/2015)."""

    key: str
    what: Words
    basis: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Term:
    """Within how long it is resolved and notified; three months where no rule says another (21.3 of Llei 39/2015).

    `length` is 0 for the units "at_once" and "none" (it has no term of its own: that of the case, of a call...).
    """

    length: int = 3
    unit: str = "months"
    article: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether there is a last day to reckon."""
        return self.length > 0


@dataclass(frozen=True)
class Fee:
    """What it costs: nothing, a fixed amount in euros, as the ordinance says, or reckoned later.

    With `rate`, `amount` is what is paid in any case and to it goes the rate for each one of what the fields `times`
    say, multiplied: 6 tables for 4 months at 5 € are 120 €.
    """

    kind: str = "free"
    amount: Decimal | None = None
    note: Words = field(default_factory=dict)
    rate: Decimal | None = None
    times: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A procedure as its text says it. Texts are by language; `line_of` says where each thing stands in the text.

    `words`: what people say when they look for it. `form`: pages and fields, for the forms of the e-office (always
    with pages when a citizen starts it). `appointment`: key of the service where one speaks of it in person.
    `destination` "any": for any administration (R-REG-06). `reviewed_by` and `reviewed_on` are None while no secretary
    has validated it [pendent de validar / pendiente de validar].
    """

    code: str
    name: Words
    plain: Words
    summary: Words
    who: Words
    words: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    consults: tuple[Consult, ...] = ()
    initiator: str = "citizen"
    audience: tuple[str, ...] = ("people", "firms")
    term: Term = field(default_factory=Term)
    silence: str = "none"
    silence_note: Words = field(default_factory=dict)
    fee: Fee = field(default_factory=Fee)
    body: Words = field(default_factory=dict)
    series: str = ""
    heading: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    has_own_form: bool = False
    script: Words = field(default_factory=dict)
    first_steps: tuple[Words, ...] = ()
    channels: tuple[str, ...] = ("online", "counter")
    appeal: Words = field(default_factory=dict)
    basis: tuple[str, ...] = ()
    recurring: str = ""
    appointment: str = ""
    destination: str = "own"
    reviewed_by: str | None = None
    reviewed_on: date | None = None

    @property
    def is_for_citizens(self) -> bool:
        """Whether somebody from outside starts it; the rest are the town hall's own work."""
        return self.initiator == "citizen"

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_on is not None

    def paper(self, key: str) -> Paper | None:
        """The paper of that key."""
        return next((paper for paper in self.papers if paper.key == key), None)
