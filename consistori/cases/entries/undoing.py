"""Undoing what was taken into the wrong case: papers and people leave it, and the entry waits again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.cases.entries.policies import may_undo
from consistori.cases.entry_events import EntryLeftCase, EntryTakenBack
from consistori.cases.models import (
    CaseDocument,
    CaseFile,
    CaseParty,
    EntryTaken,
    NoteRecipient,
    TakingUndone,
)
from consistori.cases.services._moves import fresh_words, mark_moved
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.registry.models import EntryDocument, EntryPerson, EntryState
from consistori.registry.services.handling import lock, settle
from consistori.trail import act, announce

Handled = EntryState.Handled
State = NoteRecipient.State


@act
def undo_taking(taken: EntryTaken, *, by: Actor) -> None:
    """Take an entry out of the case where it does not belong [desfer]: as if it had not been taken.

    What it filed leaves the case and stays in the registry, and so do the people who came with it, but who represents
    or is represented by another, and what another entry of the case brought too. The entry goes back to whoever had it.
    A case that it opened stays, with its number: there are no holes. Both lives tell it. Raises `NotPermitted`,
    `AlreadyDone`.
    """
    entry, case = taken.entry, taken.case
    state = lock(entry)
    if TakingUndone.objects.filter(taken=taken).exists():
        raise AlreadyDone(_("It was undone before."))
    ensure(may_undo(by, taken))
    _take_out_papers(taken, case)
    _take_out_people(taken, case)
    mark_moved(case, search=fresh_words(case))
    TakingUndone.objects.create(taken=taken, by_id=by.person_id, by_name=by.name)
    if not EntryTaken.objects.standing().filter(entry=entry).exists():
        _give_back(taken, state)
    said: dict[str, Any] = {"entry_id": entry.pk, "reference": entry.reference}
    announce(EntryLeftCase(case_id=case.pk, number=case.number, **said), by=by)
    announce(EntryTakenBack(case_id=case.pk, number=case.number, **said), by=by)


def _other_entries(taken: EntryTaken, case: CaseFile) -> list[Any]:
    """The entries that stay in the case: what they filed and who filed them is theirs too."""
    rows = EntryTaken.objects.standing().filter(case=case).exclude(pk=taken.pk)
    return list(rows.values_list("entry_id", flat=True))


def _take_out_papers(taken: EntryTaken, case: CaseFile) -> None:
    theirs = EntryDocument.objects.filter(entry_id__in=_other_entries(taken, case)).values("document_id")
    rows = CaseDocument.objects.filter(case=case, document_id__in=taken.brought)
    rows.exclude(document_id__in=theirs).delete()


def _take_out_people(taken: EntryTaken, case: CaseFile) -> None:
    theirs = {
        row.party.standing.pk
        for row in EntryPerson.objects.filter(entry_id__in=_other_entries(taken, case))
        .exclude(party=None)
        .select_related("party__merged_into")
    }
    came = CaseParty.objects.filter(case=case, pk__in=taken.joined).select_related("party__merged_into")
    rows = [row for row in came if row.party.standing.pk not in theirs]
    others = CaseParty.objects.filter(case=case).exclude(pk__in=[row.pk for row in rows])
    needed = set(others.exclude(represents=None).values_list("represents_id", flat=True))
    leaving = [row for row in rows if row.pk not in needed]
    # First those who represent, so that nobody is left who speaks for somebody who is not there.
    for row in sorted(leaving, key=lambda one: one.represents_id is None):
        row.delete()


def _give_back(taken: EntryTaken, state: EntryState) -> None:
    """In the hands of whoever took it, if it was sent to her; otherwise nobody has it."""
    hers = NoteRecipient.objects.filter(
        entry_id=taken.entry_id, person_id=taken.by_id, state=State.ACCEPTED
    ).order_by("-settled_at")
    last = hers.first() if taken.by_id else None
    if last is None:
        settle(state, Handled.WAITING)
        return
    last.state, last.settled_at = State.WAITING, None
    last.save(update_fields=["state", "settled_at"])
    settle(state, Handled.SENT, held_by_id=last.person_id)
