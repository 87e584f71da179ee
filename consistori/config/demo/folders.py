"""What citizens find in their folder in the demo: a case with its term, messages, a pay letter, old papers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from consistori.cases.entries import accept_opening_case, finish_entry
from consistori.config.demo.moments import at
from consistori.config.demo.people import program
from consistori.config.demo.stories import DATA, read
from consistori.config.demo.telling import Told
from consistori.directory.models import Person
from consistori.eoffice.folder.talking import answer_citizen, write_to_town
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import PaySetting, TownPlan
from consistori.eoffice.paying.letters import change_setting, issue_letter
from consistori.eoffice.places.services import bring_plan
from consistori.kernel.actor import Actor
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for


def fill_folders(told: Told) -> None:
    """Where the town is paid, its plan, and what happened with what some of its people filed; what is there stays."""
    for said in read("folders.toml")["town"]:
        if said["town"] != told.entity.slug:
            continue
        by = told.actor(said["by"])
        with working_for(told.entity):
            if not PaySetting.objects.exists():
                change_setting(by=by, iban=said["iban"], holder=told.entity.name)
            if not TownPlan.objects.exists():
                bring_plan(by=by, data=(DATA / said["plan"]).read_bytes(), attribution=said["attribution"])
        for one in said.get("filed", ()):
            with told.unless_refused(one["subject"]):
                _follow(one, told)


def _follow(said: dict[str, Any], told: Told) -> None:
    """What the town hall did with one entry, and what was said about it."""
    with working_for(told.entity):
        entry = RegistryEntry.objects.select_related("state").filter(subject=said["subject"]).first()
        if entry is None or entry.state.handled != "waiting":
            return
        by = told.actor(said["by"])
        if "done" in said:
            finish_entry(entry, by=by, reason=said["done"])
            return
        case = accept_opening_case(
            entry, by=by, title=said["case"], series=told.series.get(said["series"]),
            carried_by=_person(by),
        )  # fmt: skip
        if "pays" in said:
            issue_letter(entry, by=by, amount=Decimal(said["pays"]), concept=said["concept"])
    citizen = _citizen(entry, told)
    for line in said.get("talk", ()):
        with at(told.now - timedelta(hours=line["hours"])), working_for(told.entity):
            if line["from"] == "citizen":
                sent = write_to_town(
                    case, citizen=citizen, text=line["text"], language="ca", by=program(told.entity)
                )
            else:
                answer_citizen(sent.conversation, text=line["text"], by=told.actor(line["from"]))


def _person(by: Actor) -> Person | None:
    return Person.objects.filter(pk=by.person_id).first() if by.person_id else None


def _citizen(entry: RegistryEntry, told: Told) -> Citizen:
    with working_for(told.entity):
        person = entry.people.get()
    name, _space, rest = person.name.partition(" ")
    return Citizen("demo", "substantial", person.identifier, name, rest)
