"""What a list of cases asks: the filters of its address, as rows and as words."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from consistori.cases import visibility
from consistori.cases.models import CaseFile, CaseLabel, Follow, LastLook
from consistori.cases.rules import Situation, State
from consistori.cases.signatures import cases_waiting_for_signature
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy import search

SITUATIONS = ("open", "closed", "all")
STILL_DAYS = 30
FRESH_DAYS = 7
PAGE = 50
ORDERS: dict[str, tuple[str, bool]] = {
    "moved": ("last_moved_at", True),
    "still": ("last_moved_at", False),
    "number": ("number", False),
    "-number": ("number", True),
    "opened": ("opened_on", False),
    "-opened": ("opened_on", True),
}
"""Orders of a list: the field and whether it goes down."""


@dataclass(frozen=True)
class ListQuery:
    """The filters of a list, as they stand in its address. Empty says "any".

    `carried`: `me`, `nobody` or the identifier of a person. `series`: a code, or `none` (to be classified).
    `moved`: `fresh` (moved in a week) or `still` (without movement for thirty days). `unit`: `mine` or an
    identifier. `followed`: `yes`.
    """

    q: str = ""
    situation: str = "open"
    state: str = ""
    series: str = ""
    carried: str = ""
    unit: str = ""
    moved: str = ""
    label: str = ""
    followed: str = ""
    order: str = "moved"

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> Self:
        """From the parameters of an address or of a saved view; what makes no sense is left out."""
        values = {f.name: str(params.get(f.name, "")).strip()[:80] for f in fields(cls)}
        values["situation"] = values["situation"] if values["situation"] in SITUATIONS else "open"
        values["state"] = values["state"] if values["state"] in set(State) else ""
        values["moved"] = values["moved"] if values["moved"] in ("fresh", "still") else ""
        values["followed"] = "yes" if values["followed"] == "yes" else ""
        values["order"] = values["order"] if values["order"] in ORDERS else "moved"
        for name, words in (("carried", ("me", "nobody")), ("unit", ("mine",))):
            if values[name] not in words and _uuid(values[name]) is None:
                values[name] = ""
        return cls(**values)

    def params(self) -> dict[str, str]:
        """Only what differs from the plain list of open cases."""
        plain = ListQuery()
        return {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if getattr(self, f.name) != getattr(plain, f.name)
        }

    def but(self, **changes: str) -> Self:
        """The same list with some filters changed."""
        return replace(self, **changes)

    @property
    def is_plain(self) -> bool:
        """Whether it asks nothing of what a reserved case hides (its title, series, carrier, labels)."""
        return not set(self.params()) - {"situation", "order"}


def cases_of(query: ListQuery, actor: Actor) -> QuerySet[CaseFile]:
    """The cases that answer. Of the reserved ones that the actor may not read, only the plain list shows
    their number: any other question would tell what they hide."""
    rows: QuerySet[CaseFile] = CaseFile.objects.all()
    rows = rows.known_to(actor) if query.is_plain else rows.visible_to(actor)  # type: ignore[attr-defined]
    if query.situation != "all":
        rows = rows.filter(situation=Situation(query.situation))
    if query.state:
        rows = rows.filter(state=query.state)
    rows = rows.filter(_of_series(query), _of_people(query, actor), _of_movement(query))
    if query.label:
        rows = rows.filter(
            Exists(CaseLabel.objects.filter(case=OuterRef("pk"), label__name__iexact=query.label))
        )
    if query.followed:
        rows = rows.filter(Exists(Follow.objects.filter(case=OuterRef("pk"), person_id=actor.person_id)))
    return search.matching(rows, query.q) if query.q else rows


def with_marks(rows: QuerySet[CaseFile], actor: Actor) -> QuerySet[CaseFile]:
    """With what a row shows: series, unit, carrier, labels, when I last looked, whether I follow, whether
    something waits to be signed, whether I may read it. No statement more."""
    looks = LastLook.objects.filter(case=OuterRef("pk"), person_id=actor.person_id).values("at")[:1]
    labels = CaseLabel.objects.filter(case=OuterRef("pk")).order_by("label__name").values("label__name")
    return (
        rows.select_related("series", "unit", "carried_by")
        .defer("search")
        .annotate(
            looked_at=Subquery(looks),
            label_names=ArraySubquery(labels),
            is_followed=Exists(Follow.objects.filter(case=OuterRef("pk"), person_id=actor.person_id)),
            waits_signature=Exists(cases_waiting_for_signature().filter(case_id=OuterRef("pk"))),
            is_readable=Case(
                When(visibility.readable_by(actor), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
        )
    )


@dataclass(frozen=True)
class ListPage:
    """A page of a list, where it begins, and the mark of the next one."""

    rows: list[CaseFile]
    first: int
    next_cursor: str

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def page_of(query: ListQuery, actor: Actor, *, cursor: str = "", size: int = PAGE) -> ListPage:
    """One page from its mark, by keyset: its cost does not grow with how far one goes. One statement."""
    field, goes_down = ORDERS[query.order]
    rows = with_marks(cases_of(query, actor), actor)
    place = _read_cursor(cursor, query.order)
    if place:
        value, pk, first = place
        way = "lt" if goes_down else "gt"
        beyond = Q(**{f"{field}__{way}": value}) | Q(**{field: value, f"id__{way}": pk})
        rows = rows.filter(beyond, **{f"{field}__{way}e": value})
    else:
        first = 1
    order = [f"-{field}", "-id"] if goes_down else [field, "id"]
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    found = found[:size]
    following = _write_cursor(found[-1], query.order, first + len(found)) if more else ""
    return ListPage(found, first, following)


def ids_of(query: ListQuery, actor: Actor, *, most: int) -> list[UUID]:
    """The keys of all that answer and the actor may read, in the order of the list; `most` at most. One statement."""
    field, goes_down = ORDERS[query.order]
    rows = cases_of(query, actor).filter(visibility.readable_by(actor))
    order = [f"-{field}", "-id"] if goes_down else [field, "id"]
    return list(rows.order_by(*order).values_list("pk", flat=True)[:most])


def _of_series(query: ListQuery) -> Q:
    if query.series == "none":
        return Q(series=None)
    return Q(series__code=query.series) if query.series else Q()


def _of_people(query: ListQuery, actor: Actor) -> Q:
    asked = Q()
    if query.carried == "me":
        asked &= Q(carried_by_id=actor.person_id)
    elif query.carried == "nobody":
        asked &= Q(carried_by=None)
    elif query.carried:
        asked &= Q(carried_by_id=query.carried)
    if query.unit == "mine":
        asked &= Q(unit_id__in=sorted(actor.unit_ids))
    elif query.unit:
        asked &= Q(unit_id=query.unit)
    return asked


def _of_movement(query: ListQuery) -> Q:
    if query.moved == "still":
        return Q(last_moved_at__lt=now() - timedelta(days=STILL_DAYS))
    if query.moved == "fresh":
        return Q(last_moved_at__gte=now() - timedelta(days=FRESH_DAYS))
    return Q()


def _write_cursor(case: CaseFile, order: str, first: int) -> str:
    value = getattr(case, ORDERS[order][0])
    value = value.isoformat() if hasattr(value, "isoformat") else value
    raw = json.dumps([order, value, str(case.pk), first]).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read_cursor(cursor: str, order: str) -> tuple[Any, UUID, int] | None:
    """What a mark says; a forged or old one is a first page."""
    try:
        raw = base64.urlsafe_b64decode(cursor[:400] + "=" * (-len(cursor) % 4))
        named, value, pk, first = json.loads(raw)
        if named != order or not isinstance(value, str) or not 1 <= int(first) <= 10_000_000:
            return None
        if ORDERS[order][0] != "number":
            datetime.fromisoformat(value)
        return value, UUID(pk), int(first)
    except (binascii.Error, ValueError, TypeError, AttributeError):
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
