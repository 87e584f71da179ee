"""The questions of Today, one statement each, over one town or all of a person's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from consistori.cases.models import CaseFile, Comment, Follow, LastLook
from consistori.desk.models import Lesson, Notice
from consistori.directory.models import Absence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.signature.models import SignatureRequest
from consistori.tenancy.models import JobRun
from consistori.trail.selectors import TrailEntry, last_of

REMEMBERED = timedelta(days=30)
MOST_CASES = 200
MOST_RETURNED = 20
State = SignatureRequest.State


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


def followed_cases(person_id: UUID, actors: Iterable[Actor]) -> list[CaseFile]:
    """The cases of others that she follows and may read, the last moved first."""
    follows = Follow.objects.filter(person_id=person_id).values("case_id")
    cases = CaseFile.objects.visible_to_any(actors).filter(pk__in=follows).exclude(carried_by_id=person_id)
    return list(_with_news(cases, person_id).order_by("-last_moved_at", "-id")[:MOST_CASES])


def covered_cases(person_id: UUID, actors: Iterable[Actor]) -> list[CaseFile]:
    """The open cases of whom she covers today, that she may read, with whose they are, the last moved first."""
    absences = Absence.objects.live(today()).filter(
        covered_by_id=person_id, person_id=OuterRef("carried_by_id"), entity_id=OuterRef("entity_id")
    )
    cases = CaseFile.objects.visible_to_any(actors).open().filter(Exists(absences))
    rows = _with_news(cases, person_id).select_related("carried_by")
    return list(rows.order_by("-last_moved_at", "-id")[:MOST_CASES])


def returned_requests(person_id: UUID) -> list[SignatureRequest]:
    """What she sent to sign and came back, or could not be signed, and was not sent again since."""
    later = SignatureRequest.objects.filter(
        document_id=OuterRef("document_id"), asked_at__gt=OuterRef("asked_at")
    ).exclude(state=State.WITHDRAWN)
    rows = SignatureRequest.objects.filter(
        ~Exists(later),
        asked_by_id=person_id,
        state__in=[State.RETURNED, State.FAILED],
        document__discarded_at=None,
    ).filter(Q(settled_at=None) | Q(settled_at__gte=now() - REMEMBERED))
    return list(rows.select_related("document", "signer", "entity").order_by("-settled_at")[:MOST_RETURNED])


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
