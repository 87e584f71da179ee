"""The pages of paper: the list, a batch, a letter read by its bars, the announcement, the delivery by hand."""

from __future__ import annotations

import io
from datetime import date, time
from typing import Any

import pikepdf
import pytest

from consistori.deadlines.rules import Calendar
from consistori.notifications.models import (
    Announcement,
    CounterDelivery,
    Notification,
    PaperBatch,
    PaperTry,
    PaperWay,
)
from consistori.notifications.paper.rules.codes import code_of, in_groups
from consistori.notifications.paper.services import record_try, way_of
from consistori.notifications.rules.states import State
from consistori.notifications.tests.test_by_hand import STROKES
from consistori.parties.services import add_address

DESK = "/e/vall-llobera/desk/notifications/"
SEAT = [Calendar.of("Vall-llobera", [], [2026])]


@pytest.fixture(autouse=True)
def calendars(monkeypatch: Any) -> None:
    for module in ("carrying", "announcing"):
        monkeypatch.setattr(f"consistori.notifications.paper.services.{module}.calendars_here", lambda: SEAT)


@pytest.fixture
def row(sent: Any, pere: Any, clerk: Any, secretary: Any, clock: Any) -> Any:
    """What goes on paper to a man of 84, sent on Monday 1; it is Friday 5, at nine in the evening."""
    add_address(pere, by=secretary, lines="Carrer Major, 14", postcode="17999", place="Vall-llobera")
    (one,) = sent(pere)
    way_of(one, by=clerk)
    clock.is_at(2026, 6, 5, 21)
    return one


@pytest.fixture
def page(sign_in: Any, clerk: Any) -> Any:
    return sign_in(clerk)


def test_the_list_says_what_there_is_to_do_and_prints_it(page: Any, row: Any, statements: Any) -> None:
    way = PaperWay.objects.get()
    page.get(f"{DESK}paper/")

    with statements() as seen:
        answer = page.get(f"{DESK}paper/")

    assert "Pere Casadevall" in answer.content.decode() and "Carrer Major, 14" in answer.content.decode()
    assert seen.count <= 20, seen.sql
    made = page.post(f"{DESK}paper/print/", {"way": [str(way.pk)], "envelope": "left"}, follow=True)
    batch = PaperBatch.objects.get()
    assert batch.number in made.content.decode() and batch.envelope == "left"
    whole = page.get(f"{DESK}paper/batches/{batch.pk}/file/")
    with pikepdf.open(io.BytesIO(b"".join(whole.streaming_content))) as pdf:
        assert len(pdf.pages) == 4
    assert whole["Cache-Control"] == "private, no-store"


def test_nothing_chosen_prints_nothing_and_says_so(page: Any, row: Any) -> None:
    answer = page.post(f"{DESK}paper/print/", {"way": ["no"]}, follow=True)

    assert not PaperBatch.objects.exists()
    assert "alert" in answer.content.decode()


def test_a_scanner_goes_straight_to_the_letter(page: Any, row: Any) -> None:
    code = in_groups(code_of("VLL", row.number))

    answer = page.get(f"{DESK}paper/read/", {"code": code})
    wrong = page.get(f"{DESK}paper/read/", {"code": "VLL2600001231"}, follow=True)
    unknown = page.get(f"{DESK}paper/read/", {"code": code_of("VLL", "N2026-000999")}, follow=True)

    assert answer["Location"].endswith(f"/notifications/{row.pk}/paper/")
    assert wrong.status_code == unknown.status_code == 200
    assert "alert" in wrong.content.decode() and "N2026-000999" in unknown.content.decode()


def test_what_happened_is_written_by_the_bars_of_the_result(page: Any, row: Any) -> None:
    answer = page.post(
        f"{DESK}{row.pk}/paper/", {"result": "R3", "on": "2026-06-04", "at": "11:30"}, follow=True
    )

    assert PaperTry.objects.get().result == "absent"
    assert "15:00" in answer.content.decode()


def test_what_is_not_well_written_stays_at_its_field(page: Any, row: Any) -> None:
    said = {"result": "delivered", "on": "2026-06-04", "at": "11:30", "taker": "at_home", "taker_name": "Nil"}

    answer = page.post(f"{DESK}{row.pk}/paper/", said)
    nothing = page.post(f"{DESK}{row.pk}/paper/", {"result": "R9", "on": "2026-06-04", "at": "11:30"})

    assert answer.status_code == nothing.status_code == 422
    assert (
        'id="error_taker_identifier"' in answer.content.decode()
        or "taker_identifier" in answer.content.decode()
    )
    assert Notification.objects.get().standing() == State.AVAILABLE


def test_another_address_of_theirs_is_offered_before_the_boe(
    page: Any, row: Any, pere: Any, secretary: Any, clerk: Any
) -> None:
    way = PaperWay.objects.get()
    add_address(pere, by=secretary, lines="Carrer Nou, 2", postcode="17999", place="Vall-llobera")
    record_try(way, by=clerk, on=date(2026, 6, 4), at=time(11), result="unknown")

    shown = page.get(f"{DESK}{row.pk}/paper/").content.decode()
    page.post(
        f"{DESK}{row.pk}/paper/address/",
        {"lines": "Carrer Nou, 2", "postcode": "17999", "place": "Vall-llobera"},
    )

    assert "Carrer Nou, 2" in shown
    assert PaperWay.objects.get().door == 2


def test_the_small_acts_are_done_from_the_page(page: Any, row: Any, clerk: Any) -> None:
    way = PaperWay.objects.get()
    one = record_try(way, by=clerk, on=date(2026, 6, 4), at=time(11), result="absent")

    page.post(f"{DESK}{row.pk}/paper/acts/annul/", {"try": one.pk, "reason": "Error"})
    page.post(f"{DESK}{row.pk}/paper/acts/tax/", {"is_tax": "1"})
    page.post(f"{DESK}{row.pk}/paper/acts/returned/", {"note": "Va tornar"})
    nothing = page.post(f"{DESK}{row.pk}/paper/acts/burn/")

    kept = PaperWay.objects.get()
    assert (kept.next, kept.is_tax, kept.returned_at is not None) == ("first", True, True)
    assert PaperTry.objects.get().annulled_reason == "Error"
    assert nothing.status_code == 404


def test_an_announcement_from_its_preparation_to_its_day(page: Any, row: Any, clerk: Any) -> None:
    record_try(PaperWay.objects.get(), by=clerk, on=date(2026, 6, 4), at=time(11), result="unknown")
    address = f"{DESK}{row.pk}/announcement/"

    page.get(address)
    prepared = page.post(address, {}, follow=True).content.decode()
    text = page.get(f"{address}text/").content.decode()
    page.post(f"{address}published/", {"what": "sent"})
    wrong = page.post(f"{address}published/", {"published_on": "2026-06-06", "reference": "BOE-N-2026-1"})
    page.post(
        f"{address}published/", {"published_on": "2026-06-05", "issue": "140", "reference": "BOE-N-2026-1"}
    )

    assert "39000001M" in prepared and "39000001M" in text and "Casadevall" not in text
    assert wrong.status_code == 422
    assert Announcement.objects.get().reference == "BOE-N-2026-1"
    assert Notification.objects.get().state == State.PUBLISHED
    assert page.get(address).status_code == 200


def test_given_at_the_counter_with_a_signature_on_the_screen(page: Any, row: Any) -> None:
    address = f"{DESK}{row.pk}/by-hand/"
    said = {
        "taker": "addressee", "taker_name": "Pere Casadevall", "taker_identifier": "39000001M", "shown": "dni",
        "at_counter": "1", "is_over_14": "on", "signed": "screen", "signature": STROKES,
    }  # fmt: skip

    assert page.get(address).status_code == 200
    wrong = page.post(address, {**said, "taker_identifier": "1"})
    forged = page.post(address, {**said, "signature": 'M1 1"/><script>'})
    done = page.post(address, said, follow=True)

    assert wrong.status_code == forged.status_code == 422
    assert CounterDelivery.objects.get().signed == "screen"
    assert done.status_code == 200 and "/documents/" in done.content.decode()


def test_where_a_protected_person_lives_is_on_no_page_of_a_clerk(
    page: Any, row: Any, pere: Any, secretary: Any, sign_in: Any
) -> None:
    pere.is_protected = True
    pere.save(update_fields=["is_protected"])

    pages = [
        page.get(f"{DESK}{where}").content.decode()
        for where in ("paper/", f"{row.pk}/paper/", f"{row.pk}/paper/address/")
    ]

    assert all("Carrer Major" not in one for one in pages)
    assert "Carrer Major" in sign_in(secretary).get(f"{DESK}paper/").content.decode()


def test_the_outsider_finds_nothing(row: Any, outsider: Any, sign_in: Any) -> None:
    elsewhere = sign_in(outsider)

    for address in (f"{row.pk}/paper/", f"{row.pk}/by-hand/", f"{row.pk}/announcement/", "paper/"):
        assert elsewhere.get(f"{DESK}{address}").status_code == 404
        assert elsewhere.post(f"{DESK}{address}", {}).status_code in (404, 405)
    assert PaperWay.objects.get().next == "first"
