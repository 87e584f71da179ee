"""What cases do when a case is opened, or a series changes who reads it."""

from __future__ import annotations

from typing import Any

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case, reserve_case
from consistori.cases.tests.conftest import make_series
from consistori.catalogue.models import SeriesUse
from consistori.catalogue.services import adapt_series
from consistori.documents.models import Document
from consistori.tenancy.scope import working_for


def test_the_series_that_is_used_is_counted(town: Any, clerk: Any, run_jobs: Any) -> None:
    with working_for(town):
        series = make_series()
        open_case(by=clerk, title="Un", series=series)
        open_case(by=clerk, title="Dos", series=series)

    run_jobs()

    with working_for(town):
        assert SeriesUse.objects.get(series=series).times == 2


def test_each_case_gets_its_cover_and_a_new_one_with_a_new_title(
    town: Any, clerk: Any, run_jobs: Any
) -> None:
    from consistori.cases.services import rename_case

    with working_for(town):
        case = open_case(by=clerk, title="Terrassa", series=make_series())
    run_jobs()
    with working_for(town):
        case = CaseFile.objects.get()
        first = Document.objects.select_related("version").get(pk=case.cover_id)
        rename_case(case, by=clerk, title="Vetlladors")
    run_jobs()

    with working_for(town):
        cover = Document.objects.select_related("version").get(pk=case.cover_id)
    assert first.version.number == 1
    assert cover.version.number == 2
    assert cover.version.media_type == "application/pdf"


def test_cases_follow_the_reserve_of_their_series(
    town: Any, clerk: Any, administrator: Any, secretary: Any, run_jobs: Any
) -> None:
    with working_for(town):
        series = make_series()
        plain = open_case(by=clerk, title="Un", series=series)
        decided = open_case(by=clerk, title="Dos", series=series)
        reserve_case(decided, by=clerk, reason="Dades de salut")
        adapt_series(series, by=administrator, reserved_roles=["secretary"])
    run_jobs()
    with working_for(town):
        assert CaseFile.objects.filter(reserved_cause="series").count() == 2
        assert plain not in CaseFile.objects.visible_to(administrator)
        assert plain in CaseFile.objects.visible_to(secretary)
        adapt_series(series, by=administrator, reserved_roles=[])
    run_jobs()

    with working_for(town):
        assert not CaseFile.objects.filter(reserved=True).exists()
