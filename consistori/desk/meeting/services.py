"""Opening the weekly meeting, deciding, taking back, closing it; and saying why a week had none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consistori.desk.meeting import agenda as agendas
from consistori.desk.meeting import deciding, selectors, snapshot
from consistori.desk.meeting.events import (
    AgreementMade,
    AgreementUndone,
    MeetingClosed,
    MeetingOpened,
    WeekWithoutMeeting,
)
from consistori.desk.meeting.jobs import write_minute
from consistori.desk.meeting.models import LONGEST_TEXT, Agreement, Meeting
from consistori.desk.meeting.points.matters import Matter
from consistori.desk.meeting.policies import may_lead
from consistori.desk.meeting.proposals import Proposal
from consistori.desk.meeting.rules import POINTS, monday_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.tenancy import jobs
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce
from consistori.ui.dates import day_and_month, when


@act
def open_meeting(*, by: Actor) -> Meeting:
    """Begin the meeting of this week; whoever begins it second comes into the same one.

    Raises `AlreadyDone` when it was held.
    """
    ensure(may_lead(by))
    week = monday_of(today())
    meeting = _locked_or_none(week)
    if meeting is None:
        try:
            with transaction.atomic():
                meeting = Meeting.objects.create(week=week, opened_by_id=by.person_id, opened_by_name=by.name)
        except IntegrityError:
            return _locked(week)
    elif meeting.is_open:
        return meeting
    else:
        _ensure_not_closed(meeting)
        meeting.state, meeting.reason, meeting.opened_at = Meeting.State.OPEN, "", now()
        meeting.opened_by_id, meeting.opened_by_name = by.person_id, by.name
        _keep(meeting)
    announce(MeetingOpened(meeting_id=meeting.pk, week=week.isoformat()), by=by)
    return meeting


@act
def decide(meeting: Meeting, point: str, matter: Matter, choice: Proposal, *, by: Actor) -> Agreement:
    """Take one of the proposed decisions of a matter. Raises `AlreadyDone` when somebody has decided it before."""
    row = _writing(meeting, by)
    _ensure_undecided(row, matter.key)
    return _agreed(row, point, matter, deciding.take(choice, matter, by), by)


@act
def agree(meeting: Meeting, point: str, text: str, *, by: Actor, matter: Matter | None = None) -> Agreement:
    """Write what was agreed, «Trucar al Serrat @Pol dijous»: a task for whoever is named, or for that day.

    Without name nor day it is only noted. Raises `BadInput` (field `text`), saying what was not understood.
    """
    row = _writing(meeting, by)
    if matter is not None:
        _ensure_undecided(row, matter.key)
    choice = deciding.understood(text, matter, on=today())
    return _agreed(row, point, matter, deciding.take(choice, matter, by), by)


@act
def undo_agreement(meeting: Meeting, agreement_id: UUID, *, by: Actor) -> Agreement:
    """Take back what had been written, and what it did: while the meeting goes on and nobody has done the task."""
    row = _writing(meeting, by)
    found: Agreement | None = (
        Agreement.objects.standing().filter(meeting=row, pk=agreement_id).select_related("task").first()
    )
    if found is None:
        raise NotHere
    deciding.take_back(found, by)
    found.undone_at, found.undone_by_name = now(), by.name
    found.save(update_fields=["undone_at", "undone_by_name"])
    _keep(row)
    announce(AgreementUndone(meeting_id=row.pk, week=row.week.isoformat(), agreement_id=found.pk), by=by)
    return found


@act
def go_through(meeting: Meeting, point: str, *, by: Actor) -> Meeting:
    """A point of the script was gone through: it is ticked."""
    row = _writing(meeting, by)
    if point not in POINTS:
        raise NotHere
    if point not in row.seen:
        row.seen = [*row.seen, point]
        _keep(row)
    return row


@act
def close_meeting(
    meeting: Meeting, *, by: Actor, present: Sequence[UUID] = (), practice: str = ""
) -> Meeting:
    """Freeze what is on the screen, with who was there; the minute is written by a job. Raises `AlreadyDone`."""
    row = _writing(meeting, by)
    row.practice = _clean(practice)
    with translation.override(current_entity().language):
        # What is frozen is of the town: whoever closes it may read in another language.
        agenda = agendas.prepare(by, row, row.week)
    row.present = [
        {"id": str(one.person.pk), "name": one.person.full_name, "post": one.titles}
        for one in agenda.loads
        if one.person.pk in set(present)
    ]
    row.state, row.closed_at, row.closed_by_name = Meeting.State.CLOSED, now(), by.name
    with translation.override(current_entity().language):
        row.snapshot = snapshot.freeze(agenda, row)
    _keep(row)
    jobs.defer(write_minute, meeting_id=str(row.pk))
    announce(
        MeetingClosed(
            meeting_id=row.pk, week=row.week.isoformat(), agreements=len(agenda.agreements),
            present=len(row.present),
        ),
        by=by,
    )  # fmt: skip
    return row


@act
def tell_why_not(week: date, reason: str, *, by: Actor) -> Meeting:
    """A week had no meeting, and why. It does not mend the streak: it says what happened."""
    ensure(may_lead(by))
    words = _clean(reason)
    if not words:
        raise BadInput(_("Say why there was no meeting."), field="reason")
    if week != monday_of(week) or week > monday_of(today()):
        raise BadInput(_("That week has not come yet."), field="reason")
    row = _locked_or_none(week)
    if row is not None and row.state != Meeting.State.NOT_HELD:
        raise AlreadyDone(_("That week there was a meeting."))
    row = row or Meeting(week=week, opened_by_id=by.person_id, opened_by_name=by.name)
    row.state, row.reason = Meeting.State.NOT_HELD, words
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as meanwhile:
        found = _locked(week)
        raise AlreadyDone(found.reason or _("That week there was a meeting.")) from meanwhile
    announce(WeekWithoutMeeting(meeting_id=row.pk, week=week.isoformat(), reason=words), by=by)
    return row


def _agreed(
    meeting: Meeting, point: str, matter: Matter | None, taken: dict[str, Any], by: Actor
) -> Agreement:
    if point not in POINTS:
        raise NotHere
    agreement = Agreement.objects.create(
        meeting=meeting, point=point, matter=matter.key if matter else "",
        matter_title=matter.title[:250] if matter else "", about=matter.about if matter else "",
        by_id=by.person_id, by_name=by.name, **taken,
    )  # fmt: skip
    _keep(meeting)
    announce(
        AgreementMade(
            meeting_id=meeting.pk, week=meeting.week.isoformat(), agreement_id=agreement.pk,
            agreed=agreement.kind, task_id=agreement.task_id,
        ),
        by=by,
    )  # fmt: skip
    return agreement


def _locked_or_none(week: date) -> Meeting | None:
    found: Meeting | None = Meeting.objects.select_for_update().filter(week=week).first()
    return found


def _locked(week: date) -> Meeting:
    found: Meeting = Meeting.objects.select_for_update().get(week=week)
    return found


def _writing(meeting: Meeting, by: Actor) -> Meeting:
    """The row, locked, while the meeting goes on: what two people write at once comes one after another."""
    ensure(may_lead(by))
    row = _locked(meeting.week)
    _ensure_not_closed(row)
    if not row.is_open:
        raise AlreadyDone(_("Nobody has begun this meeting."))
    return row


def _ensure_not_closed(meeting: Meeting) -> None:
    if meeting.is_closed:
        raise AlreadyDone(
            _("%(name)s closed the meeting of the week of %(week)s (%(when)s): its minute does not change.")
            % {
                "name": meeting.closed_by_name, "week": day_and_month(meeting.week),
                "when": when(meeting.closed_at) if meeting.closed_at else "",
            }
        )  # fmt: skip


def _ensure_undecided(meeting: Meeting, key: str) -> None:
    found = Agreement.objects.standing().filter(meeting=meeting, matter=key).first()
    if found is not None:
        raise AlreadyDone(
            _("%(name)s has just decided it: “%(text)s”.") % {"name": found.by_name, "text": found.text}
        )


def _keep(meeting: Meeting) -> None:
    """Save it, one edition further: the other screens of the meeting follow."""
    meeting.edition += 1
    meeting.save()


def _clean(text: str) -> str:
    words = " ".join(text.replace("\x00", " ").split())
    if len(words) > LONGEST_TEXT:
        raise BadInput(_("It is too long: say it in %(n)d letters.") % {"n": LONGEST_TEXT})
    return words


__all__ = [
    "agree", "close_meeting", "decide", "go_through", "open_meeting", "selectors", "tell_why_not", "undo_agreement",
]  # fmt: skip
