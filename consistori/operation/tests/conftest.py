"""A province with its operator, and a town under it."""

import pytest

from consistori.tenancy.models import Entity


@pytest.fixture
def province(db):
    return Entity.objects.create(
        slug="diputacio",
        kind="province",
        name="Diputació de la Vall",
        short_name="Diputació",
        code_prefix="DIP",
    )


@pytest.fixture
def operator(province, hire):
    return hire(province, "operator", "Laia", "Ferrer")


@pytest.fixture
def town(province):
    return Entity.objects.create(
        slug="vall-llobera",
        name="Ajuntament de Vall-llobera",
        short_name="Vall-llobera",
        code_prefix="VLL",
        dir3="L01999999",
        modality="complete",
        parent=province,
    )


@pytest.fixture
def console(sign_in, operator, province):
    """The browser of the operator, and the address of a page of the console."""
    browser = sign_in(operator)
    return browser, lambda path="": f"/e/{province.slug}/desk/operation/{path}"
