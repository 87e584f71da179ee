"""Plain arithmetic of a gesture in the tray: what it contains, how much money, and what changes from paper to paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

AMOUNTS = frozenset({"amount", "total", "total_amount", "fee", "import", "importe", "quota"})
"""Names of merge fields that say money. Of one paper only the first counts, so that nothing is added twice."""

MOST_WORDS = 3
LONGEST_WORD = 40
_MONEY = re.compile(r"^-?\d{1,3}(?:\.\d{3})*(?:,\d{1,2})?$|^-?\d+(?:[.,]\d{1,2})?$")


@dataclass(frozen=True)
class Summary:
    """What somebody is about to sign: how many of each type, whose they are, and how much they add up to (euros)."""

    kinds: tuple[tuple[str, int], ...] = ()
    asked_by: tuple[tuple[str, int], ...] = ()
    in_place_of: tuple[tuple[str, int], ...] = ()
    total: Decimal | None = None
    counted: int = 0
    """How many papers say an amount: the total is of those alone."""


def summarise(papers: Iterable[tuple[str, str, str, Decimal | None]]) -> Summary:
    """Of (type, who asks, in whose place or nothing, amount): the most numerous first; no total where none says one."""
    rows = list(papers)
    amounts = [amount for _kind, _asks, _place, amount in rows if amount is not None]
    return Summary(
        kinds=_counted(kind for kind, _asks, _place, _amount in rows),
        asked_by=_counted(asks for _kind, asks, _place, _amount in rows),
        in_place_of=_counted(place for _kind, _asks, place, _amount in rows),
        total=sum(amounts, Decimal(0)) if amounts else None,
        counted=len(amounts),
    )


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(word for word in words if word).most_common())


def amount_in(values: Mapping[str, Any]) -> Decimal | None:
    """The money that the data merged into a text say, in euros; None when they say none."""
    for name, value in leaves(values):
        if name.rsplit(".", 1)[-1] in AMOUNTS:
            money = money_of(value)
            if money is not None:
                return money
    return None


def money_of(said: Any) -> Decimal | None:
    """«1.234,50 €», «1234.5» or a number, in euros; None when it is not money, and of a yes or a no."""
    if isinstance(said, bool):
        return None
    text = str(said).replace("\u00a0", " ").removesuffix("€").removesuffix("EUR").strip()
    if not _MONEY.match(text):
        return None
    if "," in text or re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+", text):
        text = text.replace(".", "").replace(",", ".")
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern lets through only numbers
        return None


def leaves(values: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each datum by its whole name (`case.number`), in order; lists by their places."""
    if isinstance(values, Mapping):
        for key, value in values.items():
            yield from leaves(value, f"{name}.{key}" if name else str(key))
    elif isinstance(values, (list, tuple)):
        for place, value in enumerate(values):
            yield from leaves(value, f"{name}.{place}")
    elif values not in (None, ""):
        yield name, values


def what_changes(
    papers: Sequence[tuple[str, Mapping[str, Any]]], *, ignored: Sequence[str] = ()
) -> list[tuple[str, ...]]:
    """Of papers of one template (own words, data): the data that are not the same in all, three at most and short.

    What the own words say already is not said again; a group of `ignored` (who writes, the day) says nothing.
    """
    if len(papers) < 2:
        return [() for _ in papers]
    all_leaves = [dict(leaves(values)) for _own, values in papers]
    names = list(dict.fromkeys(name for one in all_leaves for name in one))
    varying = [
        name
        for name in names
        if name.split(".", 1)[0] not in ignored and len({str(one.get(name, "")) for one in all_leaves}) > 1
    ]
    return [
        _said(own, [str(one[name]) for name in varying if name in one])
        for (own, _values), one in zip(papers, all_leaves, strict=True)
    ]


def _said(own: str, words: Iterable[str]) -> tuple[str, ...]:
    short = [word for word in dict.fromkeys(words) if len(word) <= LONGEST_WORD and word not in own]
    return tuple(short[:MOST_WORDS])
