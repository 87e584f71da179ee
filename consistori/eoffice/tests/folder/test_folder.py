"""The folder: what is theirs, what is ours, papers added; and nothing of anybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.tests.folder.conftest import JOAN, LAIA, ROSARIO, read
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading


def test_whoever_has_not_come_in_goes_to_the_door_and_comes_back(town):
    answer = Client().get(f"/e/{town.slug}/carpeta/papers/")

    assert answer["Location"] == f"/e/{town.slug}/entrar/?next=%2Fe%2F{town.slug}%2Fcarpeta%2Fpapers%2F"


def test_two_headings_and_who_has_it_by_name(town, inside, entry_of, case_of, clerk):
    entry = entry_of("joan")
    case = case_of("joan")

    page = read(inside(JOAN), town)

    assert page.index("Us toca a vós") < page.index("Ens toca a nosaltres")
    assert entry.reference in page
    assert case.number in page
    assert "Qui ho té: Núria" in page
    assert "Camps" not in page


def test_an_empty_folder_says_what_will_be_there(town, inside):
    assert "Encara no hi teniu res" in read(inside(JOAN), town)


def test_somebody_elses_is_not_here_whatever_its_number(town, inside, entry_of, case_of):
    entry, case = entry_of("joan"), case_of("joan")
    document = _document_of(town, entry)
    stranger = inside(ROSARIO)

    for path in (
        f"expedients/{case.number}/", f"assentaments/{entry.reference}/", f"assentaments/{entry.reference}/rebut/",
        f"assentaments/{entry.reference}/papers/{document}/",
    ):  # fmt: skip
        assert "En aquesta adreça no hem trobat res" in read(stranger, town, path, status=404)
    page = read(stranger, town)
    assert entry.reference not in page
    assert case.number not in page
    assert "Plànol" not in read(stranger, town, "papers/")


def test_a_paper_of_another_entry_is_not_found_through_ones_own(town, inside, entry_of):
    own, other = entry_of("joan"), entry_of("rosario", "Obres al bany")

    read(inside(JOAN), town, f"assentaments/{own.reference}/papers/{_document_of(town, other)}/", status=404)


def test_what_they_filed_is_downloaded_and_the_reading_is_written(town, inside, entry_of):
    entry = entry_of("joan")
    browser = inside(JOAN)

    assert entry.reference in read(browser, town, f"assentaments/{entry.reference}/")
    text = read(browser, town, f"assentaments/{entry.reference}/papers/{_document_of(town, entry)}/")

    assert text == "Gual a Escoles 8"
    with working_for(town):
        rows = list(Reading.objects.order_by("at").values_list("person_name", "kind", "channel"))
    assert ("Joan Puigdollers Vila", "folder-entry", "eoffice") in rows
    assert ("Joan Puigdollers Vila", "document", "eoffice") in rows


def test_the_receipt_is_there_when_it_is_made(town, inside, entry_of, run_jobs):
    entry = entry_of("joan")
    browser = inside(JOAN)
    assert "El rebut s’està fent" in read(browser, town, f"assentaments/{entry.reference}/")

    run_jobs()

    assert "Baixa el rebut" in read(browser, town, f"assentaments/{entry.reference}/")
    answer = browser.get(f"/e/{town.slug}/carpeta/assentaments/{entry.reference}/rebut/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_whoever_complains_or_is_alleged_sees_no_case(town, inside, case_of):
    numbers = [case_of("joan", "Soroll", role).number for role in ("complainant", "alleged", "other")]

    page = read(inside(JOAN), town)

    assert not [number for number in numbers if number in page]
    read(inside(JOAN), town, f"expedients/{numbers[0]}/", status=404)


def test_a_reserved_case_does_not_say_what_it_is_about(town, inside, case_of, secretary):
    from consistori.cases.services import reserve_case

    case = case_of("joan", "Ajut urgent a la família")
    with working_for(town):
        reserve_case(case, by=secretary, reason="Dades de salut", roles=["secretary"])

    page = read(inside(JOAN), town, f"expedients/{case.number}/")
    assert "Ajut urgent" not in page
    assert case.number in page


def test_a_representative_sees_the_case_while_the_power_is_good(town, inside, parties, case_of, clerk):
    from consistori.cases.models import CaseParty
    from consistori.cases.services import add_party

    case = case_of("joan")
    with working_for(town):
        whom = CaseParty.objects.get(case=case)
        row = add_party(
            case, parties["rosario"], by=clerk, role="representative", represents=whom, power="@podera",
            power_until=today(),
        )  # fmt: skip
    assert case.number in read(inside(ROSARIO), town)

    with working_for(town):
        CaseParty.objects.filter(pk=row.pk).update(power_until=today() - timedelta(days=1))
    assert case.number not in read(inside(ROSARIO), town)
    read(inside(ROSARIO), town, f"expedients/{case.number}/", status=404)


def test_the_representative_of_a_firm_sees_the_firms(town, inside, entry_of, case_of):
    entry, case = entry_of("forn"), case_of("forn")

    page = read(inside(LAIA), town)

    assert entry.reference in page
    assert case.number in page
    assert "Forn, SL" in page
    alone = Citizen("valid", "high", "99000001C", "Laia", "Riubrugent")
    assert case.number not in read(inside(alone), town)


def test_papers_are_added_once_with_their_entry_and_without_signing(town, inside, case_of):
    from consistori.registry.models import RegistryEntry

    case = case_of("forn")
    browser = inside(LAIA)
    path = f"/e/{town.slug}/carpeta/expedients/{case.number}/"

    def send() -> Any:
        file = SimpleUploadedFile("asseguranca.txt", b"la polissa")
        return browser.post(path, {"files": [file], "note": "La que faltava", "token": "one-page"})

    first, again = send(), send()

    assert first.status_code == 302
    assert first["Location"] == again["Location"]
    with working_for(town):
        entry = RegistryEntry.objects.get()
        assert (entry.heading, entry.channel, entry.procedure) == ("documents", "office", "GEN-02")
        assert case.number in entry.subject
        assert [(one.name, one.role) for one in entry.people.all()] == [
            ("Forn, SL", "applicant"), ("Laia Riubrugent", "representative"),
        ]  # fmt: skip
        assert [one.is_application for one in entry.documents.all()] == [True, False]
    assert entry.reference in browser.get(first["Location"]).content.decode()


def test_without_files_it_says_so_at_the_field_and_keeps_what_was_written(town, inside, case_of):
    from consistori.registry.models import RegistryEntry

    case = case_of("joan")

    answer = inside(JOAN).post(
        f"/e/{town.slug}/carpeta/expedients/{case.number}/", {"note": "Us ho expliquo"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Trieu almenys un fitxer." in page
    assert "Us ho expliquo" in page
    with working_for(town):
        assert not RegistryEntry.objects.exists()


def test_nobody_adds_papers_to_somebody_elses(town, inside, case_of):
    case = case_of("joan")

    answer = inside(ROSARIO).post(
        f"/e/{town.slug}/carpeta/expedients/{case.number}/", {"files": [SimpleUploadedFile("a.txt", b"a")]}
    )

    assert answer.status_code == 404


def test_a_folder_of_many_costs_few_statements(town, inside, entry_of, case_of, statements):
    for n in range(6):
        entry_of("joan", f"Sol·licitud {n}")
        case_of("joan", f"Expedient {n}")
    browser = inside(JOAN)
    read(browser, town)

    with statements() as told:
        read(browser, town)

    assert told.count <= 25


def _document_of(town: Any, entry: Any) -> Any:
    with working_for(town):
        return entry.documents.get().document_id


def test_the_old_addresses_lead_to_the_new_ones_with_what_they_bring(town):
    answer = Client().get(f"/e/{town.slug}/folder/entries/E2026000001/?x=1")

    assert answer.status_code == 301
    assert answer["Location"] == f"/e/{town.slug}/carpeta/assentaments/E2026000001/?x=1"
    back = Client().get(f"/e/{town.slug}/enter/demo/back/?state=y")
    assert back["Location"] == f"/e/{town.slug}/entrar/demo/tornada/?state=y"
