"""Acts on units and posts."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.directory.career_events import PostChanged, UnitClosed, UnitCreated, UnitRenamed
from consistori.directory.events import PostEnded, PostGiven
from consistori.directory.models import Person, Post, Unit
from consistori.directory.policies import may_manage_people
from consistori.directory.roles import Role
from consistori.directory.selectors import standings_of
from consistori.directory.services.sessions import end_sessions
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, ensure
from consistori.trail import act, announce


@act
def create_unit(*, by: Actor, name: str, code: str = "") -> Unit:
    """Add a unit to the entity."""
    ensure(may_manage_people(by))
    name = _free_name(name)
    unit = Unit.objects.create(name=name, code=code.strip())
    announce(UnitCreated(unit_id=unit.pk, name=name), by=by)
    return unit


@act
def rename_unit(unit: Unit, *, by: Actor, name: str, code: str = "") -> None:
    """Give the unit another name; what lies in it stays."""
    ensure(may_manage_people(by))
    before = unit.name
    unit.name, unit.code = (before if name.strip() == before else _free_name(name)), code.strip()
    unit.save(update_fields=["name", "code"])
    if unit.name != before:
        announce(UnitRenamed(unit_id=unit.pk, name=unit.name, before=before), by=by)


@act
def close_unit(unit: Unit, *, by: Actor, on: date) -> None:
    """Close the unit: nothing new enters it. Refused while somebody's post is in it after that day."""
    ensure(may_manage_people(by))
    if unit.closed_on is not None:
        raise AlreadyDone(_("The unit is closed already."))
    names = [
        post.person.full_name for post in Post.objects.filter(unit=unit).live(on).select_related("person")
    ]
    if names:
        raise BadInput(
            _("There are still people in it: %(names)s. Change their unit first.")
            % {"names": ", ".join(names)},
            field="closed_on",
        )
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    announce(UnitClosed(unit_id=unit.pk, name=unit.name, closed_on=on.isoformat()), by=by)


@act
def give_post(
    person: Person, *, by: Actor, role: str, title_ca: str, title_es: str = "", starts_on: date,
    ends_on: date | None = None, unit: Unit | None = None, heads_unit: bool = False,
) -> Post:  # fmt: skip
    """Make the person hold a post from `starts_on` until the day before `ends_on`."""
    ensure(may_manage_people(by))
    _ensure_possible(role=role, starts_on=starts_on, ends_on=ends_on, unit=unit)
    post = Post.objects.create(
        person=person, role=role, title_ca=title_ca, title_es=title_es, starts_on=starts_on, ends_on=ends_on,
        unit=unit, heads_unit=heads_unit,
    )  # fmt: skip
    announce(PostGiven(person_id=person.pk, name=person.full_name, title=title_ca, role=role), by=by)
    return post


@act
def change_post(
    post: Post, *, by: Actor, on: date, role: str, title_ca: str, title_es: str = "",
    unit: Unit | None = None, heads_unit: bool = False,
) -> Post:  # fmt: skip
    """From that day the person holds this other post instead: the one before ends and is kept.

    Raises `BadInput` (`on`) before the post began or after it ended, `AlreadyDone` when nothing changes.
    """
    ensure(may_manage_people(by))
    if on <= post.starts_on or (post.ends_on is not None and on >= post.ends_on):
        raise BadInput(_("On that day she does not hold the post that changes."), field="on")
    after = (role, title_ca, title_es, unit.pk if unit else None, heads_unit)
    if after == (post.role, post.title_ca, post.title_es, post.unit_id, post.heads_unit):
        raise AlreadyDone(_("Nothing changes in this post."))
    _ensure_possible(role=role, starts_on=on, ends_on=post.ends_on, unit=unit)
    _ensure_somebody_stays(post, by=by, on=on, role=role)
    ended, post.ends_on = post.ends_on, on
    post.save(update_fields=["ends_on"])
    made = Post.objects.create(
        person=post.person, role=role, title_ca=title_ca, title_es=title_es, starts_on=on, ends_on=ended,
        unit=unit, heads_unit=heads_unit,
    )  # fmt: skip
    said = PostChanged(
        person_id=post.person_id, name=post.person.full_name, before=post.title_ca, title=title_ca, role=role,
        starts_on=on.isoformat(),
    )  # fmt: skip
    announce(said, by=by)
    return made


@act
def end_post(post: Post, *, by: Actor, ends_on: date) -> None:
    """End the post: `ends_on` is the first day without it. Without any other post her sessions end at once."""
    ensure(may_manage_people(by))
    if ends_on < post.starts_on:
        raise BadInput(_("A post cannot end before it starts."), field="ends_on")
    if post.ends_on is not None and post.ends_on <= today() and ends_on > post.ends_on:
        raise AlreadyDone(_("This post had ended already: give her another."))
    _ensure_somebody_stays(post, by=by, on=ends_on)
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
    end_access_of(post.person)


def end_access_of(person: Person) -> bool:
    """End the sessions of whoever holds no post anywhere today; whether it was so."""
    if standings_of(person, on=today()):
        return False
    end_sessions(person)
    return True


def _free_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadInput(_("Write the name of the unit."), field="name")
    if Unit.objects.filter(name__iexact=name).exists():
        raise AlreadyDone(_("There is already a unit with this name."), field="name")
    return name


def _ensure_possible(*, role: str, starts_on: date, ends_on: date | None, unit: Unit | None) -> None:
    if role not in Role.values:
        raise BadInput(_("That role does not exist."), field="role")
    if ends_on is not None and ends_on < starts_on:
        raise BadInput(_("A post cannot end before it starts."), field="ends_on")
    if unit is not None and unit.closed_on is not None and unit.closed_on <= starts_on:
        raise BadInput(_("That unit is closed."), field="unit")


def _ensure_somebody_stays(post: Post, *, by: Actor, on: date, role: str = "") -> None:
    """The administrator does not leave the house without one: nobody could give posts any more."""
    if post.role != Role.ADMINISTRATOR or role == Role.ADMINISTRATOR or by.is_system:
        return
    others = Post.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True).live(on).exclude(pk=post.pk)
    if not others.exists():
        raise NotPermitted(
            _(
                "This is the only administrator of the town hall on that day: give the post to another person first."
            )
        )
