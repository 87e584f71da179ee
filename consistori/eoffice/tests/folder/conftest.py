"""What a story about the folder needs: people who have come in, and what is theirs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client

from consistori.eoffice.identity.citizens import KEY, Citizen
from consistori.kernel.clock import now
from consistori.tenancy.scope import working_for

JOAN = Citizen("valid", "substantial", "99000138L", "Joan", "Puigdollers", "Vila", evidence="e" * 64)
ROSARIO = Citizen("valid", "substantial", "99002056M", "Rosario", "Peña")
LAIA = Citizen(
    "certificate", "high", "99000001C", "Laia", "Riubrugent", firm="Forn, SL", firm_identifier="B99000119"
)


@pytest.fixture
def inside(town: Any) -> Any:
    """`inside(JOAN)` gives a browser where he has come in."""

    def come(citizen: Citizen) -> Client:
        browser = Client()
        session = browser.session
        session[KEY] = {str(town.pk): asdict(citizen) | {"entered_at": now().isoformat()}}
        session.save()
        return browser

    return come


@pytest.fixture
def parties(town: Any, secretary: Any) -> dict[str, Any]:
    from consistori.parties.services import add_party

    with working_for(town):
        said = {
            "joan": {"name": "Joan", "surname1": "Puigdollers", "identifier": "99000138L"},
            "rosario": {"name": "Rosario", "surname1": "Peña", "identifier": "99002056M"},
            "laia": {"name": "Laia", "surname1": "Riubrugent", "identifier": "99000001C"},
            "forn": {"name": "Forn, SL", "identifier": "B99000119", "kind": "legal"},
        }
        return {key: add_party(by=secretary, **one) for key, one in said.items()}


@pytest.fixture
def entry_of(town: Any, parties: Any, clerk: Any) -> Any:
    from consistori.documents.received import ReceivedFile
    from consistori.documents.services import receive_document
    from consistori.kernel.actor import Actor
    from consistori.registry.services import EntryPersonSaid, register_entry

    def enter(who: str, subject: str = "Gual a Escoles 8") -> Any:
        with working_for(town):
            file = ReceivedFile.from_bytes("planol.txt", subject.encode())
            document = receive_document(by=clerk, received=file, title=f"Plànol: {subject}")
            return register_entry(
                by=Actor.program(town.pk), subject=subject, people=[EntryPersonSaid(party=parties[who])],
                documents=[document],
            )  # fmt: skip

    return enter


@pytest.fixture
def case_of(town: Any, parties: Any, clerk: Any) -> Any:
    from consistori.cases.services import OpeningParty, open_case

    town.switches = {"series_compulsory": False}
    town.save()

    def make(who: str, title: str = "Terrassa a la plaça", role: str = "applicant") -> Any:
        with working_for(town):
            return open_case(by=clerk, title=title, parties=[OpeningParty(parties[who], role)])

    return make


def read(browser: Client, town: Any, path: str = "", status: int = 200) -> str:
    answer = browser.get(f"/e/{town.slug}/carpeta/{path}")
    assert answer.status_code == status
    return answer.content.decode() if not answer.streaming else b"".join(answer).decode()
