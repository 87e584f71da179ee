"""Who holds the post of a step on a day, and with which hand it is done: in it, by delegation, or as a substitute.

Asked at the moment of the act: what a step keeps of its holder is only so that trays are quick (Llei 40/2015, art. 8
to 13; R-DEC-02).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.directory.careers import is_usable
from consistori.directory.models import Delegation, Person, Post
from consistori.directory.roles import SIGNS
from consistori.directory.rules import Manner
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import Verdict
from consistori.signature.circuits.rules import Seat, sitting_in
from consistori.signature.hands import Hand, words_for
from consistori.signature.models import CircuitStep

SUBSTITUTE = "Llei 40/2015, art. 13"


def posts_of_roles(roles: Iterable[str], on: date | None = None) -> list[Post]:
    """The posts held here that day with any of these roles, whoever heads a unit first. One statement."""
    rows = Post.objects.live(on or today()).filter(role__in=set(roles), person__is_active=True)
    return list(rows.select_related("person").order_by("-heads_unit", "starts_on", "pk"))


def sitters(seat: Seat, posts: Iterable[Post]) -> list[Post]:
    """Of these posts, those that are that one."""
    found: list[Post] = sitting_in(seat, posts)  # type: ignore[assignment]
    return found


def holder_of(seat: Seat, posts: Iterable[Post], substitutions: Iterable[Delegation]) -> Person | None:
    """In whose tray a step of that post goes: of whoever holds it; or of whoever held it, when somebody substitutes her
    in the vacancy; None when nobody can do it."""
    here = sitters(seat, posts)
    if here:
        person: Person = here[0].person
        return person
    for decree in substitutions:
        if sitters(seat, [decree.of_post]):
            return decree.of_post.person
    return None


def substitutions_in_force(on: date | None = None) -> list[Delegation]:
    """Every substitution by which somebody may act here that day, with the post that is substituted. One statement."""
    rows = Delegation.objects.in_force(on or today()).filter(manner=Manner.SUBSTITUTION)
    return list(rows.select_related("of_post__person", "to").order_by("-decree_on"))


def resolve(steps: Iterable[CircuitStep], on: date | None = None) -> dict[UUID, Person | None]:
    """Whose each of these steps is today, by step. Two statements at most."""
    with_post = [step for step in steps if step.role]
    found: dict[UUID, Person | None] = {
        step.pk: step.delegation.to for step in with_post if step.delegation is not None
    }
    left = [step for step in with_post if step.delegation is None]
    if not left:
        return found
    posts = posts_of_roles({step.role for step in left}, on)
    asked = {step.pk: (step.seat, sitters(step.seat, posts)) for step in left if step.seat is not None}
    decrees = substitutions_in_force(on) if any(not here for _seat, here in asked.values()) else []
    for key, (seat, here) in asked.items():
        found[key] = here[0].person if here else holder_of(seat, (), decrees)
    return found


def hand_in(actor: Actor, step: CircuitStep, on: date | None = None) -> Hand:
    """How the actor would do a step on that day: in her post, by the delegation with which it was asked, or because she
    substitutes whoever holds it. Three statements at most."""
    on, seat = on or today(), step.seat
    if actor.person_id is None or seat is None:
        return Hand(Verdict(False, _("A person of the town hall does this step.")))
    if step.delegation is not None:
        return _by_delegation(actor, step, on)
    here = sitters(seat, posts_of_roles([step.role], on))
    if any(post.person_id == actor.person_id for post in here):
        return Hand(Verdict(True))
    for decree in substitutions_in_force(on):
        if decree.to_id == actor.person_id and sitters(seat, [decree.of_post]):
            return Hand(Verdict(True), decree, words_for(decree, on))
    names = ", ".join(dict.fromkeys(post.person.full_name for post in here))
    said = {"post": step.post, "names": names}
    why = (
        _("This step is of the post «%(post)s», which today is held by %(names)s.") % said
        if names
        else _("This step is of the post «%(post)s», which nobody holds today.") % said
    )
    return Hand(Verdict(False, why, SUBSTITUTE))


def signs(step: CircuitStep) -> bool:
    """Whether the post of a step may sign."""
    return step.role in SIGNS


def _by_delegation(actor: Actor, step: CircuitStep, on: date) -> Hand:
    decree = step.delegation
    if decree is None or actor.person_id != decree.to_id:
        return Hand(
            Verdict(False, _("It was asked of another person, by delegation."), "Llei 40/2015, art. 9")
        )
    if not is_usable(decree, on):
        why = _("It was asked of you by delegation (%(decree)s), and today that delegation is not in force.")
        return Hand(Verdict(False, why % {"decree": decree.decree}, "Llei 40/2015, art. 9"))
    return Hand(Verdict(True), decree, words_for(decree, on))
