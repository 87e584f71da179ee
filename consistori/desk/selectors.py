"""The questions of Today, one statement each, over one town or all of a person's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from consistori.desk.models import Lesson, Notice
from consistori.kernel.clock import today
from consistori.tenancy.models import JobRun
from consistori.trail.selectors import TrailEntry, last_of


def notices_for(person_id: UUID) -> list[Notice]:
    """The notices of the day that she has not read."""
    rows = Notice.objects.shown_on(today()).unread_by(person_id)
    return list(rows.select_related("entity"))


def last_words_on(case_ids: Iterable[UUID]) -> dict[UUID, TrailEntry]:
    """The last thing that somebody (not the program) did to each case. One statement."""
    ids = list(case_ids)
    return last_of(ids) if ids else {}


def has_learnt(person_id: UUID) -> bool:
    """Whether she has had the lesson of the first day."""
    return Lesson.objects.filter(person_id=person_id).exists()


def runs_of(person_id: UUID, *, most: int = 40) -> list[JobRun]:
    """The long jobs she asked for, the last first, with their town. One statement."""
    return list(JobRun.of(person_id).select_related("entity")[:most])


def count_running(person_id: Any) -> int:
    """How many of her jobs have not ended."""
    alive = [JobRun.State.WAITING, JobRun.State.RUNNING]
    return int(JobRun.of(person_id).filter(state__in=alive).count())
