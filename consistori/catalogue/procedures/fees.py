"""How a fee that is so much for each one is read from a sheet. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def rate_of(table: Mapping[str, Any]) -> tuple[Decimal | None, tuple[str, ...], str]:
    """How much each one costs, the fields that say how many, and which of both is wrong: "rate", "times" or nothing."""
    rate, times = table.get("rate"), table.get("times", [])
    is_number = isinstance(rate, (int, float)) and not isinstance(rate, bool) and 0 < rate < 10**6
    if rate is not None and not is_number:
        return None, (), "rate"
    are_keys = isinstance(times, list) and all(isinstance(one, str) for one in times)
    if not are_keys or (rate is None) != (not times):
        return None, (), "times"
    return (Decimal(str(rate)) if is_number else None), tuple(times), ""
