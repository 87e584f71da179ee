"""Questions about who works here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language

from consistori.directory.models import Person, Post
from consistori.kernel.actor import Actor, HeldPost
from consistori.kernel.clock import today
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import own_rows_of


@dataclass(frozen=True)
class Standing:
    """What a person is in one entity: the entity, and her as an actor there."""

    entity: Entity
    actor: Actor


def _actor(person: Person, entity: Entity, posts: list[Post], channel: str) -> Actor:
    language = get_language() or "ca"
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
        ),
        channel=channel,
    )


def standings_of(person: Person, *, channel: str = "web", on: date | None = None) -> dict[int, Standing]:
    """Every entity where the person holds a live post, by its key, by name. One statement."""
    with own_rows_of(person.pk):
        posts = list(Post.anywhere.filter(person=person).live(on or today()).select_related("entity"))
    by_entity: dict[int, list[Post]] = {}
    for post in posts:
        by_entity.setdefault(post.entity.pk, []).append(post)
    found = [
        Standing(entity=mine[0].entity, actor=_actor(person, mine[0].entity, mine, channel))
        for mine in by_entity.values()
    ]
    return {s.entity.pk: s for s in sorted(found, key=lambda s: s.entity.short_name)}


def actor_of(person: Person, entity: Entity, channel: str = "web", on: date | None = None) -> Actor:
    """The person as an actor in that entity; with no live post there, an actor without posts."""
    standing = standings_of(person, channel=channel, on=on).get(entity.pk)
    return standing.actor if standing else _actor(person, entity, [], channel)


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
