"""Questions of the register of residents. What is read of somebody is written down, whoever asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, ensure
from consistori.padro import ports
from consistori.padro.models import RegisterLoad, ResidencePaper
from consistori.padro.policies import may_issue, may_keep_register
from consistori.padro.rules.slips import Residence
from consistori.padro.services.asking import CHANGES
from consistori.parties.rules.identifiers import compact
from consistori.registry.models import RegistryEntry
from consistori.registry.rules.books import Book
from consistori.tenancy.scope import current_entity
from consistori.trail.readings import record_reading

MOST = 100


def look_up(identifier: str, *, by: Actor, reason: str) -> Residence | None:
    """Where somebody lives, for whoever may ask it, with its reason in the log of readings. Raises `RegisterAway`."""
    ensure(may_issue(by))
    residence = ports.residence_of(current_entity(), compact(identifier))
    if residence is not None:
        written = f"{residence.person.full_name} · {reason}"
        record_reading(by=by, kind="resident", id=residence.person.key, label=written)
    return residence


def papers_waiting(by: Actor) -> QuerySet[ResidencePaper]:
    """What waits for somebody of the house, the oldest first."""
    ensure(may_issue(by))
    return _with_all(ResidencePaper.objects.waiting().order_by("asked_at"))


def papers_lately(by: Actor) -> QuerySet[ResidencePaper]:
    """What was issued, is being made or waits for its signature, the newest first."""
    ensure(may_issue(by))
    rows = ResidencePaper.objects.exclude(
        state__in=(ResidencePaper.State.ASKED, ResidencePaper.State.STOPPED)
    )
    return _with_all(rows.order_by("-asked_at"))[:MOST]


def issued_today(by: Actor) -> int:
    """How many came out today."""
    ensure(may_issue(by))
    return int(ResidencePaper.objects.filter(issued_at__date=today()).count())


def paper_for(by: Actor, pk: UUID) -> ResidencePaper:
    """A paper, for whoever may order them. Raises `NotHere`."""
    ensure(may_issue(by))
    return _one(ResidencePaper.objects.filter(pk=pk))


def own_papers(identifier: str) -> QuerySet[ResidencePaper]:
    """What a person has asked for, the newest first."""
    return _with_all(ResidencePaper.objects.of_applicant(identifier))


def own_paper(identifier: str, pk: UUID) -> ResidencePaper:
    """One of theirs. Raises `NotHere`."""
    return _one(ResidencePaper.objects.of_applicant(identifier).filter(pk=pk))


def document_of(paper: ResidencePaper) -> Document:
    """Its document, once it is out. Raises `NotHere`."""
    if not paper.is_issued or paper.document_id is None:
        raise NotHere
    found: Document | None = Document.objects.with_version().filter(pk=paper.document_id).first()
    if found is None or found.erased_at is not None:
        raise NotHere
    return found


def loads(by: Actor) -> list[RegisterLoad]:
    """The versions of the register, the newest first."""
    ensure(may_keep_register(by))
    return list(RegisterLoad.objects.all())


def changes_since(load: RegisterLoad | None) -> list[RegistryEntry]:
    """What was asked to change in the register since the day of its data: it is not in it yet. One statement."""
    rows = RegistryEntry.objects.of_book(Book.ENTRY).filter(procedure__in=CHANGES, state__annulled_at=None)
    if load is not None:
        rows = rows.filter(registered_at__date__gte=load.as_of)
    return list(rows.in_order()[:20])


def load_in_force() -> RegisterLoad | None:
    """The version with which slips are made now, if the town brings its register."""
    found: RegisterLoad | None = RegisterLoad.objects.filter(state=RegisterLoad.State.IN_FORCE).first()
    return found


def _with_all(rows: Any) -> Any:
    return rows.select_related("entry", "exit", "case", "document__version")


def _one(rows: Any) -> ResidencePaper:
    found: ResidencePaper | None = _with_all(rows).first()
    if found is None:
        raise NotHere
    return found


def papers_of_parties(ids: list[UUID], *, by: Actor) -> list[ResidencePaper]:
    """What those parties have asked for, the newest first. One statement."""
    ensure(may_issue(by))
    return list(
        ResidencePaper.objects.filter(party_id__in=ids).select_related("exit").order_by("-asked_at")[:10]
    )
