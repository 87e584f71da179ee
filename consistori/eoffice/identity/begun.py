"""What was begun and has not come back yet: in the session of the browser that began it, for ten minutes, once."""

from __future__ import annotations

import time
from typing import Any

from consistori.eoffice.identity.ports import IdentityRefused

KEY = "identity-begun"
LASTS = 600
MOST = 5
"""Several windows may begin at once; the oldest is forgotten first."""


def remember(request: Any, way: str, state: str, **facts: str) -> None:
    """Keep what is needed when it comes back: it will be asked by its `state`, which nobody can guess."""
    kept = dict(request.session.get(KEY, {}))
    while len(kept) >= MOST:
        del kept[min(kept, key=lambda one: kept[one]["at"])]
    kept[state] = {**facts, "way": way, "entity": request.entity.pk, "at": int(time.time())}
    request.session[KEY] = kept


def take(request: Any, way: str, state: str) -> dict[str, Any]:
    """What was begun with that state, which serves no more. Raises `IdentityRefused` (`unasked`, `late`)."""
    kept = dict(request.session.get(KEY, {}))
    facts: dict[str, Any] | None = kept.pop(state, None)
    request.session[KEY] = kept
    if facts is None or facts["way"] != way or facts["entity"] != request.entity.pk:
        raise IdentityRefused("unasked")
    if time.time() - facts["at"] > LASTS:
        raise IdentityRefused("late")
    return facts
