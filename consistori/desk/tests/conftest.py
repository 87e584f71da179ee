from datetime import date, timedelta

import pytest
from django.core.cache import cache

from consistori.cases.services import open_case
from consistori.kernel.clock import now


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def open_a_case():
    """`open_a_case(clerk, "Terrassa")` inside the scope of her town."""

    def make(by, title, **more):
        return open_case(by=by, title=title, series=_series(), **more)

    return make


@pytest.fixture
def in_a_while():
    return now() + timedelta(minutes=5)


def _series():
    """A series of the town of the scope, made once."""
    from consistori.catalogue.models import Scheme, Series

    found = Series.objects.filter(code="D402").first()
    if found:
        return found
    scheme = Scheme.objects.create(name="QdC", version="1", adopted_on=date(2020, 1, 1))
    return Series.objects.create(
        scheme=scheme,
        code="D402",
        title_ca="Ocupació de la via pública",
        level=3,
        valid_from=date(2020, 1, 1),
    )
