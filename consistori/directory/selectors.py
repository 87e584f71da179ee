"""Questions about who works here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from consistori.directory.grants import MAY_BE_GRANTED, as_held, grants_of
from consistori.directory.models import AccessGrant, ApiToken, Person, Post
from consistori.kernel.actor import Actor, HeldPost
from consistori.kernel.clock import now, today
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, own_rows_of


@dataclass(frozen=True)
class Standing:
    """What a person is in one entity: the entity, and her as an actor there."""

    entity: Entity
    actor: Actor


def _actor(
    person: Person, entity: Entity, posts: list[Post], channel: str, grants: Sequence[AccessGrant] = ()
) -> Actor:
    language = get_language() or "ca"
    shown, held = as_held(list(grants))
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        entity_id=entity.pk,
        posts=tuple(
            HeldPost(
                id=post.pk,
                role=post.role,
                title=post.title(language),
                unit_id=post.unit_id,
                heads_unit=post.heads_unit,
                starts_on=post.starts_on,
                ends_on=post.ends_on,
            )
            for post in posts
        )
        + shown,
        channel=channel,
        grants=held,
    )


def standings_of(person: Person, *, channel: str = "web", on: date | None = None) -> dict[int, Standing]:
    """Every entity where the person holds a live post or was let see something, by its key, by name.

    One statement; two for whoever may be given grants.
    """
    with own_rows_of(person.pk):
        posts = list(Post.anywhere.filter(person=person).live(on or today()).select_related("entity"))
    by_entity: dict[int, list[Post]] = {}
    for post in posts:
        by_entity.setdefault(post.entity.pk, []).append(post)
    entities = {mine[0].entity.pk: mine[0].entity for mine in by_entity.values()}
    granted: dict[int, list[AccessGrant]] = {}
    if any(post.role in MAY_BE_GRANTED for post in posts):
        for entity, grants in grants_of(person.pk).items():
            entities.setdefault(entity.pk, entity)
            granted[entity.pk] = grants
    found = [
        Standing(entity, _actor(person, entity, by_entity.get(pk, []), channel, granted.get(pk, ())))
        for pk, entity in entities.items()
    ]
    return {s.entity.pk: s for s in sorted(found, key=lambda s: s.entity.short_name)}


def actor_of(person: Person, entity: Entity, channel: str = "web", on: date | None = None) -> Actor:
    """The person as an actor in that entity; with no live post there, an actor without posts."""
    standing = standings_of(person, channel=channel, on=on).get(entity.pk)
    return standing.actor if standing else _actor(person, entity, [], channel)


def actor_of_program(token: ApiToken, entity: Entity) -> Actor:
    """The program as an actor: with its person's posts when it acts for somebody, else with its own roles."""
    scopes = frozenset(token.scopes)
    if token.person is not None and token.person.is_active:
        hers = actor_of(token.person, entity, "api")
        return Actor(hers.person_id, hers.name, entity.pk, hers.posts, "api", token.name, scopes, hers.grants)
    roles = [] if token.person is not None else token.roles
    posts = tuple(HeldPost(id=token.pk, role=str(role), title=token.name) for role in roles)
    return Actor(None, token.name, entity.pk, posts, "api", token.name, scopes)


def colleagues(on: date | None = None) -> list[Person]:
    """Who holds a live post in the entity of the scope, by family name. One statement."""
    live = Post.objects.live(on or today()).values("person_id")
    return list(Person.objects.filter(pk__in=live, is_active=True))


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Full names by identifier. One statement."""
    wanted = {i for i in ids if i}
    return {p.pk: p.full_name for p in Person.objects.filter(pk__in=wanted)} if wanted else {}


def post_title(person_id: UUID, on: date | None = None, language: str = "ca") -> str:
    """The title of the post that the person holds here on that day; empty if none."""
    post = Post.objects.filter(person_id=person_id).live(on or today()).first()
    return post.title(language) if post else ""


@dataclass(frozen=True)
class Colleague:
    """A person who works here and the posts she holds."""

    person: Person
    posts: tuple[Post, ...]

    def titles(self) -> str:
        language = get_language() or "ca"
        return ", ".join(dict.fromkeys(post.title(language) for post in self.posts))


def people_here(on: date | None = None) -> list[Colleague]:
    """Who works in the entity of the scope, by family name, with their live posts. One statement."""
    by_person: dict[UUID, list[Post]] = {}
    for post in Post.objects.live(on or today()).select_related("person", "unit"):
        by_person.setdefault(post.person_id, []).append(post)
    found = [Colleague(posts[0].person, tuple(posts)) for posts in by_person.values()]
    return sorted(found, key=lambda c: (c.person.family_name, c.person.given_name))


def actors_here(on: date | None = None) -> list[Actor]:
    """Everybody who may enter the entity of the scope, as actors, by family name: by a live post or by a grant.
    Two statements.
    """
    entity = current_entity()
    granted: dict[UUID, list[AccessGrant]] = {}
    for grant in AccessGrant.objects.select_related("person").live(now()):
        granted.setdefault(grant.person_id, []).append(grant)
    found = [(c.person, list(c.posts)) for c in people_here(on) if c.person.is_active]
    known = {person.pk for person, _posts in found}
    outside = {g[0].person_id: g[0].person for g in granted.values() if g[0].person_id not in known}
    found += [(person, []) for person in outside.values() if person.is_active]
    return [_actor(person, entity, posts, "web", granted.get(person.pk, ())) for person, posts in found]


def programs_here() -> list[Actor]:
    """The programs whose key lives in the entity of the scope and that act for nobody. One statement."""
    entity = current_entity()
    living = ApiToken.objects.filter(revoked_at=None, person=None).filter(
        Q(expires_at=None) | Q(expires_at__gt=now())
    )
    return [
        Actor(
            None, key.name, entity.pk,
            tuple(HeldPost(id=key.pk, role=str(role), title=key.name) for role in key.roles),
            "api", key.name, frozenset(key.scopes),
        )
        for key in living.order_by("name")
    ]  # fmt: skip


def actor_here(person_id: UUID) -> Actor | None:
    """Somebody who works in the entity of the scope, or did, as an actor; None for whoever never has."""
    found = next((actor for actor in actors_here() if actor.person_id == person_id), None)
    if found is not None:
        return found
    post = Post.objects.filter(person_id=person_id).select_related("person").first()
    return _actor(post.person, current_entity(), [], "web") if post else None
