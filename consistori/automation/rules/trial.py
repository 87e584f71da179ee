"""Where a rule would have differed from what happened."""

from __future__ import annotations

from dataclasses import dataclass

AGAINST, SOONER, LEFT = "against", "sooner", "left"


def differs(would_do: bool, ended: str) -> str:
    """The kind of difference; empty where there is none.

    `against`: it would do what a person refused, the one that has to be looked at before it is approved. `sooner`: it
    would do what still waits. `left`: it would leave to a person what a person did.
    """
    if would_do and ended == "refused":
        return AGAINST
    if would_do and ended == "waiting":
        return SOONER
    if not would_do and ended == "done":
        return LEFT
    return ""


@dataclass
class Tally:
    """What a trial counts."""

    looked: int = 0
    would_do: int = 0
    against: int = 0

    def add(self, would_do: bool, kind: str) -> None:
        """One more."""
        self.looked += 1
        self.would_do += would_do
        self.against += kind == AGAINST
