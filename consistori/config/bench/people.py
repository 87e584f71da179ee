"""The towns of the bench and who works in them: one large town and 164 small ones under one province."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password

from consistori.directory.models import Person, Post, Unit
from consistori.directory.roles import Role
from consistori.tenancy.models import Entity

PASSWORD = "mesura de la província"  # noqa: S105 - of towns that do not exist
UNITS = ("Secretaria", "Urbanisme", "Serveis socials", "Intervenció", "Brigada")
GIVEN = ("Anna", "Biel", "Carla", "David", "Elena", "Ferran", "Gina", "Hug", "Irene", "Jan", "Laia", "Marc")
FAMILY = ("Roca", "Serra", "Puig", "Coll", "Prat", "Mas", "Soler", "Vidal", "Font", "Riera", "Bosch", "Pons")


@dataclass(frozen=True)
class Size:
    """How much a town has."""

    slug: str
    name: str
    prefix: str
    cases: int
    documents: int
    users: int


@dataclass(frozen=True)
class Province:
    """How large the bench is: the figures of the design, or a share of them to try it out."""

    cases: int = 45_000
    documents: int = 200_000
    users: int = 600
    towns: int = 164
    town_cases: int = 300
    town_documents: int = 1_200
    town_users: int = 8
    files: int = 500

    def shared_by(self, share: int) -> Province:
        """A province so many times smaller, to try the bench out."""
        if share <= 1:
            return self
        return Province(
            cases=max(self.cases // share, 30), documents=max(self.documents // share, 120),
            users=max(self.users // share, 8), towns=max(self.towns // share, 4),
            files=max(self.files // share, 12),
        )  # fmt: skip

    def sizes(self) -> list[Size]:
        """The large town first."""
        small = [
            Size(
                f"bench-{n:03d}",
                f"Mesura {n}",
                _prefix(n),
                self.town_cases,
                self.town_documents,
                self.town_users,
            )
            for n in range(1, self.towns + 1)
        ]
        return [Size("bench-gran", "Mesura la Gran", "MLG", self.cases, self.documents, self.users), *small]


def _prefix(n: int) -> str:
    """Three letters, each town another: the prefix of its verification codes."""
    return "B" + chr(65 + n // 26) + chr(65 + n % 26)


@dataclass
class Staff:
    """The people of a town, their units, and the secretary who works in the first three towns."""

    people: list[Person]
    units: list[Unit]
    shared: Person | None


@cache
def _one_hash() -> str:
    # One hash for all: to make 1,900 of them would take minutes and measure nothing.
    return make_password(PASSWORD)


def hire_staff(town: Entity, users: int, *, shared: Person | None) -> Staff:
    """`users` people with a post each, five units, and the shared secretary if there is one."""
    units = Unit.objects.bulk_create([Unit(name=name, code=name[:3].upper()) for name in UNITS])
    people = Person.objects.bulk_create([_person(town, n) for n in range(users - (shared is not None))])
    posts = [_post(p, Role.MAYOR if n == 0 else Role.PROCESSOR, units[n % 5]) for n, p in enumerate(people)]
    if shared is not None:
        posts.append(_post(shared, Role.SECRETARY, units[0]))
    Post.objects.bulk_create(posts)
    return Staff(people=people, units=units, shared=shared)


def shared_secretary() -> Person:
    """She works in the large town and in the two first small ones."""
    return Person.objects.create(
        email="secretaria@bench.example", given_name="Mercè", family_name="Mesura", password=_one_hash()
    )


def _person(town: Entity, n: int) -> Person:
    given, family = GIVEN[n % 12], FAMILY[n // 12 % 12]
    email = f"{given}.{family}.{n}@{town.slug}.example".lower()
    return Person(email=email, given_name=given, family_name=family, password=_one_hash())


def _post(person: Person, role: str, unit: Unit) -> Post:
    return Post(person=person, role=role, unit=unit, title_ca="Lloc de treball", starts_on=date(2020, 1, 1))
