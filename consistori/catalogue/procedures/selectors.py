"""Questions about procedures: those in force here, the nearest one of each code, read and kept in memory."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext, override

from consistori.catalogue.procedures.finding import Index
from consistori.catalogue.procedures.models import Procedure, ProcedureReview, ProcedureVersion
from consistori.catalogue.procedures.reading import SheetFault, read_kept
from consistori.catalogue.procedures.sheet import Sheet, in_words
from consistori.kernel.errors import NotHere
from consistori.kernel.text import fold
from consistori.tenancy.adapting import by_nearness
from consistori.tenancy.scope import current_scope

log = logging.getLogger(__name__)

T = TypeVar("T")

_MOST_TOWNS = 400
_MOST_SHEETS = 20_000


@dataclass(frozen=True)
class Shown:
    """A procedure as it is in force here: its sheet, and which version of which row it is.

    `is_own`: the town's own row, and not one that it inherits.
    """

    sheet: Sheet
    procedure_id: UUID
    version_id: UUID
    number: int
    entity_id: int | None
    is_own: bool = False

    @property
    def code(self) -> str:
        return self.sheet.code


@dataclass(frozen=True)
class Found:
    """An answer of the finder, with why it is one, in words."""

    shown: Shown
    why: str


@dataclass
class _Kept:
    """What is known of the procedures of a town while nothing of them changes."""

    stamp: tuple[Any, ...]
    shown: tuple[Shown, ...]
    by_code: dict[str, Shown]
    made: dict[tuple[str, str], Any] = field(default_factory=dict)
    _index: Index | None = None
    _making: Lock = field(default_factory=Lock)

    @property
    def index(self) -> Index:
        """Made when somebody first looks for something: it costs three times what reading the sheets does."""
        with self._making:
            if self._index is None:
                self._index = Index(one.sheet for one in self.shown)
        return self._index


_sheets: OrderedDict[bytes, Sheet | None] = OrderedDict()
_towns: OrderedDict[tuple[int, ...], _Kept] = OrderedDict()
_lock = Lock()


def open_procedures(language: str) -> list[Shown]:
    """Those that a citizen can start here, in the order of their plain names. One statement when nothing changed."""
    return list(_in_order(_kept(), language))


def made_of_open(name: str, language: str, make: Callable[[Shown], T]) -> list[T]:
    """What `make` makes of each of them, in that order, made once in each `language` of those who read while nothing of
    them changes. One statement.
    """
    kept, key = _kept(), (name, language)
    if key not in kept.made:
        kept.made[key] = [make(one) for one in _in_order(kept, language)]
    return list(kept.made[key])


def _in_order(kept: _Kept, language: str) -> list[Shown]:
    said = "es" if language.startswith("es") else "ca"
    key = ("in order", said)
    if key not in kept.made:
        shown = [one for one in kept.shown if one.sheet.is_for_citizens]
        kept.made[key] = sorted(shown, key=lambda one: fold(in_words(one.sheet.plain, said)))
    found: list[Shown] = kept.made[key]
    return found


def every_shown() -> list[Shown]:
    """Those in force here, the town hall's own work too, by code."""
    return list(_kept().shown)


def procedure(code: str) -> Shown:
    """The one of that code in force here. Raises `NotHere`."""
    found = _kept().by_code.get(code)
    if found is None:
        raise NotHere()
    return found


def sheets_of(codes: Iterable[str]) -> dict[str, Sheet]:
    """The sheets of those of these codes that are in force here. One statement, none without codes."""
    wanted = set(codes)
    known = _kept().by_code if wanted else {}
    return {code: known[code].sheet for code in wanted if code in known}


def version(version_id: UUID) -> Shown:
    """A sheet as it was in that version, in force or not: that of a draft begun before it changed. Raises `NotHere`."""
    row = ProcedureVersion.objects.filter(pk=version_id).first()
    sheet = _sheet_of(row.pk, row.text) if row is not None else None
    if row is None or sheet is None:
        raise NotHere()
    review = _nearest_reviews([row.pk]).get(row.pk)
    return _shown(row.procedure_id, row.entity_id, row.pk, row.number, sheet, review)


def find(words: str, language: str, *, limit: int = 12) -> list[Found]:
    """What answers to the words that a person wrote, the best first, and why. One statement when nothing changed."""
    kept = _kept()
    with override(language):
        return [
            Found(shown, _why(hit.saying, hit.in_name))
            for hit in kept.index.find(words, limit=limit)
            for shown in (kept.shown[hit.place],)
            if shown.sheet.is_for_citizens
        ]


def _why(saying: str, in_name: bool) -> str:
    if saying:
        return gettext("People say it like this: «%(saying)s».") % {"saying": saying}
    return gettext("It is in its name.") if in_name else gettext("Its explanation speaks of it.")


def _kept() -> _Kept:
    lineage = current_scope().lineage_ids
    stamp = _stamp()
    kept = _towns.get(lineage)
    if kept is None or kept.stamp != stamp:
        kept = _look(stamp)
        with _lock:
            _towns[lineage] = kept
            while len(_towns) > _MOST_TOWNS:
                _towns.popitem(last=False)
    return kept


_STAMP = f"""
SELECT 1, entity_id, count(*), sum(version), max(changed_at) FROM {Procedure._meta.db_table}
WHERE entity_id = ANY(%s) GROUP BY entity_id
UNION ALL SELECT 2, entity_id, count(*), 0, max(made_at) FROM {ProcedureReview._meta.db_table}
WHERE entity_id = ANY(%s) GROUP BY entity_id ORDER BY 1, 2
"""  # noqa: S608 - the names of our own tables


def _stamp() -> tuple[Any, ...]:
    """What changes whenever anything of the procedures or of who validated them does. One statement.

    It is asked at every public page, and is written by hand: put together each time, it cost more than all the rest.
    """
    lineage = list(current_scope().lineage_ids)
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [lineage, lineage])
        return tuple(cursor.fetchall())


def _look(stamp: tuple[Any, ...]) -> _Kept:
    rows = [row for row in nearest(Procedure.objects.select_related("published")) if not row.is_closed]
    reviews = _nearest_reviews([row.published_id for row in rows if row.published_id])
    shown = []
    for row in rows:
        version = row.published
        sheet = _sheet_of(version.pk, version.text) if version is not None else None
        if version is not None and sheet is not None:
            review = reviews.get(version.pk)
            shown.append(_shown(row.pk, row.entity_id, version.pk, version.number, sheet, review))
    return _Kept(
        stamp=stamp,
        shown=tuple(shown),
        by_code={one.code: one for one in shown},
    )


def _shown(
    procedure_id: UUID,
    entity_id: int | None,
    version_id: UUID,
    number: int,
    sheet: Sheet,
    review: ProcedureReview | None,
) -> Shown:
    return Shown(
        sheet=replace(sheet, **review.said()) if review else sheet,
        procedure_id=procedure_id,
        version_id=version_id,
        number=number,
        entity_id=entity_id,
        is_own=entity_id == current_scope().lineage_ids[0],
    )


def _sheet_of(version_id: UUID, text: str) -> Sheet | None:
    """Read once, however many towns have that very text. None, and a line in the log, if it cannot be read."""
    key = sha256(text.encode()).digest()
    if key not in _sheets:
        try:
            sheet: Sheet | None = read_kept(text)
        except SheetFault as fault:
            log.error("The sheet of version %s cannot be read: %s", version_id, fault)
            sheet = None
        with _lock:
            _sheets[key] = sheet
            while len(_sheets) > _MOST_SHEETS:
                _sheets.popitem(last=False)
    return _sheets.get(key)


def _nearest_reviews(versions: list[UUID]) -> dict[UUID, ProcedureReview]:
    """Who validated each version: here before above. One statement."""
    rows = ProcedureReview.objects.filter(reviewed_id__in=versions) if versions else []
    found: dict[UUID, ProcedureReview] = {}
    for row in by_nearness(rows):
        found.setdefault(row.reviewed_id, row)
    return found


def nearest(rows: Iterable[Procedure]) -> list[Procedure]:
    """One row a code, by code: the town's own before the one above; a draft hides nothing."""
    found: dict[str, Procedure] = {}
    for row in by_nearness(rows):
        if row.published_id is not None or row.is_closed:
            found.setdefault(row.code, row)
    return sorted(found.values(), key=lambda row: row.code)


def _at_hand() -> Any:
    return Procedure.objects.select_related(
        "entity", "published", "latest", "adapts__published", "adapts__entity", "adapted_version"
    )


def every_procedure() -> list[Procedure]:
    """Every code that is known here, drafts and closed ones too, the town's own row first. One statement."""
    mine = current_scope().lineage_ids[0]
    found: dict[str, Procedure] = {}
    rows = _at_hand().filter(Q(published__isnull=False) | Q(entity_id=mine))
    for row in by_nearness(rows):
        found.setdefault(row.code, row)
    return sorted(found.values(), key=lambda row: row.code)


def procedure_row(code: str) -> Procedure:
    """The nearest row of that code, the town's own draft before all. Raises `NotHere`."""
    mine = current_scope().lineage_ids[0]
    rows = _at_hand().filter(code=code)
    found = next(
        (row for row in by_nearness(rows) if row.published_id or row.entity_id == mine),
        None,
    )
    if found is None:
        raise NotHere()
    row: Procedure = found
    return row


def versions_of(row: Procedure) -> list[ProcedureVersion]:
    """The newest first, a hundred at most. One statement."""
    return list(ProcedureVersion.objects.filter(procedure=row).defer("text").order_by("-number")[:100])


def version_of(row: Procedure, number: int) -> ProcedureVersion:
    """One version by its number. Raises `NotHere`."""
    found: ProcedureVersion | None = ProcedureVersion.objects.filter(procedure=row, number=number).first()
    if found is None:
        raise NotHere()
    return found


def reviews_of(versions: Iterable[UUID]) -> dict[UUID, ProcedureReview]:
    """Who validated each of those versions, for this town. One statement."""
    return _nearest_reviews(list(versions))
