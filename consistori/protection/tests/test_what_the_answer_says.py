"""What the answer says besides the papers: whence the data came, for how long, and all in one language."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from consistori.appointments.selectors import day_offer, first_day_with_hours
from consistori.appointments.services import Asker, give_appointment, save_desk, save_service
from consistori.assistance.contacts.services import log_contact
from consistori.bulletin.models import Subscriber
from consistori.cases.models import CaseFile
from consistori.cases.services import add_documents
from consistori.cases.services import add_party as join
from consistori.kernel.clock import now
from consistori.notifications.models import Dispatch, Notification
from consistori.parties.models import ImportRow, Party, PartyImport
from consistori.parties.services import add_channel, add_party
from consistori.protection import packing, services
from consistori.protection.holdings import holdings_of
from consistori.protection.jobs import prepare_answer
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import current_scope
from consistori.trail.chain import write_pending
from consistori.trail.readings import record_reading


@pytest.fixture
def laia(at_work: Any, clerk: Any) -> Party:
    party = add_party(by=clerk, name="Laia", surname1="Riubrugent", identifier="12345678Z", language="es")
    write_pending(current_scope())
    return party


def test_whence_it_came_is_said(laia, case, clerk, paper):
    add_documents(case, [paper("Sol·licitud", "TD14", origin="citizen")], by=clerk)
    join(case, laia, by=clerk, role="applicant")

    with translation.override("es"):
        sources = holdings_of(laia).sources

    assert len(sources) == 2
    assert sources[0].startswith("El ayuntamiento los anotó el ")
    assert sources[1] == "Los papeles que tú u otros presentasteis"


def test_whoever_came_in_a_sheet_is_told_which(laia):
    sheet = PartyImport.objects.create(file_name="padró-2025.csv", created_at=now())
    ImportRow.objects.create(sheet=sheet, line=2, state=ImportRow.State.ENTERED, party=laia)

    with translation.override("ca"):
        (only,) = holdings_of(laia).sources

    assert "padró-2025.csv" in only


@pytest.mark.parametrize(
    ("ruled", "said"),
    [
        ({}, "No hi ha cap taula aprovada que en permeti l’eliminació: es guarda mentre no n’hi hagi."),
        ({"disposition": "permanent"}, "Es conserva per sempre."),
        (
            {
                "disposition": "total",
                "retention_status": "verified",
                "table_code": "123",
                "retention_years": 5,
            },
            "5 anys després de tancar-se (taula 123).",
        ),
        (
            {
                "disposition": "total",
                "retention_status": "proposal",
                "table_code": "123",
                "retention_years": 5,
            },
            "No hi ha cap taula aprovada que en permeti l’eliminació: es guarda mentre no n’hi hagi.",
        ),
    ],
)
def test_for_how_long_is_said(laia, case, series, clerk, ruled, said):
    type(series).objects.filter(pk=series.pk).update(**ruled)
    join(case, laia, by=clerk, role="applicant")

    with translation.override("ca"):
        assert holdings_of(laia).cases[0].kept == said


def test_the_letter_says_both(laia, case, clerk, secretary, town, monkeypatch):
    join(case, laia, by=clerk, role="applicant")
    asked = services.write_down(laia, by=secretary, identity="Amb el DNI")
    drawn: list[dict[str, Any]] = []
    monkeypatch.setattr(packing, "compile_pdf", lambda template, data, **more: drawn.append(data) or b"%PDF")

    with translation.override("ca"):
        held = holdings_of(laia)
        packing.letter(asked, held, town, by="Mercè", lang="ca")

    said = str(drawn[0]["blocks"])
    assert held.cases[0].kept in said
    assert held.sources[0] in said
    assert f"vas demanar a {town.name} què té de tu" in said


def test_the_answer_is_all_in_the_language_of_the_person(laia, case, clerk, secretary, town, at_work):
    join(case, laia, by=clerk, role="applicant")
    record_reading(by=clerk, kind="party", id=laia.pk, label="Laia Riubrugent")
    asked = services.write_down(laia, by=secretary, identity="Amb el DNI")
    run = JobRun.objects.create(title="Resposta", person_id=secretary.person_id)

    prepare_answer(
        entity=town,
        run_id=str(run.pk),
        request_id=str(asked.pk),
        person_id=str(secretary.person_id),
        language="ca",
    )

    with zipfile.ZipFile(Path(JobRun.objects.get(pk=run.pk).result_path)) as package:
        texts = "".join(
            package.read(name).decode() for name in package.namelist() if not name.endswith("pdf")
        )
    assert "Nombre" in texts
    assert "Persona o empresa" in texts
    for word in ("Llengua", "Sol·licitant", "L’ajuntament"):
        assert word not in texts
    assert CaseFile.objects.get(pk=case.pk).number in texts


def test_when_they_came_or_called_is_said_and_not_of_what_is_left_out(laia, case, clerk):
    log_contact(by=clerk, party=laia, channel="phone", subject="Quan obriu?", solved_at_once=True)
    log_contact(by=clerk, party=laia, channel="counter", subject="Del cas", solved_at_once=False, case=case)

    with translation.override("ca"):
        whole = holdings_of(laia).contacts
        less = holdings_of(laia, withheld=[str(case.pk)]).contacts

    assert [(one.channel, one.subject) for one in whole] == [
        ("Telèfon", "Quan obriu?"),
        ("Taulell", "Del cas"),
    ]
    assert [one.subject for one in less] == ["Quan obriu?"]


def test_the_hours_they_asked_for_are_said(laia, at_work, secretary):
    desk = save_desk(by=secretary, name_ca="el taulell", hours=["9.00-14.00"] * 7)
    service = save_service(
        by=secretary, name_ca="obres", minutes=20, ways=["counter"], desks=[desk], notice_hours=0
    )
    on = first_day_with_hours(service)
    asker = Asker(laia.display_name, phone="600000138", about="Un cobert", party=laia, proven="staff")
    hour = next(iter(day_offer(service, on).hours))
    give_appointment(
        by=secretary, service=service, starts_at=hour, way="counter", asker=asker, through="counter"
    )

    with translation.override("ca"):
        (held,) = holdings_of(laia).contacts

    assert (held.at, held.subject, held.note) == (hour, "Cita: obres", "Un cobert")


def _notified(case: CaseFile, party: Party, document: Any, *, lapses: bool) -> None:
    sent = now() - timedelta(days=12)
    act = Dispatch.objects.create(
        subject_kind="case", subject_id=case.pk, title="Decret del gual", document=document,
        version=document.version, sha256=document.version.sha256, act_on=sent.date(), body="Alcaldia",
    )  # fmt: skip
    Notification.objects.create(
        dispatch=act, number="N2026-000007", party=party, addressee_name=party.display_name, sha256=act.sha256,
        channel="electronic", why="obliged", lapses=lapses, state="available", available_at=sent,
        expires_at=sent + timedelta(days=11) if lapses else None,
    )  # fmt: skip


def test_what_they_were_notified_is_told_as_it_stands_today(laia, case, clerk, paper):
    document = paper("Decret del gual", "TD01")
    add_documents(case, [document], by=clerk)
    join(case, laia, by=clerk, role="applicant")
    _notified(case, laia, document, lapses=True)

    with translation.override("ca"):
        (one,) = holdings_of(laia).contacts
        without = holdings_of(laia, withheld=[str(case.pk)])

    assert (one.channel, one.subject) == ("Notificació", "N2026-000007 · Decret del gual")
    assert one.note == "Rebutjada pel pas de deu dies"
    assert without.contacts == ()


def test_where_they_receive_the_board_is_told_to_whom_that_address_is(laia, clerk, town):
    add_channel(laia, by=clerk, kind="email", value="laia@correu.example")
    for email in ("Laia@correu.example", "pere@correu.example"):
        Subscriber.objects.create(email=email, confirmed_at=now())

    with translation.override("ca"):
        said = holdings_of(laia).identity

    assert ("Rep els edictes del tauler a", "Laia@correu.example") in said
    assert not any("pere@" in value for _label, value in said)
