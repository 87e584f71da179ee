"""The parties of the stories: people and firms that do not exist."""

from typing import Any

import pytest

from consistori.parties.models import Party
from consistori.parties.services import add_party


@pytest.fixture
def laia(at_work: Any, clerk: Any) -> Party:
    return add_party(
        by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou", identifier="12345678Z",
        email="laia@example.cat", phone="600 000 000", address="Plaça de l’Església, 3", postcode="17999",
        place="Vall-llobera",
    )  # fmt: skip


@pytest.fixture
def bakery(at_work: Any, clerk: Any) -> Party:
    return add_party(by=clerk, name="Forn de l'Església, SL", identifier="B-00000000")
