"""The pages of staff: the list of the town, one notification, taking it back, more days for an incident."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from consistori.kernel.clock import now
from consistori.notifications import listed
from consistori.notifications.models import Notification, Proof
from consistori.notifications.proving import sealing
from consistori.notifications.rules.states import State
from consistori.notifications.tests.conftest import reader_of
from consistori.trail.models import Reading


def _at(town: Any, name: str, *args: Any) -> str:
    return f"/e/{town.slug}{reverse(name, args=args)}"


@pytest.fixture
def three(sent: Any, firm: Any, laia: Any, pere: Any) -> Any:
    return sent(firm, (laia, {"chose": "electronic"}), pere)


def test_the_list_tells_each_as_it_stands_now(
    three: Any, sign_in: Any, clerk: Any, town: Any, clock: Any, open_it: Any, laia: Any
) -> None:
    open_it(three[1], reader_of(laia))
    browser = sign_in(clerk)

    waiting = browser.get(_at(town, "notifications:list")).content.decode()
    clock.is_at(2026, 6, 12)
    rejected = sign_in(clerk).get(_at(town, "notifications:list") + "?show=rejected").content.decode()

    assert three[0].number in waiting
    assert three[2].number in waiting
    assert three[1].number not in waiting
    assert three[0].number in rejected
    assert three[2].number not in rejected


def test_its_counts_are_those_of_each_filter(three: Any, clock: Any) -> None:
    for at in (clock.moment, clock.is_at(2026, 6, 12), clock.is_at(2026, 9, 1)):
        counts = listed.counts_of(at)
        for name, states in listed._STATES.items():
            assert counts[name] == Notification.objects.standing_in(states, at).count()
        assert counts["all"] == 3


def test_it_says_what_is_late_to_be_sent(
    prepared: Any, firm: Any, sign_in: Any, clerk: Any, town: Any, clock: Any, calendars: Any
) -> None:
    prepared(firm)
    browser = sign_in(clerk)

    before = browser.get(_at(town, "notifications:list")).content.decode()
    clock.is_at(2026, 6, 16, 9)
    after = sign_in(clerk).get(_at(town, "notifications:list")).content.decode()

    assert "notice-rubric" not in before
    assert "notice-rubric" in after
    assert "/desk/e/" in after


def test_the_list_costs_the_same_with_one_and_with_many(
    sent: Any, firm: Any, laia: Any, pere: Any, clerk: Any, statements: Any
) -> None:
    def count() -> int:
        with statements() as asked:
            listed.page_of(clerk, "all", at=now())
        return int(asked.count)

    sent(firm)
    one = count()
    sent(firm, (laia, {"chose": "electronic"}), pere)
    assert count() == one <= 5


def test_the_page_of_one_says_it_all_and_that_it_was_opened(
    three: Any, sign_in: Any, clerk: Any, town: Any
) -> None:
    browser = sign_in(clerk)

    page = browser.get(_at(town, "notifications:one", three[0].pk))

    said = page.content.decode()
    assert page.status_code == 200
    for word in (three[0].number, "Construccions Pont Vell SL", "2026/12", "Alcaldia"):
        assert word in said
    assert Reading.objects.filter(kind="notification", record_id=three[0].pk).exists()


def test_an_outsider_sees_nothing_of_it(three: Any, sign_in: Any, outsider: Any, town: Any) -> None:
    browser = sign_in(outsider)
    sealing.make_proofs_of(town, [str(three[0].pk)])
    proof = Proof.objects.get()

    for name, args in (
        ("notifications:list", ()),
        ("notifications:incident", ()),
        ("notifications:one", (three[0].pk,)),
        ("notifications:proof", (three[0].pk,)),
        ("notifications:part", (three[0].pk, proof.pk, "json")),
        ("notifications:withdraw", (three[0].pk,)),
    ):
        assert browser.get(_at(town, name, *args)).status_code == 404
    for name, key in (("notifications:way", three[0].pk), ("notifications:send", three[0].dispatch_id)):
        assert browser.post(_at(town, name, key), {"to": "paper"}).status_code == 404


def test_taken_back_from_its_page(three: Any, sign_in: Any, clerk: Any, town: Any) -> None:
    browser = sign_in(clerk)
    address = _at(town, "notifications:withdraw", three[0].pk)

    empty = browser.post(address, {"reason": " "})
    done = browser.post(address, {"reason": "Hi faltava un annex"})

    assert empty.status_code == 200
    assert done.status_code == 302
    assert Notification.objects.get(pk=three[0].pk).state == State.WITHDRAWN
    assert "Hi faltava un annex" in browser.get(done.headers["Location"]).content.decode()


def test_sent_from_its_page_once(prepared: Any, firm: Any, sign_in: Any, clerk: Any, town: Any) -> None:
    dispatch = prepared(firm)
    browser = sign_in(clerk)

    for _ in range(2):
        assert browser.post(_at(town, "notifications:send", dispatch.pk)).status_code == 302

    assert dispatch.notifications.get().state == State.AVAILABLE


def test_more_days_for_an_incident_are_of_the_secretary(
    three: Any, sign_in: Any, clerk: Any, secretary: Any, town: Any, clock: Any
) -> None:
    address = _at(town, "notifications:incident")
    said = {
        "since": "2026-06-10T08:00", "until": "2026-06-10T20:00", "extended_to": "2026-06-15", "reference": "Res. 44",
    }  # fmt: skip
    clock.is_at(2026, 6, 11, 9)
    assert sign_in(clerk).post(address, said).status_code == 403

    assert sign_in(secretary).post(address, said).status_code == 302

    assert Notification.objects.get(pk=three[0].pk).extended_to.isoformat() == "2026-06-15"
    assert Notification.objects.get(pk=three[2].pk).extended_to is None


def test_the_pieces_of_a_proof_are_taken_one_by_one(three: Any, sign_in: Any, clerk: Any, town: Any) -> None:
    sealing.make_proofs_of(town, [str(three[0].pk)])
    proof = Proof.objects.get()
    browser = sign_in(clerk)

    taken = browser.get(_at(town, "notifications:part", three[0].pk, proof.pk, "json"))
    lacking = browser.get(_at(town, "notifications:part", three[0].pk, proof.pk, "seal"))

    assert taken.content == bytes(proof.data)
    assert lacking.status_code == 404
