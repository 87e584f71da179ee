"""Four terraces to be renewed, a template, and the worker of batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.cases import services as cases
from consistori.cases.many import services
from consistori.cases.many.jobs import run_batch
from consistori.cases.models import BatchItem, CaseBatch, CaseFile
from consistori.cases.services import open_case
from consistori.documents.models import Template
from consistori.documents.templating import services as templates
from consistori.documents.templating.services import Words
from consistori.kernel.clock import now
from consistori.parties.models import Party
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/cases/"
CA = "<p>Terrassa {{ case.number }} de {{ party.name }}, {{ party.address }}.</p>"
ES = "<p>Terraza {{ case.number }} de {{ party.name }}, {{ party.address }}.</p>"


@pytest.fixture
def template(town: Any, secretary: Any) -> Template:
    with working_for(town):
        made = templates.create_template(
            by=secretary, kind="text", name_ca="Renovació de terrassa", name_es="Renovación de terraza",
            words=Words(CA, ES),
        )  # fmt: skip
        templates.publish_template(made, by=secretary)
        return Template.objects.select_related("published").get(pk=made.pk)


@pytest.fixture
def renewals(town: Any, clerk: Any) -> list[CaseFile]:
    """Four terraces; the second speaks Spanish, the third is closed."""
    from consistori.cases.tests.conftest import make_series

    with working_for(town):
        series, opened = make_series(), []
        for place, name in enumerate(("Forn", "Bar", "Cafè", "Fonda")):
            party = Party.objects.create(
                kind="legal", name=name, sort_name=name.lower(), name_key=name.lower(),
                language="es" if place == 1 else "ca",
            )  # fmt: skip
            case = open_case(by=clerk, title=f"Terrassa {name}", series=series)
            cases.add_party(case, party, by=clerk)
            opened.append(case)
        CaseFile.objects.filter(pk=opened[2].pk).update(
            situation="closed", ending="internal", closed_at=now()
        )
        return opened


@pytest.fixture
def begin(town: Any, clerk: Any, template: Template, renewals: list[CaseFile]) -> Callable[..., CaseBatch]:
    def make(**said: Any) -> CaseBatch:
        with working_for(town):
            return services.begin_batch(
                by=clerk, what="write", cases=[case.pk for case in renewals], title=template.name,
                template=template, **said,
            )  # fmt: skip

    return make


@pytest.fixture
def work(town: Any) -> Callable[[], None]:
    """Do what batches left to be done, as the worker would; covers and indexes are of others."""

    def go_on() -> None:
        with working_for(town):
            going = list(CaseBatch.objects.filter(is_paused=False).values_list("pk", flat=True))
        for pk in going:
            run_batch(entity=town, batch_id=str(pk))

    return go_on


def outcomes(town: Any, batch: CaseBatch) -> list[str]:
    with working_for(town):
        return list(BatchItem.objects.filter(batch=batch).order_by("place").values_list("outcome", flat=True))
