"""Fifty people at fifty counters open a case at the same moment: no gap, no twin."""

from __future__ import annotations

import threading
from datetime import date

from django.db import connection

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.services import verify_chain

COUNTERS = 50


def test_fifty_cases_at_once_leave_no_gap_and_no_twin(own_database: str) -> None:
    town = Entity.objects.create(slug="vall", name="Vall", short_name="Vall", code_prefix="VLL")
    together = threading.Barrier(COUNTERS)
    faults: list[Exception] = []

    def open_one(counter: int) -> None:
        try:
            together.wait(timeout=30)
            with working_for(town):
                open_case(by=Actor.system(f"counter {counter}", town.pk), title=f"Cas {counter}")
                if counter % 10 == 0:
                    raise KeyError("this counter gives up after taking its number")
        except KeyError:
            pass
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=open_one, args=(n,)) for n in range(COUNTERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    with working_for(town):
        numbers = sorted(CaseFile.objects.values_list("number", flat=True))
        assert numbers == [f"X{today().year}{n:06d}" for n in range(1, COUNTERS - 5 + 1)]
        assert verify_chain().holds


def test_the_database_itself_keeps_numbers_and_closed_cases(own_database: str) -> None:
    from datetime import UTC, datetime

    import pytest
    from django.db import Error

    from consistori.cases.models import Folder

    town = Entity.objects.create(slug="vall", name="Vall", short_name="Vall", code_prefix="VLL")
    with working_for(town):
        case = open_case(by=Actor.system("test", town.pk), title="Tancat", opened_on=date(2026, 1, 2))
        folder = Folder.objects.create(case=case, name="U", position=1)
        CaseFile.objects.update(situation="closed", ending="internal", closed_at=datetime.now(UTC))

    for breaking in (
        lambda: CaseFile.objects.update(title="Un altre"),
        lambda: CaseFile.objects.update(number="X1"),
        lambda: CaseFile.objects.all().delete(),
        lambda: Folder.objects.create(case=case, name="Dos", position=2),
        lambda: Folder.objects.filter(pk=folder.pk).update(name="Tres"),
        lambda: Folder.objects.all().delete(),
    ):
        with pytest.raises(Error), working_for(town):
            breaking()
