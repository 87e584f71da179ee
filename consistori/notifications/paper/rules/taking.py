"""Who may take a paper notification [qui se'n pot fer càrrec / quién puede hacerse cargo] (LPAC 42.2; LGT 111)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LEAST_YEARS = 14


class Taker(StrEnum):
    """Who opened the door."""

    ADDRESSEE = "addressee"
    """The person to whom it goes."""
    REPRESENTATIVE = "representative"
    """Whoever represents them."""
    AT_HOME = "at_home"
    """Any other person who is in the home [domicili / domicilio]."""
    AT_FIRM = "at_firm"
    """Whoever attends at the seat of a firm or an entity."""
    PORTER = "porter"
    """An employee of the community of neighbours: only for taxes (LGT 111.1)."""


@dataclass(frozen=True)
class Answer:
    """Whether they may take it, why, and by which article. `reason` is a code; `paper.words` says it."""

    ok: bool
    reason: str
    article: str

    def __bool__(self) -> bool:
        return self.ok


def may_take(
    taker: Taker,
    *,
    name: str,
    identifier: str,
    is_over_14: bool,
    is_tax: bool = False,
    is_person: bool = True,
) -> Answer:
    """Whether whoever was there may take it (R-NOT-22): over fourteen, and they say who they are.

    `is_person`: it goes to a natural person. Over fourteen is to have turned fourteen, as of age is to have turned
    eighteen (Codi civil, art. 315).
    """
    if not name.strip():
        return Answer(False, "no_name", "Llei 39/2015, art. 42.2")
    if not identifier.strip():
        return Answer(False, "no_identity", "Llei 39/2015, art. 42.2")
    if taker is Taker.PORTER:
        if not is_tax:
            return Answer(False, "porter_only_taxes", "Llei 39/2015, art. 42.2")
        return Answer(True, "porter", "Llei 58/2003, art. 111.1")
    if taker is Taker.AT_FIRM and is_person:
        return Answer(False, "not_a_firm", "Llei 39/2015, art. 42.2")
    if taker is Taker.AT_HOME and not is_over_14:
        return Answer(False, "too_young", "Llei 39/2015, art. 42.2")
    return Answer(True, str(taker), "Llei 58/2003, art. 111.1" if is_tax else "Llei 39/2015, art. 42.2")
