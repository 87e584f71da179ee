"""The non-working days [dies inhàbils / días inhábiles] of the seat: the room of terms knows them, this one asks."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date

_told: list[Callable[[], Container[date]]] = []


def tell(days: Callable[[], Container[date]]) -> None:
    """Say who knows them, in the entity of the scope: once, when the program starts."""
    _told[:] = [days]


def non_working_days() -> Container[date]:
    """Those of the seat of the entity of the scope; none where nobody tells them."""
    return _told[0]() if _told else ()
