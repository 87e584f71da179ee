"""The slip from home: one page; by itself only with an approval on record, and nothing of anybody else."""

import pytest

from consistori.cases.entries.ways import ways_of
from consistori.documents.models import Document
from consistori.eoffice.models import SignatureEvidence
from consistori.padro.models import HouseholdConsent, ResidencePaper
from consistori.padro.rules.slips import Why
from consistori.padro.services import order_paper
from consistori.padro.tests.conftest import key_of
from consistori.padro.tests.test_a_slip_at_the_counter import words_of
from consistori.registry.models import EntryState, RegistryEntry
from consistori.trail.models import Reading

State = ResidencePaper.State
ASK = {"which": "alone", "language": "ca", "accepts": "yes", "token": "t1"}


@pytest.fixture
def base(town, procedure, register):
    return f"/e/{town.slug}/padro/"


def test_with_an_approval_it_comes_out_by_itself_at_any_hour(
    base, come_in, town, seal, approved, run_jobs, statements
):
    browser = come_in()
    with statements() as asked:
        page = browser.get(base).content.decode()
    assert "Carrer Major, 12, 2n 1a" in page and "Pau Serrat Riubrugent" in page
    assert "Jan" not in page and "Ona" not in page
    assert asked.count <= 15

    sent = browser.post(base, ASK)
    assert sent.status_code == 302
    run_jobs()

    paper = ResidencePaper.objects.get()
    assert (paper.state, paper.is_automatic, paper.approval) == (State.ISSUED, True, "Decret 2026/0151")
    assert SignatureEvidence.objects.get().entry_id == paper.entry_id
    assert EntryState.objects.get(entry=paper.entry).handled == EntryState.Handled.DONE
    assert paper.exit.reference in browser.get(sent["Location"]).content.decode()
    file = browser.get(f"{sent['Location']}document/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert Reading.objects.filter(kind="resident", channel="eoffice").exists()


def test_without_one_it_waits_for_a_person_who_orders_it(base, come_in, registrar, clerk, seal, run_jobs):
    sent = come_in().post(base, ASK)
    run_jobs()

    paper = ResidencePaper.objects.get()
    assert (paper.state, paper.why, paper.exit) == (State.ASKED, Why.NOT_APPROVED, None)
    (way,) = ways_of(registrar, paper.entry)
    assert str(paper.pk) in way.url
    assert not ways_of(clerk, paper.entry)
    assert RegistryEntry.objects.filter(pk=paper.entry_id).exists()
    order_paper(paper, by=registrar)
    run_jobs()

    assert ResidencePaper.objects.get().state == State.ISSUED
    assert sent.status_code == 302


def test_pressed_twice_it_asks_once(base, come_in):
    browser = come_in()
    first, second = browser.post(base, ASK), browser.post(base, ASK)

    assert first["Location"] == second["Location"]
    assert ResidencePaper.objects.count() == 1
    assert browser.post(base, ASK | {"token": "t2"})["Location"] != first["Location"]


def test_of_a_child_by_whoever_answers_and_of_nobody_else(base, come_in, house, seal, approved, run_jobs):
    browser = come_in()
    browser.post(base, ASK | {"which": f"alone:{key_of(house, 'Pau')}"})
    browser.post(base, ASK | {"which": f"alone:{key_of(house, 'Ona')}", "token": "t2"})
    browser.post(base, ASK | {"which": f"alone:{key_of(house, 'Jan')}", "token": "t3"})
    run_jobs()

    found = {one.token: (one.state, one.why) for one in ResidencePaper.objects.all()}
    assert found == {
        "t1": (State.ISSUED, ""),
        "t2": (State.ASKED, Why.NOT_SAID),
        "t3": (State.ASKED, Why.NOT_THEIRS),
    }
    assert browser.post(base, ASK | {"which": "alone:nobody", "token": "t4"}).status_code == 422


def test_nothing_is_asked_without_accepting_nor_with_a_weak_identity(base, come_in):
    assert come_in().post(base, ASK | {"accepts": ""}).status_code == 422
    assert come_in(level="low").post(base, ASK).status_code == 403
    assert not ResidencePaper.objects.exists() and not RegistryEntry.objects.exists()


def test_whoever_is_not_in_the_register_is_registered_and_somebody_looks(base, come_in, approved):
    browser = come_in("99999999R", name="Nou")
    assert "PAD-01" in browser.get(base).content.decode()

    browser.post(base, ASK)

    assert ResidencePaper.objects.get().why == Why.UNKNOWN


def test_in_a_house_with_a_protected_person_nobody_is_told_with_whom_they_live(base, come_in, approved):
    come_in("00000002W", name="Pere").post(base, ASK | {"which": "together"})

    assert ResidencePaper.objects.get().why == Why.PROTECTED


def test_an_adult_allows_it_from_home_and_takes_it_back(base, come_in, seal, approved, run_jobs):
    jan = come_in("00000001R", name="Jan")
    jan.post(f"{base}autoritzacio/", {"act": "give"})
    come_in().post(base, ASK | {"which": "together"})
    run_jobs()
    words, _data = words_of(Document.objects.with_version().get(pk=ResidencePaper.objects.get().document_id))
    assert "Jan Serrat Mas" in words

    come_in("00000001R", name="Jan").post(f"{base}autoritzacio/", {"act": "withdraw"})
    come_in().post(base, ASK | {"which": "together", "token": "t2"})
    run_jobs()

    later = ResidencePaper.objects.get(token="t2")
    words, _data = words_of(Document.objects.with_version().get(pk=later.document_id))
    assert "Jan" not in words
    assert HouseholdConsent.objects.filter(withdrawn_at=None).count() == 0


def test_somebody_else_s_paper_is_not_here(base, come_in, town):
    come_in().post(base, ASK)
    paper = ResidencePaper.objects.get()

    other = come_in("00000001R", name="Jan")

    assert other.get(f"{base}{paper.pk}/").status_code == 404
    assert other.get(f"{base}{paper.pk}/document/").status_code == 404


def test_where_it_is_switched_off_there_is_no_page(base, come_in, town):
    town.switches = {"padro": False}
    town.save()

    assert come_in().get(base).status_code == 404
