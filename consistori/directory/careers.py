"""Questions about absences, delegations and substitutions, and about somebody's time here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, UUIDField, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.directory import rules
from consistori.directory.models import Absence, Delegation, Person, Post
from consistori.directory.rules import Manner
from consistori.kernel.actor import Actor, HeldPost
from consistori.kernel.clock import today
from consistori.tenancy.scope import current_entity, current_scope

SUBSTITUTION = Manner.SUBSTITUTION


def away(on: date | None = None) -> dict[UUID, Absence]:
    """Who is away on that day, by person. One statement."""
    rows = Absence.objects.live(on or today()).select_related("person", "covered_by")
    return {row.person_id: row for row in rows}


def absence_of(person_id: UUID | None, on: date | None = None) -> Absence | None:
    """Her absence of that day, if she is away. One statement."""
    rows = Absence.objects.live(on or today()).filter(person_id=person_id).select_related("covered_by")
    found: Absence | None = rows.first()
    return found


def covering(person_id: UUID | None, on: date | None = None) -> list[Absence]:
    """The absences that she covers on that day, in the entity or entities of the scope. One statement."""
    rows = Absence.objects.live(on or today()).filter(covered_by_id=person_id)
    return list(rows.select_related("person", "entity"))


def goes_to(person_id: UUID, on: date | None = None) -> UUID:
    """In whose hands something new that is hers goes on that day: hers, or those of whoever covers her."""
    seen, on = {person_id}, on or today()
    current = person_id
    while (
        (absence := absence_of(current, on)) and absence.covered_by_id and absence.covered_by_id not in seen
    ):
        current = absence.covered_by_id
        seen.add(current)
    return current


def standing_in(person_id: UUID | None, on: date | None = None) -> list[Delegation]:
    """The decrees by which she acts on that day in the place of others. One statement."""
    rows = Delegation.objects.in_force(on or today()).filter(to_id=person_id)
    return list(rows.select_related("of_post__person", "to", "entity"))


class IsAnyOf(Func):
    """`one = ANY (array)`, the array reckoned once: an index on the other side still serves."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def hers_to_sign(person_id: UUID, *, signer: str, on: date | None = None) -> Q:
    """A filter of rows of `EntityModel`: those whose signer is she, or somebody away whom she substitutes that day.

    The people are asked once, so that the index by signer is used; then each town is looked at by itself.
    """
    decrees = Delegation.objects.substituting(person_id, on or today()).order_by()
    people = ArraySubquery(decrees.values("of_post__person_id"))
    everybody = Func(people, Value(person_id, output_field=UUIDField()), function="array_append")
    if len(current_scope().entity_ids) == 1:
        return Q(IsAnyOf(F(signer), everybody))
    here = decrees.filter(of_post__person_id=OuterRef(signer), entity_id=OuterRef("entity_id"))
    return Q(IsAnyOf(F(signer), everybody)) & (Q(**{signer: person_id}) | Q(Exists(here)))


def substitution_for(
    actor: Actor, titular_id: UUID, on: date | None = None, *, post: str = ""
) -> Delegation | None:
    """The substitution by which the actor acts for that person on that day. Two statements at most.

    `post` is the title with which something was asked of her: when she holds several posts, the decree that serves
    is the one of that post.
    """
    on = on or today()
    rows = Delegation.objects.in_force(on).filter(
        manner=SUBSTITUTION, to_id=actor.person_id, of_post__person_id=titular_id
    )
    found: list[Delegation] = list(rows.select_related("of_post__person", "to"))
    if found and post:
        roles = _roles_titled(titular_id, post, on)
        found = [one for one in found if not roles or one.of_post.role in roles]
    return found[0] if found else None


def _roles_titled(person_id: UUID, title: str, on: date) -> set[str]:
    """The roles of her posts with that title; none when she holds one role only, and any title is of it."""
    posts = list(Post.objects.filter(person_id=person_id))
    live = {one.role for one in posts if one.starts_on <= on and (one.ends_on is None or one.ends_on > on)}
    if len(live) < 2:
        return set()
    return {one.role for one in posts if title in (one.title_ca, one.title_es)}


def post_of_hand(decree: Delegation, on: date | None = None) -> Post | None:
    """The post by which the rule lets whoever received the decree act; any other if she changed. One statement."""
    posts = list(Post.objects.filter(person_id=decree.to_id, entity_id=decree.entity_id).live(on or today()))
    manner, of_role = Manner(decree.manner), decree.of_post.role
    fit = [one for one in posts if rules.may_be_given(manner, of_role=of_role, to_roles=[one.role]).ok]
    return next(iter(fit or posts), None)


def substitutes_of(person_id: UUID, on: date | None = None) -> list[Delegation]:
    """Who would sign for her if she were away on that day: substitutions on record, in force or waiting for it."""
    on = on or today()
    rows = Delegation.objects.not_over(on).filter(manner=SUBSTITUTION, of_post__person_id=person_id)
    return list(rows.filter(starts_on__lte=on).select_related("of_post", "to"))


def usable_delegations(on: date | None = None) -> list[Delegation]:
    """The delegations by which somebody may be asked to sign here today, with their people. One statement."""
    rows = Delegation.objects.in_force(on or today()).exclude(manner=SUBSTITUTION)
    return list(rows.select_related("of_post__person", "to").order_by("to__family_name", "-decree_on"))


def is_usable(delegation: Delegation, on: date | None = None) -> bool:
    """Whether somebody may act by it on that day, asked again to the database. One statement."""
    return bool(Delegation.objects.in_force(on or today()).filter(pk=delegation.pk).exists())


def how_it_stands(delegation: Delegation, on: date | None = None) -> rules.Standing:
    """Whether it may be used on that day, or why not and by which article."""
    on = on or today()
    said = rules.Decree(
        manner=Manner(delegation.manner),
        decree_on=delegation.decree_on,
        starts_on=delegation.starts_on,
        ends_on=delegation.ends_on,
        refused=delegation.refused_at is not None,
    )
    here = Post.objects.filter(entity_id=delegation.entity_id).live(on)
    hers = here.filter(person_id=delegation.of_post.person_id)
    if said.manner is not SUBSTITUTION:
        hers = hers.filter(role=delegation.of_post.role)
    return rules.in_force(
        said,
        on=on,
        granter_in_post=hers.exists(),
        receiver_in_post=here.filter(person_id=delegation.to_id).exists(),
        granter_away=Absence.objects.live(on)
        .filter(person_id=delegation.of_post.person_id, entity_id=delegation.entity_id)
        .exists(),
    )


def words_of_hand(delegation: Delegation, *, post: str, language: str) -> str:
    """The post of whoever signs in the place of another, as the paper and the signature say it.

    Llei 40/2015, art. 9.4 (by delegation), 12.3 (signature) and 13.4 (substitution) ask for it.
    """
    facts = {"post": post, "of": delegation.of_post.title(language), "decree": delegation.decree}
    if delegation.manner == Manner.SUBSTITUTION:
        return _("%(post)s, by substitution (%(of)s; %(decree)s)") % facts
    if delegation.manner == Manner.SIGNATURE:
        return _("%(post)s, by delegation of signature (%(of)s; %(decree)s)") % facts
    return _("%(post)s, by delegation (%(of)s; %(decree)s)") % facts


@dataclass(frozen=True)
class Career:
    """Somebody's time here: posts of now, to come and gone; absences; decrees given and received."""

    live: tuple[Post, ...]
    to_come: tuple[Post, ...]
    gone: tuple[Post, ...]
    absences: tuple[Absence, ...]
    given: tuple[Delegation, ...]
    received: tuple[Delegation, ...]

    @property
    def is_here(self) -> bool:
        return bool(self.live)

    @property
    def everything_ended(self) -> bool:
        return not self.live and not self.to_come


def career_of(person: Person, on: date | None = None) -> Career:
    """Her time in the entity of the scope. Four statements."""
    on = on or today()
    posts = list(Post.objects.filter(person=person).select_related("unit").order_by("-starts_on"))
    decrees = Delegation.objects.select_related("of_post__person", "to")
    return Career(
        live=tuple(p for p in posts if p.starts_on <= on and (p.ends_on is None or p.ends_on > on)),
        to_come=tuple(
            p for p in posts if p.starts_on > on and (p.ends_on is None or p.ends_on > p.starts_on)
        ),
        gone=tuple(p for p in posts if p.ends_on is not None and p.ends_on <= on),
        absences=tuple(Absence.objects.not_over(on).filter(person=person).select_related("covered_by")),
        given=tuple(decrees.filter(of_post__person=person)),
        received=tuple(decrees.filter(to=person)),
    )


def known_person(person_id: UUID) -> Person | None:
    """A person who works, worked or will work in the entity of the scope, or was invited to it."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return None
    if Post.objects.filter(person_id=person_id).exists():
        return person
    from consistori.directory.models import Invitation

    return person if Invitation.objects.filter(person_id=person_id).exists() else None


def actor_with(person: Person, posts: Iterable[Any]) -> Actor:
    """The person as an actor of the entity of the scope with those posts: real rows, or others not saved."""
    language = get_language() or "ca"
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        entity_id=current_entity().pk,
        posts=tuple(
            HeldPost(post.pk, post.role, post.title(language), post.unit_id, post.heads_unit, post.starts_on,
                     post.ends_on)
            for post in posts
        ),
    )  # fmt: skip


def live_posts(person: Person, on: date) -> list[Post]:
    """The posts that she holds here on that day. One statement."""
    return list(Post.objects.filter(person=person).live(on).select_related("unit"))
