"""Entering in the book: the number and the hour are taken last, under one lock, so that both have the same order."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec

from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.directory.models import Unit
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, ensure
from consistori.parties.models import Party
from consistori.registry import calendars, ports, texts
from consistori.registry.events import EntryRegistered, ExitRegistered
from consistori.registry.models import EntryDocument, EntryPerson, EntryState, RegistryEntry
from consistori.registry.policies import may_register, may_register_exits
from consistori.registry.receipts import make_receipt
from consistori.registry.rules.books import Book, Channel, Heading, Paper, reference
from consistori.registry.rules.effect import Effect, effect_of
from consistori.tenancy import jobs, search
from consistori.tenancy.numbers import next_number
from consistori.trail import act, announce

MOST_DOCUMENTS = 1000
LONGEST_SUBJECT = 250
IF_NOT_NOW = 30
"""Seconds after which the job looks whether whoever wanted the receipt at once has it."""


@dataclass(frozen=True)
class EntryPersonSaid:
    """Who presents it, or to whom it goes: a party of the town, or only the name that the paper says."""

    party: Party | None = None
    role: str = texts.APPLICANT
    name: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class OutsideReference:
    """The number that another register or program gave it, and when it was filed there if it was a registry."""

    register: str
    reference: str
    filed_at: datetime | None = None
    registry_name: str = ""


P = ParamSpec("P")


def _once_each_reference(register: Callable[P, RegistryEntry]) -> Callable[P, RegistryEntry]:
    """Two who bring the same outside reference at once: the second, undone whole, gets the entry of the first."""

    @functools.wraps(register)
    def once(*args: P.args, **said: P.kwargs) -> RegistryEntry:
        try:
            return register(*args, **said)
        except IntegrityError:
            outside = said.get("outside")
            known = _known(outside) if isinstance(outside, OutsideReference) else None
            if known is None:
                raise
            return known

    return once


@_once_each_reference
@act
def register_entry(
    *,
    by: Actor,
    subject: str,
    heading: str = Heading.APPLICATION,
    channel: str = Channel.COUNTER,
    people: Sequence[EntryPersonSaid] = (),
    documents: Sequence[Document] = (),
    unit: Unit | None = None,
    destination: str = "",
    destination_code: str = "",
    origin_code: str = "",
    paper: str = Paper.NONE,
    observations: str = "",
    language: str = "ca",
    procedure: str = "",
    answers: dict[str, Any] | None = None,
    outside: OutsideReference | None = None,
    receipt_now: bool = False,
) -> RegistryEntry:
    """Enter in the entry book what was presented or received [registrar d'entrada] (R-REG-01 to R-REG-04).

    The first document is the application itself. The receipt is made by a job; with `receipt_now`, by whoever calls, as
    soon as the transaction ends (`receipts.make_now`), and by the job only if that did not come to its end. What
    another register gave the same `outside` reference to is entered once: the entry that is there already is returned.
    Raises `BadInput`.
    """
    ensure(may_register(by))
    if outside is not None and (known := _known(outside)) is not None:
        return known
    if not people:
        raise BadInput(_("Say who presents it."), field="people", article="Llei 39/2015, art. 16.3")
    entry = RegistryEntry(
        book=Book.ENTRY,
        subject=_subject(subject),
        heading=_one_of(texts.HEADINGS, heading, "heading"),
        channel=_one_of(texts.CHANNELS, channel, "channel"),
        unit=unit,
        destination=destination.strip()[:200],
        destination_code=_dir3(destination_code, "destination_code"),
        origin_code=_dir3(origin_code, "origin_code"),
        paper=_one_of(texts.PAPERS, paper, "paper"),
        observations=observations.strip()[:500],
        language=language,
        procedure=procedure,
        answers=answers or {},
        **_of_outside(outside),
    )
    brought = _enter(
        entry, people, documents, by, handled=EntryState.Handled.WAITING, receipt_now=receipt_now
    )
    announce(
        EntryRegistered(
            entry_id=entry.pk, reference=entry.reference, subject_line=entry.subject, channel=entry.channel,
            registered_at=entry.registered_at.isoformat(), effective_at=entry.effective_at.isoformat(),
            documents=[row.sha256 for row in brought],
        ),
        by=by,
    )  # fmt: skip
    return entry


@_once_each_reference
@act
def register_exit(
    *,
    by: Actor,
    subject: str,
    heading: str = Heading.OFFICIAL_LETTER,
    channel: str,
    people: Sequence[EntryPersonSaid] = (),
    documents: Sequence[Document] = (),
    unit: Unit | None = None,
    destination: str = "",
    destination_code: str = "",
    observations: str = "",
    language: str = "ca",
    outside: OutsideReference | None = None,
    receipt_now: bool = False,
) -> RegistryEntry:
    """Enter in the exit book what is sent officially [registrar de sortida]; it says to whom and by which way.

    The same `outside` reference is entered once. Raises `BadInput`: to whom it goes, and at least one document.
    """
    ensure(may_register_exits(by))
    if outside is not None and (known := _known(outside)) is not None:
        return known
    if not people and not destination.strip():
        raise BadInput(_("Say to whom it goes."), field="people", article="Llei 39/2015, art. 16.3")
    if not documents:
        raise BadInput(_("Choose the document that goes out."), field="documents")
    entry = RegistryEntry(
        book=Book.EXIT,
        subject=_subject(subject),
        heading=_one_of(texts.HEADINGS, heading, "heading"),
        channel=_one_of(texts.CHANNELS, channel, "channel"),
        unit=unit,
        destination=destination.strip()[:200],
        destination_code=_dir3(destination_code, "destination_code"),
        observations=observations.strip()[:500],
        language=language,
        **_of_outside(outside),
    )
    brought = _enter(entry, people, documents, by, handled=EntryState.Handled.DONE, receipt_now=receipt_now)
    announce(
        ExitRegistered(
            entry_id=entry.pk, reference=entry.reference, subject_line=entry.subject, channel=entry.channel,
            registered_at=entry.registered_at.isoformat(), documents=[row.sha256 for row in brought],
        ),
        by=by,
    )  # fmt: skip
    return entry


def _enter(
    entry: RegistryEntry,
    people: Sequence[EntryPersonSaid],
    documents: Sequence[Document],
    by: Actor,
    *,
    handled: str,
    receipt_now: bool,
) -> list[EntryDocument]:
    """Everything is written before the number; foreign keys are looked at when the transaction ends."""
    entry.by_id, entry.by_name = by.person_id, by.name
    rows = _people(entry, people)
    brought = _documents(entry, documents)
    EntryPerson.objects.bulk_create(rows)
    EntryDocument.objects.bulk_create(brought)
    seat = calendars.of_seat()
    jobs.defer(make_receipt, entry_id=str(entry.pk), wait=IF_NOT_NOW if receipt_now else 0)
    for leave in ports.entering:
        leave(entry)
    _number(entry, seat, rows)
    state = EntryState(entry=entry, handled=handled, unit=entry.unit, entered_at=entry.registered_at)
    state.save(force_insert=True)
    # Whoever answers with the whole entry asks nothing of the database while the book is held.
    entry.just_entered = (rows, brought)
    return brought


def _number(entry: RegistryEntry, seat: calendars.Seat, people: Iterable[EntryPerson]) -> None:
    """The number and the official hour, from here to the end of the transaction with the book held (R-REG-02)."""
    asked = now()  # before waiting for the book: at New Year its hour and its number are of one year
    year = timezone.localtime(asked).year
    entry.year, entry.number = year, next_number(f"registry.{entry.book}", year)
    # The lock is held: nobody else is taking the hour. A clock put back never puts an entry before the last one.
    last = RegistryEntry.objects.filter(book=entry.book, year=year).aggregate(at=Max("registered_at"))["at"]
    entry.registered_at = max(asked, last) if last else asked
    effect = _effect(entry, seat)
    entry.effective_at = effect.at
    entry.skipped_days = [{"day": day.isoformat(), "why": why} for day, why in effect.skipped]
    entry.calendars = seat.versions if effect.is_later else []
    entry.reference = reference(Book(entry.book), year, entry.number)
    entry.search = search.vector(
        entry.reference,
        entry.subject,
        entry.external_reference,
        *(f"{p.name} {p.identifier}" for p in people),
    )
    entry.save(force_insert=True)


def _effect(entry: RegistryEntry, seat: calendars.Seat) -> Effect:
    local = timezone.localtime(entry.registered_at)
    if entry.book == Book.EXIT:
        return Effect(local)
    return effect_of(local, seat.why_not_working)


def _people(entry: RegistryEntry, said: Sequence[EntryPersonSaid]) -> list[EntryPerson]:
    rows = []
    for position, one in enumerate(said):
        party = one.party.standing if one.party else None
        name = party.display_name if party else one.name.strip()
        if not name:
            raise BadInput(_("Write the name that the paper says."), field="people")
        rows.append(
            EntryPerson(
                entry=entry, party=party, position=position, name=name[:420],
                role=_one_of(texts.ROLES, one.role, "people"),
                identifier=(party.identifier if party else one.identifier.strip())[:40],
            )
        )  # fmt: skip
    return rows


def _documents(entry: RegistryEntry, documents: Sequence[Document]) -> list[EntryDocument]:
    if len(documents) > MOST_DOCUMENTS:
        raise BadInput(_("At most a thousand documents in one entry."), field="documents")
    if len({document.pk for document in documents}) < len(documents):
        raise BadInput(_("The same document is there twice."), field="documents")
    return [
        EntryDocument(
            entry=entry, document=document, position=position, title=document.title,
            name=document.version.name, media_type=document.version.media_type, size=document.version.size,
            sha256=document.version.sha256, elaboration=document.elaboration or "",
            is_application=position == 0,
        )
        for position, document in enumerate(documents)
    ]  # fmt: skip


def _of_outside(outside: OutsideReference | None) -> dict[str, Any]:
    if outside is None:
        return {}
    return {
        "external_register": outside.register,
        "external_reference": outside.reference,
        "first_filed_at": outside.filed_at,
        "first_registry": outside.registry_name,
    }


def _known(outside: OutsideReference) -> RegistryEntry | None:
    found: RegistryEntry | None = RegistryEntry.objects.filter(
        external_register=outside.register, external_reference=outside.reference
    ).first()
    return found


def _subject(words: str) -> str:
    subject = re.sub(r"\s+", " ", words).strip()
    if not subject:
        raise BadInput(_("Write what it is about."), field="subject")
    if len(subject) > LONGEST_SUBJECT:
        raise BadInput(_("At most 250 letters: the rest is in the document."), field="subject")
    return subject


def _one_of(choices: Any, value: str, field: str) -> str:
    if value not in choices:
        raise BadInput(_("Choose one of those on the list."), field=field)
    return str(value)


def _dir3(code: str, field: str) -> str:
    code = code.strip().upper()
    if code and not re.fullmatch(r"[A-Z]{1,2}[0-9]{7,8}", code):
        raise BadInput(_("A DIR3 code has a letter or two and then figures: L01080193."), field=field)
    return code
