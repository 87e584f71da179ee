"""The questions of Today, one statement each, over one town or all of a person's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value

from consistori.cases.models import CaseFile, Comment, Follow, LastLook
from consistori.desk.models import Lesson, Notice
from consistori.directory.models import Absence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.signature.models import SignatureRequest
from consistori.signature.selectors import rows_waiting_for
from consistori.tenancy.models import JobRun
from consistori.trail.selectors import TrailEntry, last_of

REMEMBERED = timedelta(days=30)
MOST_CASES = 200
MOST_RETURNED = 20
State = SignatureRequest.State
CAME_BACK = (State.RETURNED, State.FAILED)
COVERED, FOLLOWED = "covered", "followed"


def _with_news(cases: QuerySet[CaseFile], person_id: UUID) -> QuerySet[CaseFile]:
    looks = LastLook.objects.filter(case=OuterRef("pk"), person_id=person_id)
    notes = Comment.objects.filter(case=OuterRef("pk"), to_id=person_id).order_by("-at")
    return cases.select_related("entity", "series").annotate(
        looked_at=Subquery(looks.values("at")[:1]),
        note_text=Subquery(notes.values("text")[:1]),
        note_author=Subquery(notes.values("author_name")[:1]),
        note_at=Subquery(notes.values("at")[:1]),
    )


def carried_cases(person_id: UUID) -> list[CaseFile]:
    """The open cases that she carries, the last moved first, with her last look and the last note to her."""
    cases = _with_news(CaseFile.objects.carried_by(person_id), person_id)
    return list(cases.order_by("-last_moved_at", "-id")[:MOST_CASES])


def cases_of_others(person_id: UUID, actors: Iterable[Actor]) -> tuple[list[CaseFile], list[CaseFile]]:
    """The open cases of whom she covers today, with whose they are, and those of others that she follows; of both what
    she may read, the last moved first. One statement.
    """
    absences = Absence.objects.live(today()).filter(
        covered_by_id=person_id, person_id=OuterRef("carried_by_id"), entity_id=OuterRef("entity_id")
    )
    follows = Follow.objects.filter(person_id=person_id).values("case_id")
    visible = CaseFile.objects.visible_to_any(actors)
    covered = _why(visible.open().filter(Exists(absences)), person_id, COVERED)
    followed = _why(visible.filter(pk__in=follows).exclude(carried_by_id=person_id), person_id, FOLLOWED)
    both: Iterable[Any] = covered.union(followed, all=True)
    found = sorted(both, key=lambda case: (case.last_moved_at, case.pk), reverse=True)
    return [one for one in found if one.why == COVERED], [one for one in found if one.why == FOLLOWED]


def _why(cases: QuerySet[CaseFile], person_id: UUID, why: str) -> QuerySet[CaseFile]:
    rows = _with_news(cases, person_id).select_related("carried_by").annotate(why=Value(why))
    return rows.order_by("-last_moved_at", "-id")[:MOST_CASES]


def requests_of(person_id: UUID) -> tuple[list[SignatureRequest], list[SignatureRequest]]:
    """What waits for her signature, the oldest first; and what she sent to sign and came back, or could not be signed,
    and was not sent again since, the last first. One statement.
    """
    later = SignatureRequest.objects.filter(
        document_id=OuterRef("document_id"), asked_at__gt=OuterRef("asked_at")
    ).exclude(state=State.WITHDRAWN)
    rows = SignatureRequest.objects.filter(
        ~Exists(later), asked_by_id=person_id, state__in=CAME_BACK, document__discarded_at=None
    ).filter(Q(settled_at=None) | Q(settled_at__gte=now() - REMEMBERED))
    back = rows.with_papers().order_by("-settled_at")[:MOST_RETURNED]
    found = list(rows_waiting_for(person_id).union(back, all=True))
    waiting = sorted(
        (one for one in found if one.state not in CAME_BACK), key=lambda one: (one.asked_at, one.pk)
    )
    returned = [one for one in found if one.state in CAME_BACK]
    return waiting, sorted(returned, key=lambda one: one.settled_at or one.asked_at, reverse=True)


def notices_for(person_id: UUID) -> list[Notice]:
    """The notices of the day that she has not read."""
    rows = Notice.objects.shown_on(today()).unread_by(person_id)
    return list(rows.select_related("entity"))


def last_words_on(cases: Iterable[CaseFile]) -> dict[UUID, TrailEntry]:
    """The last thing that somebody (not the program) did to each case. One statement."""
    ids = [case.pk for case in cases]
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
