"""Fifty people press the button at the same moment: nobody gets an hour that somebody else has."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import connection

from consistori.appointments import selectors
from consistori.appointments.models import Appointment, Service
from consistori.appointments.services import Asker, HourTaken, give_appointment, save_desk, save_service
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

PEOPLE = 50
ALL_DAY = ["8.00-20.00"] * 7


def _town() -> tuple[Entity, Service]:
    town = Entity.objects.create(slug="vall", name="Vall", short_name="Vall", code_prefix="VLL")
    with working_for(town):
        by = Actor.program(town.pk)
        desks = [save_desk(by=by, name_ca=f"el taulell {n}", hours=ALL_DAY) for n in (1, 2)]
        service = save_service(
            by=by, key="padro", name_ca="el padró", minutes=30, ways=["counter"], desks=desks
        )
        save_service(by=by, key="obres", name_ca="obres", minutes=50, ways=["counter"], desks=desks[:1])
    return town, service


def test_two_desks_attend_two_of_fifty_and_never_a_third(own_database: str) -> None:
    town, service = _town()
    with working_for(town):
        wanted = next(
            at for n in range(1, 15) for at in selectors.day_offer(service, today() + timedelta(days=n)).hours
        )
    together = threading.Barrier(PEOPLE)
    told: list[str] = []

    def ask(person: int) -> None:
        try:
            together.wait(timeout=30)
            # Half of them ask for something longer at one of the two desks, that falls upon the same time.
            key = "obres" if person % 2 else "padro"
            with working_for(town):
                give_appointment(
                    by=Actor.program(town.pk), service=selectors.service_named(key), starts_at=wanted,
                    way="counter", asker=Asker(f"Persona {person}", f"p{person}@correu.example"),
                )  # fmt: skip
            told.append("given")
        except HourTaken:
            told.append("taken")
        except Exception as fault:
            told.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(told) == {"given": 2, "taken": 48}
    with working_for(town):
        rows: list[Any] = list(Appointment.objects.select_related("desk"))
        assert sorted(row.desk.number for row in rows) == [1, 2]
        for row in rows:
            for other in rows:
                if row.pk != other.pk and row.desk_id == other.desk_id:
                    assert row.ends_at <= other.starts_at or other.ends_at <= row.starts_at
