"""Preparing and putting at disposal: each with its way, R-NOT-02 looked at, the terms of both sides, idempotent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from consistori.deadlines.models import Deadline
from consistori.deadlines.services import open_deadline
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotPermitted, Refusal
from consistori.notifications.models import Dispatch, Leg, Notification, ObligingRule
from consistori.notifications.rules.lapse import HERE
from consistori.notifications.rules.states import State
from consistori.notifications.services import (
    AddresseeAsked,
    CannotNotify,
    mark_sent,
    prepare,
    preview,
    put_at_disposal,
    record_attempt,
    withdraw,
)
from consistori.trail.models import TrailEvent


def _legs(row: Any) -> dict[str, str]:
    return dict(Leg.objects.filter(notification=row).values_list("carrier", "state"))


def test_a_decree_to_a_firm_a_neighbour_who_chose_and_a_man_of_84(
    sent: Any, firm: Any, laia: Any, pere: Any
) -> None:
    one, two, three = sent(firm, (laia, {"chose": "electronic"}), pere)

    assert [row.channel for row in (one, two, three)] == ["electronic", "electronic", "paper"]
    assert [row.lapses for row in (one, two, three)] == [True, True, False]
    assert three.expires_at is None
    assert one.expires_at == datetime(2026, 6, 12, tzinfo=HERE)
    assert [row.number for row in (one, two, three)] == ["N2026-000001", "N2026-000002", "N2026-000003"]
    assert _legs(one) == {"office": "sent"}
    assert _legs(three) == {"office": "sent", "paper": "waiting"}
    assert {row.standing() for row in (one, two, three)} == {State.AVAILABLE}


def test_what_it_lacks_stops_it_and_all_of_it_is_said(prepared: Any, firm: Any) -> None:
    with pytest.raises(CannotNotify) as stopped:
        prepared(firm, ends_way=None, appeals=(), body="")

    assert [lack.field for lack in stopped.value.lacks] == ["body", "ends_way", "appeals"]
    assert stopped.value.article == "Llei 39/2015, art. 40.2"
    assert not Dispatch.objects.exists()
    assert not Notification.objects.exists()


def test_an_act_that_nobody_signed_is_not_notified(prepared: Any, firm: Any, clerk: Any) -> None:
    from consistori.documents.services import create_from_bytes

    draft = create_from_bytes(by=clerk, data=b"a draft", name="esborrany.txt", title="Esborrany")

    with pytest.raises(CannotNotify) as stopped:
        prepared(firm, document=draft)

    assert stopped.value.lacks[0].code == "not_signed"


def test_the_data_of_others_stop_it_until_each_has_a_copy(
    prepared: Any, signed: Any, laia: Any, pere: Any, firm: Any
) -> None:
    words = "Es concedeix a LAIA RIUBRUGENT POU (12.345.678-Z) i a Construccions Pont Vell SL"
    decree, copy = signed(words=words), signed("Còpia amb dades ocultes")

    with pytest.raises(CannotNotify) as stopped:
        prepared(laia, pere, firm, document=decree)
    dispatch = prepared(laia, (pere, {"document": copy}), (firm, {"document": copy}), document=decree)

    assert stopped.value.article == "Llei 39/2015, art. 40.5"
    own = Notification.objects.get(dispatch=dispatch, party=pere)
    assert own.text_id == copy.pk
    assert Notification.objects.get(dispatch=dispatch, party=laia).text_id == decree.pk


def test_the_preview_says_it_all_and_writes_nothing(
    errand: Any, facts: Any, clerk: Any, firm: Any, pere: Any, signed: Any
) -> None:
    asked = [AddresseeAsked(firm), AddresseeAsked(pere)]
    document = signed()
    before = TrailEvent.objects.count()

    found = preview(by=clerk, subject=errand, act=facts, addressees=asked, document=document)

    assert [one.channel.way.value for one in found] == ["electronic", "paper"]
    assert found[0].article.endswith("14.2.a")
    assert "també a la seu" in found[1].reason
    assert not any(one.lacks for one in found)
    assert not Notification.objects.exists()
    assert TrailEvent.objects.count() == before


def test_the_preview_of_many_costs_the_same(
    errand: Any, facts: Any, clerk: Any, firm: Any, laia: Any, pere: Any, signed: Any, statements: Any
) -> None:
    document = signed()

    def count(*whom: Any) -> int:
        with statements() as asked:
            some = [AddresseeAsked(one) for one in whom]
            preview(by=clerk, subject=errand, act=facts, addressees=some, document=document)
        return int(asked.count)

    assert count(firm, laia) == count(firm, laia, pere) <= 9


def test_an_ordinance_obliges_its_people_in_its_procedure(prepared: Any, laia: Any, pere: Any) -> None:
    ObligingRule.objects.create(
        procedure="AJUTS", group="autònoms", ordinance="Ordenança 3/2025, art. 4", since=date(2025, 1, 1)
    )

    dispatch = prepared((laia, {"group": "autònoms"}), pere, procedure="AJUTS")

    hers = Notification.objects.get(dispatch=dispatch, party=laia)
    assert (hers.channel, hers.lapses, hers.is_obliged) == ("electronic", True, True)
    assert "Ordenança 3/2025" in hers.article
    assert Notification.objects.get(dispatch=dispatch, party=pere).channel == "paper"


def test_it_is_addressed_to_whoever_represents(prepared: Any, firm: Any, laia: Any) -> None:
    dispatch = prepared((firm, {"representative": laia}))

    row = Notification.objects.get(dispatch=dispatch)
    assert row.addressee_name == laia.display_name
    assert row.addressee_identifier == laia.identifier
    assert row.article.endswith("14.2.d")
    assert row.reader_id == laia.pk


def test_put_twice_at_disposal_is_put_once(
    prepared: Any, firm: Any, laia: Any, clerk: Any, clock: Any
) -> None:
    dispatch = prepared(firm, laia)
    first = list(dispatch.notifications.filter(party=firm))

    some = put_at_disposal(dispatch, by=clerk, only=first)
    clock.goes_on(hours=1)
    rest = put_at_disposal(dispatch, by=clerk)
    none = put_at_disposal(dispatch, by=clerk)

    assert [row.party_id for row in some] == [firm.pk]
    assert [row.party_id for row in rest] == [laia.pk]
    assert none == []
    told = TrailEvent.objects.filter(kind="notifications.PutAtDisposal")
    from consistori.tenancy.scope import before_commit, current_scope

    for hook in before_commit:
        hook(current_scope())
    assert told.count() == 2


def test_ten_working_days_to_send_it(prepared: Any, firm: Any, clerk: Any, facts: Any, clock: Any) -> None:
    clock.is_at(2026, 3, 5, 10)
    dispatch = prepared(firm, act_on=date(2026, 3, 5))
    term = dispatch.send_by
    again = prepared(firm, act_on=date(2026, 3, 5), document=dispatch.document)

    assert term.article == "Llei 39/2015, art. 40.2"
    assert term.amount == 10
    assert again.send_by_id == term.pk
    put_at_disposal(dispatch, by=clerk)
    term.refresh_from_db()
    assert (term.state, term.met_on) == ("met", date(2026, 3, 5))


def test_a_letter_that_nobody_has_taken_has_not_been_sent(
    prepared: Any, firm: Any, pere: Any, clerk: Any, clock: Any
) -> None:
    dispatch = prepared(firm, pere)
    put_at_disposal(dispatch, by=clerk)
    dispatch.send_by.refresh_from_db()
    waited = dispatch.send_by.state
    clock.is_at(2026, 6, 3, 9)

    mark_sent(list(dispatch.notifications.filter(party=pere)), by=clerk, carrier="paper")

    dispatch.send_by.refresh_from_db()
    assert waited == "running"
    assert (dispatch.send_by.state, dispatch.send_by.met_on) == ("met", date(2026, 6, 3))


@pytest.fixture
def to_resolve(errand: Any, town: Any, clock: Any) -> Deadline:
    made: Deadline = open_deadline(
        by=Actor.program(town.pk), subject=errand, rule="resolve", start_on=date(2026, 5, 4)
    )
    return made


def test_putting_it_at_disposal_meets_our_term(sent: Any, firm: Any, to_resolve: Any) -> None:
    sent(firm, resolves=to_resolve)

    to_resolve.refresh_from_db()
    assert (to_resolve.state, to_resolve.met_how) == ("met", "available")
    assert to_resolve.met_on == date(2026, 6, 1)


def test_a_letter_meets_it_only_by_an_attempt(
    sent: Any, firm: Any, pere: Any, to_resolve: Any, clerk: Any, clock: Any
) -> None:
    _one, letter = sent(firm, pere, resolves=to_resolve)
    to_resolve.refresh_from_db()
    waited = to_resolve.state
    at = clock.is_at(2026, 6, 4, 11, 30)

    record_attempt(letter, by=clerk, at=at, outcome="absent")

    to_resolve.refresh_from_db()
    assert waited == "running"
    assert (to_resolve.state, to_resolve.met_how) == ("met", "attempted")
    assert to_resolve.met_on == date(2026, 6, 4)


def test_taken_back_our_term_runs_again(prepared: Any, firm: Any, to_resolve: Any, clerk: Any) -> None:
    dispatch = prepared(firm, resolves=to_resolve)
    put_at_disposal(dispatch, by=clerk)

    withdraw(dispatch, by=clerk, reason="Hi faltava un annex")

    to_resolve.refresh_from_db()
    assert (to_resolve.state, to_resolve.met_on) == ("running", None)
    assert dispatch.notifications.get().state == State.WITHDRAWN
    with pytest.raises(Refusal):
        put_at_disposal(dispatch, by=clerk)


def test_nobody_is_twice_in_the_list_and_somebody_is(
    errand: Any, facts: Any, clerk: Any, firm: Any, signed: Any
) -> None:
    document = signed()
    for wrong in (
        [],
        [AddresseeAsked(firm), AddresseeAsked(firm)],
        [AddresseeAsked(firm, by_hand="because")],
    ):
        with pytest.raises(BadInput):
            prepare(by=clerk, subject=errand, document=document, act=facts, addressees=wrong)
    with pytest.raises(BadInput):
        prepare(
            by=clerk, subject=errand, document=document, act=replace(facts, act_on=date(2026, 6, 2)),
            addressees=[AddresseeAsked(firm)],
        )  # fmt: skip


def test_an_outsider_neither_prepares_nor_sends(prepared: Any, firm: Any, outsider: Any) -> None:
    dispatch = prepared(firm)

    for act in (
        lambda: prepared(firm, by=outsider),
        lambda: put_at_disposal(dispatch, by=outsider),
        lambda: withdraw(dispatch, by=outsider, reason="perquè sí"),
    ):
        with pytest.raises(NotPermitted):
            act()
