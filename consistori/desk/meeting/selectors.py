"""Questions about the weekly meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q

from consistori.desk.meeting.models import Agreement, Meeting
from consistori.desk.meeting.points.matters import Look
from consistori.desk.meeting.rules import Streak, monday_of, streak
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.tenancy.models import Entity

LONGEST_STREAK = 520
"""Ten years of weeks: no streak is counted further."""


def meeting_of(week: date) -> Meeting | None:
    """The meeting of the week of that Monday, if somebody began it. One statement."""
    found: Meeting | None = Meeting.objects.filter(week=week).select_related("document", "case").first()
    return found


def meeting_here(week: date) -> Meeting:
    """The same; raises `NotHere`."""
    found = meeting_of(week)
    if found is None:
        raise NotHere
    return found


def held_before(week: date) -> Meeting | None:
    """The last one that was held before that week. One statement."""
    found: Meeting | None = Meeting.objects.held().filter(week__lt=week).in_order().first()
    return found


def agreements_of(meeting: Meeting) -> list[Agreement]:
    """What stands of what was agreed in it, in order. One statement."""
    rows = Agreement.objects.standing().filter(meeting=meeting).in_order()
    return list(rows.select_related("to", "task"))


def meetings(most: int = 60) -> list[Any]:
    """The last ones, each with how many agreements it had, and how many of their tasks are done. One statement."""
    standing = Q(agreements__undone_at=None)
    rows = (
        Meeting.objects.in_order()
        .select_related("document", "case")
        .annotate(
            agreed=Count("agreements", filter=standing),
            given=Count("agreements", filter=standing & Q(agreements__task__isnull=False)),
            done=Count("agreements", filter=standing & Q(agreements__task__state__in=["done", "cancelled"])),
        )
    )
    return list(rows.defer("snapshot")[:most])


def streak_now(look: Look, meeting: Meeting | None) -> Streak:
    """How many weeks in a row. One statement."""
    held = list(
        Meeting.objects.held()
        .filter(week__lte=look.week)
        .in_order()
        .values_list("week", flat=True)[:LONGEST_STREAK]
    )
    return streak(
        look.week,
        set(held),
        going_on=meeting is not None and meeting.is_open,
        first=held[-1] if held else None,
        is_working=look.is_working,
    )


def this_week(on: date | None = None) -> date:
    """The Monday of this week."""
    return monday_of(on or today())


def without_reason(week: date) -> bool:
    """Whether a week has neither meeting nor a reason for it, in a town that had held some before."""
    return not Meeting.objects.filter(week=week).exists() and Meeting.objects.filter(week__lt=week).exists()


def standing_in(entities: Iterable[Entity], on: date | None = None) -> dict[int, Meeting]:
    """The meeting of this week of each of these towns of the scope, where somebody began it. One statement."""
    rows = Meeting.objects.filter(entity_id__in=[one.pk for one in entities], week=this_week(on))
    return {row.entity_id: row for row in rows.defer("snapshot")}
