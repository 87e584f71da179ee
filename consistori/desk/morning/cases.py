"""Cases of Today: those passed to me, those I carry, those of whom I cover, those I follow, each with what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)  # fmt: skip
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.events import CaseHandedOver
from consistori.cases.models import CaseFile, Comment, Follow, LastLook
from consistori.catalogue.models import in_language
from consistori.desk.addresses import address_in
from consistori.desk.morning import kept
from consistori.desk.rows import Row, Section, short
from consistori.directory.models import Absence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.models import Entity
from consistori.trail.selectors import TrailEntry

MOST_READ = 60
MOST_CARRIED = 12
MOST_FOLLOWED = 8
CARRIED, COVERED, FOLLOWED = "carried", "covered", "followed"
COLUMNS = ("pk", "entity_id", "number", "title", "last_moved_at", "series__code", "series__title_ca",
           "series__title_es", "carried_by_id", "carrier", "looked_at", "note_text", "note_author", "note_at", "why",
           "n")  # fmt: skip


@dataclass(frozen=True)
class CaseLine:
    """A case with the last look of the person, the last note to her, and how many its town has of its kind (`n`)."""

    pk: UUID
    entity_id: int
    number: str
    title: str
    last_moved_at: datetime
    series_code: str | None
    series_ca: str | None
    series_es: str | None
    carried_by_id: UUID | None
    carrier: str
    looked_at: datetime | None
    note_text: str | None
    note_author: str | None
    note_at: datetime | None
    why: str
    n: int

    @property
    def series(self) -> str:
        """«F601 Guals i reserves d’estacionament»."""
        if not self.series_code:
            return _("to be classified")
        return f"{self.series_code} {in_language(self.series_ca or '', self.series_es or '')}"


def cases_of(person_id: UUID, actors: Sequence[Actor]) -> dict[str, list[CaseLine]]:
    """The open cases that she carries, those of whom she covers today and those of others that she follows, of the last
    two what she may read. What is new first, then the last moved. One statement.
    """
    rows = kept.rows("cases", _asked, person_id, actors)
    found: dict[str, list[CaseLine]] = {CARRIED: [], COVERED: [], FOLLOWED: []}
    lines = [CaseLine(*row) for row in rows]
    for line in sorted(lines, key=lambda line: (has_news(line), line.last_moved_at, line.pk), reverse=True):
        found[line.why].append(line)
    return found


def _asked(person_id: UUID, actors: Iterable[Actor]) -> QuerySet[Any]:
    absences = Absence.objects.live(today()).filter(
        covered_by_id=person_id, person_id=OuterRef("carried_by_id"), entity_id=OuterRef("entity_id")
    )
    follows = Follow.objects.filter(person_id=person_id).values("case_id")
    visible = CaseFile.objects.visible_to_any(actors)
    return _why(CaseFile.objects.carried_by(person_id), person_id, CARRIED).union(
        _why(visible.open().filter(Exists(absences)), person_id, COVERED),
        _why(visible.filter(pk__in=follows).exclude(carried_by_id=person_id), person_id, FOLLOWED),
        all=True,
    )


def _why(cases: QuerySet[CaseFile], person_id: UUID, why: str) -> QuerySet[Any]:
    looks = LastLook.objects.filter(case=OuterRef("pk"), person_id=person_id)
    notes = Comment.objects.filter(case=OuterRef("pk"), to_id=person_id).order_by("-at")
    rows = cases.annotate(
        carrier=Concat("carried_by__given_name", Value(" "), "carried_by__family_name"),
        looked_at=Subquery(looks.values("at")[:1]),
        note_text=Subquery(notes.values("text")[:1]),
        note_author=Subquery(notes.values("author_name")[:1]),
        note_at=Subquery(notes.values("at")[:1]),
        why=Value(why),
        n=Window(Count("pk"), partition_by=F("entity_id")),
    )
    seen = Q(looked_at__gte=F("last_moved_at"))
    new = Case(When(seen, then=0), default=1, output_field=IntegerField())
    return rows.order_by(new.desc(), "-last_moved_at", "-pk").values_list(*COLUMNS)[:MOST_READ]


def is_my_turn(case: CaseLine, last: TrailEntry | None, person_id: UUID) -> bool:
    """Handed to me with a note and not opened since; or the last thing that happened is that it was passed to me."""
    return _was_handed(case) or _is_handover(last, person_id)


def _was_handed(case: CaseLine) -> bool:
    return case.note_at is not None and (case.looked_at is None or case.looked_at < case.note_at)


def _is_handover(last: TrailEntry | None, person_id: UUID) -> bool:
    return (
        last is not None
        and last.kind == CaseHandedOver.kind()
        and last.payload.get("to_id") == str(person_id)
        and last.actor_id != person_id
    )


def has_news(case: CaseLine) -> bool:
    """Whether it moved since she looked."""
    return case.looked_at is None or case.looked_at < case.last_moved_at


def handed_row(case: CaseLine, entity: Entity, last: TrailEntry | None) -> Row:
    """A case that was passed to me."""
    if case.note_text:
        reason = f"{case.note_author}: «{case.note_text}»"
    else:
        reason = _("%(name)s passed it to you") % {"name": last.who if last else ""}
    return Row(
        entity=entity,
        icon="handover",
        title=case.title,
        url=address_in(entity, "cases:case", case.number),
        reason=short(reason),
        number=case.number,
        at=case.note_at or case.last_moved_at,
        act=_("Open"),
        is_new=True,
    )


def row(case: CaseLine, entity: Entity, last: TrailEntry | None) -> Row:
    """A case, with the last that happened in it if it is new."""
    return Row(
        entity=entity,
        icon="folder",
        title=case.title,
        url=address_in(entity, "cases:case", case.number),
        reason=short(f"{last.sentence} · {last.who}" if last else case.series),
        number=case.number,
        at=case.last_moved_at,
        is_new=last is not None,
    )


def carried_section(
    cases: list[CaseLine], handed: int, entities: Mapping[int, Entity], news: Mapping[UUID, TrailEntry]
) -> Section:
    """What I carry and nobody has just passed to me."""
    shown = cases[:MOST_CARRIED]
    rows = [row(case, entities[case.entity_id], news.get(case.pk)) for case in shown]
    count = max(sum(_totals(cases).values()) - handed, len(rows))
    url = address_in(entities[cases[0].entity_id], "cases:list") + "?carried=me" if count > len(rows) else ""
    return Section("carried", _("What I carry"), rows, count, count - len(rows), url)


def covered_section(
    cases: list[CaseLine], entities: Mapping[int, Entity], news: Mapping[UUID, TrailEntry]
) -> Section:
    """What is of whom she covers: in sight until the other is back, without being hers."""
    rows = [
        replace(row(case, entities[case.entity_id], news.get(case.pk)), icon="handover")
        for case in cases[:MOST_CARRIED]
    ]
    count = sum(_totals(cases).values())
    names = ", ".join(dict.fromkeys(case.carrier.strip() for case in cases))
    url = ""
    if cases:
        url = f"{address_in(entities[cases[0].entity_id], 'cases:list')}?carried={cases[0].carried_by_id}"
    title = _("I cover %(name)s") % {"name": names}
    return Section("covered", title, rows, count, count - len(rows), url)


def _totals(cases: Iterable[CaseLine]) -> dict[int, int]:
    return {case.entity_id: case.n for case in cases}


def passed_words(n: int) -> list[str]:
    """«2 cases that were passed to you», for the sentence at the top."""
    if not n:
        return []
    return [
        ngettext("%(n)d case that was passed to you", "%(n)d cases that were passed to you", n) % {"n": n}
    ]
