"""What I filtered, with my columns, to a spreadsheet; and the same act on many cases."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from consistori.cases.models import CaseFile, CaseLabel, Comment, Follow
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.formats.spreadsheets import write_sheet
from consistori.kernel.clock import now
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading

LIST = "/e/vall-llobera/desk/cases/"
FORMULA = '=HYPERLINK("http://x";"obre")'


@pytest.fixture(autouse=True)
def series_may_wait(town: Any) -> None:
    town.switches = {"series_compulsory": False}
    town.save()


@pytest.fixture
def cases(town: Any, clerk: Any, secretary: Any) -> list[CaseFile]:
    with working_for(town):
        aid = make_series("J103", "Ajuts", reserved_roles=["secretary"])
        return [
            open_case(by=clerk, title="Terrassa a la plaça"),
            open_case(by=clerk, title=FORMULA),
            open_case(by=secretary, title="Ajut reservat", series=aid),
        ]


def _run(town: Any) -> JobRun:
    with working_for(town):
        return JobRun.objects.latest("created_at")


def _export(browser: Any, run_jobs: Any, town: Any, **fields: Any) -> Path:
    answer = browser.post(f"{LIST}export/", {"all": "yes", **fields})
    assert answer.status_code == 302
    run_jobs()
    run = _run(town)
    assert run.state == "done", run.message
    return Path(run.result_path)


def test_a_csv_has_my_columns_and_runs_nothing(
    cases: list[CaseFile], town: Any, clerk: Any, sign_in: Any, run_jobs: Any
) -> None:
    path = _export(sign_in(clerk), run_jobs, town, kind="csv", column=["number", "title", "state"])

    data = path.read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert data.startswith(b"\xef\xbb\xbf")
    assert len(rows) == 3
    assert len(rows[0]) == 3
    assert "'" + FORMULA in [row[1] for row in rows]


def test_an_xlsx_keeps_texts_as_texts(
    cases: list[CaseFile], town: Any, clerk: Any, sign_in: Any, run_jobs: Any
) -> None:
    path = _export(sign_in(clerk), run_jobs, town, kind="xlsx", column=["number", "title", "opened"])

    page = load_workbook(path).active
    assert page is not None
    titles = {row[1].value: row[1].data_type for row in page.iter_rows(min_row=2)}
    assert titles[FORMULA] == "s"
    assert "Terrassa a la plaça" in titles


def test_an_ods_is_a_good_package(
    cases: list[CaseFile], town: Any, clerk: Any, sign_in: Any, run_jobs: Any
) -> None:
    path = _export(sign_in(clerk), run_jobs, town, kind="ods")

    with zipfile.ZipFile(path) as package:
        assert package.namelist()[0] == "mimetype"
        assert package.infolist()[0].compress_type == zipfile.ZIP_STORED
        text = "".join(etree.fromstring(package.read("content.xml")).itertext())
    assert "Terrassa a la plaça" in text
    assert "table:formula" not in text


def test_a_reserved_case_does_not_leave_with_who_may_not_read_it(
    cases: list[CaseFile], town: Any, clerk: Any, secretary: Any, sign_in: Any, run_jobs: Any
) -> None:
    for_clerk = _export(sign_in(clerk), run_jobs, town, kind="csv").read_text("utf-8-sig")
    for_secretary = _export(sign_in(secretary), run_jobs, town, kind="csv").read_text("utf-8-sig")

    assert "Ajut reservat" not in for_clerk
    assert cases[2].number not in for_clerk
    assert "Ajut reservat" in for_secretary


def test_only_what_is_filtered_and_marked_leaves(
    cases: list[CaseFile], town: Any, clerk: Any, sign_in: Any, run_jobs: Any
) -> None:
    filtered = _export(sign_in(clerk), run_jobs, town, kind="csv", q="terrassa").read_text("utf-8-sig")
    sign_in(clerk).post(f"{LIST}bulk/", {"act": "export", "kind": "csv", "case": [str(cases[1].pk)]})
    run_jobs()
    marked = Path(_run(town).result_path).read_text("utf-8-sig")

    assert len(filtered.splitlines()) == 2
    assert "Terrassa" not in marked
    assert cases[1].number in marked


def test_every_export_is_in_the_reading_log(
    cases: list[CaseFile], town: Any, clerk: Any, sign_in: Any, run_jobs: Any
) -> None:
    _export(sign_in(clerk), run_jobs, town, kind="csv")

    with working_for(town):
        assert Reading.objects.get(kind="export").person_name == "Núria Camps"


def test_a_sheet_that_nobody_came_for_goes_after_a_week(
    cases: list[CaseFile], town: Any, clerk: Any, sign_in: Any, run_jobs: Any
) -> None:
    old = _export(sign_in(clerk), run_jobs, town, kind="csv")
    os.utime(old, (0, 0))

    new = _export(sign_in(clerk), run_jobs, town, kind="csv")

    assert new.exists()
    assert not old.exists()


def test_a_kind_that_does_not_exist_is_refused(cases: list[CaseFile], clerk: Any, sign_in: Any) -> None:
    assert sign_in(clerk).post(f"{LIST}export/", {"kind": "exe"}).status_code == 422


def test_a_hundred_thousand_rows_are_written_in_a_stream(tmp_path: Path) -> None:
    rows = (["X", number] for number in range(20_000))

    write_sheet(tmp_path / "a.csv", "csv", title="T", header=["a", "b"], rows=rows)

    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) == 20_001


def test_cases_are_handed_over_together_and_the_page_is_free_at_once(
    cases: list[CaseFile], town: Any, clerk: Any, secretary: Any, sign_in: Any, run_jobs: Any
) -> None:
    browser = sign_in(clerk)
    picked = {"act": "hand_over", "case": [str(case.pk) for case in cases[:2]]}

    asked = browser.post(f"{LIST}bulk/", picked)
    gone = browser.post(
        f"{LIST}bulk/", picked | {"go": "yes", "to": str(secretary.person_id), "note": "Per dilluns"}
    )
    run_jobs()

    assert "Terrassa a la plaça" in asked.content.decode()
    assert gone.status_code == 302
    with working_for(town):
        assert CaseFile.objects.filter(carried_by_id=secretary.person_id).count() == 3
        assert Comment.objects.filter(text="Per dilluns").count() == 2
    assert _run(town).state == "done"


def test_one_that_fails_stops_no_other_and_says_why(
    cases: list[CaseFile], town: Any, clerk: Any, secretary: Any, sign_in: Any, run_jobs: Any
) -> None:
    with working_for(town):
        closed = {"situation": "closed", "ending": "internal", "closed_at": now()}
        CaseFile.objects.filter(pk=cases[0].pk).update(**closed)
    sign_in(clerk).post(
        f"{LIST}bulk/",
        {"act": "label", "go": "yes", "label": "pressa", "case": [str(case.pk) for case in cases]},
    )
    run_jobs()
    run = _run(town)

    with working_for(town):
        assert list(CaseLabel.objects.values_list("case_id", flat=True)) == [cases[1].pk]
    assert run.state == "done"
    assert len(run.failures) == 2
    assert any(failure.startswith(cases[0].number) for failure in run.failures)
    assert "Ajut reservat" not in " ".join(run.failures)


def test_only_those_that_failed_are_tried_again_with_the_same_words(
    cases: list[CaseFile], town: Any, clerk: Any, mayor: Any, outsider: Any, sign_in: Any, run_jobs: Any
) -> None:
    with working_for(town):
        CaseFile.objects.filter(pk=cases[0].pk).update(situation="closed", ending="internal", closed_at=now())
    browser = sign_in(clerk)
    asked = {"act": "label", "go": "yes", "label": "ç" * 40, "case": [str(case.pk) for case in cases]}
    browser.post(f"{LIST}bulk/", asked)
    run_jobs()
    with working_for(town):
        CaseFile.objects.filter(pk=cases[0].pk).update(situation="open", ending="", closed_at=None)

    tray = browser.get(LIST.replace("cases/", "jobs/")).content.decode()
    address = _run(town).result_url
    shown = browser.get(f"{address}?show=bad").content.decode()
    browser.post(f"{address}again/", {"which": "failed"})
    run_jobs()

    assert address in tray
    assert [case.number in shown for case in cases] == [True, False, True]
    assert "Ajut reservat" not in shown
    with working_for(town):
        labelled = CaseLabel.objects.filter(label__name="ç" * 40).values_list("case_id", flat=True)
        assert set(labelled) == {cases[0].pk, cases[1].pk}
    assert sign_in(mayor).get(address).status_code == 403
    assert sign_in(outsider).get(address).status_code == 404


def test_all_that_match_are_followed(
    cases: list[CaseFile], town: Any, clerk: Any, sign_in: Any, run_jobs: Any
) -> None:
    browser = sign_in(clerk)

    page = browser.post(f"{LIST}bulk/", {"act": "follow", "all": "yes", "carried": "me"})
    browser.post(f"{LIST}bulk/", {"act": "follow", "all": "yes", "carried": "me", "go": "yes"})
    run_jobs()

    assert page.context["total"] == 2
    with working_for(town):
        assert Follow.objects.filter(person_id=clerk.person_id).count() == 2


def test_nothing_marked_is_said_and_an_unknown_act_refused(
    cases: list[CaseFile], clerk: Any, sign_in: Any
) -> None:
    browser = sign_in(clerk)

    assert browser.post(f"{LIST}bulk/", {"act": "label"}).status_code == 302
    assert browser.post(f"{LIST}bulk/", {"act": "burn"}).status_code == 422


def test_the_outsider_neither_exports_nor_moves_anything(
    cases: list[CaseFile], town: Any, outsider: Any, sign_in: Any, run_jobs: Any
) -> None:
    browser = sign_in(outsider)

    assert browser.post(f"{LIST}export/", {"all": "yes", "kind": "csv"}).status_code == 404
    stolen = {"act": "follow", "go": "yes", "case": [str(cases[0].pk)]}
    assert browser.post("/e/els-molinars/desk/cases/bulk/", stolen).status_code == 302
    run_jobs()

    with working_for(town):
        assert not Follow.objects.exists()
        assert not JobRun.objects.exists()
