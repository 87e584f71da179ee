"""The last day of a matter with its reason, what usually happens, and appealing or withdrawing from the folder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest

from consistori.eoffice.filing.drafts import Content
from consistori.eoffice.folder.acting import APPEAL, APPEAL_SILENCE, WITHDRAW, deeds_for
from consistori.eoffice.folder.rule import days_rule
from consistori.eoffice.folder.terms import ENOUGH, term_of_entry, usual_of
from consistori.eoffice.models import Draft
from consistori.eoffice.tests.filing.conftest import SHEET
from consistori.eoffice.tests.folder.conftest import JOAN, ROSARIO, read
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.tenancy.scope import working_for


@pytest.fixture
def offered(town: Any) -> Any:
    """The terrace, withdrawing and appealing are in force."""
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.catalogue.procedures.standard import standard_sheets

    town.switches = {"series_compulsory": False}
    town.save()
    by = Actor.program(town.pk)
    sheets = standard_sheets()
    with working_for(town):
        for text in (SHEET, sheets["GEN-03"], sheets["GEN-10"]):
            publish(create_procedure(by=by, text=text), by=by)
    return by


@pytest.fixture
def filed(town: Any, offered: Any, parties: Any, clerk: Any) -> Any:
    """`filed()` gives an entry of Joan's that asks for a terrace; with `closed=True`, in a case that has ended."""
    from consistori.cases.entries import accept_opening_case
    from consistori.cases.models import CaseFile
    from consistori.registry.services import EntryPersonSaid, register_entry

    def enter(*, ago: int = 0, opens: bool = False, closed: bool = False) -> Any:
        moment = now() - timedelta(days=ago)
        with mock.patch("django.utils.timezone.now", return_value=moment), working_for(town):
            entry = register_entry(
                by=offered, subject="Terrassa a la plaça", people=[EntryPersonSaid(party=parties["joan"])],
                procedure="VIA-04",
            )  # fmt: skip
            if not (opens or closed):
                return entry
            case = accept_opening_case(entry, by=clerk, title="Terrassa a la plaça")
        if closed:
            with working_for(town):
                CaseFile.objects.filter(pk=case.pk).update(
                    situation="closed", closed_at=now(), ending="granted"
                )
        return case

    return enter


@pytest.mark.parametrize(
    ("begins", "last", "today_", "ticks", "past", "by_weeks"),
    [
        (date(2026, 11, 2), date(2026, 11, 12), date(2026, 11, 6), 10, 4, False),
        (date(2026, 9, 17), date(2026, 12, 17), date(2026, 11, 17), 13, 8, True),
        (date(2026, 11, 2), date(2026, 11, 12), date(2026, 12, 1), 10, 10, False),
        (date(2026, 11, 2), date(2026, 11, 12), date(2026, 11, 1), 10, 0, False),
    ],
)
def test_the_rule_of_days_is_drawn_by_days_or_weeks(begins, last, today_, ticks, past, by_weeks):
    rule = days_rule(begins, last, today_)

    assert rule is not None
    assert len(rule.ticks) == ticks
    assert sum(tick.kind == "past" for tick in rule.ticks) == past
    assert rule.by_weeks is by_weeks
    assert rule.ticks[-1].kind in ("last", "past")


def test_a_term_without_days_has_no_rule():
    assert days_rule(today(), today(), today()) is None


def test_an_entry_tells_until_when_and_why(town, inside, filed):
    entry = filed()

    page = read(inside(JOAN), town, f"assentaments/{entry.reference}/")

    assert "Quan us hem de respondre" in page
    assert "Com es compta aquest dia" in page
    assert "Llei 39/2015" in page


def test_a_case_has_the_term_of_what_opened_it(town, inside, filed):
    case = filed(opens=True)

    with working_for(town):
        from consistori.registry.models import RegistryEntry

        term = term_of_entry(RegistryEntry.objects.get())
    page = read(inside(JOAN), town, f"expedients/{case.number}/")

    assert term is not None
    assert "Quan us hem de respondre" in page
    assert str(term.last_day.year) in page


def test_what_usually_happens_is_told_only_when_there_is_enough(town, filed):
    for n in range(ENOUGH - 1):
        filed(ago=10 + n, closed=True)
    with working_for(town):
        assert usual_of("VIA-04") is None

    filed(ago=40, closed=True)

    with working_for(town):
        usual = usual_of("VIA-04")
        assert usual is not None
        assert usual.count == ENOUGH
        assert 10 <= usual.days <= 14


def test_withdrawing_begins_its_form_with_the_number_and_once(town, inside, filed):
    case = filed(opens=True)
    browser = inside(JOAN)
    path = f"/e/{town.slug}/carpeta/expedients/{case.number}/"
    assert "Retiro el que he demanat" in browser.get(path).content.decode()

    first, again = (browser.post(f"{path}fer/retirar/") for _ in range(2))

    assert first["Location"] == again["Location"]
    with working_for(town):
        draft = Draft.objects.get()
        assert draft.procedure == "GEN-10"
        assert Content.of(draft).answers["case_number"] == case.number
    assert case.number in browser.get(first["Location"], follow=True).content.decode()


def test_nobody_withdraws_somebody_elses(town, inside, filed):
    case = filed(opens=True)

    answer = inside(ROSARIO).post(f"/e/{town.slug}/carpeta/expedients/{case.number}/fer/retirar/")

    assert answer.status_code == 404
    with working_for(town):
        assert not Draft.objects.exists()


def test_what_may_be_done_is_said_by_where_the_matter_is(town, offered):
    with working_for(town):
        assert deeds_for(is_open=True, is_late=False, ended=False) == [WITHDRAW]
        assert deeds_for(is_open=True, is_late=True, ended=False) == [WITHDRAW, APPEAL_SILENCE]
        assert deeds_for(is_open=False, is_late=False, ended=True) == [APPEAL]


def test_a_town_that_does_not_offer_them_online_offers_no_button(town):
    with working_for(town):
        assert deeds_for(is_open=True, is_late=True, ended=True) == []


def test_what_was_sent_to_them_is_in_their_folder_and_a_notification_is_not_opened_here(
    town, inside, parties, clerk
):
    from consistori.documents.received import ReceivedFile
    from consistori.documents.services import receive_document
    from consistori.registry.services import EntryPersonSaid, register_exit

    sent = []
    with working_for(town):
        for heading in ("communication", "notification"):
            file = ReceivedFile.from_bytes(f"{heading}.txt", heading.encode())
            document = receive_document(by=clerk, received=file, title=f"Carta {heading}")
            person = EntryPersonSaid(party=parties["joan"], role="addressee")
            said = {"subject": f"Us diem: {heading}", "heading": heading, "channel": "office"}
            made = register_exit(by=clerk, people=[person], documents=[document], **said)
            sent.append((made.reference, document.pk))

    browser = inside(JOAN)
    page = read(browser, town, "rebuts/")

    assert "Carta communication" in page
    assert "Carta notification" not in page
    assert read(browser, town, f"rebuts/{sent[0][0]}/{sent[0][1]}/") == "communication"
    read(browser, town, f"rebuts/{sent[1][0]}/{sent[1][1]}/", status=404)
    read(inside(ROSARIO), town, f"rebuts/{sent[0][0]}/{sent[0][1]}/", status=404)
