"""What came in and went out in the last weeks, in the books of each town that keeps them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from consistori.config.demo.moments import HERE, at, moment_of
from consistori.config.demo.people import program
from consistori.config.demo.stories import FILES, read
from consistori.config.demo.telling import Told
from consistori.directory.models import Unit
from consistori.directory.roles import Role
from consistori.documents.models import Document
from consistori.documents.services import ReceivedFile, receive_document
from consistori.kernel.actor import Actor
from consistori.registry.models import RegistryEntry
from consistori.registry.rules.books import Channel
from consistori.registry.services import (
    EntryPersonSaid,
    OutsideReference,
    annul_entry,
    correct_entry,
    register_entry,
    register_exit,
)
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for

KEEPERS = (Role.REGISTRAR, Role.SECRETARY, Role.ADMINISTRATOR)
POWERS = "POWER-"
SATURDAY = 5


def fill_books(told: Told) -> None:
    """Enter in order all that the town received and sent; nothing where the registry is off or has entries."""
    if not modality.is_on(told.entity, "registry"):
        return
    with working_for(told.entity):
        if RegistryEntry.objects.exclude(procedure__startswith=POWERS).exists():
            return
    data = read("registry.toml")
    lines = [(_when(said, told), kind, said) for kind in ("entry", "exit") for said in data[kind]]
    here = [line for line in lines if told.entity.slug in line[2]["towns"]]
    for moment, kind, said in sorted(here, key=lambda line: line[0]):
        with at(moment), working_for(told.entity), told.unless_refused(said["subject"]):
            _register(kind, said, told)


def _when(said: dict[str, Any], told: Told) -> datetime:
    moment = moment_of(said["ago"], said["subject"], now=told.now)
    if not said.get("saturday"):
        return moment
    day = moment.astimezone(HERE).date()
    return datetime.combine(day - timedelta(days=(day.weekday() - SATURDAY) % 7), time(11), tzinfo=HERE)


def _register(kind: str, said: dict[str, Any], told: Told) -> None:
    keeper = keeper_of(told)
    is_exit = kind == "exit"
    person = EntryPersonSaid(
        party=told.who(said["who"]) if "who" in said else None,
        name=said.get("name", ""),
        role="addressee" if is_exit else "applicant",
    )
    known: dict[str, Any] = {
        "subject": said["subject"],
        "channel": said.get("channel", Channel.COUNTER),
        "people": [person],
        "documents": [_document(name, title, is_exit, keeper) for name, title in said.get("files", [])],
        "unit": Unit.objects.filter(name=said["unit"]).first() if "unit" in said else None,
        "language": person.party.language if person.party else told.entity.language,
    }
    if "heading" in said:
        known["heading"] = said["heading"]
    if is_exit:
        register_exit(by=keeper, **known)
        return
    known["procedure"] = said.get("procedure", "")
    known["answers"] = said.get("answers", {})
    if "outside" in said:
        known["outside"] = OutsideReference(*said["outside"])
    by = Actor.program(told.entity.pk) if known["channel"] == Channel.OFFICE else keeper
    entry = register_entry(by=by, paper=said.get("paper", "none"), **known)
    if reason := said.get("annul"):
        annul_entry(entry, by=keeper, reason=reason)
    if correction := said.get("correct"):
        field, new, why = correction
        correct_entry(entry, by=keeper, field=field, new=new, reason=why)


def _document(name: str, title: str, is_exit: bool, by: Actor) -> Document:
    origin = Document.Origin.ADMINISTRATION if is_exit else Document.Origin.CITIZEN
    with (FILES / name).open("rb") as stream:
        received = ReceivedFile.from_stream(name, stream)
    return receive_document(by=by, received=received, title=title, origin=origin)


def keeper_of(told: Told) -> Actor:
    """Whoever keeps the registry of this town."""
    here = [told.actor(name) for name in told.cast.people]
    keepers = (actor for role in KEEPERS for actor in here if actor.holds(role))
    return next(keepers, program(told.entity))
