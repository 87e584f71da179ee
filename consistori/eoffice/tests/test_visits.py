"""Asking for an hour from home, without a certificate and without script."""

# ruff: noqa: F811
from __future__ import annotations

import re
from dataclasses import asdict, replace
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from consistori.appointments.models import Appointment
from consistori.appointments.tests.conftest import census, clock, counter, give, hour  # noqa: F401  # noqa: F401
from consistori.catalogue import procedures
from consistori.catalogue.procedures.reading import read
from consistori.eoffice.identity.citizens import KEY, Citizen
from consistori.eoffice.office.attention import attend_by_phone_only
from consistori.kernel.clock import now
from consistori.parties.lines.services import code_of
from consistori.parties.models import LineCode

TOWN = "/e/vall-llobera/"
DATA = Path(procedures.__file__).parents[1] / "data" / "procedures"
WEEK = f"{TOWN}cita/padro/taulell/"
DETAILS = f"{WEEK}dades/?hora=2026-11-17T09.30"
LAIA = {"name": "Laia Riubrugent", "email": "laia@correu.example", "phone": "", "about": "Canvi de domicili"}


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _own(row: Appointment) -> str:
    return f"{TOWN}cita/meva/{row.pk}/{row.seal}/"


@pytest.fixture(autouse=True)
def nobody_knocked() -> None:
    """The tries of an address are counted for a minute, also of the test before."""
    cache.clear()


@pytest.fixture
def booked(census: Any, client: Any, run_jobs: Any) -> Appointment:
    """Laia has asked for Tuesday at 9.30 and said her code."""
    answer = client.post(DETAILS, LAIA)
    client.post(answer["Location"], {"code": code_of(LineCode.objects.get())})
    run_jobs()
    row: Appointment = Appointment.objects.select_related("service", "desk").get()
    return row


def test_from_the_subject_to_the_hour_in_three_pages(census: Any, client: Any) -> None:
    subjects = _text(client.get(f"{TOWN}cita/"))
    ways = _text(client.get(f"{TOWN}cita/padro/"))
    week = client.get(WEEK, {"setmana": "2026-11-16", "hora": "2026-11-17T09.30"})

    assert 'href="/e/vall-llobera/cita/padro/"' in subjects
    assert "Per telèfon" in ways and "Per vídeo" not in ways
    text = _text(week)
    assert "Del 16 al 20 de novembre" in text
    assert "dimarts, 17 de novembre, a les 9.30" in text.lower()
    assert "Reserva aquesta hora" in text
    assert "no-store" not in week.headers.get("Cache-Control", "")


def test_a_code_keeps_the_hour_and_a_message_with_its_calendar_goes(
    booked: Appointment, client: Any, mailoutbox: Any
) -> None:
    page = _text(client.get(_own(booked)))
    (letter,) = [one for one in mailoutbox if one.attachments]
    message = message_from_bytes(letter.message().as_bytes())
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    event = calendar.get_payload(decode=True).decode().replace("\r\n ", "")

    assert (booked.state, booked.proven, booked.starts_at) == ("given", "email", hour(17, 9, 30))
    assert "Teniu cita" in page and "A114" in page and "Porteu" in page
    assert letter.to == ["laia@correu.example"]
    assert letter.subject == "Teniu cita el dimarts, 17 de novembre, a les 9.30"
    assert _own(booked) in letter.body
    assert calendar.get_param("method") == "REQUEST"
    for line in (
        "DTSTART:20261117T083000Z",
        "DTEND:20261117T090000Z",
        f"UID:{booked.pk}@vall-llobera.consistori",
        "SEQUENCE:0",
        "TRIGGER:-PT1H",
    ):
        assert line in event


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(census: Any, client: Any) -> None:
    answer = client.post(DETAILS, {**LAIA, "name": "", "email": "no"})

    assert answer.status_code == 422
    assert _text(answer).count('class="field has-error"') == 1
    assert "Canvi de domicili" in _text(answer)
    again = client.post(DETAILS, {**LAIA, "email": "no"})
    assert 'href="#id_email"' in _text(again)
    assert not Appointment.objects.exists()


def test_a_wrong_code_keeps_nothing_and_five_close_it(census: Any, client: Any) -> None:
    code = client.post(DETAILS, LAIA)["Location"]

    answers = [client.post(code, {"code": "000000"}) for _ in range(5)]
    answers.append(client.post(code, {"code": code_of(LineCode.objects.get())}))

    assert {answer.status_code for answer in answers} == {422}
    assert Appointment.objects.get().state == "held"


def test_if_somebody_takes_it_first_the_week_says_so(give: Any, client: Any) -> None:
    give(hour(17, 9, 30), asker={"email": "pere@correu.example"})

    answer = client.post(DETAILS, LAIA, follow=True)

    assert "Aquesta hora ja no és lliure" in _text(answer)
    assert Appointment.objects.count() == 1


def test_only_a_telephone_needs_no_code_and_says_that_nobody_proved_it(census: Any, client: Any) -> None:
    answer = client.post(DETAILS, {**LAIA, "email": "", "phone": "972 000 100"})
    row = Appointment.objects.get()

    assert answer["Location"] == _own(row)
    assert (row.state, row.proven, row.phone) == ("given", "", "972000100")


def test_by_the_link_it_is_moved_and_cancelled(
    booked: Appointment, client: Any, run_jobs: Any, mailoutbox: Any
) -> None:
    own = _own(booked)
    asked = client.get(f"{own}canvia/", {"setmana": "2026-11-16", "hora": "2026-11-18T10.00"})
    moved = client.post(f"{own}canvia/", {"hora": "2026-11-18T10.00"})
    client.get(f"{own}cancella/")
    assert Appointment.objects.get().starts_at == hour(18, 10)
    client.post(f"{own}cancella/")
    run_jobs()

    assert "És vostra fins que en trieu una altra" in _text(asked)
    assert moved["Location"] == own
    assert Appointment.objects.get().state == "cancelled"
    assert "METHOD:CANCEL" in mailoutbox[-1].attachments[0][1]
    assert "SEQUENCE:2" in mailoutbox[-1].attachments[0][1]
    assert client.post(f"{own}canvia/", {"hora": "2026-11-19T10.00"}).status_code == 409


@pytest.mark.parametrize("page", ["", "canvia/", "cancella/", "cita.ics", "codi/", "video/"])
def test_the_link_of_somebody_else_does_not_exist(booked: Appointment, client: Any, page: str) -> None:
    forged = signing.Signer(salt="appointments.link", key="another key").signature(str(booked.pk))

    assert client.get(f"{TOWN}cita/meva/{booked.pk}/{forged}/{page}").status_code == 404
    assert client.get(f"/e/els-molinars/cita/meva/{booked.pk}/{booked.seal}/{page}").status_code == 404


def test_the_reminder_goes_once_the_day_before(
    booked: Appointment, clock: Any, town: Any, run_jobs: Any, mailoutbox: Any
) -> None:
    from consistori.appointments.jobs import remind

    clock.is_at(16, 9, 0)
    assert remind(town) == 0  # she asked for it an instant ago
    clock.is_at(16, 12, 0)
    assert (remind(town), remind(town)) == (1, 0)
    run_jobs()

    assert mailoutbox[-1].subject == "Us ho recordem: cita el dimarts, 17 de novembre, a les 9.30"


def test_the_screen_says_codes_and_never_names(
    booked: Appointment, clock: Any, client: Any, clerk: Any
) -> None:
    from consistori.appointments.services import call

    clock.is_at(17, 9, 20)
    client.post(f"{_own(booked)}arribada/")
    waiting = client.get(f"{TOWN}cita/pantalla/")
    call(booked, by=clerk)
    called = _text(client.get(f"{TOWN}cita/pantalla/"))

    assert "A114" in _text(waiting) and waiting.headers["Refresh"] == "10"
    assert re.search(r"<b>A114</b><span>El taulell 1", called)
    for page in (_text(waiting), called):
        assert "Laia" not in page and "padró" not in page and "correu" not in page


def test_while_we_attend_only_by_phone_the_counter_gives_no_hour(
    census: Any, secretary: Any, client: Any
) -> None:
    attend_by_phone_only(by=secretary, phone="972 000 100", why_ca="Obres")

    assert client.get(f"{TOWN}cita/padro/")["Location"].endswith("/cita/padro/telefon/")
    assert client.get(WEEK).status_code == 404
    assert "només atenem per telèfon" in _text(client.get(f"{TOWN}cita/"))


def test_without_the_switch_the_pages_do_not_exist(census: Any, town: Any, client: Any) -> None:
    town.switches = {"appointments": False}
    town.save()

    for path in ("cita/", "cita/padro/", "cita/pantalla/"):
        assert client.get(TOWN + path).status_code == 404
    assert "Cita prèvia" not in _text(client.get(TOWN))


def test_in_spanish_everything_is_in_spanish(census: Any, client: Any) -> None:
    client.cookies["language"] = "es"
    text = _text(client.get(WEEK))

    assert "¿Cuándo le va bien?" in text and "padrón" in text
    assert client.get(f"{TOWN}cita/padro/").status_code == 200


def test_a_week_costs_few_statements(census: Any, client: Any, statements: Any) -> None:
    client.get(WEEK)
    with statements() as asked:
        client.get(WEEK)

    assert asked.count <= 16, asked.sql


def test_the_video_opens_in_the_page_and_only_its_server(
    census: Any, secretary: Any, clock: Any, client: Any, settings: Any, give: Any
) -> None:
    from consistori.appointments.services import save_service

    settings.VIDEO_ROOMS_URL, settings.VIDEO_ROOMS_SECRET = "https://sales.example.cat", "x" * 40
    save_service(
        by=secretary, service=census, name_ca="el padró", minutes=30, ways=["video"],
        desks=list(census.desks.all()),
    )  # fmt: skip
    row = give(hour(17, 9), way="video")

    early = client.get(f"{_own(row)}video/")
    clock.is_at(17, 8, 50)
    page = client.get(f"{_own(row)}video/")

    assert early.status_code == 409
    assert f'src="https://sales.example.cat/{row.room}?jwt=' in _text(page)
    assert "frame-src https://sales.example.cat" in page.headers["Content-Security-Policy"]


def test_a_sheet_that_names_its_service_offers_an_hour(census: Any, town: Any, rf: Any) -> None:
    sheet = standard_sheet("pad-01")
    request = rf.get("/")
    request.entity = town

    def drawn(key: str) -> str:
        with translation.override("ca"):
            said = {"sheet": replace(sheet, appointment=key), "code": "PAD-01", "request": request}
            return render_to_string("eoffice/visits/_on_sheet.html", said)

    assert sheet.appointment == "padro"
    assert "Voleu parlar-ne abans?" in drawn("padro")
    assert "/cita/padro/?tramit=PAD-01" in drawn("padro")
    assert drawn("obres").strip() == drawn("").strip() == ""


def test_whoever_has_come_in_needs_no_code_and_sees_theirs(census: Any, town: Any, client: Any) -> None:
    laia = Citizen(
        "valid", "substantial", "12345678Z", "Laia", "Riubrugent", email="laia@correu.example",
        entered_at=now().isoformat(),
    )  # fmt: skip
    session = client.session
    session[KEY] = {str(town.pk): asdict(laia)}
    session.save()

    form = _text(client.get(DETAILS))
    answer = client.post(DETAILS, LAIA)
    row = Appointment.objects.get()
    mine = _text(client.get(f"{TOWN}cita/meves/"))
    anybody = Client().get(f"{TOWN}cita/meves/")

    assert 'value="Laia Riubrugent"' in form and "Reserva l’hora" in form
    assert answer["Location"] == _own(row)
    assert (row.state, row.proven) == ("given", "identity")
    assert "12345678Z" not in row.owner and len(row.owner) == 64
    assert _own(row) in mine
    assert anybody.status_code == 302 and "/entrar/" in anybody["Location"]


def standard_sheet(name: str) -> Any:
    """The sheet of that file, as the province brings it."""
    return read((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("at", ["9999-12-31T23.59", "0001-01-01T00.00"])
def test_an_hour_out_of_the_calendar_is_no_hour(census: Any, client: Any, at: str) -> None:
    week = client.get(WEEK, {"hora": at, "setmana": at[:10]})
    answer = client.post(f"{WEEK}dades/?hora={at}", LAIA)

    assert week.status_code == 200
    assert answer["Location"].endswith(WEEK)
    assert not Appointment.objects.exists()


def test_who_has_not_said_the_code_moves_nothing_and_nobody_is_written_to(
    census: Any, client: Any, run_jobs: Any, mailoutbox: Any
) -> None:
    client.post(DETAILS, LAIA)
    row = Appointment.objects.get()
    moved = client.post(f"{_own(row)}canvia/", {"hora": "2026-11-18T09.00"})
    cancelled = client.post(f"{_own(row)}cancella/")
    run_jobs()

    assert (moved.status_code, cancelled.status_code) == (404, 404)
    assert Appointment.objects.get().starts_at == hour(17, 9, 30)
    assert [message.subject for message in mailoutbox if message.attachments] == []
