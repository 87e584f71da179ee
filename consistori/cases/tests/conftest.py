"""What a story about cases needs: a series, a type of document, a party, a case with papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.tenancy.scope import working_for


def make_series(code: str = "D402", title: str = "Ocupació de la via pública", **fields: Any) -> Any:
    """A series of the scheme of the entity of the scope."""
    from consistori.catalogue.models import Scheme, Series

    scheme = Scheme.objects.first() or Scheme.objects.create(
        name="QdC", version="1", adopted_on=date(2020, 1, 1)
    )
    return Series.objects.create(
        scheme=scheme, code=code, title_ca=title, level=3, valid_from=date(2020, 1, 1), **fields
    )


@pytest.fixture
def series(at_work: Any) -> Any:
    return make_series()


@pytest.fixture
def reserved_series(at_work: Any) -> Any:
    """Social services: only the secretary reads them."""
    return make_series("J103", "Ajuts d’urgència social", reserved_roles=["secretary"])


@pytest.fixture
def case(series: Any, clerk: Any) -> CaseFile:
    """“Terrassa a la plaça de l’Església”, carried by Núria Camps."""
    return open_case(by=clerk, title="Terrassa a la plaça de l’Església", series=series)


@pytest.fixture
def inside(other_town: Any) -> Callable[[], Any]:
    """`with inside():` is the scope of the other town."""
    return lambda: working_for(other_town)


@pytest.fixture
def bakery(at_work: Any) -> Any:
    """Forn de l’Església, SL."""
    from consistori.parties.models import Party

    return Party.objects.create(
        kind="legal", name="Forn de l’Església, SL", sort_name="forn", name_key="forn",
        identifier="B17999994",
        identifier_kind="nif",
    )  # fmt: skip


@pytest.fixture
def neighbour(at_work: Any) -> Any:
    """Laia Riubrugent."""
    from consistori.parties.models import Party

    return Party.objects.create(
        name="Laia", surname1="Riubrugent", sort_name="riubrugent", name_key="laia", identifier="12345678Z",
        identifier_kind="dni",
    )  # fmt: skip
