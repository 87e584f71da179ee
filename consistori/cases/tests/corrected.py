"""What a story about corrections needs: a case whose term runs, a signed letter, and the clock."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from consistori.cases.correcting.acts import (
    PointSaid,
    ask_correction,
    record_notified,
)
from consistori.cases.correcting.answers import (
    Answered,
)
from consistori.cases.deadlines.opening import TermOfProcedure, open_term
from consistori.cases.models import CaseFile, CorrectionRequest
from consistori.cases.services import add_party
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import adopt_standard_calendars, publish_calendar
from consistori.kernel.actor import Actor
from consistori.signature.models import SignatureRequest

POINTS = (
    PointSaid("field", "Superfície de la façana", "Al plànol hi diu 40.", "area", "4 m²"),
    PointSaid("paper", "Assegurança", "Cal aportar-la.", "paper:insurance"),
)


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`frozen("2026-03-16")`: the clock of the house, at ten in the morning of that day."""

    def freeze(day: str) -> None:
        moment = datetime.combine(date.fromisoformat(day), time(10), tzinfo=ZoneInfo("Europe/Madrid"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return freeze


@pytest.fixture
def running(at_work: Any, town: Any, case: CaseFile, clerk: Any, neighbour: Any, frozen: Any) -> CaseFile:
    """E26: three months since Monday 2 March 2026, until Tuesday 2 June; Laia applies."""
    adopt_standard_calendars(town, Actor.system("install", town.pk))
    publish_calendar(
        place=place_of(town), year=2026, holidays=read_list("20-01 Sant Sebastià\n31-08 Festa major", 2026),
        source="DOGC 9999", published_on=date(2026, 1, 1), by=Actor.system("install", town.pk),
    )  # fmt: skip
    frozen("2026-03-12")
    add_party(case, neighbour, by=clerk, role="applicant")
    term = TermOfProcedure(
        "X", 3, Unit.MONTHS, "Llei 39/2015, art. 21.3", Ending.POSITIVE_SILENCE, StartKind.ENTRY
    )
    open_term(case, term, by=clerk, start_on=date(2026, 3, 2), reference="E2026000041")
    return case


@pytest.fixture
def asked(running: CaseFile, clerk: Any, neighbour: Any, mayor: Any) -> CorrectionRequest:
    """Two things asked of her, in a letter that is signed."""
    made = ask_correction(running, by=clerk, party=neighbour, points=POINTS)
    sign(made.document, mayor)
    return made


def sign(document: Any, by: Any) -> None:
    from consistori.kernel.clock import now

    SignatureRequest.objects.create(
        document=document, version=document.version, signer_id=by.person_id, state="signed",
        signed_sha256="a" * 64, stamped_at=now(),
    )  # fmt: skip


def notify(request: CorrectionRequest, by: Any, on: str = "2026-03-16", **said: Any) -> CorrectionRequest:
    return record_notified(
        request, by=by, on=date.fromisoformat(on), how="hand", reference="Rebut signat 12", **said
    )


def all_of(request: CorrectionRequest, *which: int) -> dict[Any, Answered]:
    points = list(request.points.all())
    return {points[n].pk: Answered("40 m²", "40") for n in which}
