"""MUX V3: our book gives a number once for each transaction and sense, and an accessory book feeds the main one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import jwt
import pytest

from consistori.connectors.mux.client import HttpMainRegistry
from consistori.formats import mux
from consistori.kernel.actor import Actor
from consistori.registry.exchange.feeding import feed_main
from consistori.registry.models import EntryState, MainNumber, RegistryEntry
from consistori.registry.ports import NotAnswered
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.tenancy.scope import working_for

KEY = "una clau de proves que és prou llarga"
ADDRESS = "/e/vall-llobera/mux/registre/"
AT = datetime(2026, 5, 11, 9, 30, 7, 250_000, tzinfo=UTC)
SAID = mux.Transaction(
    identifier="0ba6-8133-af41-6006", sense="E", summary="Demana una beca", created_at=AT, filed_at=AT,
    people=(
        mux.MuxPerson(
            "11111111H", "Francesc", "Mas", "", "", mux.MuxPerson(identifier="B99000119", firm="Gestoria, SL")
        ),
    ),
    exposes="Que…", asks="Una beca", application="eTRAM", origin_code="A09018933", origin_name="Consorci AOC",
)  # fmt: skip


@pytest.fixture
def main(town: Any, settings: Any) -> Any:
    town.switches = {**town.switches, "registry": True}
    town.save(update_fields=["switches"])
    settings.MUX_KEYS = f"vall-llobera={KEY}"
    return town


@pytest.fixture
def ask(main: Any, client: Any) -> Any:
    """`ask(transaction)` gives what our book answers, as MUX asks it."""

    def post(said: mux.Transaction = SAID, *, key: str = KEY, query: str = "", raw: bytes = b"") -> Any:
        bearer = mux.token(key, issuer="AOC", subject="vall-llobera", at=datetime.now(UTC))
        return client.post(
            ADDRESS + query, raw or mux.write_transaction(said), content_type="application/json",
            headers={"Authorization": f"Bearer {bearer}"},
        )  # fmt: skip

    return post


def test_what_the_guide_shows_is_read_and_what_we_write_too() -> None:
    assert mux.read_transaction(mux.write_transaction(SAID)) == SAID
    answer = mux.MuxAnswer(SAID.identifier, "E", "E2026000001", AT, AT)
    assert mux.read_answer(mux.write_answer(answer)) == answer
    assert json.loads(mux.write_answer(answer))["dataAssentament"] == "11/05/2026T09:30:07.250+00:00"
    for broken in (b"", b"[]", b'{"idTransaccio": "x", "tipus": "E"}', b"[" * 100_000):
        with pytest.raises(mux.Unreadable):
            mux.read_transaction(broken)


def test_the_same_transaction_has_the_same_number_and_each_sense_its_own(ask: Any, main: Any) -> None:
    first, again = (mux.read_answer(ask().content) for _ in range(2))
    out = mux.read_answer(ask(replace(SAID, sense="ES"), query="?sentit=S").content)

    assert first == again and first.is_done
    assert first.filed_at == AT and out.number.startswith("S")
    with working_for(main):
        entry = RegistryEntry.objects.get(reference=first.number)
        assert entry.first_filed_at == AT and entry.answers["asks"] == "Una beca"
        assert [one.name for one in entry.people.all()] == ["Francesc Mas", "Gestoria, SL"]
        assert RegistryEntry.objects.count() == 2


def test_who_has_no_key_is_turned_away_and_what_cannot_be_is_an_answer(ask: Any, main: Any) -> None:
    assert ask(key="una altra clau que no és la d’aquí").status_code == 401
    assert ask(raw=b"no").status_code == 400
    for said in (replace(SAID, is_test=True), replace(SAID, summary="")):
        refused = mux.read_answer(ask(said).content)
        assert not refused.is_done and refused.error == mux.REFUSED and refused.message
    with working_for(main):
        assert not RegistryEntry.objects.exists()


def test_a_key_that_never_ends_opens_nothing() -> None:
    endless = jwt.encode(
        {"iss": "AOC", "sub": "vall-llobera", "iat": datetime.now(UTC)}, KEY, algorithm="HS256"
    )

    assert not mux.is_token(endless, KEY)
    assert mux.is_token(mux.token(KEY, issuer="AOC", subject="vall-llobera", at=datetime.now(UTC)), KEY)


def test_an_accessory_book_feeds_the_main_one_once(
    ask: Any, main: Any, other_town: Any, monkeypatch: Any
) -> None:
    away = [True]

    def answer(request: httpx.Request) -> httpx.Response:
        if away[0]:
            raise httpx.ConnectError("away")
        found = ask(raw=request.content)
        return httpx.Response(found.status_code, content=found.content)

    registry = HttpMainRegistry("MUX", "https://main.example", KEY, "x", "y", httpx.MockTransport(answer))
    monkeypatch.setattr("consistori.registry.ports.main_registry", lambda _entity: registry)
    with working_for(other_town):
        people = [EntryPersonSaid(name="Pau Riera")]
        entry = register_entry(by=Actor.program(other_town.pk), subject="Matrícula", people=people)

    with pytest.raises(NotAnswered):
        feed_main(entity=other_town, entry_id=str(entry.pk))
    away[0] = False
    for _ in range(2):
        feed_main(entity=other_town, entry_id=str(entry.pk))

    with working_for(other_town):
        given = MainNumber.objects.get(entry=entry)
        assert EntryState.objects.get(entry=entry).main_fault == ""
    with working_for(main):
        theirs = RegistryEntry.objects.get()
        assert theirs.reference == given.number and theirs.external_reference == given.transaction


def test_what_the_main_one_does_not_take_is_said_beside_it(
    main: Any, registrar: Any, monkeypatch: Any
) -> None:
    class Stern:
        name = "MUX"

        def enter(self, said: mux.Transaction) -> mux.MuxAnswer:
            return mux.MuxAnswer(said.identifier, said.sense, error=7, message="Falta el destí")

    monkeypatch.setattr("consistori.registry.ports.main_registry", lambda _entity: Stern())
    with working_for(main):
        entry = register_entry(by=registrar, subject="Gual", people=[EntryPersonSaid(name="Pau")])

    feed_main(entity=main, entry_id=str(entry.pk))

    with working_for(main):
        assert EntryState.objects.get(entry=entry).main_fault == "MUX: Falta el destí"
        assert not MainNumber.objects.exists()


@pytest.fixture
def registrar(town: Any, hire: Any) -> Any:
    return hire(town, "registrar", "Marta", "Vilà")


@pytest.mark.parametrize("people", [5, "Joana", {"nom": "Joana"}])
def test_people_who_are_no_list_are_told_and_break_nothing(people):
    said = {"idTransaccio": "0000-0000-0000-0001", "tipus": "E", "interessats": people}

    with pytest.raises(mux.Unreadable, match="interessats"):
        mux.read_transaction(json.dumps(said).encode())
