"""The entities and the people of the demo, entered through the acts of the directory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from consistori.config.demo.passwords import password
from consistori.config.demo.stories import read
from consistori.config.demo.summary import Login
from consistori.directory.models import Person, Post, Unit
from consistori.directory.selectors import Standing, standings_of
from consistori.directory.services import create_unit, give_post, invite_person
from consistori.kernel.actor import Actor
from consistori.signature.models import SigningKey
from consistori.signature.ports import demo_authority
from consistori.signature.services import issue_demo_key
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

ARMS = Path(__file__).parent / "arms"
SINCE = date(2023, 6, 17)
PROGRAM = "la demostració"
PROVINCE = "diputacio-de-la-vall"


@dataclass
class Cast:
    """The entities by slug, the people by the first part of their e-mail, and them as actors, asked once."""

    entities: dict[str, Entity]
    people: dict[str, Person]
    logins: list[Login]
    _standings: dict[str, dict[int, Standing]] = field(default_factory=dict)

    def actor(self, name: str, town: str) -> Actor:
        """The person at work in that town; without posts where she holds none."""
        person, entity = self.people[name], self.entities[town]
        if name not in self._standings:
            self._standings[name] = standings_of(person)
        standing = self._standings[name].get(entity.pk)
        return standing.actor if standing else Actor(person.pk, person.full_name, entity.pk)

    def login(self, name: str) -> Login:
        email = self.people[name].email
        return next(login for login in self.logins if login.email == email)


def program(entity: Entity) -> Actor:
    """The demo itself, as an actor."""
    return Actor.system(PROGRAM, entity.pk)


def make_entities() -> dict[str, Entity]:
    """The province, its towns and their trusts, with their arms; those that are already there stay."""
    made: dict[str, Entity] = {}
    for said in read("towns.toml")["entity"]:
        slug = said["slug"]
        found = Entity.objects.filter(slug=slug).first()
        made[slug] = found or _entity(said, made.get(said.get("parent", "")))
    return made


def _entity(said: dict[str, Any], parent: Entity | None) -> Entity:
    arms = (ARMS / f"{said['slug']}.svg").read_text(encoding="utf-8")
    entity = Entity(**{**said, "parent": parent, "arms": arms, "languages": ["ca", "es"]})
    entity.full_clean()
    entity.save()
    return entity


def hire(entities: dict[str, Entity], kept: list[Login]) -> Cast:
    """Give everybody a login with its second factor, and their posts. `kept` are those of a run before."""
    known = {login.email: login for login in kept}
    people: dict[str, Person] = {}
    logins: list[Login] = []
    for said in read("staff.toml")["person"]:
        login = known.get(said["email"]) or _new_login(said)
        login.towns = list(dict.fromkeys(post[0] for post in said["posts"]))
        login.roles = list(dict.fromkeys(post[1] for post in said["posts"]))
        login.town, login.role = said["posts"][0][:2]
        login.posts = _posts_in_words(said["posts"], entities)
        people[said["email"].split("@")[0]] = _person(said, login, entities)
        logins.append(login)
    return Cast(entities, people, logins)


def _posts_in_words(posts: list[list[Any]], entities: dict[str, Entity]) -> list[str]:
    """Each title once, with the places where it is held."""
    places: dict[str, list[str]] = {}
    for slug, _role, title, *_rest in posts:
        places.setdefault(title, []).append(entities[slug].short_name)
    return [f"{title} ({', '.join(where)})" for title, where in places.items()]


def _new_login(said: dict[str, Any]) -> Login:
    return Login(
        name=f"{said['given']} {said['family']}",
        email=said["email"],
        password=password(),
        totp_secret=generate_totp_secret(),
        signing_passphrase=password(3) if said.get("key") else "",
    )


def _person(said: dict[str, Any], login: Login, entities: dict[str, Entity]) -> Person:
    first = entities[said["posts"][0][0]]
    person = Person.objects.filter(email=login.email).first()
    with working_for(first):
        if person is None:
            person = invite_person(
                by=program(first), email=login.email, given_name=said["given"], family_name=said["family"],
                password=login.password, language=said.get("language", "ca"),
            )  # fmt: skip
        elif not person.check_password(login.password):
            person.set_password(login.password)
            person.save(update_fields=["password"])
        Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).delete()
        TOTP.activate(person, login.totp_secret)
    for slug, role, title_ca, title_es, unit, heads in said["posts"]:
        _give(person, entities[slug], role, title_ca, title_es, unit, heads)
    return person


def _give(
    person: Person, entity: Entity, role: str, title_ca: str, title_es: str, unit: str, heads: bool
) -> None:
    by = program(entity)
    with working_for(entity):
        if Post.objects.filter(person=person, role=role).exists():
            return
        place = None
        if unit:
            place = Unit.objects.filter(name=unit).first() or create_unit(
                by=by, name=unit, code=unit[:3].upper()
            )
        give_post(
            person, by=by, role=role, title_ca=title_ca, title_es=title_es, starts_on=SINCE, unit=place,
            heads_unit=heads,
        )  # fmt: skip


def give_keys(cast: Cast) -> int:
    """Have the demonstration authority issue the keys of whoever signs; how many there are."""
    if demo_authority() is None:
        return 0
    signers = [said for said in read("staff.toml")["person"] if said.get("key")]
    for said in signers:
        name = said["email"].split("@")[0]
        person, (slug, _role, title, *_rest) = cast.people[name], said["posts"][0]
        if SigningKey.objects.kept().filter(person=person).exists():
            continue
        entity = cast.entities[slug]
        with working_for(entity):
            issue_demo_key(
                by=program(entity), person=person, passphrase=cast.login(name).signing_passphrase, post=title,
                organisation=entity.name, kind="ec",
            )  # fmt: skip
    return len(signers)
