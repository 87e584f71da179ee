"""API: the entity, who works here, and the trail of what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of
from consistori.directory.api_access.paging import read_cursor, write_cursor
from consistori.directory.models import Post
from consistori.directory.policies import may_read_trail
from consistori.directory.selectors import Colleague, people_here
from consistori.kernel.errors import ensure
from consistori.kernel.text import fold, words
from consistori.tenancy.modality import PRESETS, is_on
from consistori.trail import selectors as trail
from consistori.trail.selectors import TrailEntry

router = Router()


class EntityOut(BaseModel):
    """The town hall [ens] that the key belongs to, and what the key may do."""

    slug: str
    kind: str
    name: str
    short_name: str
    modality: str
    switches: list[str]
    key_name: str
    key_scopes: list[str]


class PostOut(BaseModel):
    """A post that a person holds now."""

    role: str
    title: str
    unit_id: UUID | None
    unit: str
    heads_unit: bool


class PersonOut(BaseModel):
    """Somebody who works here."""

    id: UUID
    name: str
    email: str
    posts: list[PostOut]


class TrailEventOut(BaseModel):
    """A fact of the trail [traça], as it is in the chain; `sentence` says it in the language of who asks."""

    seq: int
    at: datetime
    kind: str
    subject_id: UUID | None
    actor_id: UUID | None
    actor_name: str
    channel: str
    sentence: str
    payload: dict[str, Any]


class TrailQuery(ListQuery):
    """What of the trail."""

    q: None = Field(None, exclude=True)
    subject: UUID | None = Field(None, description="Only what happened to this record.")
    after: int | None = Field(
        None,
        ge=0,
        lt=2**63,
        description="To follow what happens: the facts after this `seq`, the oldest first.",
    )


@router.get("/entity", response=EntityOut, summary="The town hall of the key")
@api_operation()
def show_entity(request: ApiRequest) -> Answer:
    """Which town hall this is, what is switched on in it, and what the key may do."""
    entity = request.entity
    on = sorted(s for s in PRESETS["complete_plus"] if is_on(entity, s))
    return Answer(
        EntityOut(
            slug=entity.slug,
            kind=entity.kind,
            name=entity.name,
            short_name=entity.short_name,
            modality=entity.modality,
            switches=on,
            key_name=request.auth.name,
            key_scopes=sorted(request.auth.scopes),
        )
    )


@router.get("/people", response=Page[PersonOut], summary="Who works here")
@api_operation(scope="people:read")
def list_people(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """People with a live post, by family name. `q` finds by the beginning of the words of the name."""
    asked = words(fold(query.q)) if query.q else []
    found = [c for c in people_here() if _has(c, asked)]
    items, following = page_of(found, query, key=_by_name)
    return Answer(Page[PersonOut](items=[_person(c) for c in items], next=following))


def _has(colleague: Colleague, asked: list[str]) -> bool:
    have = words(fold(colleague.person.full_name))
    return all(any(word.startswith(term) for word in have) for term in asked)


def _by_name(colleague: Colleague) -> str:
    person = colleague.person
    return f"{person.family_name} {person.given_name} {person.pk}"


def _person(colleague: Colleague) -> PersonOut:
    person = colleague.person
    posts = [_post(post) for post in colleague.posts]
    return PersonOut(id=person.pk, name=person.full_name, email=person.email, posts=posts)


def _post(post: Post) -> PostOut:
    return PostOut(
        role=post.role,
        title=post.title_ca,
        unit_id=post.unit_id,
        unit=post.unit.name if post.unit else "",
        heads_unit=post.heads_unit,
    )


@router.get("/trail-events", response=Page[TrailEventOut], summary="What happened")
@api_operation(scope="trail:read")
def list_trail_events(request: ApiRequest, query: Query[TrailQuery]) -> Answer:
    """The facts of the town hall, the newest first, or those of one record; with `after`, those that follow."""
    ensure(may_read_trail(request.actor))
    place = read_cursor(query.cursor, [int])[0] if query.cursor else None
    found = _events(query, place)
    following = write_cursor([found[query.limit - 1].seq]) if len(found) > query.limit else None
    return Answer(Page[TrailEventOut](items=[event_out(e) for e in found[: query.limit]], next=following))


def _events(query: TrailQuery, place: int | None) -> list[TrailEntry]:
    """One more than a page, so that it is known whether there is another."""
    most = query.limit + 1
    if query.subject:
        return trail.timeline([query.subject], limit=most, before_seq=place)
    if query.after is not None:
        return trail.since(query.after if place is None else place, limit=most)
    return trail.recent(limit=most, before_seq=place)


def event_out(entry: TrailEntry) -> TrailEventOut:
    """A line of the trail as the API tells it."""
    return TrailEventOut(
        seq=entry.seq,
        at=entry.at,
        kind=entry.kind,
        subject_id=entry.subject_id,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        channel=entry.channel,
        sentence=entry.sentence,
        payload=entry.payload,
    )
