"""The agenda of the counter, giving an hour to whoever is there, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.appointments.models import Appointment, ClosedDay, Desk, Service
from consistori.appointments.tests.conftest import hour
from consistori.parties.services import add_party

DESK = "/e/vall-llobera/desk/appointments/"


@pytest.fixture
def nuria(sign_in: Any, clerk: Any) -> Any:
    return sign_in(clerk)


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_hour_is_given_on_one_page(census: Any, nuria: Any, secretary: Any) -> None:
    laia = add_party(by=secretary, name="Laia", surname1="Riubrugent", identifier="12345678Z")
    page = nuria.get(f"{DESK}new/", {"party": laia.pk})
    given = nuria.post(
        f"{DESK}new/?service=padro",
        {"hour": "2026-11-17T09:30", "name": "Laia Riubrugent", "phone": "600 000 138", "way": "counter",
         "through": "phone", "party": laia.pk},
    )  # fmt: skip

    assert 'value="Laia Riubrugent"' in _text(page)
    assert page.context["hour"] == hour(16, 9)
    row = Appointment.objects.get()
    assert given["Location"].endswith(row.get_absolute_url())
    assert (row.starts_at, row.party, row.proven, row.booked_by_name) == (
        hour(17, 9, 30), laia, "staff", "Núria Camps",
    )  # fmt: skip


def test_a_taken_hour_is_said_and_what_was_written_stays(give: Any, nuria: Any) -> None:
    give(hour(17, 9, 30))
    answer = nuria.post(
        f"{DESK}new/?service=padro",
        {
            "hour": "2026-11-17T09:30",
            "name": "Pere",
            "phone": "600000138",
            "way": "counter",
            "through": "counter",
        },
    )

    assert answer.status_code == 422
    assert "Algú acaba d’agafar aquesta hora" in _text(answer) and 'value="Pere"' in _text(answer)


def test_the_day_goes_by_with_a_press_each(give: Any, nuria: Any, clock: Any) -> None:
    row = give(hour(16, 9))
    other = give(hour(16, 9, 30), asker={"email": "b@correu.example", "name": "Pere Ferrer"})
    clock.is_at(16, 9, 40)
    for what, state in (("welcome", "here"), ("call", "called"), ("attend", "attended"), ("back", "here")):
        back = nuria.post(f"{DESK}{row.pk}/acts/{what}/")
        assert back["Location"] == f"{DESK}?on=2026-11-16"
        assert Appointment.objects.get(pk=row.pk).state == state
    nuria.post(f"{DESK}{other.pk}/acts/miss/")
    page = _text(nuria.get(DESK))

    assert "Laia Riubrugent" in page and "Pere Ferrer" in page and "No va venir" in page
    assert nuria.post(f"{DESK}{row.pk}/acts/erase/").status_code == 404
    assert nuria.get(f"{DESK}figures/").context["sums"]["missed"] == 1


def test_the_agenda_costs_the_same_with_one_as_with_ten(give: Any, nuria: Any, statements: Any) -> None:
    give(hour(17, 9))
    nuria.get(DESK, {"on": "2026-11-17"})
    with statements() as few:
        nuria.get(DESK, {"on": "2026-11-17"})
    for place, at in enumerate((hour(17, 9, 30), hour(17, 10), hour(17, 10, 30))):
        give(at, asker={"email": f"p{place}@correu.example"})
    with statements() as many:
        nuria.get(DESK, {"on": "2026-11-17"})

    assert many.count == few.count <= 20, many.sql


def test_moving_and_cancelling_from_the_desk(give: Any, nuria: Any) -> None:
    row = give(hour(17, 9))
    nuria.post(f"{DESK}{row.pk}/move/", {"hour": "2026-11-18T10:00"})
    assert Appointment.objects.get().starts_at == hour(18, 10)
    lost = nuria.post(f"{DESK}{row.pk}/move/", {"hour": "2026-11-21T10:00"})
    without = nuria.post(f"{DESK}{row.pk}/cancel/", {"reason": " "})
    nuria.post(f"{DESK}{row.pk}/cancel/", {"reason": "La tècnica és malalta"})

    assert (lost.status_code, without.status_code) == (409, 422)
    assert Appointment.objects.get().cancel_reason == "La tècnica és malalta"


def test_the_secretary_keeps_services_desks_and_days(
    census: Any, secretary: Any, sign_in: Any, give: Any
) -> None:
    give(hour(18, 9))
    browser = sign_in(secretary)
    wrong = browser.post(
        f"{DESK}offer/desks/new/", {"name_ca": "la sala", "is_open": "on", "day_1": "de 9 a les 14"}
    )
    browser.post(f"{DESK}offer/desks/new/", {"name_ca": "la sala", "is_open": "on", "day_1": "9.00-14.00"})
    desk = Desk.objects.get(number=2)
    browser.post(
        f"{DESK}offer/services/new/",
        {"name_ca": "obres", "minutes": "20", "break_minutes": "0", "ways": ["counter"], "desks": [desk.pk],
         "notice_hours": "2", "days_ahead": "30", "is_open": "on"},
    )  # fmt: skip
    closed = browser.post(
        f"{DESK}offer/closed/new/",
        {"first_on": "2026-11-18", "last_on": "2026-11-18", "reason_ca": "Fira"},
        follow=True,
    )
    opened = ClosedDay.objects.get()
    browser.post(f"{DESK}offer/closed/{opened.pk}/open/")

    assert wrong.status_code == 422 and "no va d’una hora a una altra" in _text(wrong)
    assert Service.objects.get(key="obres").minutes == 20
    assert "ja hi ha 1 cites donades" in _text(closed)
    assert not ClosedDay.objects.exists()


def test_who_may_not_is_told_and_what_is_off_does_not_exist(
    census: Any, hire: Any, town: Any, sign_in: Any
) -> None:
    browser = sign_in(hire(town, "opposition", "Ada", "Oposa"))
    assert browser.get(DESK).status_code == 403
    town.switches = {"appointments": False}
    town.save()

    assert browser.get(DESK).status_code == 404


def test_the_page_of_a_person_shows_theirs(give: Any, nuria: Any, secretary: Any) -> None:
    laia = add_party(by=secretary, name="Laia", surname1="Riubrugent", identifier="12345678Z")
    give(hour(17, 9), asker={"party": laia})
    page = _text(nuria.get(f"/e/vall-llobera/desk/parties/{laia.pk}/"))

    assert "dt. 17 nov." in page and f"{DESK}new/?party={laia.pk}" in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_out_of_the_calendar_is_today(give: Any, nuria: Any, day: str) -> None:
    for page in (DESK, f"{DESK}new/"):
        assert nuria.get(page, {"on": day}).status_code == 200


def test_a_year_that_is_not_one_is_this_one(census: Any, nuria: Any) -> None:
    assert nuria.get(f"{DESK}figures/", {"year": "²"}).context["year"] == 2026
