"""The tasks of the demo: with and without case, a request answered, one given back, and what comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consistori.cases.models import CaseFile
from consistori.cases.tasks.threads import subject_of
from consistori.config.demo.moments import at, moment_of
from consistori.config.demo.stories import read
from consistori.config.demo.telling import Told
from consistori.directory.models import Person
from consistori.kernel.clock import today
from consistori.tasks.models import Duty, Point, Task
from consistori.tasks.rules.standard import standard_duty
from consistori.tasks.services import adopt_duty, finish_task, give_task, return_task, tick
from consistori.tenancy.scope import working_for


def give_tasks(told: Told) -> None:
    """Give the tasks of a town, once, and take from the catalogue what comes back in it."""
    for said in read("tasks.toml")["town"]:
        if said["slug"] != told.entity.slug:
            continue
        with working_for(told.entity):
            # The steps of the stories have given some already: these are looked for by their words.
            titles = [one["title"] for one in said.get("task", ())]
            if Task.objects.filter(title__in=titles).exists() or Duty.objects.exists():
                continue
        for one in said.get("task", ()):
            with told.unless_refused(one["title"]):
                _give(one, told)
        for one in said.get("duty", ()):
            with told.unless_refused(one["code"]), working_for(told.entity):
                standard = standard_duty(one["code"])
                if standard is not None:
                    adopt_duty(
                        standard,
                        by=told.actor(said["keeps"]),
                        assigned_to=_person(told, one["to"]),
                        once_on=today() + timedelta(days=one["once_in"]) if "once_in" in one else None,
                    )


def _give(one: dict[str, Any], told: Told) -> None:
    with at(moment_of(one["ago"], one["title"], now=told.now)), working_for(told.entity):
        case = CaseFile.objects.open().filter(title__icontains=one["case"]).first() if "case" in one else None
        task = give_task(
            by=told.actor(one["by"]),
            title=one["title"],
            kind=one.get("kind", "do"),
            to=_person(told, one["to"]),
            due_on=told.now.date() + timedelta(days=one["due"]) if "due" in one else None,
            text=one.get("text", ""),
            points=one.get("points", ()),
            about=subject_of(case) if case is not None else None,
        )
        for text in one.get("ticked", ()):
            tick(task, Point.objects.get(task=task, text=text).pk, by=told.actor(one["to"]))
    if "answer" in one or "returned" in one:
        with at(moment_of(max(one["ago"] - 1, 0), one["title"], now=told.now)), working_for(told.entity):
            if "answer" in one:
                finish_task(task, by=told.actor(one["to"]), answer=one["answer"])
            else:
                return_task(task, by=told.actor(one["to"]), reason=one["returned"])


def _person(told: Told, name: str) -> Person:
    found: Person = Person.objects.get(pk=str(told.actor(name).person_id))
    return found
