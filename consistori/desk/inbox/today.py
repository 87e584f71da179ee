"""What Today says of the inbox: the entries in my hands, those that nobody has been given, and who asks about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.entries.selectors import untaken
from consistori.cases.models import NoteRecipient
from consistori.deadlines.limits import limits_for
from consistori.desk import tasks_today as tasks
from consistori.desk.addresses import address_in
from consistori.desk.morning import board, cases_at_rest, circuits, day, decrees, kept, people, steps
from consistori.desk.rows import Row, Section, short
from consistori.desk.saving import today as saving
from consistori.eoffice.filing.term_letters.selectors import late_in
from consistori.eoffice.folder.talking import waiting_for as asking
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.ui.dates import short_day

MOST = 12
NO_DAY: dict[str, Any] = {"due_on": Cast(Value(None), DateField()), "note": Value("")}


@dataclass(frozen=True)
class Waiting:
    """What waits in a town: entries to give out (`untaken`), letters that are late (`late`), a citizen who asks
    about what is in my hands (`asked`; then `key` is of the conversation), a task (`task`), a step or what others
    have (`morning.steps`); how many, and since when.
    """

    entity_id: int
    n: int
    oldest: datetime
    what: str
    key: UUID | None = None
    name: str = ""
    number: str = ""
    title: str = ""
    due_on: date | None = None
    note: str = ""


def waiting_in(
    entity_ids: Iterable[int], person_id: UUID, unit_ids: Iterable[UUID] = (), actors: Iterable[Actor] = ()
) -> list[Waiting]:
    """What waits to be given out and is late in the towns where she gives out, who asks her, her tasks and steps, and
    what she waits for. One statement."""
    ids, units, acting = list(entity_ids), list(unit_ids), list(actors)
    limits = tuple(limits_for(actor.entity_id) for actor in acting)
    facts = (tuple(ids), tuple(sorted(units)), limits)
    rows = kept.rows("waiting", lambda who, shaped: _asked(ids, who, units, shaped), person_id, acting, facts)
    return [Waiting(*row) for row in rows]


def _asked(ids: list[int], person_id: UUID, units: list[UUID], actors: Sequence[Actor]) -> QuerySet[Any]:
    nobody: dict[str, Any] = {
        "key": Cast(Value(None), UUIDField()),
        "name": Value(""),
        "number": Value(""),
        "title": Value(""),
        **NO_DAY,
    }
    entries = untaken(ids).annotate(what=Value("untaken"), **nobody)
    letters = late_in(ids).annotate(what=Value("late"), **nobody)
    words = asking(person_id).annotate(
        n=Value(1), oldest=F("last_at"), what=Value("asked"), key=F("pk"), **NO_DAY
    )
    columns = ("entity_id", "n", "oldest", "what", "key", "name", "number", "title", "due_on", "note")
    rows = entries.values_list(*columns).union(
        letters.values_list(*columns),
        words.values_list(*columns),
        tasks.arm(person_id, units).values_list(*columns),
        *steps.arms(person_id),
        day.arm(person_id),
        *circuits.arms(person_id, actors),
        saving.arm(person_id),
        *decrees.arms(actors),
        *board.arms(actors),
        *people.arms(person_id, actors),
        *cases_at_rest.arms(person_id, [actor.entity_id for actor in actors if actor.entity_id]),
        all=True,
    )
    return rows.order_by("what", "oldest", "entity_id")


def section(
    mine: Sequence[NoteRecipient], waiting: Iterable[Waiting], entities: Mapping[int, Entity]
) -> Section:
    """The section of the registry, what is mine first; without lines when nothing waits."""
    rows = [_mine(row) for row in mine[:MOST]]
    for one in waiting:
        if one.entity_id in entities and one.what in _SAID:
            rows.append(_SAID[one.what](one, entities[one.entity_id]))
    more = max(len(mine) - MOST, 0)
    url = address_in(mine[0].entity, "desk:inbox") + "?tab=mine" if more else ""
    return Section("registry", _("From the registry"), rows, len(rows) + more, more, url, pill=_("Entries"))


def _mine(row: NoteRecipient) -> Row:
    note = row.note
    said = [str(note.get_action_display())]
    if note.due_on:
        said.append(_("before %(day)s") % {"day": short_day(note.due_on)})
    if note.text:
        said.append(f"{note.by_name}: «{note.text}»" if note.by_name else f"«{note.text}»")
    return Row(
        entity=row.entity,
        icon="stamp",
        title=row.entry.subject,
        url=address_in(row.entity, "desk:inbox_entry", row.entry.reference),
        reason=short(" · ".join(said)),
        number=row.entry.reference,
        at=note.at,
        act=_("Look at it"),
        is_new=True,
    )


def _late(one: Waiting, entity: Entity) -> Row:
    """Letters that say until when we answer and had to be out (Llei 39/2015, art. 21.4)."""
    return Row(
        entity=entity,
        icon="law",
        title=ngettext("%(n)d letter of the term is late", "%(n)d letters of the term are late", one.n)
        % {"n": one.n},
        url=address_in(entity, "eoffice:term_letters"),
        reason=_("People have to know until when we answer within ten working days: the first, by %(day)s")
        % {"day": short_day(one.oldest)},
        act=_("Send them"),
        tone="ochre",
        is_new=True,
    )


def _untaken(one: Waiting, entity: Entity) -> Row:
    return Row(
        entity=entity,
        icon="inbox",
        title=ngettext("%(n)d entry to give out", "%(n)d entries to give out", one.n) % {"n": one.n},
        url=address_in(entity, "desk:inbox"),
        reason=_("Nobody has them yet"),
        at=one.oldest,
        since=True,
        act=_("Give them out"),
    )


_SAID: dict[str, Callable[[Waiting, Entity], Row]] = {"late": _late, "untaken": _untaken}
