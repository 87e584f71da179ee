"""The bench in small: what it puts in is what the acts would have written, and its figures are read."""

from __future__ import annotations

import pytest

from consistori.config.bench.people import Province
from consistori.config.bench.report import as_row, table
from consistori.config.bench.seed import seed
from consistori.config.bench.timing import repeat
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

SMALL = Province(
    cases=90, documents=200, users=10, towns=3, town_cases=6, town_documents=12, town_users=4, files=85
)


@pytest.mark.slow
def test_a_small_bench_is_a_province_like_any_other(own_database, settings, tmp_path):
    from consistori.cases.models import CaseFile
    from consistori.cases.selectors import search_cases
    from consistori.cases.services import open_case
    from consistori.directory.models import Person
    from consistori.directory.selectors import actor_of
    from consistori.documents.models import Document
    from consistori.tenancy import search
    from consistori.trail.services import verify_chain

    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.BLOB_URL = f"file://{tmp_path / 'blobs'}"
    told: list[str] = []

    seeded = seed(SMALL, told.append)

    assert (seeded.cases, seeded.documents, seeded.users) == (90 + 18, 200 + 36, 10 + 12)
    assert seeded.towns == ["bench-gran", "bench-001", "bench-002", "bench-003"]
    town = Entity.objects.get(slug="bench-gran")
    person = Person.objects.get(email="secretaria@bench.example")
    by = actor_of(person, town)
    with working_for(town):
        last = CaseFile.objects.order_by("-number")[0]
        assert search_cases(last.number, by) == [last]
        words = last.title.split(",")[0]
        assert last in search_cases(words, by, limit=30)
        made = open_case(by=by, title="Gual", series=last.series)
        assert int(made.number[5:]) == int(last.number[5:]) + 1
        document = Document.objects.filter(version__name="Decret gual carrer Major 12.pdf")[0]
        assert document in search.matching(Document.objects.all(), "alcaldessa gual")
    with working_for(town):
        report = verify_chain()
    assert report.holds
    assert report.length == 90 + 200 + 1


@pytest.mark.slow
def test_what_the_bench_asks_is_answered(own_database, settings, tmp_path):
    from consistori.config.bench.operations import Town, operations
    from consistori.config.bench.statements import count_statements

    settings.BLOB_ROOT = tmp_path / "blobs"
    settings.BLOB_URL = f"file://{tmp_path / 'blobs'}"
    seed(SMALL, lambda line: None)
    town = Town.of("bench-gran")

    for operation in operations(town, ""):
        client = (town.browser if operation.is_page else town.program)("http://in-process")
        sent = count_statements(operation.do, client)
        assert sent <= (operation.statements or sent), operation.name


def test_a_figure_is_read_beside_its_floor_and_its_limits():
    page = repeat("page", 5, lambda n: None)
    page.times, page.floor, page.limit = [20.0, 10.0, 40.0, 30.0, 50.0], 2.0, 25.0
    page.rate, page.rate_limit, page.statements, page.statements_limit = 90.0, 80.0, 9, 8

    assert (page.p50, page.p95) == (30.0, 50.0)
    assert page.missed() == ["p50", "statements"]
    assert as_row(page)[4] == "15.0"
    assert table([page]).count("\n") == 2
