"""The bench in small: what it puts in is what the acts would have written, and its figures are read."""

from __future__ import annotations

import pytest

from consistori.config.bench.people import TOWNS
from consistori.config.bench.report import as_rows, table
from consistori.config.bench.seed import seed
from consistori.config.bench.timing import Figure, repeat
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@pytest.mark.slow
@pytest.mark.xdist_group("faults")
def test_a_small_bench_is_a_province_like_any_other(own_database, settings, tmp_path):
    from consistori.cases.models import CaseFile
    from consistori.cases.selectors import search_cases
    from consistori.cases.services import open_case
    from consistori.directory.models import Person
    from consistori.directory.selectors import actor_of
    from consistori.trail.services import verify_chain

    settings.BLOB_ROOT = tmp_path / "blobs"
    told: list[str] = []

    seeded = seed(cases=90, tell=told.append)

    assert (seeded.cases, seeded.documents, seeded.towns) == (90, 30, [slug for slug, _, _ in TOWNS])
    town = Entity.objects.get(slug=TOWNS[0][0])
    person = Person.objects.get(email="secretaria@bench.example")
    by = actor_of(person, town)
    with working_for(town):
        last = CaseFile.objects.order_by("-number")[0]
        assert search_cases(last.number, by) == [last]
        words = last.title.split(",")[0]
        assert last in search_cases(words, by, limit=30)
        made = open_case(by=by, title="Gual", series=last.series)
        assert int(made.number[5:]) == int(last.number[5:]) + 1
    with working_for(town):
        report = verify_chain()
    assert report.holds
    assert report.length == 30 + 10 + 1


def test_a_figure_is_read_beside_its_floor():
    floor = Figure("floor", times=[1.0, 2.0, 3.0])
    page = repeat("page", 5, lambda n: None, floor="floor")
    page.times = [20.0, 10.0, 40.0, 30.0, 50.0]

    rows = as_rows([floor, page])

    assert (rows[1]["p50_ms"], rows[1]["p95_ms"], rows[1]["ratio"]) == (30.0, 50.0, 15.0)
    assert "floor x" in table(rows)
