"""What a story about notifications in the folder needs: what was sent, and people who have come in."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.tests.folder.conftest import inside  # noqa: F401
from consistori.notifications.tests.conftest import (  # noqa: F401
    clock,
    errand,
    facts,
    firm,
    laia,
    pere,
    prepared,
    sent,
    signed,
)

LAIA = Citizen("valid", "substantial", "12345678Z", "Laia", "Riubrugent", "Pou", evidence="e" * 64)
PERE = Citizen("valid", "substantial", "39000001G", "Pere", "Casadevall", evidence="e" * 64)
JOAN = Citizen(
    "certificate", "high", "77777777B", "Joan", "Pont", evidence="e" * 64, firm="Construccions Pont Vell SL",
    firm_identifier="B66012345",
)  # fmt: skip
ADA = Citizen("valid", "substantial", "99000138L", "Ada", "Forastera", evidence="e" * 64)

ROOT = "/e/vall-llobera/carpeta/notificacions/"


@pytest.fixture
def address() -> Any:
    """`address(notification, "rebutja/")` is one of its pages."""

    def of(notification: Any, end: str = "") -> str:
        return f"{ROOT}{notification.number}/{end}"

    return of
