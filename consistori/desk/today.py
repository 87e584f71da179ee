"""Today [Avui]: what needs me, in one list; and beside it, what I only follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.entries.policies import may_distribute
from consistori.cases.entries.selectors import waiting_for as entries_waiting_for
from consistori.cases.events import CaseHandedOver
from consistori.cases.models import CaseFile
from consistori.desk import asked, selectors, tasks_today
from consistori.desk.addresses import address_in
from consistori.desk.inbox import today as entries
from consistori.desk.inbox.today import Waiting
from consistori.desk.models import Notice
from consistori.desk.rows import Row, Section, short
from consistori.directory.selectors import Standing
from consistori.signature.models import SignatureRequest
from consistori.signature.selectors import interrupted_batches
from consistori.tenancy.models import Entity
from consistori.trail.selectors import TrailEntry

MOST_CARRIED = 12
MOST_FOLLOWED = 8


@dataclass(frozen=True)
class Today:
    """The page of one morning. `waiting` is how many things wait for me in each of my towns, by its key."""

    sections: list[Section]
    notices: list[Notice]
    followed: list[Row]
    things: list[str]
    waiting: Mapping[int, int]

    @property
    def count(self) -> int:
        """What waits for me; what I carry without news is not waiting."""
        return sum(section.count for section in self.sections if section.key not in ("carried", "covered"))

    @property
    def all(self) -> int:
        """Every line of the page, those left out included."""
        return sum(section.count for section in self.sections)

    @property
    def is_empty(self) -> bool:
        return not any(section.rows for section in self.sections)


@dataclass
class _Gathered:
    """What the database said, of all my towns."""

    requests: list[Any]
    batches: list[Any]
    returned: list[Any]
    carried: list[Any]
    covered: list[Any]
    followed: list[Any]
    notices: list[Notice]
    entries: list[Any]
    waiting: list[Waiting]

    def only(self, here: Entity) -> _Gathered:
        """What is of one town."""
        return _Gathered(
            *([row for row in rows if row.entity_id == here.pk] for rows in self.__dict__.values())
        )


def today_of(
    person_id: UUID, standings: Mapping[int, Standing], entities: Iterable[Entity], here: Entity | None = None
) -> Today:
    """What needs this person in these towns, or only `here`, and the figures of all. At most ten statements."""
    actors = [standings[entity.pk].actor for entity in entities]
    requests, returned = selectors.requests_of(person_id)
    distributes = [actor.entity_id for actor in actors if actor.entity_id and may_distribute(actor)]
    units = [unit for actor in actors for unit in actor.unit_ids]
    covered, followed = selectors.cases_of_others(person_id, actors)
    found = _Gathered(
        requests=requests,
        batches=interrupted_batches(person_id),
        returned=returned,
        carried=selectors.carried_cases(person_id),
        covered=covered,
        followed=followed,
        notices=selectors.notices_for(person_id),
        entries=entries_waiting_for(person_id),
        waiting=entries.waiting_in(distributes, person_id, units),
    )
    looked_at = [*found.carried, *found.covered, *found.followed]
    news = selectors.last_words_on([case for case in looked_at if _has_news(case)])
    handed = {case.pk for case in found.carried if _is_my_turn(case, news.get(case.pk), person_id)}
    waiting = Counter(row.entity_id for row in [*found.requests, *found.returned])
    waiting.update(case.entity_id for case in found.carried if case.pk in handed)
    waiting.update(row.entity_id for row in found.entries)
    waiting.update(one.entity_id for one in found.waiting if one.what == "asked")
    by_key = {entity.pk: entity for entity in entities}
    waiting.update(tasks_today.figures(tasks_today.of_towns(found.waiting, by_key)))
    return _page(found.only(here) if here else found, handed, news, waiting, by_key)


def _page(
    found: _Gathered,
    handed: set[UUID],
    news: Mapping[UUID, TrailEntry],
    waiting: Mapping[int, int],
    entities: Mapping[int, Entity],
) -> Today:
    passed = [case for case in found.carried if case.pk in handed]
    mine = [case for case in found.carried if case.pk not in handed]
    turn = [_handed_row(case, news.get(case.pk)) for case in passed] + [
        _returned_row(r) for r in found.returned
    ]
    turn += [asked.row(one, entities[one.entity_id]) for one in found.waiting if one.what == "asked"]
    turn.sort(key=lambda row: row.at or row.entity.created_at, reverse=True)
    sign = [*map(_batch_row, found.batches), *_sign_rows(found.requests)]
    tasks = tasks_today.of_towns(found.waiting, entities)
    sections = [
        entries.section(found.entries, found.waiting, entities),
        Section("turn", _("My turn"), turn, len(turn)),
        tasks_today.section(tasks, entities),
        Section("sign", _("To sign"), sign, len(found.requests)),
        _carried_section(mine, news),
        _covered_section(found.covered, news),
    ]
    return Today(
        sections=[section for section in sections if section.rows],
        notices=found.notices,
        followed=[_case_row(case, news.get(case.pk)) for case in found.followed[:MOST_FOLLOWED]],
        things=_things(len(found.requests), len(passed), len(found.returned)) + tasks_today.words(tasks),
        waiting=waiting,
    )


def _is_my_turn(case: Any, last: TrailEntry | None, person_id: UUID) -> bool:
    return _was_handed(case) or _is_handover(last, person_id)


def _was_handed(case: Any) -> bool:
    """Handed to me with a note, and not opened since."""
    return case.note_at is not None and (case.looked_at is None or case.looked_at < case.note_at)


def _is_handover(last: TrailEntry | None, person_id: UUID) -> bool:
    """The last thing that happened, and I have not seen it, is that it was passed to me."""
    return (
        last is not None
        and last.kind == CaseHandedOver.kind()
        and last.payload.get("to_id") == str(person_id)
        and last.actor_id != person_id
    )


def _has_news(case: Any) -> bool:
    return case.looked_at is None or case.looked_at < case.last_moved_at


def _handed_row(case: Any, last: TrailEntry | None) -> Row:
    if case.note_text:
        reason = f"{case.note_author}: «{case.note_text}»"
    else:
        reason = _("%(name)s passed it to you") % {"name": last.who if last else ""}
    return Row(
        entity=case.entity,
        icon="handover",
        title=case.title,
        url=address_in(case.entity, "cases:case", case.number),
        reason=short(reason),
        number=case.number,
        at=case.note_at or case.last_moved_at,
        act=_("Open"),
        is_new=True,
    )


def _returned_row(request: SignatureRequest) -> Row:
    if request.state == SignatureRequest.State.RETURNED:
        reason = _("%(name)s returned it: «%(reason)s»") % {
            "name": request.signer.full_name,
            "reason": request.reason,
        }
    else:
        reason = _("It could not be signed. Look why and send it again.")
    return Row(
        entity=request.entity,
        icon="restore",
        title=request.document.title,
        url=address_in(request.entity, "documents:document", request.document_id),
        reason=short(reason),
        at=request.settled_at or request.asked_at,
        act=_("Look at it"),
        tone="ochre",
        is_new=True,
    )


def _batch_row(batch: Any) -> Row:
    left = batch.left
    return Row(
        entity=batch.entity,
        icon="warning",
        title=ngettext(
            "%(n)d document was left unsigned: sign again",
            "%(n)d documents were left unsigned: sign again",
            left,
        )
        % {"n": left},
        url=address_in(batch.entity, "signature:tray"),
        reason=_("The batch stopped at %(done)d of %(total)d. What is signed stays signed.")
        % {"done": batch.done, "total": batch.total},
        at=batch.finished_at or batch.opened_at,
        act=_("Sign again"),
        tone="ochre",
    )


def _sign_rows(requests: Iterable[SignatureRequest]) -> list[Row]:
    """One row a kind of document and town: what is alike is read and signed together."""
    groups: dict[tuple[Any, Any], list[SignatureRequest]] = {}
    for request in requests:
        kind = request.document.type_id or request.pk
        groups.setdefault((request.entity_id, kind), []).append(request)
    return [_one_to_sign(group[0]) if len(group) == 1 else _many_to_sign(group) for group in groups.values()]


def _one_to_sign(request: SignatureRequest) -> Row:
    asked = _("%(name)s asks for it") % {"name": request.asked_by_name} if request.asked_by_name else ""
    return Row(
        entity=request.entity,
        icon="pen",
        title=request.document.title,
        url=address_in(request.entity, "signature:tray") + f"?paper={request.pk}",
        reason=short(" · ".join(part for part in (asked, request.note) if part)),
        at=request.asked_at,
        since=True,
        act=_("Read and sign"),
        is_new=request.first_seen_at is None,
    )


def _many_to_sign(group: list[SignatureRequest]) -> Row:
    first = group[0]
    kind = str(first.document.type)
    names = sorted({request.asked_by_name for request in group if request.asked_by_name})
    return Row(
        entity=first.entity,
        icon="pen",
        title=kind,
        url=address_in(first.entity, "signature:tray"),
        reason=short(", ".join(names)),
        number=ngettext("%(n)d document", "%(n)d documents", len(group)) % {"n": len(group)},
        at=first.asked_at,
        since=True,
        act=_("Read and sign"),
        is_new=any(request.first_seen_at is None for request in group),
    )


def _carried_section(cases: list[CaseFile], news: Mapping[UUID, TrailEntry]) -> Section:
    ordered = sorted(cases, key=lambda case: not _has_news(case))
    rows = [_case_row(case, news.get(case.pk)) for case in ordered[:MOST_CARRIED]]
    more = len(ordered) - len(rows)
    return Section("carried", _("What I carry"), rows, len(ordered), more, _my_cases_url(ordered, more))


def _covered_section(cases: list[Any], news: Mapping[UUID, TrailEntry]) -> Section:
    """What is of whom she covers: in sight until the other is back, without being hers."""
    ordered = sorted(cases, key=lambda case: not _has_news(case))
    rows = [replace(_case_row(case, news.get(case.pk)), icon="handover") for case in ordered[:MOST_CARRIED]]
    names = ", ".join(dict.fromkeys(case.carried_by.full_name for case in cases))
    url = f"{address_in(cases[0].entity, 'cases:list')}?carried={cases[0].carried_by_id}" if cases else ""
    title = _("I cover %(name)s") % {"name": names}
    return Section("covered", title, rows, len(ordered), len(ordered) - len(rows), url)


def _my_cases_url(cases: list[CaseFile], more: int) -> str:
    return address_in(cases[0].entity, "cases:list") + "?carried=me" if more and cases else ""


def _case_row(case: Any, last: TrailEntry | None) -> Row:
    series = case.series.label if case.series else _("to be classified")
    fresh = last is not None
    return Row(
        entity=case.entity,
        icon="folder",
        title=case.title,
        url=address_in(case.entity, "cases:case", case.number),
        reason=short(f"{last.sentence} · {last.who}" if last else str(series)),
        number=case.number,
        at=case.last_moved_at,
        is_new=fresh,
    )


def _things(to_sign: int, handed: int, returned: int) -> list[str]:
    words = []
    if to_sign:
        words.append(ngettext("%(n)d signature", "%(n)d signatures", to_sign) % {"n": to_sign})
    if handed:
        words.append(
            ngettext("%(n)d case that was passed to you", "%(n)d cases that were passed to you", handed)
            % {"n": handed}
        )
    if returned:
        words.append(
            ngettext("%(n)d returned document", "%(n)d returned documents", returned) % {"n": returned}
        )
    return words
