"""Whoever reads the log of readings does not learn there the title of what is reserved."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.services import add_documents, open_case
from consistori.documents.selectors import readable_document
from consistori.tenancy.scope import current_scope, working_for
from consistori.trail.chain import write_pending
from consistori.trail.models import Reading, TrailEvent
from consistori.trail.readings import record_reading

TITLE = "Informe social de la família"
CASE_TITLE = "Ajut d’urgència per desnonament"


@pytest.fixture
def secret(secretary: Any, reserved_series: Any) -> CaseFile:
    return open_case(by=secretary, title=CASE_TITLE, series=reserved_series)


@pytest.fixture
def report(secret: CaseFile, secretary: Any, paper: Any) -> Any:
    made = paper(TITLE, "TD99", by=secretary)
    add_documents(secret, [made], by=secretary)
    return made


def _labels(town: Any, record: Any) -> list[str]:
    with working_for(town):
        return list(Reading.objects.filter(record_id=record.pk).values_list("label", flat=True))


def test_opening_the_case_names_its_document_by_the_number(town, secret, report, secretary, sign_in):
    sign_in(secretary).get(f"/e/{town.slug}/desk/cases/{secret.number}/")

    assert _labels(town, report) == [secret.number]


def test_opening_the_document_leaves_no_title_in_the_log_nor_in_the_chain(town, report, secretary, at_work):
    readable_document(secretary, report.pk)
    write_pending(current_scope())

    assert _labels(town, report) == [""]
    told = TrailEvent.objects.get(kind="trail.ReservedRead", subject_id=report.pk)
    assert TITLE not in told.content


def test_the_title_of_what_everybody_reads_stays_in_the_log(town, case, clerk, paper, at_work):
    plain = paper("Plànol de la terrassa", "TD99")
    add_documents(case, [plain], by=clerk)
    readable_document(clerk, plain.pk)

    assert _labels(town, plain) == ["Plànol de la terrassa"]


def test_taking_out_who_sees_it_is_logged_by_its_number(town, secret, report, secretary, sign_in):
    desk = f"/e/{town.slug}/desk/seeing"
    sign_in(secretary).get(f"{desk}/case/{secret.pk}/as/csv/")
    sign_in(secretary).get(f"{desk}/document/{report.pk}/as/csv/")

    assert _labels(town, secret) == [secret.number]
    assert _labels(town, report) == [secret.number]


@pytest.fixture
def old_rows(secret: CaseFile, report: Any, secretary: Any) -> None:
    """Written as they used to be, or before the case was reserved."""
    record_reading(by=secretary, kind="document", id=report.pk, label=TITLE)
    record_reading(by=secretary, kind="who_sees", id=secret.pk, label=f"{secret.number} · {CASE_TITLE}")


def _pages(town: Any, report: Any, secretary: Any) -> list[str]:
    desk = f"/e/{town.slug}/desk"
    return [
        f"{desk}/log/", f"{desk}/log/as/csv/", f"{desk}/log/?q=informe", f"{desk}/protection/",
        f"{desk}/seeing/document/{report.pk}/", f"{desk}/seeing/document/{report.pk}/as/csv/",
        f"{desk}/seeing/person/{secretary.person_id}/", f"{desk}/seeing/person/{secretary.person_id}/as/csv/",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["administrator", "dpo"])
def test_old_rows_are_drawn_without_the_title(town, secret, report, old_rows, secretary, hire, sign_in, role):
    client = sign_in(hire(town, role, "Emma", "Prat"))
    seen = [client.get(page) for page in _pages(town, report, secretary)]

    assert [answer.status_code for answer in seen] == [200] * len(seen)
    assert [TITLE in a.content.decode() or CASE_TITLE in a.content.decode() for a in seen] == [False] * len(
        seen
    )
    assert secret.number in seen[0].content.decode()
    assert secret.number not in seen[2].content.decode(), "a word of the title that she guesses finds nothing"


def test_whoever_reads_the_case_reads_its_titles_in_the_log(town, report, old_rows, secretary, sign_in):
    page = sign_in(secretary).get(f"/e/{town.slug}/desk/log/?q=informe").content.decode()

    assert TITLE in page
