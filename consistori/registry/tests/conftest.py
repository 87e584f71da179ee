"""What a story about the registry needs: who keeps it, a person, a paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def registrar(town: Any, hire: Any) -> Any:
    return hire(town, "registrar", "Marta", "Vilà")


@pytest.fixture
def laia(at_work: Any, secretary: Any) -> Any:
    from consistori.parties.services import add_party

    return add_party(by=secretary, name="Laia", surname1="Riubrugent", identifier="12345678Z")


@pytest.fixture
def paper(at_work: Any, clerk: Any) -> Callable[..., Any]:
    """`paper("Sol·licitud")` gives a document that somebody brought."""
    from consistori.documents.received import ReceivedFile
    from consistori.documents.services import receive_document

    def bring(title: str = "Sol·licitud de gual", text: str = "") -> Any:
        received = ReceivedFile.from_bytes("solicitud.txt", (text or title).encode())
        return receive_document(by=clerk, received=received, title=title, origin="citizen")

    return bring


@pytest.fixture
def register(at_work: Any, registrar: Any, laia: Any) -> Callable[..., Any]:
    """`register("Gual")` gives an entry presented by Laia."""
    from consistori.registry.services import EntryPersonSaid, register_entry

    def enter(subject: str = "Gual a Escoles 8", **said: Any) -> Any:
        people = said.pop("people", [EntryPersonSaid(party=laia)])
        return register_entry(by=said.pop("by", registrar), subject=subject, people=people, **said)

    return enter
