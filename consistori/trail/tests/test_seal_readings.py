"""The log of readings is sealed into the chain; whoever touches it afterwards is found out."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from time import sleep
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading, TrailEvent
from consistori.trail.readings import record_reading
from consistori.trail.sealing import ReadingsSealed, is_late, last_seal, seal_readings, verify_seals

PROGRAM = Actor.program()


def _read(town: Any, by: Any, n: int) -> None:
    with working_for(town):
        for place in range(n):
            record_reading(by=by, kind="document", id=uuid7(), label=f"Decret {place}")


def _seal(town: Any) -> Any:
    with working_for(town):
        return seal_readings(by=PROGRAM, until=now())


def test_a_seal_closes_what_was_read_since_the_one_before(town, clerk):
    _read(town, clerk, 3)
    first = _seal(town)
    _read(town, clerk, 2)
    second = _seal(town)

    assert (first.count, second.count) == (3, 2)
    assert second.since == first.until


def test_with_nothing_read_there_is_nothing_to_seal(town, clerk):
    assert _seal(town) is None
    _read(town, clerk, 1)
    assert _seal(town) is not None
    assert _seal(town) is None


def test_the_seals_hold_and_say_how_many_readings_they_close(town, clerk):
    for n in (2, 3):
        _read(town, clerk, n)
        _seal(town)

    with working_for(town):
        report = verify_seals()
        assert report.holds
        assert (report.seals, report.readings) == (2, 5)
        assert last_seal().seq == TrailEvent.objects.filter(kind=ReadingsSealed.kind()).last().seq


def test_the_seal_of_a_town_does_not_speak_of_another(town, other_town, clerk, outsider):
    _read(other_town, outsider, 4)
    _read(town, clerk, 1)

    assert _seal(town).count == 1


def test_today_is_not_sealed_until_it_is_over(town, clerk):
    _read(town, clerk, 1)

    with working_for(town):
        assert seal_readings(by=PROGRAM) is None


def test_a_log_that_nobody_seals_is_late(town):
    with working_for(town):
        Reading.objects.create(at=now() - timedelta(days=5), person_name="x", kind="page", record_id=uuid7())
        assert is_late(now())
        seal_readings(by=PROGRAM)
    with working_for(town):
        assert not is_late(now())


BROKEN = {
    "a reading was changed": "UPDATE trail_reading SET label = 'una altra cosa' WHERE id = %s",
    "readings are missing": "DELETE FROM trail_reading WHERE id = %s",
    "there are readings that were not sealed": (
        "INSERT INTO trail_reading (id, entity_id, at, person_name, kind, record_id, label, channel)"
        " SELECT gen_random_uuid(), entity_id, at, 'algú', kind, record_id, label, channel"
        " FROM trail_reading WHERE id = %s"
    ),
}


@pytest.mark.parametrize("reason", BROKEN)
def test_whoever_goes_round_the_walls_of_the_database_is_found_out(own_database, reason):
    import psycopg

    from consistori.config.testing import HOST
    from consistori.tenancy.models import Entity

    town = Entity.objects.create(
        slug="v", name="Ajuntament de V", short_name="V", code_prefix="VVV", dir3="L01"
    )
    with working_for(town):
        for place in range(3):
            record_reading(by=PROGRAM, kind="document", id=uuid7(), label=str(place))
        victim = Reading.objects.order_by("at")[1].pk
    with working_for(town):
        seal_readings(by=PROGRAM, until=now())
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(f"postgresql://postgres@/{name}?host={HOST}", autocommit=True) as master:
        master.execute("SET session_replication_role = replica")
        master.execute(BROKEN[reason], [victim])

    with working_for(town):
        report = verify_seals()
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("trail_verify", stdout=said)

    assert not report.holds
    assert report.reason == reason
    assert reason in said.getvalue()


def test_two_runs_at_once_leave_one_seal(own_database):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    from consistori.tenancy.models import Entity

    town = Entity.objects.create(
        slug="v", name="Ajuntament de V", short_name="V", code_prefix="VVV", dir3="L01"
    )
    with working_for(town):
        record_reading(by=PROGRAM, kind="document", id=uuid7(), label="Decret")
    end, sealed, may_end = now(), Event(), Event()

    def run(*, waits: bool) -> Any:
        try:
            with working_for(town):
                made = seal_readings(by=PROGRAM, until=end)
                if waits:
                    sealed.set()
                    may_end.wait(10)
                return made
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(run, waits=True)
        assert sealed.wait(10)
        second = pool.submit(run, waits=False)
        sleep(0.3)
        may_end.set()
        made = [first.result(10), second.result(10)]

    assert made[0] is not None
    assert made[1] is None
    with working_for(town):
        report = verify_seals()
        assert (report.seals, report.holds) == (1, True)


def test_a_town_that_fails_leaves_the_others_sealed(town, other_town, clerk, outsider, monkeypatch):
    from consistori.trail import jobs

    for here, by in ((town, clerk), (other_town, outsider)):
        _read(here, by, 1)

    def seal(*, by: Actor) -> Any:
        if by.entity_id == min(town.pk, other_town.pk):
            raise RuntimeError("The disk of this town is full")
        return seal_readings(by=by, until=now())

    monkeypatch.setattr(jobs, "seal_readings", seal)
    with pytest.raises(ExceptionGroup):
        jobs.seal_every_night(0)

    first, second = sorted((town, other_town), key=lambda one: one.pk)
    with working_for(second):
        assert last_seal().count == 1
    with working_for(first):
        assert last_seal() is None


def test_the_log_is_read_in_order_by_its_index(at_work):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        query = Reading.objects.filter(at__lt=now()).order_by("-at", "-id")
        plan = query.explain()

    assert "reading_log" in plan


def test_the_doctor_notices_a_log_that_nobody_seals(town):
    from consistori.trail.checks import sealed_in_time, seals_hold

    assert sealed_in_time().well
    with working_for(town):
        Reading.objects.create(at=now() - timedelta(days=5), person_name="x", kind="page", record_id=uuid7())
    assert not sealed_in_time().well
    assert seals_hold().well
