"""Silence [silenci administratiu / silencio administrativo]: what it means when nobody answers in time.

Llei 39/2015, arts. 24 and 25; Llei 26/2010, art. 54. Nothing here happens by itself: it says what the law says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from consistori.deadlines.rules.counting import LPAC
from consistori.deadlines.rules.days import Calendar
from consistori.deadlines.rules.known import known
from consistori.deadlines.rules.sums import Sum
from consistori.deadlines.rules.terms import last_day
from consistori.deadlines.rules.values import Ending, StartKind, TermFault

CATALAN_LIST = "Llei 26/2010, art. 54.2"


class Origin(StrEnum):
    """How the procedure began, which decides what silence means."""

    APPLICATION = "application"
    APPEAL = "appeal"
    APPEAL_OF_SILENCE = "appeal_of_silence"
    """Appeal to the body above [alçada / alzada] against a refusal by silence (24.1, third paragraph)."""
    FAVOURABLE = "favourable"
    """Begun by the town hall, and a right may come of it (25.1.a)."""
    UNFAVOURABLE = "unfavourable"
    """Begun by the town hall to sanction or with burdens (25.1.b)."""
    DECLARATION = "declaration"
    """A declaration or communication: nothing is resolved (21.1, 69)."""


class Matter(StrEnum):
    """The matters in which silence refuses in every case (R-SIL-02)."""

    PETITION = "petition"
    """Right of petition [dret de petició / derecho de petición]."""
    PUBLIC_DOMAIN = "public_domain"
    """Powers over the public domain or a public service would go to who asks or to others."""
    ENVIRONMENT = "environment"
    """Activities that may damage the environment."""
    LIABILITY = "liability"
    """Claims of liability [responsabilitat patrimonial / responsabilidad patrimonial]."""
    CHALLENGE = "challenge"
    """Challenges of acts and provisions."""
    REVIEW = "review"
    """Review ex officio begun on request."""
    GRANTS = "grants"
    """Grants [subvencions / subvenciones] (in Catalonia)."""
    PAYMENTS = "payments"
    """Claims of amounts of money (in Catalonia)."""
    PUBLIC_ASSETS = "public_assets"
    """Powers over public assets would go to others (in Catalonia)."""


STATE_LIST = frozenset(
    {
        Matter.PETITION,
        Matter.PUBLIC_DOMAIN,
        Matter.ENVIRONMENT,
        Matter.LIABILITY,
        Matter.CHALLENGE,
        Matter.REVIEW,
    }
)
"""Those of 24.1, second paragraph; the rest are of the Catalan list."""


@dataclass(frozen=True)
class Silence:
    """What happens when the term to resolve ends with nothing notified, and by which article."""

    ending: Ending
    article: str


def silence_of(
    origin: Origin,
    matters: Iterable[Matter] = (),
    *,
    statute: Ending | None = None,
    statute_article: str = "",
) -> Silence:
    """What silence means there. `statute`: what a statute or European law says of that procedure, if it says it.

    The negative list goes before a statute that would grant. Raises `TermFault` for a statute that says neither.
    """
    found = frozenset(matters)
    if statute not in (None, Ending.POSITIVE_SILENCE, Ending.NEGATIVE_SILENCE):
        raise TermFault("not_a_silence", f"{LPAC}24.1")
    if origin is Origin.DECLARATION:
        return Silence(Ending.NOTHING, f"{LPAC}21.1 i 69")
    if origin is Origin.UNFAVOURABLE:
        return Silence(Ending.CADUCITY, f"{LPAC}25.1.b")
    if origin is Origin.FAVOURABLE:
        return Silence(Ending.NEGATIVE_SILENCE, f"{LPAC}25.1.a")
    if origin is Origin.APPEAL_OF_SILENCE and not found & STATE_LIST:
        return Silence(Ending.POSITIVE_SILENCE, f"{LPAC}24.1, tercer paràgraf")
    if origin is not Origin.APPLICATION or found & STATE_LIST:
        return Silence(Ending.NEGATIVE_SILENCE, f"{LPAC}24.1, segon paràgraf")
    if found:
        return Silence(Ending.NEGATIVE_SILENCE, CATALAN_LIST)
    if statute is not None:
        return Silence(statute, statute_article or f"{LPAC}24.1")
    return Silence(Ending.POSITIVE_SILENCE, f"{LPAC}24.1")


def why_not_resolve(ending: Ending, *, produced: bool, confirms: bool) -> str:
    """The article by which a resolution may no longer be given, or "" (R-SIL-04, R-SIL-06).

    `produced`: the last day has ended with nothing notified. `confirms`: it grants what was asked; in what has
    expired, it declares the expiry and files the case.
    """
    if not produced or confirms:
        return ""
    return {Ending.POSITIVE_SILENCE: f"{LPAC}24.3.a", Ending.CADUCITY: f"{LPAC}25.1.b"}.get(ending, "")


def certificate_due(ended_on: date, calendars: Iterable[Calendar], *, asked_on: date | None = None) -> Sum:
    """Until when the certificate of silence [certificat de silenci] is issued (24.4, R-SIL-05).

    Fifteen working days from the end of the term to resolve; if it is asked for, from the day after it was.
    """
    fixed = known("silence_certificate")
    if fixed is None:
        raise LookupError("silence_certificate")
    if asked_on is None:
        return last_day(fixed.since(ended_on), calendars)
    places = tuple(calendars)
    asked = replace(fixed.since(asked_on), start=StartKind.ENTRY)
    return last_day(asked, places, registry=places[0] if places else None)
