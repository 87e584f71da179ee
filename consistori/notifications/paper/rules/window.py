"""Where the address stands on the sheet, so that the window of the envelope shows it and nothing else. Millimetres.

An American envelope (DL, 110 × 220) with the window at the right: 45 × 100, 20 from the right and 20 from below. An A4
folded in three is 99 × 210 and moves inside it: 11 up and down, 10 to the sides.
"""

from __future__ import annotations

from dataclasses import dataclass

FOLD = 99
WIDE = 210


@dataclass(frozen=True)
class Box:
    """A rectangle of the sheet, from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def touches(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Envelope:
    """An envelope with a window [sobre amb finestra / sobre con ventana]: its size and that of its window."""

    name: str
    wide: float
    high: float
    window_wide: float
    window_high: float
    from_left: float
    from_below: float

    @property
    def window(self) -> Box:
        """The window, from the upper left corner of the envelope."""
        top = self.high - self.from_below - self.window_high
        return Box(self.from_left, top, self.from_left + self.window_wide, top + self.window_high)

    @property
    def always_seen(self) -> Box:
        """The part of the sheet that is seen however the letter lies in it."""
        loose_x, loose_y, window = self.wide - WIDE, self.high - FOLD, self.window
        return Box(window.left, window.top, window.right - loose_x, window.bottom - loose_y)

    @property
    def ever_seen(self) -> Box:
        """The part that may be seen if it moves: nothing but the address may stand there."""
        loose_x, loose_y, window = self.wide - WIDE, self.high - FOLD, self.window
        return Box(window.left - loose_x, window.top - loose_y, window.right, min(window.bottom, FOLD))


RIGHT = Envelope("right", 220, 110, 100, 45, 100, 20)
LEFT = Envelope("left", 220, 110, 100, 45, 20, 20)
ENVELOPES = {one.name: one for one in (RIGHT, LEFT)}
