"""Somebody asks what the town hall holds of them, and is answered with one export."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.services import add_documents, add_party, open_case
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.protection import services
from consistori.protection.holdings import holdings_of
from consistori.protection.models import AccessRequest
from consistori.protection.packing import letter, pack
from consistori.protection.rules import answer_by
from consistori.trail.readings import record_reading


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 1, 15), date(2026, 2, 15)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2026, 12, 10), date(2027, 1, 10)),
        (date(2026, 3, 31), date(2026, 4, 30)),
    ],
)
def test_it_is_answered_in_a_month_from_date_to_date(asked, due):
    assert answer_by(asked) == due


@pytest.fixture
def officer(town: Any, hire: Any) -> Any:
    return hire(town, "dpo", "Emma", "Prat")


@pytest.fixture
def laia(case: CaseFile, neighbour: Any, clerk: Any, paper: Any) -> Any:
    """She applies in a case with a paper, that a clerk has opened."""
    add_documents(case, [paper("Sol·licitud de terrassa", "TD14")], by=clerk)
    add_party(case, neighbour, by=clerk, role="applicant")
    record_reading(by=clerk, kind="party", id=neighbour.pk, label="Laia Riubrugent")
    return neighbour


def _ask(party: Any, by: Any, **more: Any) -> AccessRequest:
    return services.write_down(party, by=by, identity="Amb el DNI, al taulell", **more)


def test_what_we_hold_where_and_who_read_it(laia, case):
    held = holdings_of(laia)

    assert "Laia Riubrugent" in dict(held.identity).values()
    assert [one.number for one in held.cases] == [case.number]
    assert [paper.title for paper in held.cases[0].documents] == ["Sol·licitud de terrassa"]
    assert len(held.readings) == 1


def test_the_post_of_who_read_it_is_said_and_the_name_only_when_asked(laia):
    assert "Camps" not in holdings_of(laia).readings[0].who
    assert "Camps" in holdings_of(laia, names_readers=True).readings[0].who


def test_what_is_left_out_is_not_in_it_nor_its_readings(laia, case, clerk):
    record_reading(by=clerk, kind="case", id=case.pk, label=case.number)
    held = holdings_of(laia, withheld=[str(case.pk)])

    assert held.cases == []
    assert held.withheld == 1
    assert case.number not in held.as_data()


def test_the_export_is_one_zip_with_a_letter_and_the_data(laia, town, secretary):
    asked = _ask(laia, secretary)
    made = pack(asked, holdings_of(laia), town, by="Mercè Soldevila", lang="ca")

    package = zipfile.ZipFile(io.BytesIO(made))
    by_end = {name.rsplit(".", 1)[1]: name for name in package.namelist()}
    assert set(by_end) == {"pdf", "json", "csv"}
    assert package.read(by_end["pdf"]).startswith(b"%PDF")
    assert json.loads(package.read(by_end["json"]))["name"] == "Laia Riubrugent"


def test_the_letter_of_somebody_of_whom_we_hold_almost_nothing_is_made(neighbour, town, secretary):
    asked = _ask(neighbour, secretary)

    assert letter(asked, holdings_of(neighbour), town, by="Mercè", lang="es").startswith(b"%PDF")


def test_the_statements_do_not_grow_with_the_cases(
    laia,
    clerk,
    series,
    paper,
    django_assert_max_num_queries,
):
    for place in range(6):
        more = open_case(by=clerk, title=f"Una altra {place}", series=series)
        add_party(more, laia, by=clerk, role="applicant")
        add_documents(more, [paper(f"Instància {place}", "TD14")], by=clerk)

    with django_assert_max_num_queries(16):
        assert len(holdings_of(laia).cases) == 7


def test_it_is_written_down_with_how_we_know_that_it_is_them(laia, officer, at_work):
    asked = _ask(laia, officer, asked_on=today() - timedelta(days=2))

    assert asked.due_on == answer_by(today() - timedelta(days=2))
    with pytest.raises(BadInput):
        services.write_down(laia, by=officer, identity=" ")
    with pytest.raises(BadInput):
        _ask(laia, officer, asked_on=today() + timedelta(days=1))


def test_it_is_a_right_of_people_and_not_of_firms(bakery, secretary, at_work):
    with pytest.raises(BadInput):
        _ask(bakery, secretary)


def test_the_officer_does_not_put_the_answer_together(laia, officer, at_work):
    asked = _ask(laia, officer)

    with pytest.raises(NotPermitted):
        services.prepare(asked, by=officer)


def test_leaving_something_out_takes_a_reason(laia, case, secretary, at_work):
    asked = _ask(laia, secretary)

    with pytest.raises(BadInput):
        services.prepare(asked, by=secretary, withheld=[str(case.pk)])


def test_it_is_handed_over_once_and_after_it_is_prepared(laia, secretary, at_work):
    asked = _ask(laia, secretary)
    with pytest.raises(BadInput):
        services.mark_answered(asked, by=secretary, how="Al taulell")
    services.note_prepared(asked, by=secretary, sha256="0" * 64)
    services.mark_answered(asked, by=secretary, how="Al taulell")

    assert asked.state == AccessRequest.State.ANSWERED
    with pytest.raises(AlreadyDone):
        services.mark_answered(asked, by=secretary, how="Un altre cop")


def test_what_was_answered_is_not_prepared_over(laia, secretary, at_work):
    asked = _ask(laia, secretary)
    meanwhile = AccessRequest.objects.get(pk=asked.pk)
    services.note_prepared(asked, by=secretary, sha256="0" * 64)
    services.mark_answered(asked, by=secretary, how="Al taulell")

    with pytest.raises(AlreadyDone):
        services.note_prepared(meanwhile, by=secretary, sha256="1" * 64)
    with pytest.raises(AlreadyDone):
        services.prepare(AccessRequest.objects.get(pk=asked.pk), by=secretary)

    kept = AccessRequest.objects.get(pk=asked.pk)
    assert kept.state == AccessRequest.State.ANSWERED
    assert kept.sha256 == "0" * 64


def test_only_whoever_answers_says_that_it_is_prepared(laia, officer, clerk, at_work):
    asked = _ask(laia, officer)

    for somebody in (officer, clerk):
        with pytest.raises(NotPermitted):
            services.note_prepared(asked, by=somebody, sha256="0" * 64)
    assert AccessRequest.objects.get(pk=asked.pk).state == AccessRequest.State.ASKED


def test_the_job_of_whoever_answers_no_more_leaves_no_file(laia, town, officer, at_work):
    from consistori.protection.jobs import prepare_answer
    from consistori.tenancy.models import JobRun

    asked = _ask(laia, officer)
    run = JobRun.objects.create(title="Resposta", person_id=officer.person_id)
    prepare_answer(
        entity=town, run_id=str(run.pk), request_id=str(asked.pk), person_id=str(officer.person_id)
    )

    run = JobRun.objects.get(pk=run.pk)
    assert run.state == JobRun.State.FAILED
    assert not run.result_path


def test_the_job_leaves_the_zip_in_the_tray(laia, town, secretary, at_work):
    from pathlib import Path

    from consistori.protection.jobs import prepare_answer
    from consistori.tenancy.models import JobRun

    asked = _ask(laia, secretary)
    run = services.prepare(asked, by=secretary)
    prepare_answer(
        entity=town, run_id=str(run.pk), request_id=str(asked.pk), person_id=str(secretary.person_id)
    )

    run = JobRun.objects.get(pk=run.pk)
    assert run.state == JobRun.State.DONE
    assert zipfile.is_zipfile(Path(run.result_path))
    assert AccessRequest.objects.get(pk=asked.pk).sha256


PAGES = ("protection/", "protection/seals/", "log/", "grants/")


@pytest.mark.parametrize("page", PAGES)
def test_the_officer_has_her_pages(town, laia, officer, sign_in, page):
    assert sign_in(officer).get(f"/e/{town.slug}/desk/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_clerk_has_not(town, clerk, sign_in, page):
    assert sign_in(clerk).get(f"/e/{town.slug}/desk/{page}").status_code == 403


def test_the_officer_reads_logs_and_not_contents(town, laia, case, officer, sign_in):
    client = sign_in(officer)

    for page in (f"cases/{case.number}/", f"parties/{laia.pk}/"):
        assert client.get(f"/e/{town.slug}/desk/{page}").status_code in (403, 404)
    assert "Laia Riubrugent" in client.get(f"/e/{town.slug}/desk/log/").content.decode()


def test_from_the_page_of_the_person_to_the_answer(town, laia, secretary, sign_in):
    client = sign_in(secretary)
    desk = f"/e/{town.slug}/desk"
    page = client.get(f"{desk}/parties/{laia.pk}/").content.decode()
    assert f"{desk}/protection/ask/{laia.pk}/" in page
    answer = client.post(f"{desk}/protection/ask/{laia.pk}/", {"identity": "Amb el DNI", "asked_on": ""})
    asked = AccessRequest.objects.get()
    assert answer["Location"] == f"{desk}/protection/{asked.pk}/"
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(f"{answer['Location']}prepare/", {"names_readers": "yes"}).status_code == 302
    assert client.get(f"{desk}/protection/").status_code == 200


def test_what_is_missing_is_said_and_nothing_is_lost(town, laia, secretary, sign_in):
    answer = sign_in(secretary).post(
        f"/e/{town.slug}/desk/protection/ask/{laia.pk}/", {"identity": "Amb DNI", "asked_on": "2099-01-01"}
    )

    assert answer.status_code == 422
    assert 'value="Amb DNI"' in answer.content.decode()


def test_the_outsider_finds_nothing(town, other_town, laia, hire, sign_in, secretary):
    asked = _ask(laia, secretary)
    outsider = hire(other_town, "secretary", "Joan", "Forà")

    client = sign_in(outsider)
    assert client.get(f"/e/{town.slug}/desk/protection/{asked.pk}/").status_code == 404


def test_the_log_is_looked_for_by_what_was_opened_and_taken_away(town, laia, secretary, sign_in):
    client, desk = sign_in(secretary), f"/e/{town.slug}/desk"

    assert "Laia" in client.get(f"{desk}/log/?q=laia&kind=party&since=2020-01-01").content.decode()
    assert (
        "Laia" not in client.get(f"{desk}/log/?q=laia&until=2020-01-01").content.decode().split("ledger")[-1]
    )
    assert client.get(f"{desk}/log/?person=nobody").status_code == 422
    assert client.get(f"{desk}/log/?since=yesterday").status_code == 422
    assert client.get(f"{desk}/log/as/csv/?q=laia").content.startswith(b"\xef\xbb\xbf")


def test_the_seals_are_checked_from_the_page(town, secretary, sign_in):
    assert sign_in(secretary).get(f"/e/{town.slug}/desk/protection/seals/").status_code == 200
