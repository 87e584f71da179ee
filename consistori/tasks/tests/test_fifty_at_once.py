"""Fifty people press «Done» at the same moment: it is done once, and the others are told by whom, kindly."""

from __future__ import annotations

import threading

from django.db import connection

from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone
from consistori.tasks.models import Task
from consistori.tasks.services import finish_task, give_task
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.services import verify_chain

PEOPLE = 50


def test_one_of_fifty_does_it_and_the_rest_learn_who(own_database: str) -> None:
    town = Entity.objects.create(slug="vall", name="Vall", short_name="Vall", code_prefix="VLL")
    with working_for(town):
        task = give_task(by=Actor.system("Mercè", town.pk), title="Obrir la sala")
    together = threading.Barrier(PEOPLE)
    done: list[str] = []
    told: list[str] = []
    faults: list[Exception] = []

    def press(person: int) -> None:
        name = f"Persona {person}"
        try:
            together.wait(timeout=30)
            with working_for(town):
                finish_task(task, by=Actor.system(name, town.pk))
            done.append(name)
        except AlreadyDone as news:
            told.append(str(news))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(n,)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert len(done) == 1 and len(told) == PEOPLE - 1
    with working_for(town):
        row = Task.objects.get()
        assert (row.state, row.ended_by_name, row.version) == ("done", done[0], task.version + 1)
        assert all(done[0] in words for words in told)
        assert verify_chain().holds
