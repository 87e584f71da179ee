"""What comes back: taking it from the catalogue, writing one's own, stopping it, and bringing its tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consistori.directory.models import Person, Unit
from consistori.directory.policies import may_manage_people
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tasks.events import DutyKept, DutyStopped
from consistori.tasks.models import Duty, Every, Task
from consistori.tasks.policies import may_be_given, may_keep_duties
from consistori.tasks.rules.recurring import LAST_DAY, due_now
from consistori.tasks.rules.standard import StandardDuty
from consistori.tasks.services._locked import clean_words
from consistori.tasks.services.giving import give_task
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

FIELDS = ("title", "about", "article", "every", "month", "day", "once_on", "days_before", "points")
A_DAY = timedelta(days=1)
SUNDAY, MONTHS_OF_A_YEAR = 7, 12


@act
def adopt_duty(
    standard: StandardDuty,
    *,
    by: Actor,
    assigned_to: Person | None = None,
    unit: Unit | None = None,
    once_on: date | None = None,
) -> Duty:
    """Take a line of the catalogue for this town, in its language. `once_on` is the day of what comes once.

    Raises `AlreadyDone` where the town has it already, `BadInput` without the day that it needs.
    """
    ensure(may_keep_duties(by))
    if Duty.objects.live().filter(code=standard.code).exists() and standard.every != Every.ONCE:
        raise AlreadyDone(_("Your town has it already."))
    language = current_entity().language
    duty = Duty(
        code="" if standard.every == Every.ONCE else standard.code, title=standard.title_in(language),
        about=standard.about_in(language), article=standard.article, by_law=standard.by_law,
        points=list(standard.points_in(language)), every=standard.every, month=standard.month, day=standard.day,
        days_before=standard.days_before, once_on=once_on,
    )  # fmt: skip
    return _kept(duty, by, assigned_to, unit)


@act
def save_duty(
    duty: Duty | None = None,
    *,
    by: Actor,
    assigned_to: Person | None = None,
    unit: Unit | None = None,
    **fields: Any,
) -> Duty:
    """Write down what comes back in this town, or change it. `fields` are those of `FIELDS`."""
    ensure(may_keep_duties(by))
    row = duty or Duty()
    if row.stopped_at is not None:
        raise AlreadyDone(_("It was stopped."))
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"A duty is not changed by {sorted(unknown)}")
    for name, value in fields.items():
        setattr(row, name, value)
    return _kept(row, by, assigned_to, unit)


@act
def stop_duty(duty: Duty, *, by: Actor) -> Duty:
    """It brings no more tasks; those that it brought stay."""
    ensure(may_keep_duties(by))
    row: Duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if row.stopped_at is None:
        row.stopped_at = now()
        row.save(update_fields=["stopped_at"])
        announce(DutyStopped(duty_id=row.pk, title=row.title), by=by)
    return row


def inherit_duties(ids: Sequence[UUID | str], *, by: Actor, to: Person) -> None:
    """They are of another from now on: their next tasks go to her."""
    ensure(may_manage_people(by))
    for row in Duty.objects.live().filter(pk__in=list(ids)):
        row.assigned_to = to
        row.save(update_fields=["assigned_to"])
        announce(DutyKept(duty_id=row.pk, title=row.title), by=by)


def bring_tasks(duty: Duty, *, on: date) -> list[Task]:
    """Give the tasks of a duty that must be there on a day and are not. Done twice, it gives them once."""
    by = Actor.program(duty.entity_id)
    with transaction.atomic():
        # Whose it is is asked after the lock: joined, that of a row that was waited for would be of before.
        row: Duty = Duty.objects.select_for_update().get(pk=duty.pk)
        since = row.brought_until + A_DAY if row.brought_until else row.begun_on
        ends = due_now(row.rhythm, since=since, on=on, days_before=row.days_before)
        to = row.assigned_to
        if to is not None and not may_be_given(actor_of(to, current_entity(), on=on)):
            to = None
        given = [
            give_task(
                by=by, title=row.title, to=to, unit=row.unit, due_on=end, text=_words(row), points=row.points,
                duty=row,
            )
            for end in ends
            if row.stopped_at is None
        ]  # fmt: skip
        if ends:
            row.brought_until = max(ends)
            row.save(update_fields=["brought_until"])
    return given


def _check_days(row: Duty) -> None:
    if row.every not in Every.values:
        raise BadInput(_("Say how often it comes back."), field="every")
    if row.every == Every.WEEK and row.day > SUNDAY:
        raise BadInput(_("The days of a week go from 1, Monday, to 7."), field="day")
    if not 1 <= row.day <= LAST_DAY:
        raise BadInput(_("Days go from 1 to 31, which is always the last one of the month."), field="day")
    if not 1 <= row.month <= MONTHS_OF_A_YEAR:
        raise BadInput(_("Months go from 1 to 12."), field="month")


def _words(row: Duty) -> str:
    return "\n".join(filter(None, [row.about, row.article]))


def _kept(row: Duty, by: Actor, assigned_to: Person | None, unit: Unit | None) -> Duty:
    row.title = clean_words(row.title, "title")
    if row.every == Every.ONCE and row.once_on is None:
        raise BadInput(_("Say the day."), field="once_on")
    if row.every != Every.ONCE:
        row.once_on = None
    _check_days(row)
    row.assigned_to, row.unit = assigned_to, unit
    row.kept_by_name = by.name
    row.save()
    announce(DutyKept(duty_id=row.pk, title=row.title), by=by)
    bring_tasks(row, on=today())
    return row
