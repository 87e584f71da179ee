"""Fifty people press «Done» at the same moment: it is done once, and the others are told by whom, kindly."""

from __future__ import annotations

import threading
from datetime import date

from django.db import connection

from consistori.directory.models import Person, Post
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone
from consistori.tasks.models import Task
from consistori.tasks.services import finish_task, give_task, take_task
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


def test_of_two_who_take_it_at_once_the_second_learns_who_has_it(own_database: str) -> None:
    town = Entity.objects.create(slug="vall", name="Vall", short_name="Vall", code_prefix="VLL")
    people = [
        Person.objects.create(email=f"{name}@example.cat", given_name=name, family_name="Camps")
        for name in ("Anna", "Pol")
    ]
    with working_for(town):
        for one in people:
            Post.objects.create(person=one, role="processor", title_ca="Gestió", starts_on=date(2020, 1, 1))
        task = give_task(by=Actor.system("Mercè", town.pk), title="Obrir la sala")
    first, second = (actor_of(one, town) for one in people)
    told: list[str] = []

    def meanwhile() -> None:
        try:
            with working_for(town):
                take_task(task, by=second)
        except AlreadyDone as news:
            told.append(str(news))
        finally:
            connection.close()

    other = threading.Thread(target=meanwhile)
    with working_for(town):
        take_task(task, by=first)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()
    other.join()

    assert len(told) == 1 and "Anna Camps" in told[0]
    with working_for(town):
        assert Task.objects.get().assigned_to_id == first.person_id
