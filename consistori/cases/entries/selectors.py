"""Questions of the inbox: what waits, with whom it is, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from consistori.cases.entries.policies import may_see
from consistori.cases.models import EntryTaken, NoteRecipient, ProcessNote
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, ensure
from consistori.registry import texts as registry_texts
from consistori.registry.calendars import of_seat
from consistori.registry.models import Annotation, EntryDocument, EntryPerson, EntryState, RegistryEntry
from consistori.registry.policies import may_read_books
from consistori.registry.rules.books import Book
from consistori.registry.rules.effect import WhyNotWorking

PAGE = 50
OLD = 2
"""From how many working days an entry shows its age."""
LATE = 3
OLDEST = 90
HEAVY = ("entry__search", "entry__answers")
MOST_TODAY = 8
Handled = EntryState.Handled
State = NoteRecipient.State


@dataclass(frozen=True)
class Line:
    """An entry in the list: its words as they read now, whose it is, and how many working days it waits."""

    entry: RegistryEntry
    subject: str
    who: str
    age: int
    holder: str = ""
    case_number: str = ""

    @property
    def is_old(self) -> bool:
        return self.age >= OLD


@dataclass(frozen=True)
class Counts:
    """How many wait in each tab; `late` are those to be given out for more than three working days."""

    waiting: int = 0
    sent: int = 0
    returned: int = 0
    mine: int = 0
    late: int = 0


@dataclass(frozen=True)
class Inbox:
    """A tab of the inbox, the newest first; `today` are those that were seen to today."""

    lines: list[Line]
    counts: Counts
    today: list[Line] = field(default_factory=list)
    next_cursor: str = ""


def inbox(actor: Actor, tab: str, *, after: str = "") -> Inbox:
    """A tab (waiting, sent, returned, mine): figures, lines, what was done today, the calendar. Four statements."""
    if tab != "mine":
        ensure(may_read_books(actor))
    why_not = of_seat().why_not_working
    day = today()
    rows = _shown(_of_tab(tab, actor.person_id)).order_by("-entered_at", "-entry_id")
    if place := _read_cursor(after):
        rows = rows.filter(Q(entered_at__lt=place[0]) | Q(entered_at=place[0], entry_id__lt=place[1]))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    return Inbox(
        lines=[_line(row, day, why_not) for row in shown],
        counts=counts(actor, late_before=_late_before(day, why_not)),
        today=[_line(row, day, why_not) for row in _done_today(day)]
        if tab == "waiting" and not after
        else [],
        next_cursor=f"{last.entered_at.isoformat()}~{last.entry_id}" if last else "",
    )


def counts(actor: Actor, *, late_before: datetime | None = None) -> Counts:
    """The figures of the tabs. One statement."""
    mine = Exists(_mine(actor.person_id))
    rows = EntryState.objects.filter(annulled_at=None).filter(
        Q(handled__in=[Handled.WAITING, Handled.SENT]) | mine
    )
    returned = Exists(_returned())
    found = rows.annotate(is_mine=mine, was_returned=returned).aggregate(
        waiting=Count("pk", filter=Q(handled=Handled.WAITING, was_returned=False)),
        returned=Count("pk", filter=Q(handled=Handled.WAITING, was_returned=True)),
        sent=Count("pk", filter=Q(handled=Handled.SENT)),
        mine=Count("pk", filter=Q(is_mine=True)),
        late=Count("pk", filter=Q(handled=Handled.WAITING, entered_at__lt=late_before))
        if late_before
        else Count("pk", filter=Q(pk=None)),
    )
    return Counts(**found)


def to_distribute() -> QuerySet[Any]:
    """What waits to be given out, those that came back too."""
    rows: QuerySet[Any] = EntryState.objects.filter(annulled_at=None, handled=Handled.WAITING)
    return rows


def hers(person_id: UUID | None) -> QuerySet[Any]:
    """What waits for this person."""
    rows: QuerySet[Any] = EntryState.objects.filter(annulled_at=None).filter(Exists(_mine(person_id)))
    return rows


def _mine(person_id: UUID | None) -> QuerySet[Any]:
    rows: QuerySet[Any] = NoteRecipient.objects.filter(
        entry_id=OuterRef("entry_id"), person_id=person_id, state=State.WAITING
    )
    return rows


def _returned() -> QuerySet[Any]:
    rows: QuerySet[Any] = NoteRecipient.objects.filter(entry_id=OuterRef("entry_id"), state=State.RETURNED)
    return rows


def _of_tab(tab: str, person_id: UUID | None) -> QuerySet[Any]:
    rows: QuerySet[Any] = EntryState.objects.filter(annulled_at=None)
    if tab == "sent":
        return rows.filter(handled=Handled.SENT)
    if tab == "returned":
        return rows.filter(Exists(_returned()), handled=Handled.WAITING)
    if tab == "mine":
        return rows.filter(Exists(_mine(person_id)))
    return rows.filter(~Exists(_returned()), handled=Handled.WAITING)


def _done_today(day: date) -> list[Any]:
    done = EntryState.objects.filter(
        handled_at__gte=_midnight(day), entry__book=Book.ENTRY, annulled_at=None
    ).exclude(handled=Handled.WAITING)
    return list(_shown(done).order_by("-handled_at")[:MOST_TODAY])


def _shown(states: QuerySet[Any]) -> QuerySet[Any]:
    here = OuterRef("entry_id")
    names = EntryPerson.objects.filter(entry_id=here).order_by("position", "id")
    corrected = Annotation.objects.filter(
        entry_id=here, kind=registry_texts.CORRECTION, field="subject"
    ).order_by("-at", "-id")
    taken = EntryTaken.objects.standing().filter(entry_id=here).order_by("-at")
    return (
        states.select_related("entry", "held_by")
        .defer("entry__search", "entry__answers")
        .annotate(
            who=Subquery(names.values("name")[:1]),
            reads=Coalesce(Subquery(corrected.values("new")[:1]), F("entry__subject")),
            case_number=Subquery(taken.values("case__number")[:1]),
        )
    )


def _line(row: Any, day: date, why_not: WhyNotWorking) -> Line:
    entry = row.entry
    entry.state = row
    return Line(
        entry=entry,
        subject=row.reads,
        who=row.who or "",
        age=working_days(timezone.localtime(row.entered_at).date(), day, why_not),
        holder=row.held_by.full_name if row.held_by else "",
        case_number=row.case_number or "",
    )


def working_days(since: date, until: date, why_not: WhyNotWorking) -> int:
    """How many working days have begun after `since`, up to `until`; at most those of ninety days."""
    days = (since + timedelta(days=n) for n in range(1, min((until - since).days, OLDEST) + 1))
    return sum(1 for day in days if not why_not(day))


def _late_before(day: date, why_not: WhyNotWorking) -> datetime:
    """The moment before which what came has waited more than `LATE` working days."""
    last = day
    while working_days(last, day, why_not) <= LATE and (day - last).days < OLDEST:
        last -= timedelta(days=1)
    return _midnight(last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _read_cursor(cursor: str) -> tuple[datetime, str] | None:
    at, _sep, pk = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, str(UUID(pk))) if moment.tzinfo else None
    except ValueError:
        return None


# --- one entry ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opened:
    """An entry as the inbox reads it."""

    entry: RegistryEntry
    subject: str
    documents: list[EntryDocument]
    people: list[EntryPerson]
    notes: list[ProcessNote]
    taken: list[EntryTaken]
    is_mine: bool

    @property
    def state(self) -> EntryState:
        state: EntryState = self.entry.state
        return state

    @property
    def note(self) -> ProcessNote | None:
        """The last one, by which it is where it is."""
        return self.notes[0] if self.notes else None

    @property
    def is_waiting(self) -> bool:
        return self.state.handled == Handled.WAITING


def opened(actor: Actor, reference: str) -> Opened:
    """An entry for whoever reads the books or was sent it. At most eight statements; `NotHere` when there is none."""
    row = _shown(EntryState.objects.filter(entry__reference=reference, entry__book=Book.ENTRY)).first()
    if row is None:
        raise NotHere
    entry = row.entry
    entry.state = row
    ensure(may_see(actor, entry))
    notes = list(
        ProcessNote.objects.filter(entry=entry)
        .select_related("case", "series")
        .prefetch_related("recipients__person")
    )
    documents = EntryDocument.objects.filter(entry=entry).select_related(
        "document__type", "document__version", "document__latest_blob"
    )
    waiting = [one for note in notes for one in note.recipients.all() if one.state == State.WAITING]
    return Opened(
        entry=entry,
        subject=row.reads,
        documents=list(documents.order_by("position", "id")),
        people=list(EntryPerson.objects.filter(entry=entry).select_related("party__merged_into")),
        notes=notes,
        taken=list(EntryTaken.objects.standing().filter(entry=entry).select_related("case")),
        is_mine=any(one.person_id == actor.person_id for one in waiting),
    )


def load() -> Mapping[UUID, int]:
    """How many entries each person has in her hands. One statement."""
    rows = NoteRecipient.objects.filter(state=State.WAITING).values_list("person_id")
    return dict(rows.annotate(n=Count("pk")).order_by())


def taking(reference: str, taken_id: UUID) -> EntryTaken:
    """A take that stands, of this entry. One statement. Raises `NotHere`."""
    found: EntryTaken | None = (
        EntryTaken.objects.standing()
        .filter(pk=taken_id, entry__reference=reference)
        .select_related("entry__state", "case")
        .first()
    )
    if found is None:
        raise NotHere
    return found


# --- Today and the pages of lower rooms ---------------------------------------------------------------------


def waiting_for(person_id: UUID, *, most: int = 100) -> list[NoteRecipient]:
    """The entries in her hands, the last sent first, in any of the towns of the scope. One statement."""
    rows = NoteRecipient.objects.filter(person_id=person_id, state=State.WAITING)
    rows = rows.select_related("note", "entry", "entity").defer(*HEAVY)
    return list(rows.order_by("-note__at", "-id")[:most])


def untaken(entity_ids: Iterable[int]) -> Any:
    """What waits to be given out in these towns of the scope: rows of town, how many, and since when."""
    rows = EntryState.objects.filter(
        handled=Handled.WAITING, annulled_at=None, entity_id__in=list(entity_ids)
    )
    return rows.order_by().values("entity_id").annotate(n=Count("pk"), oldest=Min("entered_at"))


def entries_of_case(case_id: UUID) -> list[EntryTaken]:
    """The entries that a case took, in their order. One statement."""
    rows = (
        EntryTaken.objects.standing().filter(case_id=case_id).select_related("entry").defer("entry__search")
    )
    return list(rows.order_by("entry__registered_at"))
