"""Where an entry seems to belong, and why [suggeriment]. It proposes; nobody applies it but a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from consistori.cases.entries.selectors import Opened
from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.selectors import with_cover
from consistori.catalogue.models import Series
from consistori.catalogue.selectors import series_of_code
from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.kernel.text import fold
from consistori.registry.rules.books import Heading

CONTINUES = frozenset(
    {
        Heading.CORRECTION, Heading.DOCUMENTS, Heading.ALLEGATION, Heading.APPEAL, Heading.WITHDRAWAL,
        Heading.NOTIFICATION,
    }
)  # fmt: skip
"""Headings of what adds to something that is open."""
MOST_TOKENS = 40
MOST_CASES = 20
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{3,31}")

BEGINS = frozenset({Heading.APPLICATION, Heading.DECLARATION, Heading.COMMUNICATION, Heading.COMPLAINT})
"""Headings of what may start a procedure."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_SAID_ALWAYS = frozenset(
    {
        "carrer", "calle", "placa", "plaza", "avinguda", "avenida", "demana", "pide", "solicita", "sollicita",
        "comunica", "porta", "presenta", "aporta", "resposta", "respuesta", "recurs", "recurso", "allegacions",
        "alegaciones", "sobre", "contra", "para", "dels",
    }
)  # fmt: skip
"""Words that say nothing of a matter."""

series_of_procedure: list[Callable[[str], str]] = []
"""Hung by whoever knows procedures: the code of the series of a procedure, or nothing."""
procedure_of_words: list[Callable[[str], tuple[str, str, str] | None]] = []
"""Hung by the same: the procedure that answers to the words of a subject, as (code, name, why)."""


@dataclass(frozen=True)
class Suggestion:
    """Into this case, or a new one in this series, in the hands of this person; `reasons` are sentences."""

    case: CaseFile | None = None
    series: Series | None = None
    person: Person | None = None
    reasons: tuple[str, ...] = ()


def suggest(actor: Actor, opened: Opened) -> Suggestion | None:
    """What the entry seems to be, from what it says: only cases that `actor` reads. At most four statements."""
    entry = opened.entry
    series = _series(entry.procedure)
    cited = _cited(actor, opened)
    hers = _of_the_same_person(actor, opened)
    if cited is not None:
        return _case(cited, _("It says the number %(number)s.") % {"number": cited.number}, hers, series)
    same = [case for case in hers if series is not None and case.series_id == series.pk]
    alike, words = _alike(opened.subject, hers)
    continues = entry.heading in CONTINUES
    if alike is not None and len(words) >= (1 if continues else 2):
        said = _("Its title also says: %(words)s.") % {"words": ", ".join(words)}
        return _case(alike, said, hers, series)
    if continues and (chosen := _only(same) or _only(hers)):
        said = _("“%(heading)s”: it adds to something that is open.")
        return _case(chosen, said % {"heading": entry.get_heading_display()}, hers, series)
    return _new_case(actor, opened, series, same)


def _new_case(actor: Actor, opened: Opened, series: Series | None, same: list[CaseFile]) -> Suggestion | None:
    """A new case in the series of its procedure: the one by which it was filed, or that its words name."""
    entry = opened.entry
    if series is not None:
        reasons = [
            _("It was filed by the procedure “%(code)s”, whose series is %(series)s.")
            % {"code": entry.procedure, "series": series.label}
        ]
    elif entry.heading in BEGINS and (named := _named(opened.subject)) is not None:
        series, why = named
        reasons = [why]
    else:
        return None
    if same:
        reasons.append(
            _("Careful: the same person has a case open in it: %(numbers)s.")
            % {"numbers": ", ".join(case.number for case in same[:3])}
        )
    person, why = _who_carries(actor, series)
    return Suggestion(series=series, person=person, reasons=(*reasons, *([why] if why else [])))


def _case(case: CaseFile, first: str, hers: list[CaseFile], series: Series | None) -> Suggestion:
    reasons = [first] if first else []
    if any(one.pk == case.pk for one in hers):
        only = len(hers) == 1
        reasons.append(
            _("It is the only open case of the same person.") if only else _("The same person comes in it.")
        )
    if series is not None and case.series_id == series.pk:
        reasons.append(_("It is of the series of its procedure, %(series)s.") % {"series": series.label})
    if case.carried_by is not None:
        reasons.append(_("%(name)s carries it.") % {"name": case.carried_by.full_name})
    return Suggestion(case=case, person=case.carried_by, reasons=tuple(reasons))


def _alike(subject: str, cases: list[CaseFile]) -> tuple[CaseFile | None, list[str]]:
    """The one of these cases whose title shares most words with the subject, and the words; none when two tie."""
    said = _words(subject)
    ranked = sorted(
        (
            (sum(len(word) for word in shared), case, shared)
            for case in cases
            if (shared := said & _words(case.title))
        ),
        key=lambda one: -one[0],
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None, []
    best, written = ranked[0], _WORD.findall(ranked[0][1].title)
    return best[1], [word.lower() for word in written if _stem(word) in best[2]]


def _words(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text) if fold(word) not in _SAID_ALWAYS}


def _stem(word: str) -> str:
    return fold(word)[:6]


def _named(subject: str) -> tuple[Series, str] | None:
    """The series of the procedure whose name shares words with the subject, and why it is that one."""
    found = next((answer for ask in procedure_of_words if (answer := ask(subject))), None)
    if found is None or not _words(subject) & _words(found[1]):
        return None
    code, name, why = found
    series = _series(code)
    said = _("It looks like the procedure “%(name)s”, of the series %(series)s.")
    return (series, f"{said % {'name': name, 'series': series.label}} {why}") if series is not None else None


def _only(cases: list[CaseFile]) -> CaseFile | None:
    return cases[0] if len(cases) == 1 else None


def _series(procedure: str) -> Series | None:
    if not procedure:
        return None
    code = next((code for ask in series_of_procedure if (code := ask(procedure))), "")
    found = series_of_code(code) if code else None
    return found if found is not None and found.can_open_case else None


def _cited(actor: Actor, opened: Opened) -> CaseFile | None:
    """The open case whose number is written in its subject, its answers or the names of its papers."""
    texts = [opened.subject, *_strings(opened.entry.answers), *(row.title for row in opened.documents)]
    tokens = list(dict.fromkeys(token.strip("./-_") for text in texts for token in _TOKEN.findall(text)))
    numbers = [token for token in tokens if sum(letter.isdigit() for letter in token) >= 4][:MOST_TOKENS]
    if not numbers:
        return None
    rows = with_cover(CaseFile.objects.visible_to(actor).open()).filter(number__in=numbers)
    found: CaseFile | None = rows.order_by("-last_moved_at").first()
    return found


def _of_the_same_person(actor: Actor, opened: Opened) -> list[CaseFile]:
    """The open cases where whoever presents it comes, the last moved first."""
    ids = {row.party.standing.pk for row in opened.people if row.party is not None}
    if not ids:
        return []
    rows = CaseParty.objects.filter(Q(party_id__in=ids) | Q(party__merged_into_id__in=ids)).values("case_id")
    cases = with_cover(CaseFile.objects.visible_to(actor).open()).filter(pk__in=rows)
    return list(cases.order_by("-last_moved_at", "-id")[:MOST_CASES])


def _who_carries(actor: Actor, series: Series) -> tuple[Person | None, str]:
    """Whoever carries the last case opened in the series."""
    cases = CaseFile.objects.visible_to(actor).open().filter(series=series).exclude(carried_by=None)
    last = cases.select_related("carried_by").order_by("-opened_on", "-id").first()
    if last is None or last.carried_by is None:
        return None, ""
    words = _("%(name)s carries the last one of that series, %(number)s.")
    return last.carried_by, words % {"name": last.carried_by.full_name, "number": last.number}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value[:500]
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
