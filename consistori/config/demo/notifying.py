"""Notifications of the demo, in each state: waiting, about to be lost, opened, rejected, on paper, to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from consistori.cases.models import CaseDocument, CaseFile, CaseParty
from consistori.cases.notifying.acts import notify
from consistori.cases.notifying.facts import appeals_of, subject_of
from consistori.config.demo.moments import at
from consistori.config.demo.telling import Told
from consistori.directory.selectors import actor_of
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.notifications.models import Dispatch, Notification
from consistori.notifications.readers import Reader
from consistori.notifications.services import (
    ActFacts,
    AddresseeAsked,
    prepare,
    record_access,
    record_warning,
    reject,
    settle_lapsed,
)
from consistori.signature.models import SignatureRequest
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for

BODY = "Alcaldia"


@dataclass(frozen=True)
class _Turn:
    """How many days ago it was sent, and what its addressee did of it how many hours after."""

    days: int
    then: str = ""
    hours: int = 0


TURNS = (_Turn(6), _Turn(9, "open", 30), _Turn(12), _Turn(2), _Turn(3, "reject", 20), _Turn(0, "wait"))


def notify_some(told: Told) -> None:
    """Notify the signed acts of the open cases of a town, once, each at its turn."""
    if not modality.is_on(told.entity, "notifications"):
        return
    with working_for(told.entity):
        found = list(_signed())
    for place, (case, document, people) in enumerate(found):
        turn = TURNS[place % len(TURNS)]
        with told.unless_refused(f"notification of {document.title}"):
            _take(told, case, document, people, turn)
    settle_lapsed(told.entity)


def _signed() -> Iterator[tuple[CaseFile, Document, list[CaseParty]]]:
    """Signed papers of open cases with somebody to notify of them yet, but the decrees of today. Three statements."""
    signed = SignatureRequest.objects.filter(state=SignatureRequest.State.SIGNED).values("document_id")
    waiting = SignatureRequest.objects.holding().values("document_id")
    leaves = CaseDocument.objects.filter(document__in=signed, is_auxiliary=False, case__closed_at=None)
    leaves = leaves.exclude(document__type__code="DECREE")
    leaves = leaves.exclude(document__in=Dispatch.objects.values("document_id"))
    people: dict[Any, list[CaseParty]] = {}
    for one in CaseParty.objects.filter(represents=None).select_related("party").order_by("id"):
        people.setdefault(one.case_id, []).append(one)
    for leaf in (
        leaves.exclude(document__in=waiting).alive().select_related("case", "document").order_by("id")
    ):
        if people.get(leaf.case_id):
            yield leaf.case, leaf.document, people[leaf.case_id]


def _take(told: Told, case: CaseFile, document: Document, people: list[CaseParty], turn: _Turn) -> None:
    by = actor_of(case.carried_by, told.entity) if case.carried_by else Actor.program(told.entity.pk)
    moment = now() - timedelta(days=turn.days, hours=1)
    with at(moment), working_for(told.entity):
        act = ActFacts(
            title=document.title,
            act_on=today(),
            body=BODY,
            ends_way=True,
            appeals=appeals_of("ends_way", body=BODY),
        )
        chose = "" if turn.days == 6 or turn.then == "wait" else "electronic"
        asked = [AddresseeAsked(one.party, chose=chose, chose_on=today()) for one in people]
        if turn.then == "wait":
            prepare(
                by=by, subject=subject_of(case), document=document, act=act, addressees=asked, reference=case.number
            )  # fmt: skip
            return
        dispatch = notify(case, document, by=by, act=act, to=asked)
    if turn.then:
        with at(moment + timedelta(hours=turn.hours)), working_for(told.entity):
            for row in dispatch.notifications.select_related("party"):
                answer(told, row, turn.then)


def answer(told: Told, row: Notification, then: str) -> None:
    """Its addressee comes in and opens it (`open`), or rejects it, after the warning."""
    party = row.party
    firm = {} if party.is_person else {"for_identifier": party.identifier, "for_name": party.display_name}
    name = party.display_name if party.is_person else "Marina Pont Serra"
    identifier = party.identifier if party.is_person else "77777777B"
    reader = Reader(name, identifier, "certificate", "high", **firm)
    by = Actor(None, name, told.entity.pk, channel="eoffice")
    warned = record_warning(row, by=by, reader=reader)
    done = record_access if then == "open" else reject
    done(row, by=by, reader=reader, warned_at=warned)
