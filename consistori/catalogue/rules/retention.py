"""What may be destroyed and when [avaluació i tria / valoración y eliminación]: nothing without its table.

Llei 10/2001, d'arxius i documents, art. 9; Decret 13/2008, art. 12; RD 203/2021, arts. 53.3 and 54.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LAW = "Llei 10/2001, art. 9; Decret 13/2008, art. 12"


class Disposition(StrEnum):
    """What a table of evaluation [taula d'avaluació documental, TAAD] rules."""

    PERMANENT = "permanent"
    TOTAL = "total"
    SELECTIVE = "selective"
    PENDING = "pending"


class TableStatus(StrEnum):
    """How far the ruling can be trusted."""

    VERIFIED = "verified"
    PROPOSAL = "proposal"
    NONE = "none"


@dataclass(frozen=True)
class RetentionFacts:
    """What is known of the retention of a series; `years` are those of the table, counted from the
    closing.
    """

    disposition: str = Disposition.PENDING
    status: str = TableStatus.NONE
    table_code: str = ""
    years: int | None = None

    @property
    def has_table(self) -> bool:
        """Whether an approved table rules, and not a proposal."""
        return bool(self.table_code) and self.status == TableStatus.VERIFIED


@dataclass(frozen=True)
class Destruction:
    """Whether documents may be destroyed; `reason` is a code, `from_date` the first day when there is one."""

    ok: bool
    reason: str
    article: str
    from_date: date | None = None

    def __bool__(self) -> bool:
        return self.ok


def destroyable_from(facts: RetentionFacts, closed_on: date) -> date | None:
    """First day on which the table would let destroy what was closed on `closed_on`; `None` if never."""
    if not facts.has_table or facts.years is None or facts.disposition not in ("total", "selective"):
        return None
    try:
        return closed_on.replace(year=closed_on.year + facts.years)
    except ValueError:
        return date(closed_on.year + facts.years, 3, 1)


def may_destroy(
    facts: RetentionFacts,
    *,
    closed_on: date | None,
    today: date,
    proposed: bool = False,
    authorised: bool = False,
    on_hold: bool = False,
) -> Destruction:
    """Whether documents of this series may be destroyed today, and if not, the first thing that is missing.

    `proposed`: there is a proposal of disposal. `authorised`: whoever the law says authorised it in writing.
    `on_hold`: a court case is known (RD 203/2021, art. 54.2). Whoever destroys enters it in the register
    of destruction [registre d'eliminació].
    """
    if on_hold:
        return Destruction(False, "on_hold", "RD 203/2021, art. 54.2")
    if facts.disposition == Disposition.PERMANENT:
        return Destruction(False, "permanent", LAW)
    if not facts.has_table or facts.disposition == Disposition.PENDING:
        return Destruction(False, "no_table", LAW)
    if closed_on is None:
        return Destruction(False, "not_closed", LAW)
    first = destroyable_from(facts, closed_on)
    if first is None:
        return Destruction(False, "no_years", LAW)
    if today < first:
        return Destruction(False, "too_soon", f"{LAW}; TAAD {facts.table_code}", first)
    if not proposed:
        return Destruction(False, "no_proposal", LAW, first)
    if not authorised:
        return Destruction(False, "no_authorisation", LAW, first)
    reason = "selective" if facts.disposition == Disposition.SELECTIVE else "total"
    return Destruction(True, reason, f"{LAW}; TAAD {facts.table_code}", first)
