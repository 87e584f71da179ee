"""What a story about powers needs: two people of the town, and a firm."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.eoffice.tests.filing.conftest import (  # noqa: F401
    a_citizen,
    begun,
    citizen,
    come_in,
    filled,
    form,
    shown,
)

JOAN, LAIA, FIRM = "99000138L", "12345678Z", "B99000119"


@pytest.fixture
def parties(at_work: Any) -> dict[str, Any]:
    from consistori.kernel.actor import Actor
    from consistori.parties.services import add_party

    by = Actor.program(at_work.pk)
    said = {
        "joan": {"name": "Joan", "surname1": "Puigdollers", "identifier": JOAN},
        "laia": {"name": "Laia", "surname1": "Riubrugent", "identifier": LAIA},
        "firm": {"name": "Forn, SL", "identifier": FIRM, "kind": "legal"},
    }
    return {key: add_party(by=by, **one) for key, one in said.items()}


@pytest.fixture
def give(parties: Any, secretary: Any) -> Any:
    """`give(kind="b")`: Joan comes to the counter and gives Laia a power."""
    from consistori.eoffice.powers.registering import Asked, By, register_power

    def given(kind: str = "b", until: Any = None, procedures: Any = (), by: Any = None, **sides: Any) -> Any:
        return register_power(
            parties[sides.get("grantor", "joan")], parties[sides.get("proxy", "laia")],
            Asked(kind, procedures, until, sides.get("deed", "")), by=By(by or secretary),
        )  # fmt: skip

    return given


@pytest.fixture
def joan() -> Any:
    return a_citizen(JOAN, name="Joan", surname1="Puigdollers", evidence="b" * 64)


@pytest.fixture
def for_joan(citizen: Any) -> Any:  # noqa: F811
    """`for_joan(power)`: Laia, acting for Joan by that power."""
    from consistori.eoffice.powers.acting import chosen

    return lambda power: chosen(citizen, str(power.pk))
