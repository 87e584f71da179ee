"""What is read of a request to draw it and to judge an act on it: its letter, its points, where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from consistori.cases.correcting.rules import Standing, standing
from consistori.cases.models import CorrectionPoint, CorrectionRequest
from consistori.kernel.clock import today
from consistori.signature.models import SignatureRequest


@dataclass(frozen=True)
class Letter:
    """Its letter by its signatures: the day of the last one if it is signed, and whether it waits for one."""

    signed_on: date | None = None
    is_asked: bool = False


def letter_of(request: CorrectionRequest) -> Letter:
    """How far its letter is. One statement."""
    if request.document_id is None:
        return Letter()
    rows = list(
        SignatureRequest.objects.filter(document_id=request.document_id).values_list("state", "stamped_at")
    )
    waiting = {SignatureRequest.State.WAITING, SignatureRequest.State.SIGNING}
    is_asked = any(state in waiting for state, _at in rows)
    signed = [at for state, at in rows if state == SignatureRequest.State.SIGNED and at is not None]
    if is_asked or not signed:
        return Letter(None, is_asked)
    return Letter(timezone.localtime(max(signed)).date())


@dataclass(frozen=True)
class Drawn:
    """A request with all that its page says of it."""

    request: CorrectionRequest
    points: list[CorrectionPoint]
    letter: Letter
    standing: Standing

    @property
    def answered(self) -> int:
        return sum(point.is_answered for point in self.points)

    @property
    def last_day(self) -> date | None:
        """Of the days granted; None while they do not run, or a calendar is missing."""
        term: Any = self.request.term
        return term.last_day if term is not None else None

    @property
    def is_late(self) -> bool:
        """Whether what came last came after the days granted."""
        return any(answer.is_late for answer in self.request.answers.all())


def drawn(request: CorrectionRequest, on: date | None = None, *, whole: bool = False) -> Drawn:
    """Where it stands, of a request with its points and answers at hand. One statement; once notified, none unless the
    day on which its letter was signed is wanted too.
    """
    points = list(request.points.all())
    is_asked = request.notified_on is None or whole
    letter = letter_of(request) if is_asked else Letter(request.notified_on)
    term: Any = request.term
    where = standing(
        is_closed=not request.is_open,
        is_signed=letter.signed_on is not None,
        is_asked_to_sign=letter.is_asked,
        notified_on=request.notified_on,
        complied_on=request.complied_on,
        last_day=term.last_day if term is not None else None,
        answered=sum(point.is_answered for point in points),
        today=on or today(),
    )
    return Drawn(request, points, letter, where)
