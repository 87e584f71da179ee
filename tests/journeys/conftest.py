"""The ground of the stories: a province with its scheme, towns below it, and real files from the demo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.catalogue.services import adopt_standard_scheme
from consistori.documents.services import ReceivedFile
from consistori.kernel.actor import Actor
from consistori.signature.tests.conftest import (  # noqa: F401 - fixtures of the signing house
    PASSPHRASE,
    authority,
    give_key,
    issue,
    signing_house,
    stamps,
    trust,
)
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = ROOT / "consistori" / "config" / "demo" / "files"
BAD = ROOT / "tests" / "files" / "bad"


@pytest.fixture
def province(db: None) -> Entity:
    """The Diputació, which keeps one scheme for all its towns."""
    made = Entity.objects.create(
        slug="diputacio",
        kind="province",
        name="Diputació de la Vall",
        short_name="Diputació",
        code_prefix="DDV",
        modality="complete",
    )
    with working_for(made):
        adopt_standard_scheme(made, by=Actor.system("la instal·lació", made.pk))
    return made


@pytest.fixture
def town(province: Entity) -> Entity:
    """Vall-llobera, complete: the series is compulsory."""
    return _below(province, "vall-llobera", "Vall-llobera", "VLL", "complete", "alzina")


@pytest.fixture
def other_town(province: Entity) -> Entity:
    """Els Molinars, basic."""
    return _below(province, "els-molinars", "Els Molinars", "MOL", "basic", "mar")


@pytest.fixture
def third_town(province: Entity) -> Entity:
    """Serradoix, complete+."""
    return _below(province, "serradoix", "Serradoix", "SER", "complete_plus", "terra")


def _below(province: Entity, slug: str, name: str, prefix: str, modality: str, colour: str) -> Entity:
    return Entity.objects.create(
        slug=slug,
        name=f"Ajuntament de {name}",
        short_name=name,
        code_prefix=prefix,
        parent=province,
        modality=modality,
        colour=colour,
        dir3="L01999999",
    )


@pytest.fixture
def real_file() -> Callable[[str], SimpleUploadedFile]:
    """`real_file("planol_gual.pdf")` is a file of the demo as a browser sends it."""

    def find(name: str) -> SimpleUploadedFile:
        path = FILES / name if (FILES / name).exists() else BAD / name
        return SimpleUploadedFile(name, path.read_bytes())

    return find


@pytest.fixture
def received() -> Callable[[str], ReceivedFile]:
    """The same file as an act takes it."""
    return lambda name: ReceivedFile.from_bytes(name, (FILES / name).read_bytes())


@pytest.fixture
def series_called(town: Entity) -> Callable[[str], Any]:
    """`series_called("gual")`: the first series that those words find."""
    from consistori.catalogue.selectors import search_series

    def find(words: str) -> Any:
        with working_for(town):
            return search_series(words)[0]

    return find
