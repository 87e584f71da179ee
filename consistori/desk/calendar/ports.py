"""What the calendar needs from outside: somebody who reads an address (`config` gives it the one of the house)."""

from __future__ import annotations

from typing import Protocol


class AddressReader(Protocol):
    """It reads an address, never one inside the house. Raises a `Refusal` that a person understands."""

    def checked(self, url: str) -> str:
        """The address as it is kept; `BadInput` at `url` for what is none."""

    def read(self, url: str, *, most: int) -> bytes:
        """Its bytes, `most` at most."""


readers: list[AddressReader] = []
"""The one that was hung; none, and no calendar of an address is read."""
