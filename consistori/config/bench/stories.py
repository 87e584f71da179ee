"""Rows of cases and parties as the acts write them, made up from a fixed seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from consistori.cases.events import CaseOpened
from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.rules import format_number
from consistori.catalogue.models import Series
from consistori.catalogue.selectors import openable_series
from consistori.config.bench.files import BenchFile
from consistori.config.bench.people import Staff
from consistori.formats import eni_xml
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.parties.models import Identifier, Party
from consistori.parties.services.entering import put_name
from consistori.tenancy import search
from consistori.tenancy.models import Entity
from consistori.trail.facts import PendingEvent

MATTERS = (
    "Gual", "Terrassa", "Obra menor", "Llicència d’obres", "Subvenció a entitats", "Contracte menor", "Padró",
    "Recurs de reposició", "Queixa per soroll", "Ocupació de la via pública", "Modificació de crèdit",
    "Ajut d’urgència social", "Targeta d’aparcament", "Canvi de titular", "Expropiació", "Inspecció",
    "Responsabilitat patrimonial", "Conveni de col·laboració", "Bases reguladores", "Pla especial",
)  # fmt: skip
PLACES = (
    "carrer Major", "plaça de l’Església", "camí Vell", "raval de Baix", "polígon dels Horts", "passeig del Riu",
    "carrer de les Escoles", "masia de Can Roure", "carrer del Forn", "avinguda de la Pau", "carrer Nou",
)  # fmt: skip
GIVEN = (
    "Laia", "Pau", "Maria", "Jordi", "Núria", "Pere", "Carme", "Josep", "Montserrat", "Àlex", "Òscar", "Ivet",
)  # fmt: skip
FAMILY = (
    "Riubrugent", "Pujol", "Casadevall", "Fontcoberta", "Serrat", "Vilaró", "Bassols", "Oliva", "Gispert",
    "Torrent", "Planella", "Comas", "Deulofeu", "Estany", "Galceran", "Mirambell", "Noguer", "Quintana",
)  # fmt: skip
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
YEARS = 3


@dataclass
class Story:
    """A town while it is filled: who is there, and where its numbers and its chain stand."""

    town: Entity
    staff: Staff
    parties: list[Party]
    files: list[BenchFile]
    numbers: dict[int, int] = field(default_factory=dict)
    seq: int = 0
    hash: bytes = bytes(32)
    chance: random.Random = field(default_factory=lambda: random.Random(2026))  # noqa: S311 - the same towns each time
    series: list[Series] = field(default_factory=openable_series)
    by: Actor = field(default_factory=lambda: Actor.system("bench"))

    @property
    def organ(self) -> str:
        return eni_xml.organ_code(self.town.dir3, self.town.ine_code)


def party_rows(town: Entity, many: int) -> tuple[list[Party], list[Identifier]]:
    """Persons with a valid DNI, each another."""
    chance = random.Random(town.pk)  # noqa: S311 - the same people each time
    parties, identifiers = [], []
    for place in range(many):
        number = 10_000_000 + place * 3 + town.pk
        value = f"{number}{LETTERS[number % 23]}"
        party = Party(kind="natural", identifier=value, identifier_kind="dni")
        put_name(
            party, name=chance.choice(GIVEN), surname1=chance.choice(FAMILY), surname2=chance.choice(FAMILY)
        )
        party.created_at = now()
        parties.append(party)
        identifiers.append(Identifier(party=party, kind="dni", value=value))
    return parties, identifiers


def case_rows(
    story: Story, places: range, total: int
) -> tuple[list[CaseFile], list[CaseParty], list[PendingEvent]]:
    """Cases in the order in which they were opened, over three years; the old ones are closed."""
    cases, joined, events = [], [], []
    first = today().replace(month=1, day=1) - timedelta(days=365 * (YEARS - 1))
    days = (today() - first).days
    for place in places:
        opened_on = first + timedelta(days=place * days // total)
        party = story.chance.choice(story.parties)
        case = _case(story, place, opened_on, party)
        cases.append(case)
        joined.append(CaseParty(case=case, party=party, role="applicant", added_at=case.created_at))
        events.append(PendingEvent(_opened(case), story.by))
    return cases, joined, events


def _case(story: Story, place: int, opened_on: date, party: Party) -> CaseFile:
    chance, staff = story.chance, story.staff
    story.numbers[opened_on.year] = number = story.numbers.get(opened_on.year, 0) + 1
    created_at = _at(opened_on, place)
    closed = opened_on.year < today().year and chance.random() < 0.9
    reserved = chance.random() < 0.02
    case = CaseFile(
        entity=story.town,
        number=format_number(story.town.number_pattern, year=opened_on.year, number=number),
        title=f"{chance.choice(MATTERS)} al {chance.choice(PLACES)}, {chance.randint(1, 90)}",
        series=chance.choice(story.series),
        unit=chance.choice(staff.units),
        carried_by=chance.choice(staff.people),
        opened_on=opened_on,
        created_at=created_at,
        last_moved_at=min(created_at + timedelta(days=chance.random() * 20), now()),
        situation="closed" if closed else "open",
        state="ending" if closed else chance.choice(["initiation", "instruction"]),
        ending="resolution" if closed else "",
        closed_at=created_at + timedelta(days=30) if closed else None,
        reserved=reserved,
        reserved_cause="decision" if reserved else "",
        reserved_reason="Dades de menors" if reserved else "",
        reserved_to=["secretary"] if reserved else [],
    )
    case.eni_identifier = eni_xml.case_identifier(story.organ, opened_on.year, case.number)
    case.search = search.vector(case.number, case.title, party.display_name, party.identifier)
    return case


def _at(day: date, place: int) -> datetime:
    return datetime(day.year, day.month, day.day, 7 + place % 8, place % 60, place % 59, tzinfo=now().tzinfo)


def _opened(case: CaseFile) -> CaseOpened:
    return CaseOpened(
        case_id=case.pk,
        number=case.number,
        title=case.title,
        series_id=case.series_id,
        series=case.series.code if case.series else "",
        opened_on=case.opened_on.isoformat(),
    )
