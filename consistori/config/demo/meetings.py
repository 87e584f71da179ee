"""The weekly meetings of a town: five weeks in a row, the last one through its acts; this week’s waits prepared."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from consistori.config.demo.moments import HERE, at
from consistori.config.demo.telling import Told
from consistori.desk.meeting.jobs import write_minute
from consistori.desk.meeting.models import Meeting
from consistori.desk.meeting.rules import WEEK, monday_of
from consistori.desk.meeting.services import agree, close_meeting, open_meeting
from consistori.desk.meeting.snapshot import FORM
from consistori.kernel.clock import today
from consistori.tasks.services import finish_task
from consistori.tenancy import jobs
from consistori.tenancy.scope import working_for

TOWN = "vall-llobera"
TEAM = ("merce.soldevila", "nuria.camps", "pol.ferrer")
PRACTICES = (
    "Trucar abans de requerir: la meitat de les esmenes s’estalvien",
    "Dir al taulell quin dia tindran resposta",
    "Posar el tipus als adjunts el mateix dia que entren",
    "Un sol expedient per a cada queixa repetida",
)
AGREED = (
    ("terms", "Parlar amb la companyia del gas pel carrer Nou @Pol divendres"),
    ("terms", "Respondre l’ofici del cens @Núria dimecres"),
    ("week", "El dia de la fira s’obre el taulell de 9 a 12"),
)


def hold_meetings(told: Told) -> None:
    """In one town, once. Those of before are told in short; of the last one there is everything."""
    if told.entity.slug != TOWN:
        return
    with working_for(told.entity):
        if Meeting.objects.exists():
            return
    this = monday_of(today())
    for back, practice in zip(range(len(PRACTICES) + 1, 1, -1), PRACTICES, strict=True):
        with at(_nine(this - back * WEEK)), working_for(told.entity):
            _in_short(told, this - back * WEEK, practice, streak=len(PRACTICES) + 2 - back)
    with told.unless_refused("Reunió setmanal"):
        _last(told, this - WEEK)


def _nine(day: date, minute: int = 0) -> datetime:
    return datetime.combine(day, time(9, minute), tzinfo=HERE)


def _present(told: Told) -> list[Any]:
    return [told.actor(name) for name in TEAM]


def _in_short(told: Told, week: date, practice: str, *, streak: int) -> None:
    secretary = told.actor(TEAM[0])
    closed = _nine(week, 26)
    present = [{"id": str(one.person_id), "name": one.name, "post": ""} for one in _present(told)]
    snapshot = {
        "form": FORM, "week": week.isoformat(), "on": week.isoformat(), "opened_at": _nine(week).isoformat(),
        "closed_at": closed.isoformat(), "closed_by": secretary.name, "present": present, "practice": practice,
        "streak": streak, "points": [], "agreements": [], "load": [], "indicators": {"late": 6 - streak},
    }  # fmt: skip
    meeting = Meeting.objects.create(
        week=week, state=Meeting.State.CLOSED, opened_at=_nine(week), opened_by_id=secretary.person_id,
        opened_by_name=secretary.name, closed_at=closed, closed_by_name=secretary.name, present=present,
        practice=practice, snapshot=snapshot,
    )  # fmt: skip
    jobs.defer(write_minute, meeting_id=str(meeting.pk))


def _last(told: Told, week: date) -> None:
    secretary = told.actor(TEAM[0])
    with at(_nine(week)), working_for(told.entity):
        meeting = open_meeting(by=secretary)
        tasks = [agree(meeting, point, text, by=secretary).task for point, text in AGREED]
    with at(_nine(week, 27)), working_for(told.entity):
        close_meeting(
            meeting, by=secretary, present=[one.person_id for one in _present(told) if one.person_id],
            practice="Deixar la clau del pavelló sempre al mateix calaix",
        )  # fmt: skip
    done = tasks[1]
    if done is not None:
        with at(_nine(week) + timedelta(days=1)), working_for(told.entity):
            finish_task(done, by=told.actor("nuria.camps"))
