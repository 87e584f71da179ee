"""The legal pages of the office: what the program knows, and the text of each letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse

from consistori.catalogue.procedures.selectors import open_procedures
from consistori.deadlines.selectors import in_force, place_of
from consistori.eoffice.models import Incident
from consistori.eoffice.office import selectors
from consistori.eoffice.office.letters import LETTERS, in_groups
from consistori.eoffice.office.saying import card, silence_of
from consistori.eoffice.office.texts import checks
from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere
from consistori.kernel.text import fold
from consistori.signature.models import AutomatedAct, Seal
from consistori.signature.seals import automated_kinds

MOST_INCIDENTS = 50
COMPLAINT, GENERIC = "GEN-04", "GEN-01"

Facts = Callable[[PublicRequest], dict[str, Any]]


@dataclass(frozen=True)
class Described:
    """What is published of an automated act (RD 203/2021, art. 11.1.i): words, and each body with its name."""

    name: str
    design: str
    data: str
    objective: str
    challenge: str
    bodies: tuple[tuple[Any, str], ...]
    is_acting: bool = True


described: list[Callable[[str], Mapping[Any, Described]]] = []
"""A higher room says here, in a language, what it knows of automated acts, by the key of each. One statement each."""


@public_page
def index(request: PublicRequest) -> HttpResponseBase:
    """Everything that this office publishes of itself."""
    return TemplateResponse(request, "eoffice/legal/index.html", {"groups": in_groups()})


@public_page
def page(request: PublicRequest, key: str) -> HttpResponseBase:
    """One letter: what the program knows, then the text in force."""
    letter = LETTERS.get(key)
    if letter is None:
        raise NotHere()
    context: dict[str, Any] = {"letter": letter, "groups": in_groups(), "setting": selectors.setting()}
    context |= {"text": selectors.text_of(letter, request.entity), "spoken": selectors.language()}
    if gather := FACTS.get(letter.facts):
        context |= gather(request)
    return TemplateResponse(request, "eoffice/legal/page.html", context)


def _time(request: PublicRequest) -> dict[str, Any]:
    """The calendar of the seat, this year or the next one; and where each layer was published."""
    asked = request.GET.get("any", "")
    year = (
        int(asked)
        if asked in {str(today().year - 1), str(today().year), str(today().year + 1)}
        else today().year
    )
    place, calendar = place_of(request.entity), selectors.calendar_here(request.entity)
    sources = [row for row in in_force(set(place.above)) if row.year == year]
    return {
        "year": year,
        "years": [today().year, today().year + 1],
        "place": place,
        "days": selectors.holidays_of_year(calendar, year),
        "is_whole": year in calendar.years,
        "sources": sources,
    }


def _incidents(request: PublicRequest) -> dict[str, Any]:
    rows = list(Incident.objects.all()[:MOST_INCIDENTS])
    moment = now()
    return {
        "live": [one for one in rows if one.ends_at is None or one.ends_at > moment],
        "past": [one for one in rows if one.ends_at is not None and one.ends_at <= moment],
    }


def _services(request: PublicRequest) -> dict[str, Any]:
    said = selectors.language()
    sheets = [one.sheet for one in open_procedures(said)]
    rows = [(card(sheet, said), silence_of(sheet.silence)[0]) for sheet in sheets]
    return {"rows": sorted(rows, key=lambda row: fold(row[0].name))}


def _automated(request: PublicRequest) -> dict[str, Any]:
    """Each automated act, with what higher rooms know of it (its rule: design, data, bodies, how to dispute it)."""
    acts = list(AutomatedAct.objects.in_force(today()).select_related("seal"))
    told: dict[Any, Any] = {}
    for ask in described:
        told |= ask(selectors.language())
    return {"acts": [(automated_kinds.get(act.kind, act.kind), act, told.get(act.pk)) for act in acts]}


def _seals(request: PublicRequest) -> dict[str, Any]:
    """The seals with what each one seals today (Llei 40/2015, art. 40.1)."""
    seals: list[Any] = list(Seal.objects.filter(removed_at=None))
    acts = list(AutomatedAct.objects.in_force(today()))
    for seal in seals:
        seal.does = [automated_kinds.get(act.kind, act.kind) for act in acts if act.seal_id == seal.pk]
    return {"seals": seals, "moment": now()}


def _certificate(request: PublicRequest) -> dict[str, Any]:
    return {"host": request.get_host(), "is_secure": request.is_secure()}


def _accessibility(request: PublicRequest) -> dict[str, Any]:
    """The statement, from what is really checked."""
    said, known = selectors.language(), checks()
    return {
        "standard": known["standard"],
        "checked": [one[said] for one in known["checked"]],
        "missing": [one[said] for one in known["missing"]],
        "reviewed_on": known["reviewed_on"],
        "complaint": _shown(COMPLAINT),
    }


def _shown(code: str) -> Any:
    """A procedure as a line, or None where the town does not have it."""
    return next((one for one in selectors.cards() if one.code == code), None)


def _offices(request: PublicRequest) -> dict[str, Any]:
    """Our counter, and those of the entity above."""
    return {"above": request.entity.parent}


FACTS: dict[str, Facts] = {
    "time": _time,
    "incidents": _incidents,
    "services": _services,
    "automated": _automated,
    "seals": _seals,
    "certificate": _certificate,
    "accessibility": _accessibility,
    "offices": _offices,
    "complaints": lambda request: {"complaint": _shown(COMPLAINT)},
    "forms": lambda request: {"generic": _shown(GENERIC), "rows": selectors.cards()},
}
