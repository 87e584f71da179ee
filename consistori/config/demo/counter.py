"""The counters of the demo: who may assist, what the scanner has left, and somebody who went for a paper."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

from consistori.assistance.counter.papers import put_paper
from consistori.assistance.counter.selectors import left_by
from consistori.assistance.counter.services import begin, leave
from consistori.assistance.models import AuthorisedOfficer
from consistori.assistance.officers.services import authorise
from consistori.assistance.policies import has_counter, may_attend
from consistori.config.demo.stories import FILES
from consistori.config.demo.telling import Told
from consistori.directory.models import Person
from consistori.directory.roles import Role
from consistori.documents.received import ReceivedFile
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.parties.models import Party

SCANNED = ("SCAN0042.tif", "escaneig 20261112_0917.pdf")
ASSIST = (Role.SECRETARY, Role.REGISTRAR, Role.PROCESSOR)
MOST_OFFICERS = 3


def open_counter(told: Told) -> None:
    """Open the counter of a town, in its scope: its officers, its scanner, an attention half done."""
    if not has_counter(told.entity):
        return
    here = [told.actor(name) for name in told.cast.people]
    _authorise(told, [actor for actor in here if actor.holds(*ASSIST)][:MOST_OFFICERS])
    _leave_at_the_scanner(told)
    clerk = next((actor for actor in here if may_attend(actor)), None)
    if clerk is not None and not left_by(clerk):
        _leave_half_done(clerk)


def _authorise(told: Told, actors: list[Actor]) -> None:
    by, day = Actor.program(told.entity.pk), today()
    for actor in actors:
        person = Person.objects.filter(pk__in=[actor.person_id]).first()
        if person and not AuthorisedOfficer.objects.filter(person_id=person.pk).exists():
            authorise(
                by=by, person=person, decree=f"Decret {day.year}/0138", scopes=["assist"], starts_on=day
            )


def _leave_at_the_scanner(told: Told) -> None:
    if not settings.COUNTER_DROP:
        return
    folder = Path(settings.COUNTER_DROP) / told.entity.slug
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCANNED:
        shutil.copyfile(FILES / name, folder / name)


def _leave_half_done(clerk: Actor) -> None:
    """Somebody who has gone home for the paper that was missing."""
    person = Party.objects.standing().filter(kind=Party.Kind.NATURAL).order_by("sort_name").first()
    attention = begin(by=clerk, party=person, subject="Demana fraccionar el rebut de les escombraries")
    with (FILES / SCANNED[0]).open("rb") as stream:
        put_paper(attention, ReceivedFile.from_stream(SCANNED[0], stream), way="scanner")
    leave(attention, by=clerk)
