"""A province with its scheme, two towns that inherit it, and who changes it."""

from typing import Any

import pytest

from consistori.catalogue.models import Scheme
from consistori.catalogue.services import adopt_standard_scheme
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity


@pytest.fixture
def province(db: None) -> Entity:
    return Entity.objects.create(
        slug="diputacio", name="Diputació de Fontfreda", short_name="Fontfreda", code_prefix="DIP",
        kind="province", dir3="L02999999",
    )  # fmt: skip


@pytest.fixture
def town(province: Entity) -> Entity:
    return Entity.objects.create(
        slug="vall-llobera", name="Ajuntament de Vall-llobera", short_name="Vall-llobera", code_prefix="VLL",
        parent=province, modality="complete",
    )  # fmt: skip


@pytest.fixture
def other_town(province: Entity) -> Entity:
    return Entity.objects.create(
        slug="els-molinars", name="Ajuntament dels Molinars", short_name="Els Molinars", code_prefix="MOL",
        parent=province,
    )  # fmt: skip


@pytest.fixture
def provincial_scheme(province: Entity) -> Scheme:
    return adopt_standard_scheme(province, Actor.system("install", province.pk))


@pytest.fixture
def archivist(town: Any, hire: Any) -> Any:
    return hire(town, "archivist", "Clara", "Arxer")
