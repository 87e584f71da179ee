"""What the sums need from higher rooms: the extensions of terms that were published for incidents of the e-office."""

from __future__ import annotations

from collections.abc import Callable

from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.values import Incident

Published = Callable[[Whose], tuple[Incident, ...]]
"""(whose term it is) -> the incidents whose extension reaches it, in the entity of the scope. One statement."""

published: list[Published] = []


def incidents_for(whose: Whose) -> tuple[Incident, ...]:
    """Every published extension that may move a term of that one; none where there is no e-office."""
    return tuple(incident for ask in published for incident in ask(whose))
