"""The fast point [punt ràpid / punto rápido]: acts of one minute that any room hangs on the counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from consistori.kernel.errors import Verdict


@dataclass(frozen=True)
class FastAct:
    """An act of a minute. `url` is the name of its page, which receives `?party=<uuid>` when the person is known; an
    act that is a plain registration has instead the `heading` with which the counter begins.

    `may(actor)` says whether this post does it, with its reason. `why` is one line under its name.
    """

    name: str
    label: Any
    url: str = ""
    heading: str = ""
    icon: str = "stamp"
    why: Any = ""
    key: str = ""
    order: int = 50
    may: Callable[[Any], Verdict] = lambda _actor: Verdict(True)


class FastActs:
    """What can be done here in a minute, in order."""

    def __init__(self) -> None:
        self._acts: dict[str, FastAct] = {}

    def add(self, name: str, *, label: Any, **more: Any) -> None:
        """Hang an act with its `url` or `heading`; hanging the same name again replaces it."""
        self._acts[name] = FastAct(name=name, label=label, **more)

    def for_actor(self, actor: Any) -> list[FastAct]:
        """Those that this person may do, in order."""
        may = [one for one in self._acts.values() if one.may(actor)]
        return sorted(may, key=lambda one: (one.order, one.name))


fast_acts = FastActs()
