"""R-DEC-02: who may act in the place of whom, from when, and what cannot be delegated. Plain Python.

Days come as arguments, holidays too; every answer says its reason and its article. The words are keys that the
pages say in each language (`directory.sentences`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
ACCEPTANCE_DAYS = 3
SATURDAY = 5


class Manner(StrEnum):
    """How somebody acts in the place of another."""

    DELEGATION = "delegation"
    SIGNATURE = "signature"
    SUBSTITUTION = "substitution"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """For a field of a record."""
        return [(one.value, one.value) for one in cls]


@dataclass(frozen=True)
class Step:
    """One day of the reckoning: what happens on it (a key), and the article that says so."""

    what: str
    on: date | None
    article: str


@dataclass(frozen=True)
class Term:
    """From when a decree may be used, and how that was reckoned."""

    starts_on: date
    steps: tuple[Step, ...]


def working_day_after(start: date, days: int, holidays: Iterable[date] = ()) -> date:
    """The last of `days` working days counted from the day after `start` (Llei 39/2015, art. 30.2 and 30.3)."""
    closed, on = frozenset(holidays), start
    while days > 0:
        on += DAY
        if on.weekday() < SATURDAY and on not in closed:
            days -= 1
    return on


def term_of(
    manner: Manner, *, decree_on: date, said_from: date | None = None, notified_on: date | None = None,
    accepted_on: date | None = None, holidays: Iterable[date] = (),
) -> Term:  # fmt: skip
    """The first day on which a decree may be used.

    A delegation takes effect the day after its decree unless the decree says another day (ROF, art. 44.2), and
    needs acceptance: express, or tacit when three working days from the notice pass (ROF, art. 114.1); it is
    used from the later of both. A delegation of signature and a substitution need neither publication nor
    acceptance (Llei 40/2015, art. 12.3 and 13.2).
    """
    if manner is not Manner.DELEGATION:
        article = (
            "Llei 40/2015, art. 12" if manner is Manner.SIGNATURE else "Llei 40/2015, art. 13; ROF, art. 47"
        )
        starts = max(decree_on, said_from or decree_on)
        return Term(starts, (Step("decree", decree_on, article), Step("usable", starts, article)))
    effect = max(decree_on, said_from) if said_from else decree_on + DAY
    steps = [Step("said" if said_from else "effect", effect, "ROF, art. 44.2")]
    if accepted_on is not None:
        ready = accepted_on
        steps.append(Step("accepted", accepted_on, "ROF, art. 114.1"))
    else:
        last = last_day_to_answer(decree_on=decree_on, notified_on=notified_on, holidays=holidays)
        ready = last + DAY
        steps.append(Step("tacit", last, "ROF, art. 114.1"))
    starts = max(effect, ready)
    return Term(starts, (*steps, Step("usable", starts, "ROF, art. 44.2 i 114.1")))


def last_day_to_answer(
    *, decree_on: date, notified_on: date | None = None, holidays: Iterable[date] = ()
) -> date:
    """The last day on which a delegation may be refused: after it, silence accepted it.

    ROF, art. 114.1: three working days from the notice. Only decrees of before the notice was asked lack it.
    """
    return working_day_after(notified_on or decree_on, ACCEPTANCE_DAYS, holidays)


@dataclass(frozen=True)
class Decree:
    """A decree on record, as the rule needs it."""

    manner: Manner
    decree_on: date
    starts_on: date
    ends_on: date | None = None
    refused: bool = False


@dataclass(frozen=True)
class Standing:
    """Whether a decree may be used on a day: why not (a key), and the article."""

    ok: bool
    why: str = ""
    article: str = ""


def in_force(
    decree: Decree, *, on: date, granter_in_post: bool, receiver_in_post: bool, granter_away: bool
) -> Standing:
    """Whether whoever received the decree may act by it on that day.

    A substitution needs that the other is away or that her post is vacant (Llei 40/2015, art. 13.1); a
    delegation falls when either leaves her post (ROF, art. 114 and 118).
    """
    if decree.refused:
        return Standing(False, "refused", "ROF, art. 114.1")
    if on < decree.decree_on or on < decree.starts_on:
        return Standing(False, "not-yet", "ROF, art. 44.2 i 114.1")
    if decree.ends_on is not None and on >= decree.ends_on:
        return Standing(False, "ended", "Llei 40/2015, art. 9.6")
    if not receiver_in_post:
        return Standing(False, "receiver-left", "Llei 40/2015, art. 8")
    if decree.manner is Manner.SUBSTITUTION:
        if granter_in_post and not granter_away:
            return Standing(False, "not-away", "Llei 40/2015, art. 13.1")
        return Standing(True, "", "Llei 40/2015, art. 13")
    if not granter_in_post:
        return Standing(False, "granter-left", "ROF, art. 118.1")
    article = "Llei 40/2015, art. 9" if decree.manner is Manner.DELEGATION else "Llei 40/2015, art. 12"
    return Standing(True, "", article)


_ELECTED_FROM = ("mayor",)
_BY_MANNER: dict[Manner, dict[str, tuple[frozenset[str], str]]] = {
    Manner.DELEGATION: {"mayor": (frozenset({"councillor"}), "LBRL, art. 21.3 i 23.4; ROF, art. 43")},
    Manner.SIGNATURE: {
        "mayor": (frozenset({"councillor", "secretary", "administrator"}), "Llei 40/2015, art. 12.1"),
        "councillor": (frozenset({"secretary", "administrator", "processor"}), "Llei 40/2015, art. 12.1"),
        "administrator": (frozenset({"processor", "registrar"}), "Llei 40/2015, art. 12.1"),
    },
    Manner.SUBSTITUTION: {
        "mayor": (frozenset({"councillor"}), "LBRL, art. 23.3; ROF, art. 47"),
        "councillor": (frozenset({"councillor", "mayor"}), "Llei 40/2015, art. 13.1"),
        "secretary": (
            frozenset({"secretary", "administrator", "processor"}),
            "RD 128/2018, art. 49 a 53",
        ),
        "administrator": (frozenset({"administrator", "secretary", "processor"}), "Llei 40/2015, art. 13.1"),
        "processor": (
            frozenset({"processor", "administrator", "registrar", "secretary"}),
            "Llei 40/2015, art. 13.1",
        ),
        "registrar": (frozenset({"registrar", "processor", "administrator"}), "Llei 40/2015, art. 13.1"),
        "archivist": (frozenset({"archivist", "administrator", "secretary"}), "Llei 40/2015, art. 13.1"),
        "external": (frozenset({"external"}), "Llei 40/2015, art. 13.1"),
    },
}


def may_be_given(manner: Manner, *, of_role: str, to_roles: Iterable[str]) -> Standing:
    """Whether a post of that role may be delegated, or substituted, to whoever holds those roles.

    The mayor delegates only to councillors in government; whoever received competences does not delegate them
    again (Llei 40/2015, art. 9.5); what the law reserves to the secretary is never delegated (RD 128/2018).
    """
    if manner is Manner.DELEGATION and of_role == "secretary":
        return Standing(False, "reserved-functions", "RD 128/2018, art. 2 i 3")
    if manner is Manner.DELEGATION and of_role == "councillor":
        return Standing(False, "no-subdelegation", "Llei 40/2015, art. 9.5")
    rule = _BY_MANNER[manner].get(of_role)
    if rule is None:
        return Standing(False, "role-gives-none", "Llei 40/2015, art. 9, 12 i 13")
    takes, article = rule
    if not takes & set(to_roles):
        return Standing(False, "wrong-receiver", article)
    return Standing(True, "", article)


@dataclass(frozen=True)
class Matter:
    """A competence of the mayor that cannot be delegated, and words by which a text may speak of it."""

    key: str
    words: tuple[str, ...]
    article: str


NOT_DELEGABLE: tuple[Matter, ...] = (
    Matter("lead", ("direccio del govern", "dirigir el govern", "direccion del gobierno", "dirigir el gobierno"),
           "LBRL, art. 21.1.a i 21.3"),
    Matter("sessions", ("convocar el ple", "presidir el ple", "convocatoria del ple", "convocar el pleno",
                        "presidir el pleno", "convocatoria del pleno", "presidir la junta de govern",
                        "presidir la junta de gobierno"), "LBRL, art. 21.1.c i 21.3"),
    Matter("casting-vote", ("vot de qualitat", "voto de calidad"), "LBRL, art. 21.1.c i 21.3"),
    Matter("edicts", ("bans municipals", "dictar bans", "bandos", "ban municipal"), "LBRL, art. 21.1.e i 21.3"),
    Matter("credit", ("operacions de credit", "operaciones de credito", "operacio de credit"),
           "LBRL, art. 21.1.f i 21.3"),
    Matter("staff", ("cap superior de tot el personal", "prefectura superior", "direccio superior de tot el personal",
                     "jefatura superior"), "LBRL, art. 21.1.h i 21.3"),
    Matter("dismissal", ("acomiadament", "despido", "separacio del servei", "separacion del servicio"),
           "LBRL, art. 21.1.h i 21.3"),
    Matter("planning", ("planejament de desenvolupament", "planeamiento de desarrollo", "projectes d'urbanitzacio",
                        "proyectos de urbanizacion"), "LBRL, art. 21.1.j i 21.3"),
    Matter("lawsuits", ("accions judicials", "acciones judiciales"), "LBRL, art. 21.1.k i 21.3"),
    Matter("lesivity", ("lesivitat", "lesividad"), "LBRL, art. 21.1.l i 21.3"),
    Matter("emergency", ("catastrofe", "calamitat", "calamidad", "infortuni"), "LBRL, art. 21.1.m i 21.3"),
)  # fmt: skip


def not_delegable_in(folded: str) -> list[Matter]:
    """The matters that cannot be delegated of which a text seems to speak; `folded` has no accents nor capitals."""
    return [matter for matter in NOT_DELEGABLE if any(words in folded for words in matter.words)]


_FIXED = (
    (1, 1),
    (1, 6),
    (5, 1),
    (6, 24),
    (8, 15),
    (9, 11),
    (10, 12),
    (11, 1),
    (12, 6),
    (12, 8),
    (12, 25),
    (12, 26),
)


def common_holidays(year: int) -> frozenset[date]:
    """Days that are not working days in the whole of Catalonia every year; the two local ones are not here."""
    easter = _easter(year)
    moving = {easter - 2 * DAY, easter + DAY}
    return frozenset({date(year, month, day) for month, day in _FIXED} | moving)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * j) // 433
    month, _day = divmod(h + j - 7 * m + 90, 25)
    return date(year, month, (h + j - 7 * m + 33 * month + 19) % 32)
