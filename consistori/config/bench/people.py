"""Who works in the towns of the bench. One person holds a post in the three of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consistori.directory.models import Person, Post, Unit
from consistori.directory.roles import Role
from consistori.tenancy.models import Entity

TOWNS = (
    ("bench-alta", "Mesura de Dalt", "MDD"),
    ("bench-baixa", "Mesura de Baix", "MDB"),
    ("bench-mar", "Mesura de Mar", "MDM"),
)
UNITS = ("Secretaria", "Urbanisme", "Serveis socials", "Intervenció", "Brigada")
NAMES = (
    "Anna Roca", "Biel Serra", "Carla Puig", "David Coll", "Elena Prat", "Ferran Mas", "Gina Soler", "Hug Vidal",
    "Irene Font", "Jan Riera", "Laia Bosch", "Marc Pons",
)  # fmt: skip


@dataclass
class Staff:
    """The people of a town, their units, and the one who works in all the towns."""

    people: list[Person]
    units: list[Unit]
    shared: Person


def hire_staff(town: Entity, *, shared: Staff | None) -> Staff:
    """Twelve people with a post each, five units, and the shared secretary."""
    secretary = shared.shared if shared else _person("Mercè Mesura", "secretaria@bench.example")
    units = [Unit.objects.create(name=name, code=name[:3].upper()) for name in UNITS]
    people = []
    for place, name in enumerate(NAMES):
        email = f"{name.split()[0].lower()}.{town.slug}@bench.example"
        person = _person(name, email)
        role = Role.MAYOR if place == 0 else Role.PROCESSOR
        _post(person, role, units[place % len(units)])
        people.append(person)
    _post(secretary, Role.SECRETARY, units[0])
    return Staff(people=people, units=units, shared=secretary)


def _person(name: str, email: str) -> Person:
    given, family = name.split(" ", 1)
    person = Person(email=email, given_name=given, family_name=family)
    person.set_unusable_password()
    person.save()
    return person


def _post(person: Person, role: str, unit: Unit) -> None:
    Post.objects.create(
        person=person, role=role, unit=unit, title_ca="Lloc de treball", starts_on=date(2020, 1, 1)
    )
