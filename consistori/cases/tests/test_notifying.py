"""Notifying an act of a case: to three by three ways, what the law refuses, and what comes back to the case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consistori.cases.correcting.answers import NotUnanswered, begin_withdrawal, end_correction
from consistori.cases.deadlines.selectors import main_term_of
from consistori.cases.models import CaseDocument, CaseFile, CorrectionRequest, Step
from consistori.cases.notifying import reacting
from consistori.cases.notifying.acts import NotSignedYet, notify
from consistori.cases.notifying.facts import facts_of, known_of
from consistori.cases.notifying.showing import sent_in, to_notify
from consistori.cases.notifying.waiting import notify_what_waits
from consistori.cases.services import add_document, add_party
from consistori.cases.steps.acts import add_step
from consistori.cases.tests.corrected import asked, frozen, running, sign
from consistori.deadlines.models import Deadline
from consistori.documents.models import Document, VersionBlob
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.notifications.models import Notification
from consistori.notifications.services import AddresseeAsked, CannotNotify, record_delivery, withdraw
from consistori.tenancy.scope import current_scope

__all__ = ["asked", "frozen", "running"]

BODY = "Alcaldia · Vall-llobera"


@pytest.fixture
def decree(running: CaseFile, clerk: Any, mayor: Any, paper: Any) -> Any:
    """A signed decree, of the step «resolution» of the case."""
    document = paper("Decret de concessió", "TD01")
    add_document(running, document, by=clerk)
    _sign(document, mayor)
    add_step(running, by=clerk, code="08", on=date(2026, 3, 12), sense="granted", document=document)
    return document


def _sign(document: Any, by: Any) -> None:
    document.refresh_from_db()
    sign(document, by)
    VersionBlob.objects.create(
        version=document.version, position=1, kind="signature", sha256="a" * 64, size=10
    )
    Document.objects.filter(pk=document.pk).update(state="frozen")


def _act(case: CaseFile, document: Any, **said: Any) -> Any:
    known = known_of(case, document)
    proposed = {
        "title": known.title, "body": known.body or BODY, "act_on": known.act_on, "footing": known.footing,
    }  # fmt: skip
    return facts_of(case, proposed | said)


def _to(*parties: Any, **said: Any) -> list[AddresseeAsked]:
    return [AddresseeAsked(party=party, **said) for party in parties]


def _hear(kind: Any) -> None:
    """What cases do when they hear the facts of a kind: the jobs, at once."""
    for pending in current_scope().pending:
        event = pending.event
        if type(event) is not kind:
            continue
        for listener in (reacting.follow_practised, reacting.follow_withdrawn, reacting.file_proof):
            if kind in _kinds(listener):
                listener(event)


def _kinds(listener: Any) -> tuple[Any, ...]:
    from consistori.notifications import events

    return {
        "follow_practised": events.PRACTISED,
        "follow_withdrawn": (events.NotificationWithdrawn,),
        "file_proof": (events.ProofMade,),
    }[listener.__name__]


def test_what_is_known_of_a_decree_is_proposed(running: CaseFile, decree: Any) -> None:
    known = known_of(running, decree)
    act = _act(running, decree)

    assert (known.act_on, known.footing, act.ends_way) == (date(2026, 3, 12), "ends_way", True)
    assert [(one.kind, one.amount, one.unit) for one in act.appeals] == [
        ("reposicio", 1, "months"),
        ("court", 2, "months"),
    ]
    assert to_notify(running) == [decree]


def test_to_three_by_three_ways(
    running: CaseFile, decree: Any, clerk: Any, bakery: Any, neighbour: Any
) -> None:
    from consistori.parties.models import Party, WayChoice

    chose = Party.objects.create(
        name="Pau", surname1="Serra", sort_name="serra", name_key="pau", identifier="00000000T",
        identifier_kind="dni",
    )  # fmt: skip
    WayChoice.objects.create(
        party=chose, way="electronic", told_on=date(2026, 1, 7), effective_on=date(2026, 1, 14)
    )
    for party in (bakery, chose):
        add_party(running, party, by=clerk, role="interested")

    notify(running, decree, by=clerk, act=_act(running, decree), to=_to(bakery, chose, neighbour))

    rows = {row.party_id: row for row in Notification.objects.all()}
    assert [rows[one.pk].channel for one in (bakery, chose, neighbour)] == [
        "electronic",
        "electronic",
        "paper",
    ]
    assert [rows[one.pk].lapses for one in (bakery, chose, neighbour)] == [True, True, False]
    assert all(row.state == "available" for row in rows.values())
    main = main_term_of(running)
    assert (
        main is not None and main.state == Deadline.State.RUNNING
    )  # the one on paper waits for an attempt (40.4)
    waiting = Step.objects.todo().get(case=running, code="09")
    assert waiting.document_id == decree.pk
    assert (sent_in(running)[0].done, to_notify(running)) == (0, [])


def test_put_at_disposal_meets_the_term_to_resolve(
    running: CaseFile, decree: Any, clerk: Any, bakery: Any
) -> None:
    add_party(running, bakery, by=clerk, role="interested")

    notify(running, decree, by=clerk, act=_act(running, decree), to=_to(bakery))

    main = main_term_of(running)
    assert main is not None and (main.state, main.met_how) == (Deadline.State.MET, "available")


@pytest.mark.parametrize(
    ("said", "code"),
    [({"footing": "not_ends"}, "appeal_body"), ({"title": " "}, "title")],
)
def test_what_the_act_lacks_is_said_and_nothing_goes(
    running: CaseFile, decree: Any, clerk: Any, neighbour: Any, said: dict[str, str], code: str
) -> None:
    with pytest.raises(CannotNotify) as refused:
        notify(running, decree, by=clerk, act=_act(running, decree, **said), to=_to(neighbour))

    assert [lack.code for lack in refused.value.lacks] == [code]
    assert not Notification.objects.exists()


def test_nobody_a_stranger_and_twice(
    running: CaseFile, decree: Any, clerk: Any, neighbour: Any, bakery: Any
) -> None:
    act = _act(running, decree)
    for whom in ([], _to(bakery)):
        with pytest.raises(BadInput):
            notify(running, decree, by=clerk, act=act, to=whom)

    notify(running, decree, by=clerk, act=act, to=_to(neighbour))
    with pytest.raises(AlreadyDone):
        notify(running, decree, by=clerk, act=act, to=_to(neighbour))


def test_what_is_not_signed_is_no_act(running: CaseFile, clerk: Any, neighbour: Any, paper: Any) -> None:
    document = paper("Proposta", "TD01")
    add_document(running, document, by=clerk)

    with pytest.raises(NotSignedYet):
        notify(running, document, by=clerk, act=_act(running, document, act_on=date(2026, 3, 12)), to=[])


def test_the_outsider_and_who_only_reads_notify_nothing(
    running: CaseFile, decree: Any, outsider: Any, hire: Any, town: Any, neighbour: Any
) -> None:
    auditor = hire(town, "auditor", "Aina", "Puig")
    for actor in (outsider, auditor):
        with pytest.raises(NotPermitted):
            notify(running, decree, by=actor, act=_act(running, decree), to=_to(neighbour))


def test_when_the_last_is_notified_the_step_ends(
    running: CaseFile, decree: Any, clerk: Any, neighbour: Any, bakery: Any, frozen: Any
) -> None:
    from consistori.notifications.events import NotificationDelivered, NotificationWithdrawn

    add_party(running, bakery, by=clerk, role="interested")
    notify(running, decree, by=clerk, act=_act(running, decree), to=_to(neighbour, bakery))
    first, second = (
        Notification.objects.get(party=neighbour),
        Notification.objects.get(party=bakery),
    )
    frozen("2026-03-17")
    _deliver(first, clerk)
    _hear(NotificationDelivered)
    assert Step.objects.todo().filter(case=running, code="09").exists()

    withdraw(second, by=clerk, reason="Es va equivocar l’adreça")
    _hear(NotificationWithdrawn)

    done = Step.objects.get(case=running, code="09")
    assert (done.standing, done.happened_on) == ("done", date(2026, 3, 17))


def _deliver(one: Notification, clerk: Any) -> None:
    record_delivery(one, by=clerk, at=now(), carrier="paper", receiver={"name": "Laia Riubrugent"})


def test_a_correction_request_runs_from_its_notification(
    asked: CorrectionRequest, clerk: Any, mayor: Any, neighbour: Any, frozen: Any
) -> None:
    from consistori.notifications.events import NotificationDelivered

    case = asked.case
    frozen("2026-03-16")
    _sign_again(asked.document, mayor)
    act = _act(case, asked.document)
    assert (act.decides, act.terms) == (False, ())
    notify(case, asked.document, by=clerk, act=act, to=_to(neighbour))
    main = main_term_of(case)
    assert main is not None and main.state == Deadline.State.RUNNING
    _deliver(Notification.objects.get(), clerk)

    _hear(NotificationDelivered)

    asked.refresh_from_db()
    assert (asked.notified_on, asked.notified_how) == (date(2026, 3, 16), "post")
    assert asked.term is not None and asked.term.last_day == date(2026, 3, 30)
    assert asked.stop is not None and asked.stop.since == date(2026, 3, 16)


def _sign_again(document: Any, mayor: Any) -> None:
    VersionBlob.objects.create(
        version=document.version, position=1, kind="signature", sha256="a" * 64, size=10
    )
    Document.objects.filter(pk=document.pk).update(state="frozen")


def test_a_withdrawal_ends_it_only_when_it_is_notified(
    asked: CorrectionRequest, clerk: Any, mayor: Any, neighbour: Any, frozen: Any
) -> None:
    """Article 73.3: until the resolution is notified, what comes is taken."""
    from consistori.cases.tests.corrected import notify as told
    from consistori.notifications.events import NotificationDelivered

    frozen("2026-03-16")
    told(asked, clerk)
    frozen("2026-04-01")
    resolution = begin_withdrawal(asked, by=clerk)
    sign(resolution, mayor)
    _sign_again(resolution, mayor)
    with pytest.raises(NotUnanswered) as refused:
        end_correction(asked, by=clerk, ending="withdrawn")
    assert refused.value.article == "Llei 39/2015, art. 73.3"

    act = _act(asked.case, resolution)
    notify(asked.case, resolution, by=clerk, act=act, to=_to(neighbour))
    _deliver(Notification.objects.get(), clerk)
    _hear(NotificationDelivered)

    asked.refresh_from_db()
    assert asked.ending == "withdrawn"


def test_a_proof_is_filed_and_a_closed_case_takes_it_when_it_is_reopened(
    running: CaseFile, decree: Any, clerk: Any, neighbour: Any, paper: Any
) -> None:
    from consistori.cases.events import CaseReopened

    notify(running, decree, by=clerk, act=_act(running, decree), to=_to(neighbour))
    proof = paper("Acusament de notificació")
    Notification.objects.update(proof=proof, state="delivered", practised_at="2026-03-17T10:00:00Z")
    CaseFile.objects.filter(pk=running.pk).update(
        situation="closed", ending="resolution", closed_at="2026-03-16T10:00:00Z"
    )
    event = CaseReopened(case_id=running.pk, number=running.number, reason="Faltava l’acusament")

    reacting.file_what_came_meanwhile(event)
    assert not CaseDocument.objects.filter(case=running, document=proof).exists()
    CaseFile.objects.filter(pk=running.pk).update(situation="open", ending="", closed_at=None)
    reacting.file_what_came_meanwhile(event)
    reacting.file_what_came_meanwhile(event)
    assert CaseDocument.objects.filter(case=running, document=proof).count() == 1


def test_in_many_cases_each_goes_to_its_parties(running: CaseFile, decree: Any, clerk: Any) -> None:
    assert notify_what_waits(running, by=clerk) == decree
    with pytest.raises(BadInput):
        notify_what_waits(running, by=clerk)
    assert Notification.objects.count() == 1
