"""The sealed receipt in the answer: how soon, how many a second, and whether those made by jobs are all out in time.

The town of the bench has a seal of its own, with the signer process and an authority of timestamps on loopback.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from consistori.config.bench import server as servers
from consistori.config.bench.client import Client, at_once
from consistori.config.bench.operations import SMALL, Town
from consistori.config.bench.registry import ENTRIES, measure_registry
from consistori.config.bench.signing import Tell, authority, signer_process
from consistori.config.bench.timing import repeat
from consistori.config.receipts import REGISTRY_RECEIPT
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.registry.models import EntryState
from consistori.signature.engine.demo.server import HOST
from consistori.signature.services.seals import fix_act, issue_demo_seal
from consistori.tenancy.scope import working_for

IN_ANSWER_MS, A_SECOND_SEALED, ALL_OUT_S = 300, 15, 120
CLIENTS = 4
SEALED, WAITING = EntryState.Receipt.SEALED, EntryState.Receipt.WAITING


def measure_books(folder: Path, town: Town, *, share: int, tell: Tell) -> dict[str, str]:
    """Everything of the registry, in words, by its name."""
    facts: dict[str, str] = {}
    with (
        TemporaryDirectory(dir=folder) as place,
        _sealing_house(Path(place), town),
        servers.running() as server,
    ):
        facts |= measure_registry(town, server, share)
        facts["receipts of those entries, by jobs"] = _all_out(town, server, share)
        facts |= _in_the_answer(town, server, share)
    for name, said in facts.items():
        tell(f"  {name}: {said}")
    return facts


@contextmanager
def _sealing_house(home: Path, town: Town) -> Iterator[None]:
    """The signer, the authority and the seal of the town, for the processes that are started inside."""
    kept = dict(os.environ)
    with authority(home, 0) as port, signer_process(home):
        settings.DEMO, settings.DEMO_AUTHORITY_DIR = True, str(home / "authority")
        settings.DEMO_AUTHORITY_PORT, settings.TRUST_ROOTS = port, str(home / "authority" / "roots")
        os.environ |= {
            "SIGNER_SOCKET": str(settings.SIGNER_SOCKET),
            "TRUST_ROOTS": str(settings.TRUST_ROOTS),
            "TSA_URLS": f"http://{HOST}:{port}/tsa",
        }
        with working_for(town.entity):
            by = Actor.program(town.entity.pk)
            seal = issue_demo_seal(by=by, body="Secretaria", kind="ec")
            fix_act(
                by=by, kind=REGISTRY_RECEIPT, seal=seal, decree="Decret de la mesura",
                definition_body="Secretaria", supervision_body="Alcaldia", appeals_body="Alcaldia",
                starts_on=today(),
            )  # fmt: skip
        try:
            yield
        finally:
            os.environ.clear()
            os.environ |= kept


def _all_out(town: Town, server: Any, share: int) -> str:
    """One worker makes what the minute of pressure left."""
    left, began = _waiting(town), time.monotonic()
    limit = ALL_OUT_S if share == 1 else ALL_OUT_S / share + 30
    with servers.with_worker(server):
        while (now_left := _waiting(town)) and time.monotonic() - began < 4 * limit:
            time.sleep(0.5)
    took = time.monotonic() - began
    missed = "" if took <= limit and not now_left else ": MISSED"
    rate = (left - now_left) / took if took else 0.0
    return f"{left} out in {took:.0f} s by one worker, {rate:.1f} a second ({limit:.0f} s at most{missed})"


def _in_the_answer(town: Town, server: Any, share: int) -> dict[str, str]:
    scan = secrets.token_bytes(SMALL)

    def enter(client: Client, _place: int = 0) -> None:
        said = {
            "subject": "Demana un gual al carrer Nou, 12",
            "people": [{"name": f"Joana {secrets.token_hex(4)}"}],
        }
        client.bring(f"{ENTRIES}?wait=receipt", secrets.token_bytes(16) + scan[16:], sent=said, named="entry")

    before = _count(town, SEALED)
    client = town.program(server.url)
    one = repeat("receipt", 100 // share, lambda _place: enter(client))
    clients = [town.program(server.url) for _ in range(CLIENTS)]
    rate = at_once(clients, enter, seconds=max(5, 20 / share))
    sealed = _count(town, SEALED) - before
    asked = len(one.times) + len(rate.times)
    return {
        "an entry with its sealed receipt in the answer": (
            f"{one.p50:.0f} ms, p95 {one.p95:.0f} ({IN_ANSWER_MS} at most)"
        ),
        f"the same, {CLIENTS} clients": (
            f"{rate.a_second:.1f} a second ({A_SECOND_SEALED} at least), p95 {rate.at(0.95):.0f} ms,"
            f" {sealed} sealed of {asked} and those to warm up, {len(rate.errors)} errors"
        ),
    }


def _waiting(town: Town) -> int:
    return _count(town, WAITING)


def _count(town: Town, state: str) -> int:
    with working_for(town.entity):
        return int(EntryState.objects.filter(receipt_state=state).count())
