"""Saying that two parties are one, and that they were not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, Stale, ensure
from consistori.parties.events import (
    DuplicateDismissed,
    PartiesSeparated,
    PartiesUnited,
    PartyProtected,
    PartyUnprotected,
)
from consistori.parties.models import Duplicate, Identifier, Party, PartyMerge
from consistori.parties.policies import may_edit_parties, may_protect, may_see_parties
from consistori.parties.rules.duplicates import ONE_FOR_LIFE
from consistori.parties.services.entering import put_name, search_words
from consistori.parties.uniting import followers
from consistori.trail import act, announce

TAKEABLE = ("name", "language", "is_professional")
"""What the party that stays may take from the other: `name` is the name with its surnames."""

NAME_FIELDS = ("name", "surname1", "surname2")


class AreTwo(Refusal):
    """Something says that they are two: `message` tells what."""

    default_code = "are-two"


@act
def unite_parties(
    kept: Party,
    absorbed: Party,
    *,
    by: Actor,
    take: Iterable[str] = (),
    versions: tuple[int, int] | None = None,
) -> PartyMerge:
    """Say that two parties are one [unificar]: from now on `absorbed` is known as `kept`.

    `take` are the data in which `absorbed` was right (`TAKEABLE`); `versions`, those that the person had before her
    eyes. Nothing is moved nor lost: `separate_parties` puts everything where it was, whatever came later.
    """
    ensure(may_edit_parties(by))
    ensure(may_see_parties(by))
    wanted = sorted(set(take))
    if set(wanted) - set(TAKEABLE):
        raise BadInput(_("That cannot be taken from the other one."), field="take")
    kept, absorbed = _locked(kept.pk, absorbed.pk)
    if versions and versions != (kept.version, absorbed.version):
        raise Stale(_("Somebody has changed these data meanwhile. Look at them again and repeat yours."))
    ensure_one(kept, absorbed)
    taken = _taken(kept, absorbed, wanted)
    pair = _proposal(kept.pk, absorbed.pk)
    merge = PartyMerge(
        kept=kept, absorbed=absorbed, taken=taken, reasons=pair.reasons if pair else [], by_id=by.person_id,
        by_name=by.name,
    )  # fmt: skip
    merge.save(force_insert=True)
    if pair:
        _decide(pair, Duplicate.State.UNITED, by)
    touched = [absorbed.pk, *united_with(absorbed.pk)]
    Party.objects.filter(pk__in=touched).update(merged_into=kept, search=None)
    _count_version(absorbed)
    _save_taken(kept, taken, place=1, by=by)
    announce(PartiesUnited(party_id=kept.pk, absorbed_id=absorbed.pk, taken=wanted), by=by)
    for follower in followers:
        follower.follow([kept.pk, *touched])
    return merge


@act
def separate_parties(merge: PartyMerge, *, by: Actor) -> None:
    """Undo: they were two [desfer la unificació]. `absorbed` stands again with all that is its own.

    What `kept` took goes back, except what somebody corrected later. What came to `kept` meanwhile stays with it, and
    so does the mark of protected person when `by` may not take it off (`mark_stays`).
    """
    ensure(may_edit_parties(by))
    ensure(may_see_parties(by))
    _locked(merge.kept_id, merge.absorbed_id)
    found = PartyMerge.objects.select_for_update().filter(pk=merge.pk).first()
    if found is None:
        raise NotHere()
    if found.undone_at:
        raise AlreadyDone(_("They were already separated."))
    merge = found
    merge.undone_at, merge.undone_by_name = now(), by.name
    merge.save(update_fields=["undone_at", "undone_by_name"])
    family = [merge.absorbed_id, *united_with(merge.absorbed_id)]
    Party.objects.filter(pk=merge.absorbed_id).update(merged_into=None)
    Party.objects.filter(pk__in=family[1:]).update(merged_into=merge.absorbed_id)
    kept, absorbed = Party.objects.get(pk=merge.kept_id), Party.objects.get(pk=merge.absorbed_id)
    _save_taken(kept, _given_back(kept, merge, by), place=0, by=by)
    _count_version(absorbed)
    for standing in {kept.standing, absorbed}:
        Party.objects.filter(pk=standing.pk).update(search=search_words(standing))
    _remember_two(merge, by)
    announce(PartiesSeparated(party_id=kept.pk, absorbed_id=absorbed.pk), by=by)
    for follower in followers:
        follower.follow([kept.pk, kept.standing.pk, *family])


@act
def dismiss_duplicate(pair: Duplicate, *, by: Actor) -> None:
    """Say that two alike are two: it is not asked again."""
    ensure(may_edit_parties(by))
    ensure(may_see_parties(by))
    if pair.state != Duplicate.State.OPEN:
        raise AlreadyDone(_("It was already decided."))
    _decide(pair, Duplicate.State.DIFFERENT, by)
    announce(DuplicateDismissed(party_id=pair.one_id, other_id=pair.other_id), by=by)


def ensure_one(kept: Party, absorbed: Party) -> None:
    """Raise why these two cannot be one, or not this way round."""
    for party in (kept, absorbed):
        if party.merged_into_id:
            raise AlreadyDone(
                _("%(name)s was already united with another one.") % {"name": party.display_name}
            )
    if kept.pk == absorbed.pk:
        raise BadInput(_("Choose two different ones."), field="absorbed")
    if kept.kind != absorbed.kind:
        raise AreTwo(_("One is a person and the other is not: correct first what each one is."))
    if clash := _numbers_of_two(kept.pk, absorbed.pk):
        raise AreTwo(
            _("They have two different numbers of which nobody has two: %(numbers)s.")
            % {"numbers": " · ".join(clash)}
        )
    if absorbed.identifier and not kept.identifier:
        raise BadInput(
            _("Keep the one that has the number: it can take the name of the other."), field="kept"
        )
    for follower in followers:
        if objection := follower.objection(kept, absorbed):
            raise AreTwo(objection)


def value_of(party: Party, what: str) -> Any:
    """A datum that may be taken, as it is kept: the name is one thing, with its surnames."""
    return [getattr(party, field) for field in NAME_FIELDS] if what == "name" else getattr(party, what)


def goes_back(kept: Party, merge: PartyMerge) -> list[str]:
    """What `kept` took and would have again as it was before: neither corrected nor taken from a third one since."""
    later = _later_unions(merge)
    return [
        what
        for what, (_before, taken) in merge.taken.items()
        if value_of(kept, what) == taken and not any(_took_over(one, what, taken) for one in later)
    ]


def mark_stays(kept: Party, merge: PartyMerge, by: Actor) -> bool:
    """Whether `kept` would lose the mark of protected person by undoing, and `by` may not take it off."""
    return (
        "is_protected" in goes_back(kept, merge)
        and not merge.taken["is_protected"][0]
        and not may_protect(by)
    )


def _later_unions(merge: PartyMerge) -> list[PartyMerge]:
    rows = PartyMerge.objects.filter(kept=merge.kept_id, undone_at=None, id__gt=merge.pk)
    return list(rows.order_by("id"))


def _took_over(later: PartyMerge, what: str, taken: Any) -> bool:
    return what in later.taken and later.taken[what][0] == taken


def _given_back(kept: Party, merge: PartyMerge, by: Actor) -> dict[str, Sequence[Any]]:
    """What goes back to the value of before; the next union that took over a datum is told what was there before."""
    back = {what: merge.taken[what] for what in goes_back(kept, merge)}
    if mark_stays(kept, merge, by):
        del back["is_protected"]
    later = _later_unions(merge)
    for what, (before, taken) in merge.taken.items():
        following = next((one for one in later if _took_over(one, what, taken)), None)
        if following is not None:
            following.taken = following.taken | {what: [before, following.taken[what][1]]}
            following.save(update_fields=["taken"])
    return back


def _taken(kept: Party, absorbed: Party, wanted: Sequence[str]) -> dict[str, list[Any]]:
    protection = ["is_protected"] if absorbed.is_protected else []
    return {what: [value_of(kept, what), value_of(absorbed, what)] for what in [*wanted, *protection]}


def _save_taken(kept: Party, taken: Mapping[str, Sequence[Any]], *, place: int, by: Actor) -> None:
    """Put in the party the values of before (0) or the taken ones (1), and the words by which it is found."""
    was_protected = kept.is_protected
    for what, values in taken.items():
        if what == "name":
            put_name(kept, **dict(zip(NAME_FIELDS, values[place], strict=True)))
        else:
            setattr(kept, what, values[place])
    kept.version += 1
    kept.search = None if kept.merged_into_id else search_words(kept)
    kept.save()
    if kept.is_protected != was_protected:
        announce((PartyProtected if kept.is_protected else PartyUnprotected)(party_id=kept.pk), by=by)


def _locked(one: UUID, other: UUID) -> tuple[Party, Party]:
    """Both, locked with their families in one order, so that two people who unite at once wait for each other."""
    roots = Party.objects.filter(pk__in=[one, other]).values_list("merged_into_id", flat=True)
    wanted = {one, other, *(root for root in roots if root)}
    found = {p.pk: p for p in Party.objects.filter(pk__in=wanted).order_by("pk").select_for_update()}
    if one not in found or other not in found:
        raise NotHere(_("There is no such person or firm here."))
    return found[one], found[other]


def united_with(party_id: UUID) -> list[UUID]:
    """Those that were united with the party, and with them, as far down as it goes."""
    found: list[UUID] = []
    layer = [party_id]
    while layer:
        rows = PartyMerge.objects.filter(kept__in=layer, undone_at=None)
        layer = list(rows.values_list("absorbed_id", flat=True))
        found += layer
    return found


def _numbers_of_two(kept: UUID, absorbed: UUID) -> list[str]:
    mine, theirs = ({} for _side in range(2))  # type: dict[str, str], dict[str, str]
    for side, party_id in ((mine, kept), (theirs, absorbed)):
        ids = [party_id, *united_with(party_id)]
        side.update(Identifier.objects.filter(party__in=ids).values_list("kind", "value"))
    kinds = sorted(set(mine) & set(theirs) & ONE_FOR_LIFE)
    return [number for kind in kinds for number in (mine[kind], theirs[kind])]


def _proposal(one: UUID, other: UUID) -> Duplicate | None:
    low, high = sorted((one, other))
    return Duplicate.objects.filter(one=low, other=high).first()


def _decide(pair: Duplicate, state: str, by: Actor) -> None:
    pair.state, pair.decided_at, pair.decided_by_name = state, now(), by.name
    pair.save(update_fields=["state", "decided_at", "decided_by_name"])


def _remember_two(merge: PartyMerge, by: Actor) -> None:
    """Whoever undoes has said that they are two: they are not proposed again."""
    pair = _proposal(merge.kept_id, merge.absorbed_id)
    if pair is None:
        low, high = sorted((merge.kept_id, merge.absorbed_id))
        pair = Duplicate(one_id=low, other_id=high, reasons=merge.reasons, weight=0)
        pair.save(force_insert=True)
    _decide(pair, Duplicate.State.DIFFERENT, by)


def _count_version(party: Party) -> None:
    party.version += 1
    Party.objects.filter(pk=party.pk).update(version=party.version)
