"""The counter of a town on its worst day: how soon an entry has its number, and whether fifty a second leave a hole."""

from __future__ import annotations

import secrets
import threading
import time
from itertools import pairwise
from typing import Any

from consistori.config.bench.client import Client
from consistori.config.bench.operations import SMALL, Town
from consistori.config.bench.timing import repeat
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for

A_SECOND, SECONDS, PROGRAMS = 50, 60, 8
TO_NUMBER_MS = 60
ENTRIES = "/api/v1/registry-entries"


def measure_registry(town: Town, server: Any, share: int) -> dict[str, str]:
    """An entry with one scan of 100 KB until it has its number, and a minute of fifty a second."""
    town.entity.switches = {**town.entity.switches, "registry": True}
    town.entity.save(update_fields=["switches"])
    scan = secrets.token_bytes(SMALL)

    def enter(client: Client) -> None:
        said = {
            "subject": "Demana un gual al carrer Nou, 12",
            "people": [{"name": f"Joana {secrets.token_hex(4)}"}],
        }
        client.bring(ENTRIES, secrets.token_bytes(16) + scan[16:], sent=said, named="entry")

    client = town.program(server.url)
    one = repeat("entry", 200 // share, lambda _place: enter(client))
    seconds = max(5, SECONDS // share)
    first = _last_number(town)
    times, errors = _paced([town.program(server.url) for _ in range(PROGRAMS)], enter, seconds)
    holes = _holes(town, after=first)
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)] if ordered else 0.0
    return {
        "an entry with a scan of 100 KB": f"{one.p50:.1f} ms to its number, p95 {one.p95:.1f} ({TO_NUMBER_MS} at most)",
        "entries under pressure": (
            f"{len(times) / seconds:.1f} a second for {seconds} s ({A_SECOND} asked), p95 {p95:.0f} ms,"
            f" {holes} holes or out of order, {len(errors)} errors"
        ),
    }


def _paced(clients: list[Client], enter: Any, seconds: int) -> tuple[list[float], list[str]]:
    """Fifty a second begin at their time, whether those before have ended or not; how long each took from it."""
    times: list[float] = []
    errors: list[str] = []
    began = time.monotonic()

    def work(place: int, client: Client) -> None:
        for turn in range(place, A_SECOND * seconds, len(clients)):
            due = began + turn / A_SECOND
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                enter(client)
            except Exception as error:
                errors.append(str(error)[:200])
            else:
                times.append((time.monotonic() - due) * 1000)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, errors


def _last_number(town: Town) -> int:
    with working_for(town.entity):
        last = RegistryEntry.objects.of_book("entry").order_by("-year", "-number").first()
        return last.number if last else 0


def _holes(town: Town, *, after: int) -> int:
    """Numbers that are missing, or whose hour is before that of the number before."""
    with working_for(town.entity):
        rows = list(
            RegistryEntry.objects.of_book("entry")
            .filter(number__gt=after)
            .order_by("number")
            .values_list("number", "registered_at")
        )
    return sum(
        1 for (number, at), (following, later) in pairwise(rows) if following != number + 1 or later < at
    )
