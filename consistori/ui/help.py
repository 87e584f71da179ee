"""Help in place [ajuda]: what a screen is, its two-minute capsule, who to ask."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ScreenHelp:
    """The help of one screen: a title, a few sentences, what one can do here, and a capsule to watch."""

    title: Any
    what: Any
    acts: tuple[Any, ...] = ()
    capsule: str = ""


@dataclass
class HelpShelf:
    """Registry of help by the name of the view (`cases:case`) or of the room (`cases`)."""

    _pages: dict[str, ScreenHelp] = field(default_factory=dict)

    def add(self, key: str, *, title: Any, what: Any, acts: tuple[Any, ...] = (), capsule: str = "") -> None:
        self._pages[key] = ScreenHelp(title, what, acts, capsule)

    def about(self, key: str) -> ScreenHelp | None:
        """The help of the view, else of its room, else None."""
        return self._pages.get(key) or self._pages.get(key.partition(":")[0])


screen_help = HelpShelf()
