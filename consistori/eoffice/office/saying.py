"""A sheet of a procedure in words for anybody: what it costs, how long, what silence means, who decides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from consistori.catalogue.procedures.sentences import term_words
from consistori.catalogue.procedures.sheet import Fee, Sheet, Term, in_words

WANT = {"ca": ("Vull", "Vull…"), "es": ("Quiero", "Quiero…")}
"""How a person says that they want something, and how the margin says it."""


@dataclass(frozen=True)
class Answer:
    """One of the four answers that come before anything else."""

    key: str
    icon: str
    question: str
    answer: str
    note: str = ""


@dataclass(frozen=True)
class Card:
    """A procedure in a list: what one wants (`wish` finishes «Vull…», or is empty), and cost and time in a line."""

    code: str
    plain: str
    wish: str
    name: str
    summary: str
    line: str
    series: str
    audience: tuple[str, ...]
    cost: str
    time: str


def spoken(language: str) -> str:
    """The language in which sheets are read by somebody who reads in that one."""
    return "es" if language.startswith("es") else "ca"


def card(sheet: Sheet, language: str) -> Card:
    """A sheet as a line of a list."""
    plain = in_words(sheet.plain, language)
    cost, time = cost_of(sheet.fee), time_of(sheet.term)
    return Card(
        code=sheet.code,
        plain=plain,
        wish=wish_of(plain, language),
        name=in_words(sheet.name, language),
        summary=in_words(sheet.summary, language),
        line=f"{cost} · {time[:1].lower()}{time[1:]}",
        series=sheet.series,
        audience=tuple(sheet.audience),
        cost=cost,
        time=time,
    )


def wish_of(plain: str, language: str) -> str:
    """What follows «Vull» in «Vull empadronar-me»; empty if it does not begin so."""
    verb = WANT[spoken(language)][0] + " "
    return plain[len(verb) :] if plain.startswith(verb) else ""


def answers(sheet: Sheet, language: str) -> list[Answer]:
    """The four answers."""
    silence, silence_note = silence_of(sheet.silence)
    return [
        Answer("cost", "label", _("What it costs"), cost_of(sheet.fee), in_words(sheet.fee.note, language)),
        Answer("time", "hourglass", _("How long it takes"), time_of(sheet.term), _time_note(sheet.term)),
        Answer("silence", "comment", _("And if we do not answer"), silence,
               in_words(sheet.silence_note, language) or silence_note),
        Answer("body", "person", _("Who decides"), in_words(sheet.body, language) or _("The mayor"), ""),
    ]  # fmt: skip


def money(amount: Decimal) -> str:
    """«38,40 €», «1.214 €»."""
    cents = 0 if amount == amount.to_integral_value() else 2
    return f"{number_format(amount, cents, force_grouping=True)}\u00a0€"


def cost_of(fee: Fee) -> str:
    """«Gratuït», «38,40 €», «Segons l’ordenança»."""
    if fee.rate is not None:
        return _("As the ordinance says")
    if fee.kind == "fixed" and fee.amount is not None:
        return money(fee.amount)
    if fee.kind == "free" or (fee.kind == "fixed" and not fee.amount):
        return _("Free of charge")
    return _("As the ordinance says") if fee.kind == "table" else _("We tell you before you pay")


def time_of(term: Term | None) -> str:
    """«Al moment», «Fins a 1 mes»."""
    if term is None or term.unit == "none":
        return _("No set time")
    if not term.is_counted:
        return _("At once")
    return _("Up to %(time)s") % {"time": term_words(term)}


def _time_note(term: Term | None) -> str:
    if term is None or not term.is_counted:
        return ""
    return str(_("From the day it enters the registry. If a paper is missing, the time stops."))


def silence_of(silence: str) -> tuple[str, str]:
    """What not answering means, in words, and what one can do then."""
    said: dict[str, tuple[Any, Any]] = {
        "positive": (_("It means yes"), _("When the time is over, take it as granted.")),
        "negative": (
            _("It means no"),
            _("When the time is over, you may appeal. We must answer you all the same."),
        ),
        "caducity": (_("It lapses"), _("When the time is over, the procedure ends without a decision.")),
    }
    words, note = said.get(silence, (_("It changes nothing"), _("We must answer you all the same.")))
    return str(words), str(note)
