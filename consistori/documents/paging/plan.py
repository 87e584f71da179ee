"""What somebody wants of the pages of a document: which stay, in what order, turned how, parted where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

QUARTERS = frozenset({0, 1, 2, 3})


class Fault(StrEnum):
    """Why a plan cannot be done."""

    NO_SUCH_PAGE = "no-such-page"
    TWICE = "twice"
    NONE_LEFT = "none-left"
    TURN = "turn"
    NOTHING_TO_DO = "nothing-to-do"
    ONE_PIECE = "one-piece"


class BadPlan(Exception):
    """The plan cannot be done; `fault` says why, `page` (from 1) where."""

    def __init__(self, fault: Fault, page: int = 0) -> None:
        super().__init__(f"{fault.value} {page}")
        self.fault, self.page = fault, page


@dataclass(frozen=True)
class Sheet:
    """A page of the source, from 1, and its quarter turns clockwise (0-3)."""

    page: int
    turn: int = 0


Sheets = tuple[Sheet, ...]


def unchanged(count: int) -> Sheets:
    """All the pages as they are."""
    return tuple(Sheet(page) for page in range(1, count + 1))


def checked(sheets: Sequence[Sheet], *, count: int) -> Sheets:
    """The plan for a source of `count` pages. Raises `BadPlan`."""
    seen: set[int] = set()
    for sheet in sheets:
        if not 1 <= sheet.page <= count:
            raise BadPlan(Fault.NO_SUCH_PAGE, sheet.page)
        if sheet.page in seen:
            raise BadPlan(Fault.TWICE, sheet.page)
        if sheet.turn not in QUARTERS:
            raise BadPlan(Fault.TURN, sheet.page)
        seen.add(sheet.page)
    if not seen:
        raise BadPlan(Fault.NONE_LEFT)
    return tuple(sheets)


def parted(sheets: Sequence[Sheet], begins: frozenset[int] | set[int]) -> list[Sheets]:
    """The pieces [parts]: another document begins at each page of `begins` (numbers of the source)."""
    pieces: list[list[Sheet]] = []
    for sheet in sheets:
        if not pieces or sheet.page in begins:
            pieces.append([])
        pieces[-1].append(sheet)
    return [tuple(piece) for piece in pieces]


@dataclass(frozen=True)
class Wanted:
    """The form of the pages: what stays, in its order, and where another document begins."""

    sheets: Sheets
    begins: frozenset[int]

    @property
    def pieces(self) -> list[Sheets]:
        return parted(self.sheets, self.begins)


def read_form(form: Mapping[str, str], *, count: int) -> Wanted:
    """The plan that a form says: for each page `order-3`, `turn-3`, `out-3`, `begins-3`. Raises `BadPlan`.

    Pages with the same place keep the order that they had; a place that is not a number is the page's own.
    """
    rows: list[tuple[float, int, Sheet]] = []
    begins: set[int] = set()
    for page in range(1, count + 1):
        if form.get(f"out-{page}"):
            continue
        rows.append((_place(form.get(f"order-{page}", ""), page), page, Sheet(page, _turn(form, page))))
        if form.get(f"begins-{page}"):
            begins.add(page)
    sheets = checked([sheet for _at, _page, sheet in sorted(rows, key=lambda row: row[:2])], count=count)
    if sheets == unchanged(count) and len(parted(sheets, begins)) == 1:
        raise BadPlan(Fault.NOTHING_TO_DO)
    return Wanted(sheets, frozenset(begins))


def _place(text: str, page: int) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float(page)


def _turn(form: Mapping[str, str], page: int) -> int:
    text = form.get(f"turn-{page}", "0") or "0"
    return int(text) if text in {"0", "1", "2", "3"} else -1


def read_text(text: str, *, count: int) -> Wanted:
    """The same plan in one line, as the page with scripts sends it: `1 3.2 / 2` (page.turns, `/` begins another).

    Raises `BadPlan`.
    """
    sheets: list[Sheet] = []
    begins: set[int] = set()
    begin = False
    for word in text.split():
        if word == "/":
            begin = bool(sheets)
            continue
        page, _dot, turn = word.partition(".")
        if not page.isdigit() or len(page) > 6 or turn not in {"", "0", "1", "2", "3"}:
            raise BadPlan(Fault.NO_SUCH_PAGE)
        sheets.append(Sheet(int(page), int(turn or 0)))
        if begin:
            begins.add(int(page))
        begin = False
    kept = checked(sheets, count=count)
    if kept == unchanged(count) and not begins:
        raise BadPlan(Fault.NOTHING_TO_DO)
    return Wanted(kept, frozenset(begins))
