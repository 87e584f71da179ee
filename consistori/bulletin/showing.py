"""What a line of the board says of the days of an edict: until when, how many are left, which part has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from consistori.bulletin.models import Edict
from consistori.deadlines.keeping import sum_from_data
from consistori.deadlines.rules import Unit


@dataclass(frozen=True)
class DaysLeft:
    """`whole` says how long it is exposed, where a law counts it; `left` how much of it is left."""

    whole: str
    left: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.whole, self.left) if part)


def days_left(edict: Edict, today: date) -> DaysLeft:
    """In working days where they are what was counted, in days if not."""
    if edict.until_on is None:
        return DaysLeft("", "")
    counted = sum_from_data(edict.reckoned).counted if edict.reckoned else ()
    if edict.unit == Unit.WORKING_DAYS and edict.amount and counted and counted[-1] == edict.until_on:
        n = sum(1 for day in counted if day > today)
        whole = ngettext("%(n)d working day.", "%(n)d working days.", edict.amount) % {"n": edict.amount}
        return DaysLeft(whole, _left(n))
    return DaysLeft("", _left((edict.until_on - today).days))


def _left(n: int) -> str:
    if n <= 0:
        return gettext("Today is the last day")
    return ngettext("%(n)d is left", "%(n)d are left", n) % {"n": n}


def share_passed(edict: Edict, moment: datetime) -> int:
    """Which part of its exposure has passed, in hundredths by fives: the bar of its line."""
    if edict.since is None or edict.until is None or edict.until <= edict.since:
        return 0
    share = (moment - edict.since) / (edict.until - edict.since)
    return max(0, min(100, round(share * 20) * 5))
