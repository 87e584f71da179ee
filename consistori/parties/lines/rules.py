"""What a code sent to a line proves, and what it never serves for. Plain Python: the hour comes as an argument."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import Verdict

FIGURES = 6
LASTS = timedelta(minutes=10)
MOST_TRIES = 5
MOST_A_LINE = 3
"""Codes that one line may be sent within the minutes of a code: nobody's telephone is flooded from here."""
MOST_A_DAY = 10
MOST_A_TOWN = 120
"""Codes that a town sends in an hour: a message costs money, and somebody may want it to cost more."""


class Use(StrEnum):
    """What somebody wants to do by a line that is theirs."""

    APPOINTMENT = "appointment"
    INFORMATION = "information"
    REMINDER = "reminder"
    LINE = "line"
    FILE = "file"
    READ_A_CASE = "read_a_case"
    NOTIFICATION = "notification"


ENOUGH_FOR = frozenset({Use.APPOINTMENT, Use.INFORMATION, Use.REMINDER, Use.LINE})


def serves_for(use: Use | str) -> Verdict:
    """Whether a code by e-mail or SMS is enough for that, and why it is not (Llei 39/2015, arts. 9, 11)."""
    if use in set(ENOUGH_FOR):
        return Verdict(True)
    return Verdict(
        False,
        _(
            "A code proves that the telephone or the e-mail is yours, not who you are. To file, or to read what "
            "is yours, the law asks that you identify yourself."
        ),
        "Llei 39/2015, arts. 9.2 i 11.2",
    )


def code_of(key: str, secret: str) -> str:
    """The six figures of a row, always the same for the same row and secret."""
    whole = hmac.new(secret.encode(), f"line code:{key}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(whole[:8], 'big') % 10**FIGURES:0{FIGURES}d}"


def tidy(typed: str) -> str:
    """The figures of what was typed or read aloud: «482 913», «482-913»."""
    return "".join(sign for sign in typed if sign.isdigit())[: FIGURES + 1]


def is_over(expires_at: datetime, moment: datetime) -> bool:
    """Whether its minutes are over; the last instant is not of them."""
    return moment >= expires_at
