"""Acts on units and posts."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.directory.events import PostEnded, PostGiven
from consistori.directory.models import Person, Post, Unit
from consistori.directory.policies import may_manage_people
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce


@act
def create_unit(*, by: Actor, name: str, code: str = "") -> Unit:
    """Add a unit to the entity."""
    ensure(may_manage_people(by))
    if Unit.objects.filter(name=name).exists():
        raise AlreadyDone(_("There is already a unit with this name."), field="name")
    return Unit.objects.create(name=name, code=code)


@act
def give_post(
    person: Person, *, by: Actor, role: str, title_ca: str, title_es: str = "", starts_on: date,
    ends_on: date | None = None, unit: Unit | None = None, heads_unit: bool = False,
) -> Post:  # fmt: skip
    """Make the person hold a post from `starts_on` until the day before `ends_on`."""
    ensure(may_manage_people(by))
    if role not in Role.values:
        raise BadInput(_("That role does not exist."), field="role")
    if ends_on is not None and ends_on < starts_on:
        raise BadInput(_("A post cannot end before it starts."), field="ends_on")
    post = Post.objects.create(
        person=person, role=role, title_ca=title_ca, title_es=title_es, starts_on=starts_on, ends_on=ends_on,
        unit=unit, heads_unit=heads_unit,
    )  # fmt: skip
    announce(PostGiven(person_id=person.pk, name=person.full_name, title=title_ca, role=role), by=by)
    return post


@act
def end_post(post: Post, *, by: Actor, ends_on: date) -> None:
    """End the post: `ends_on` is the first day without it."""
    ensure(may_manage_people(by))
    if ends_on < post.starts_on:
        raise BadInput(_("A post cannot end before it starts."), field="ends_on")
    post.ends_on = ends_on
    post.save(update_fields=["ends_on"])
    announce(
        PostEnded(
            person_id=post.person_id,
            name=post.person.full_name,
            title=post.title_ca,
            ends_on=ends_on.isoformat(),
        ),
        by=by,
    )
