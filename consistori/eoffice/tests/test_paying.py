"""Pay letters: their reference, their fee, their proof, and the treasury that says that they are paid."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.eoffice.models import PayLetter
from consistori.eoffice.paying.jobs import issue_pay_letter
from consistori.eoffice.paying.letters import change_setting, issue_letter, mark_paid
from consistori.eoffice.paying.rules import creditor_reference, fee_of, in_fours, is_reference
from consistori.eoffice.tests.filing.conftest import SHEET
from consistori.eoffice.tests.folder.conftest import JOAN, LAIA, ROSARIO, read
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for


@pytest.fixture
def inside(town: Any) -> Any:
    from dataclasses import asdict

    from django.test import Client

    from consistori.eoffice.identity.citizens import KEY
    from consistori.kernel.clock import now

    def come(citizen: Any) -> Client:
        browser = Client()
        session = browser.session
        session[KEY] = {str(town.pk): asdict(citizen) | {"entered_at": now().isoformat()}}
        session.save()
        return browser

    return come


@pytest.fixture
def filed(town: Any) -> Any:
    """Joan has filed a terrace, whose sheet says that it costs 230,40 €."""
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.registry.services import EntryPersonSaid, register_entry

    by = Actor.program(town.pk)
    text = _with_fee(SHEET)
    with working_for(town):
        publish(create_procedure(by=by, text=text), by=by)
        return register_entry(
            by=by, subject="Terrassa a la plaça", procedure="VIA-04",
            people=[EntryPersonSaid(name="Joan Puigdollers", identifier="99000138L")],
        )  # fmt: skip


def _with_fee(text: str, said: str = 'kind = "fixed"\namount = 230.40') -> str:
    before, _fee, after = text.partition("[fee]")
    rest = after[after.index("\n[", 1) :] if after else ""
    return f"{before}[fee]\n{said}\n{rest}"


@pytest.fixture
def letter(town: Any, filed: Any) -> Any:
    issue_pay_letter(entity=town, entry_id=str(filed.pk))
    with working_for(town):
        return PayLetter.objects.get()


@pytest.mark.parametrize(
    ("body", "reference"),
    [("539007547034", "RF18539007547034"), ("5390 0754-7034", "RF18539007547034")],
)
def test_the_reference_is_that_of_iso_11649(body, reference):
    # The first is the example of the European Payments Council.
    assert creditor_reference(body) == reference
    assert is_reference(in_fours(reference))
    assert not is_reference(reference[:-1] + ("1" if reference[-1] != "1" else "2"))


def test_a_reference_without_signs_or_too_long_is_refused():
    for body in ("", "·", "1" * 22):
        with pytest.raises(ValueError, match="A reference has"):
            creditor_reference(body)


def test_the_letter_of_a_fixed_fee_is_made_once_with_its_pdf(town, filed, letter):
    issue_pay_letter(entity=town, entry_id=str(filed.pk))

    with working_for(town):
        kept = PayLetter.objects.get()
        assert (kept.amount, kept.payer_identifier) == (Decimal("230.40"), "99000138L")
        assert is_reference(kept.reference)
        assert filed.reference in kept.reference
        assert kept.document.version.media_type == "application/pdf"


def test_what_costs_nothing_has_no_letter(town, clerk):
    from consistori.registry.services import EntryPersonSaid, register_entry

    with working_for(town):
        entry = register_entry(
            by=Actor.program(town.pk), subject="Instància", people=[EntryPersonSaid(name="Joan")]
        )
        assert issue_letter(entry, by=clerk) is None
        with pytest.raises(BadInput):
            issue_letter(entry, by=clerk, amount=Decimal(0))
        assert issue_letter(entry, by=clerk, amount=Decimal("12.5"), concept="Taxa") is not None


def test_whoever_has_to_pay_sees_how_and_nobody_else_does(town, inside, letter, secretary):
    with working_for(town):
        change_setting(by=secretary, iban="ES91 2100 0418 4502 0005 1332", holder="Ajuntament")

    page = read(inside(JOAN), town, f"pagaments/{letter.reference}/")

    assert "230,40 €" in page
    assert in_fours(letter.reference) in page
    assert "ES91 2100 0418 4502 0005 1332" in page
    assert "Pagueu 230,40 €" in read(inside(JOAN), town)
    for path in ("", "carta.pdf"):
        read(inside(ROSARIO), town, f"pagaments/{letter.reference}/{path}", status=404)
    assert "230,40" not in read(inside(ROSARIO), town, "pagaments/")


def test_the_proof_is_an_entry_of_its_own_and_marks_nothing(town, inside, letter):
    browser = inside(JOAN)
    path = f"/e/{town.slug}/carpeta/pagaments/{letter.reference}/"

    empty = browser.post(path, {"token": "a"})
    sent = browser.post(path, {"token": "a", "files": [SimpleUploadedFile("rebut.txt", b"pagat")]})

    assert empty.status_code == 422
    assert sent.status_code == 302
    with working_for(town):
        kept = PayLetter.objects.get()
        assert kept.paid_on is None
        assert kept.proof.procedure == "GEN-02"
        assert RegistryEntry.objects.count() == 2
    assert "Pagueu 230,40" not in read(browser, town)
    assert "Tenim el justificant" in browser.get(path).content.decode()


def test_the_treasury_says_that_it_is_paid_once(town, letter, clerk, secretary, hire):
    councillor = hire(town, "councillor", "Pere", "Mas")
    with working_for(town):
        with pytest.raises(NotPermitted):
            mark_paid(letter, by=councillor, paid_on=today(), how="bank")
        with pytest.raises(BadInput):
            mark_paid(letter, by=secretary, paid_on=today() + timedelta(days=1), how="bank")
        with pytest.raises(BadInput):
            mark_paid(letter, by=secretary, paid_on=today(), how="gold")

        mark_paid(letter, by=secretary, paid_on=today(), how="bank")

        with pytest.raises(AlreadyDone):
            mark_paid(letter, by=secretary, paid_on=today(), how="bank")


def test_from_the_desk_it_is_found_by_its_reference_and_marked(town, letter, secretary, sign_in, inside):
    desk = sign_in(secretary)
    found = desk.get(f"/e/{town.slug}/desk/payments/", {"q": in_fours(letter.reference)}).content.decode()
    assert "230,40 €" in found

    answer = desk.post(
        f"/e/{town.slug}/desk/payments/{letter.pk}/paid/", {"paid_on": today().isoformat(), "how": "counter"}
    )

    assert answer.status_code == 302
    assert "No us cal fer res més." in read(inside(JOAN), town, f"pagaments/{letter.reference}/")


def test_the_account_is_changed_by_the_secretary_and_a_wrong_one_is_not(town, secretary, clerk):
    with working_for(town):
        with pytest.raises(BadInput):
            change_setting(by=secretary, iban="ES91 2100 0418 4502 0005 1333")
        with pytest.raises(NotPermitted):
            change_setting(by=clerk, iban="ES91 2100 0418 4502 0005 1332")


RATE = 'kind = "fixed"\namount = 10\nrate = 5.25\ntimes = ["tables"]'


@pytest.mark.parametrize(
    ("said", "answers", "due"),
    [
        (RATE, {"tables": 6}, "41.50"),
        (RATE, {"tables": "2.5"}, "23.13"),
        (RATE, {"tables": 0}, "10.00"),
        (RATE, {}, None),
        (RATE, {"tables": "many"}, None),
        ('kind = "table"\nrate = 2\ntimes = ["tables", "months"]', {"tables": 3, "months": 4}, "24.00"),
        ('kind = "table"', {"tables": 3}, None),
        ('kind = "free"', {}, None),
    ],
)
def test_a_fee_is_reckoned_with_what_was_answered(said, answers, due):
    from consistori.catalogue.procedures.reading import read as read_sheet

    sheet = read_sheet(_with_fee(SHEET, said))

    assert fee_of(sheet, answers) == (Decimal(due) if due else None)


@pytest.mark.parametrize(
    "said",
    [
        'kind = "fixed"\nrate = 5',
        'kind = "fixed"\namount = 1\ntimes = ["tables"]',
        'kind = "fixed"\nrate = "5"\ntimes = ["a"]',
    ],
)
def test_a_rate_without_what_it_multiplies_is_said_with_its_line(said):
    from consistori.catalogue.procedures.reading import SheetFault
    from consistori.catalogue.procedures.reading import read as read_sheet

    with pytest.raises(SheetFault) as fault:
        read_sheet(_with_fee(SHEET, said))

    assert fault.value.line


def test_an_entry_that_was_annulled_owes_nothing_and_whoever_issues_it_waits_their_turn(
    town, filed, clerk, secretary
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from consistori.registry.services import annul_entry

    with working_for(town):
        annul_entry(filed, by=secretary, reason="Entrat dues vegades")

    with CaptureQueriesContext(connection) as said:
        issue_pay_letter(entity=town, entry_id=str(filed.pk))

    with working_for(town):
        with pytest.raises(AlreadyDone):
            issue_letter(filed, by=clerk, amount=Decimal(10))
        assert not PayLetter.objects.exists()
    asked = [one["sql"] for one in said if "eoffice_payletter" in one["sql"] or "FOR UPDATE" in one["sql"]]
    assert "FOR UPDATE" in asked[0], "two that issue at once would both find none"


def test_the_proof_of_what_a_firm_owes_enters_for_the_firm(town, inside):
    from consistori.registry.services import EntryPersonSaid, register_entry

    by = Actor.program(town.pk)
    with working_for(town):
        entry = register_entry(
            by=by, subject="Terrassa", people=[EntryPersonSaid(name="Forn, SL", identifier="B99000119")]
        )
        letter = issue_letter(entry, by=by, amount=Decimal(10))

    inside(LAIA).post(
        f"/e/{town.slug}/carpeta/pagaments/{letter.reference}/",
        {"token": "a", "files": [SimpleUploadedFile("rebut.txt", b"pagat")]},
    )

    with working_for(town):
        people = PayLetter.objects.get().proof.people.all()
        assert [(one.identifier, one.role) for one in people] == [
            ("B99000119", "applicant"),
            ("99000001C", "representative"),
        ]


def test_of_an_entry_annulled_afterwards_nobody_is_asked_to_pay(town, inside, filed, letter, secretary):
    from consistori.registry.services import annul_entry

    assert "Pagueu 230,40" in read(inside(JOAN), town)
    with working_for(town):
        annul_entry(filed, by=secretary, reason="Entrat dues vegades")

    assert "Pagueu 230,40" not in read(inside(JOAN), town)


def test_days_that_are_no_number_are_told_at_their_field(town, secretary, sign_in):
    answer = sign_in(secretary).post(f"/e/{town.slug}/desk/payments/account/", {"days": "2²"})

    assert answer.status_code == 422
