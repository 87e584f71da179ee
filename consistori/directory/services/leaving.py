"""Leaving: what she carries passes to others, her posts end, and her access that minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.directory.career_events import CarriedHandedOver, PersonLeft
from consistori.directory.carrying import InHand, carried
from consistori.directory.models import Absence, ApiToken, Delegation, Person, Post
from consistori.directory.policies import may_manage_people
from consistori.directory.rules import Manner
from consistori.directory.services.delegations import end_it
from consistori.directory.services.posts import end_access_of, end_post
from consistori.directory.services.tokens import revoke_token
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce


@dataclass(frozen=True)
class HandedOver:
    """How many things passed to others, and a sentence for each that stays and why."""

    count: int
    stay: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """What leaving did: what passed to others, posts, decrees and keys of programs that ended."""

    handed_over: HandedOver
    posts: int
    delegations: int
    keys: int
    sessions_ended: bool


@act
def hand_over_carried(
    person: Person, *, by: Actor, to: Mapping[str, Person], keys: Mapping[str, frozenset[str]] | None = None
) -> HandedOver:
    """Pass what she carries to others, each kind to its person; how many things passed, and which stay.

    `keys` narrows each kind to some of its things. All or nothing: a thing that its receiver cannot take refuses
    everything, at the field `to-<kind>`.
    """
    ensure(may_manage_people(by))
    done = [_pass_on(in_hand, person, by, to, keys) for in_hand in carried.in_hands_of(person)]
    return HandedOver(sum(one.count for one in done), tuple(said for one in done for said in one.stay))


def _pass_on(
    in_hand: InHand,
    person: Person,
    by: Actor,
    to: Mapping[str, Person],
    keys: Mapping[str, frozenset[str]] | None,
) -> HandedOver:
    receiver = to.get(in_hand.kind.name)
    wanted = keys.get(in_hand.kind.name) if keys is not None else None
    things = [one for one in in_hand.things if wanted is None or one.key in wanted]
    if receiver is None or not things:
        return HandedOver(0)
    if receiver.pk == person.pk:
        raise BadInput(_("Choose somebody else."), field=f"to-{in_hand.kind.name}")
    stay = tuple(in_hand.kind.hand_over(things, receiver, by) or ())
    passed = HandedOver(len(things) - len(stay), stay)
    if not passed.count:
        return passed
    said = CarriedHandedOver(
        person_id=person.pk, name=person.full_name, to_id=receiver.pk, to_name=receiver.full_name,
        what=str(in_hand.kind.label), count=passed.count,
    )  # fmt: skip
    announce(said, by=by)
    return passed


@act
def leave(person: Person, *, by: Actor, on: date, to: Mapping[str, Person]) -> Left:
    """She works here until the day before `on`; today, her access ends this very minute.

    What she carries passes now to whom `to` says; what nobody was named for stays listed on her page. Decrees
    to her and by her end, but not the substitution of her post, which the vacancy needs; and the keys of
    programs that were hers.
    """
    ensure(may_manage_people(by))
    posts = list(Post.objects.filter(person=person).filter(Q(ends_on=None) | Q(ends_on__gt=on)))
    if not posts:
        raise AlreadyDone(_("She holds no post here after that day."), field="on")
    if person.pk == by.person_id:
        raise BadInput(_("Another administrator writes down that you leave."), field="on")
    handed = hand_over_carried(person, by=by, to=to)
    for post in posts:
        end_post(post, by=by, ends_on=max(on, post.starts_on))
    ending = _decrees_that_fall(person, on)
    for delegation in ending:
        end_it(delegation, by=by, on=on)
    _free_absences(person, on)
    programs = list(ApiToken.objects.filter(person=person, revoked_at=None)) if on <= today() else []
    for token in programs:
        revoke_token(token, by=by)
    announce(PersonLeft(person_id=person.pk, name=person.full_name, on=on.isoformat()), by=by)
    return Left(handed, len(posts), len(ending), len(programs), end_access_of(person))


def _decrees_that_fall(person: Person, on: date) -> list[Delegation]:
    """What she received and what she delegated. Whoever substitutes her does it also in the vacancy: Llei 40/2015,
    art. 13.1."""
    by_her = Q(of_post__person=person) & ~Q(manner=Manner.SUBSTITUTION)
    rows = Delegation.objects.not_over(on).filter(Q(to=person) | by_her)
    return list(rows.select_related("of_post__person", "to"))


def _free_absences(person: Person, on: date) -> None:
    """Hers to come are not any more; those that she covers look for another, from the day on which she is not here."""
    Absence.objects.told().filter(person=person, starts_on__gte=on).update(cancelled_at=now())
    covers = Absence.objects.not_over(on).filter(covered_by=person)
    if on > today():
        covers = covers.filter(starts_on__gte=on)
    covers.update(covered_by=None)
