"""Where a correction request stands. Plain Python: days come as arguments (Llei 39/2015, arts. 22.1.a, 68 and 73.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What a request waits for."""

    WRITING = "writing"
    SIGNING = "signing"
    TO_NOTIFY = "to_notify"
    RUNNING = "running"
    PARTLY = "partly"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    CLOSED = "closed"


def standing(
    *,
    is_closed: bool,
    is_signed: bool,
    is_asked_to_sign: bool,
    notified_on: date | None,
    complied_on: date | None,
    last_day: date | None,
    answered: int,
    today: date,
) -> Standing:
    """Where it stands on a day. While the last day is not sure nothing has ended."""
    if is_closed:
        return Standing.CLOSED
    if notified_on is None:
        if is_signed:
            return Standing.TO_NOTIFY
        return Standing.SIGNING if is_asked_to_sign else Standing.WRITING
    if complied_on is not None:
        return Standing.ANSWERED
    if last_day is not None and last_day < today:
        return Standing.UNANSWERED
    return Standing.PARTLY if answered else Standing.RUNNING


def is_late(effective_on: date, last_day: date | None) -> bool:
    """Whether an answer takes effect after the days granted. It counts all the same until the resolution (73.3)."""
    return last_day is not None and effective_on > last_day


def goes_on_from(received_on: date, since: date) -> date:
    """The day on which the term to resolve runs again: the one on which the answer came, never before it stopped.

    It is the day of entry although it was not a working one, which stops fewer days: the prudent sum for whoever must
    resolve.
    """
    return max(received_on, since)


def is_complete(answered: Iterable[bool]) -> bool:
    """Whether all that was asked has come."""
    return all(answered)


def may_extend(*, is_competitive: bool, is_compulsory: bool) -> bool:
    """Whether there may be five days more: not in selective or competitive procedures (68.2)."""
    return is_compulsory and not is_competitive
