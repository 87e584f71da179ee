"""Is all well [salut / salud]: what each room looks at in itself, for the operator’s page and for the doctor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """How something is. What is `BAD` must not serve a town; a `WARNING` is to be looked at in its time."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Health:
    """What was found: a sentence that the operator understands, and a technical detail where there is one."""

    state: State
    sentence: Any
    detail: str = ""

    @property
    def well(self) -> bool:
        return self.state == State.GOOD


def good(sentence: Any, detail: str = "") -> Health:
    return Health(State.GOOD, sentence, detail)


def warning(sentence: Any, detail: str = "") -> Health:
    return Health(State.WARNING, sentence, detail)


def bad(sentence: Any, detail: str = "") -> Health:
    return Health(State.BAD, sentence, detail)


@dataclass(frozen=True)
class Check:
    """Something that is looked at: quick and harmless. `test`, if any, does the real thing (sends, asks, stamps)."""

    name: str
    label: Any
    check: Callable[[], Health]
    test: Callable[[], Health] | None = None
    order: int = 100

    def run(self, *, thoroughly: bool = False) -> Health:
        """Look. A check that breaks is bad news, not an error of the page."""
        try:
            return (self.test or self.check)() if thoroughly else self.check()
        except Exception as error:
            return bad(_("It could not be looked at."), f"{type(error).__name__}: {error}")


_checks: dict[str, Check] = {}


def add(
    name: str,
    *,
    label: Any,
    check: Callable[[], Health],
    test: Callable[[], Health] | None = None,
    order: int = 100,
) -> None:
    """Hang a check; called in the `ready()` of a room."""
    _checks[name] = Check(name, label, check, test, order)


def checks() -> list[Check]:
    """All of them, in order."""
    return sorted(_checks.values(), key=lambda one: (one.order, one.name))


def find(name: str) -> Check | None:
    """The check of that name."""
    return _checks.get(name)
