"""Acts of the counter: begin, say, leave for later, take up again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consistori.assistance.counter.papers import locked
from consistori.assistance.counter_events import PapersGivenBack
from consistori.assistance.models import Attention
from consistori.assistance.policies import may_attend
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, NotHere, NotPermitted, ensure
from consistori.trail import act, announce

State = Attention.State
SAID = frozenset(
    {
        "party", "on_behalf_of", "identified", "subject", "heading", "procedure", "unit", "observations", "paper",
    }
)  # fmt: skip


@act
def begin(*, by: Actor, **said: Any) -> Attention:
    """The attention that whoever attends has open, or a new one [començar una atenció]."""
    ensure(may_attend(by))
    if by.person_id is None:
        raise NotPermitted(_("The counter is attended by a person."))
    found: Attention | None = Attention.objects.filter(officer_id=by.person_id, state=State.OPEN).first()
    if found is None:
        try:
            with transaction.atomic():
                found = Attention.objects.create(officer_id=by.person_id)
        except IntegrityError:  # she has two windows, and both began at once
            found = Attention.objects.get(officer_id=by.person_id, state=State.OPEN)
    return say(found, by=by, **said) if said else found


@act
def say(attention: Attention, *, by: Actor, **said: Any) -> Attention:
    """Keep what is said of the attention. Only its officer says it."""
    attention = _hers(attention, by)
    unknown = set(said) - SAID
    if unknown:
        raise TypeError(f"Nothing of an attention: {sorted(unknown)}")
    for name, value in said.items():
        setattr(attention, name, value)
    if attention.on_behalf_of_id and attention.on_behalf_of_id == attention.party_id:
        attention.on_behalf_of = None
    attention.save(update_fields=sorted(said | {"on_behalf_of": None}))
    return attention


@act
def leave(attention: Attention, *, by: Actor) -> None:
    """Leave it for later: the person has gone for a paper. It is there to be taken up again."""
    attention = _hers(attention, by)
    attention.state, attention.closed_at = State.LEFT, now()
    attention.save(update_fields=["state", "closed_at"])


@act
def take_up(key: UUID, *, by: Actor) -> Attention:
    """Go on with what was left; what was open meanwhile is left in its place. Raises `NotHere`."""
    ensure(may_attend(by))
    found: Attention | None = (
        Attention.objects.select_for_update()
        .filter(pk=key, officer_id=by.person_id, state=State.LEFT)
        .first()
    )
    if found is None:
        raise NotHere
    Attention.objects.filter(officer_id=by.person_id, state=State.OPEN).update(
        state=State.LEFT, closed_at=now()
    )
    found.state, found.closed_at, found.touched_at = State.OPEN, None, now()
    found.save(update_fields=["state", "closed_at", "touched_at"])
    return found


@act
def give_back(attention: Attention, *, by: Actor) -> None:
    """Write down that the papers were given back to whoever brought them (R-REG-08). Once."""
    ensure(may_attend(by))
    changed = Attention.objects.filter(pk=attention.pk, state=State.REGISTERED, given_back_at=None).update(
        given_back_at=now()
    )
    if not changed:
        raise AlreadyDone(_("The papers were given back already."))
    entry = Attention.objects.values("entry_id", "entry__reference").get(pk=attention.pk)
    announce(PapersGivenBack(entry_id=entry["entry_id"], reference=entry["entry__reference"]), by=by)


def _hers(attention: Attention, by: Actor) -> Attention:
    ensure(may_attend(by))
    row = locked(attention)
    if row.officer_id != by.person_id:
        raise NotHere
    return row
