"""Who can see this, and who has: the page, the sheet and the paper."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading
from consistori.trail.readings import record_reading


@pytest.fixture
def seeing(town: Any, case: Any) -> str:
    return f"/e/{town.slug}/desk/seeing/case/{case.pk}/"


def test_a_clerk_reads_who_can_see_her_case_and_why(seeing, clerk, hire, town, sign_in):
    hire(town, "opposition", "Martí", "Pujades")
    hire(town, "auditor", "Quim", "Serra")

    page = sign_in(clerk).get(seeing).content.decode()

    assert "Martí Pujades" in page
    assert "Quim Serra" in page
    assert page.index("Quim Serra") < page.index("Martí Pujades")


def test_whoever_has_opened_it_is_there_also_when_she_sees_it_no_more(
    seeing, case, clerk, hire, town, sign_in
):
    gone = hire(town, "opposition", "Martí", "Pujades")
    with working_for(town):
        record_reading(by=gone, kind="case", id=case.pk, label=case.number)

    page = sign_in(clerk).get(seeing).content.decode()

    assert page.count("Martí Pujades") == 3, "among those who cannot, among those who have, and in the log"


@pytest.mark.parametrize(
    ("form", "starts"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("pdf", b"%PDF"), ("ods", b"PK")]
)
def test_it_is_taken_away_and_the_taking_is_written_down(seeing, case, clerk, town, sign_in, form, starts):
    answer = sign_in(clerk).get(f"{seeing}as/{form}/")

    assert answer.status_code == 200
    assert answer.content.startswith(starts)
    with working_for(town):
        assert Reading.objects.filter(kind="who_sees", record_id=case.pk).count() == 1


def test_the_sheet_says_the_reason_of_each_person(seeing, clerk, hire, town, sign_in):
    hire(town, "auditor", "Quim", "Serra")

    book = load_workbook(io.BytesIO(sign_in(clerk).get(f"{seeing}as/xlsx/").content))

    rows = {row[1]: row for row in book.active.iter_rows(values_only=True)}
    assert "auditor" in rows["Quim Serra"][3].lower()


def test_a_form_that_is_not_offered_is_not_there(seeing, clerk, sign_in):
    assert sign_in(clerk).get(f"{seeing}as/docx/").status_code == 404


def test_a_colleague_does_not_learn_who_reads_a_reserved_case(
    town, clerk, secretary, reserved_series, sign_in
):
    from consistori.cases.services import open_case

    with working_for(town):
        secret = open_case(by=secretary, title="Ajut d’urgència", series=reserved_series)

    answer = sign_in(clerk).get(f"/e/{town.slug}/desk/seeing/case/{secret.pk}/")

    assert answer.status_code in (403, 404)
    assert "Ajut d’urgència" not in answer.content.decode()


def test_the_data_protection_officer_reads_who_without_the_title(
    town, secretary, reserved_series, hire, sign_in
):
    from consistori.cases.services import open_case

    officer = hire(town, "dpo", "Emma", "Prat")
    with working_for(town):
        secret = open_case(by=secretary, title="Ajut d’urgència", series=reserved_series)

    client = sign_in(officer)
    page = client.get(f"/e/{town.slug}/desk/seeing/case/{secret.pk}/")

    assert page.status_code == 200
    assert secret.number in page.content.decode()
    assert "Ajut d’urgència" not in page.content.decode()
    assert client.get(f"/e/{town.slug}/desk/cases/{secret.number}/").status_code in (403, 404)


@pytest.fixture
def shared(town: Any, case: Any, clerk: Any, secretary: Any, reserved_series: Any, paper: Any) -> Any:
    """A paper of the case of the architect’s unit that is also in one reserved to the secretary, of another unit."""
    from consistori.cases.services import add_documents, change_unit, open_case
    from consistori.directory.models import Unit

    with working_for(town):
        ours, social = (Unit.objects.create(name=name) for name in ("Territori", "Serveis socials"))
        secret = open_case(by=secretary, title="Ajut d’urgència", series=reserved_series)
        change_unit(case, by=clerk, unit=ours)
        change_unit(secret, by=secretary, unit=social)
        report = paper("Informe de l’habitatge", "TD99")
        for one, by in ((case, clerk), (secret, secretary)):
            add_documents(one, [report], by=by)
    return report, secret, ours, social


def test_an_external_technician_is_not_told_of_the_other_cases_of_a_paper(town, case, shared, hire, sign_in):
    report, secret, ours, social = shared
    hire(town, "processor", "Anna", "Pons", unit=social)
    architect = hire(town, "external", "Arnau", "Vidal", unit=ours)
    surveyor = hire(town, "external", "Biel", "Mas", unit=social)

    page = sign_in(architect).get(f"/e/{town.slug}/desk/seeing/document/{report.pk}/").content.decode()

    assert case.number in page
    assert secret.number not in page
    assert "Serveis socials" not in page
    assert surveyor.name in page, "he reads it in the other case, whichever it is"


def test_whoever_reads_logs_is_told_of_every_case_of_a_paper(town, case, shared, hire, sign_in):
    report, secret, *_units = shared
    officer = hire(town, "dpo", "Emma", "Prat")

    page = sign_in(officer).get(f"/e/{town.slug}/desk/seeing/document/{report.pk}/").content.decode()

    assert case.number in page
    assert secret.number in page


def test_what_is_not_here_is_not_here(town, clerk, sign_in):
    client = sign_in(clerk)

    for kind in ("case", "document", "party", "person", "nothing"):
        assert client.get(f"/e/{town.slug}/desk/seeing/{kind}/{uuid7()}/").status_code == 404


def test_a_clerk_sees_what_she_has_opened_and_not_what_a_colleague_has(town, clerk, secretary, sign_in):
    client = sign_in(clerk)

    assert client.get(f"/e/{town.slug}/desk/seeing/person/{clerk.person_id}/").status_code == 200
    assert client.get(f"/e/{town.slug}/desk/seeing/person/{secretary.person_id}/").status_code == 403
    assert client.get(f"/e/{town.slug}/desk/seeing/person/{clerk.person_id}/as/pdf/").content.startswith(
        b"%PDF"
    )


def test_the_outsider_finds_nothing(seeing, outsider, sign_in):
    assert sign_in(outsider).get(seeing).status_code == 404


def test_the_statements_do_not_grow_with_the_people_of_the_house(
    at_work, town, case, clerk, hire, django_assert_max_num_queries
):
    from consistori.directory.seeing import things, who_sees

    for place in range(12):
        hire(town, "processor" if place % 2 else "opposition", f"Persona{place}", "Casals")

    with django_assert_max_num_queries(10):
        answer = who_sees(things.find("case", clerk, case.pk), reader=clerk)

    assert answer.can_count == 7
