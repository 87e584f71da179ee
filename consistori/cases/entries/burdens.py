"""What each person has in her hands, so that nobody waits for one person and nothing waits unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from consistori.cases.entries.selectors import PAGE, Line, State, _line, _shown, hers
from consistori.cases.models import NoteRecipient
from consistori.kernel.clock import today
from consistori.registry.calendars import of_seat


@dataclass(frozen=True)
class Burden:
    """What somebody has in her hands: how many, since when the oldest, and how many had a day that has gone by."""

    person_id: UUID
    name: str
    n: int
    oldest: datetime
    overdue: int


def burdens() -> list[Burden]:
    """What each person has in her hands, by name and not by weight. One statement."""
    gone_by = Count("pk", filter=Q(note__due_on__lt=today()))
    rows = NoteRecipient.objects.filter(state=State.WAITING).values(
        "person_id", "person__given_name", "person__family_name"
    )
    figures = rows.annotate(n=Count("pk"), oldest=Min("note__at"), overdue=gone_by)
    return [
        Burden(
            row["person_id"],
            f"{row['person__given_name']} {row['person__family_name']}".strip(),
            row["n"],
            row["oldest"],
            row["overdue"],
        )
        for row in figures.order_by("person__family_name", "person__given_name", "person_id")
    ]


def in_hands_of(person_id: UUID) -> list[Line]:
    """The entries in somebody's hands, the oldest first, for whoever gives entries out. Two statements."""
    why_not = of_seat().why_not_working
    day = today()
    rows = _shown(hers(person_id))
    return [_line(row, day, why_not) for row in rows.order_by("entered_at", "entry_id")[:PAGE]]
