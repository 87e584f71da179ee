"""The right of access does not get round the reserve: nobody prepares what she may not read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.services import add_party, open_case
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.protection import services
from consistori.protection.jobs import prepare_answer
from consistori.protection.models import AccessRequest
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import current_scope
from consistori.trail.chain import write_pending
from consistori.trail.models import Reading, TrailEvent

TITLE = "Ajut d’urgència per desnonament"


@pytest.fixture
def secret(case: CaseFile, neighbour: Any, clerk: Any, secretary: Any, reserved_series: Any) -> CaseFile:
    """Laia comes in a case that anybody reads, and in one that only the secretary reads."""
    add_party(case, neighbour, by=clerk, role="applicant")
    made = open_case(by=secretary, title=TITLE, series=reserved_series)
    add_party(made, neighbour, by=secretary, role="applicant")
    return made


@pytest.fixture
def asked(secret: CaseFile, neighbour: Any, secretary: Any) -> AccessRequest:
    return services.write_down(neighbour, by=secretary, identity="Amb el DNI")


def _run(town: Any, asked: AccessRequest, by: Any) -> JobRun:
    run = JobRun.objects.create(title="Resposta", person_id=by.person_id)
    prepare_answer(
        entity=town, run_id=str(run.pk), request_id=str(asked.pk), person_id=str(by.person_id), language="ca"
    )
    return JobRun.objects.get(pk=run.pk)


def _inside(run: JobRun) -> str:
    with zipfile.ZipFile(Path(run.result_path)) as package:
        texts = [name for name in package.namelist() if not name.endswith(".pdf")]
        return "".join(package.read(name).decode() for name in texts)


def test_the_page_says_only_the_number_to_whoever_does_not_read_it(
    town, case, secret, asked, administrator, secretary, sign_in
):
    page = f"/e/{town.slug}/desk/protection/{asked.pk}/"
    hers = sign_in(administrator).get(page).content.decode()
    of_secretary = sign_in(secretary).get(page).content.decode()

    assert secret.number in hers
    assert TITLE not in hers
    assert secret.series.label not in hers
    assert case.title in hers
    assert TITLE in of_secretary


def test_whoever_does_not_read_it_leaves_it_out_saying_why(town, secret, asked, administrator, at_work):
    with pytest.raises(NotPermitted, match=secret.number):
        services.prepare(asked, by=administrator)
    with pytest.raises(BadInput):
        services.prepare(asked, by=administrator, withheld=[str(secret.pk)])

    services.prepare(asked, by=administrator, withheld=[str(secret.pk)], why="El respon la secretaria")
    run = _run(town, asked, administrator)

    assert run.state == JobRun.State.DONE
    assert TITLE not in _inside(run)
    assert secret.number not in _inside(run)


def test_a_case_reserved_after_it_was_asked_for_stops_the_job(town, secret, asked, administrator, at_work):
    run = _run(town, asked, administrator)

    assert run.state == JobRun.State.FAILED
    assert secret.number in run.message
    assert not run.result_path
    assert AccessRequest.objects.get(pk=asked.pk).state == AccessRequest.State.ASKED


def test_each_reserved_case_that_goes_in_is_written_in_the_log_and_in_the_chain(
    town, case, secret, asked, secretary, at_work
):
    run = _run(town, asked, secretary)
    write_pending(current_scope())

    assert TITLE in _inside(run)
    hers = Reading.objects.filter(person_id=secretary.person_id, kind="case")
    assert [row.record_id for row in hers] == [secret.pk]
    assert TrailEvent.objects.filter(kind="trail.ReservedRead", subject_id=secret.pk).count() == 1
