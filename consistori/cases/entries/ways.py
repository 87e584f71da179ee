"""Ways [dreceres] that a room above hangs on an entry of the inbox: what settles it in a click, on its own page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from consistori.kernel.actor import Actor
from consistori.registry.models import RegistryEntry


@dataclass(frozen=True)
class Way:
    """A button over the process note: what it does in words, where it leads, and one line of what it is."""

    label: Any
    url: str
    icon: str = "next"
    why: Any = ""


Maker = Callable[[Actor, RegistryEntry], Way | None]
"""(who looks, the entry) -> the way that this post has with this entry, or None. At most one statement."""

makers: list[Maker] = []


def ways_of(actor: Actor, entry: RegistryEntry) -> list[Way]:
    """What may be done with the entry elsewhere, in the order in which rooms were hung."""
    return [way for make in makers if (way := make(actor, entry)) is not None]
