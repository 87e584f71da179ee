"""Fifty people file at once: their numbers are in a row, and their hours in the order of the numbers (R-REG-02)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from consistori.tenancy.scope import working_for

THREADS = 50


@pytest.mark.slow
def test_fifty_who_file_at_once_have_fifty_numbers_in_the_order_of_their_hours(installation):
    from consistori.registry.models import RegistryEntry
    from consistori.trail.services import verify_chain

    installation.town.switches = {"registry": True}
    installation.town.save()
    gate = threading.Barrier(THREADS)

    def file(place: int) -> str:
        client = Client(headers=installation.headers)
        said = {"subject": f"Gual {place}", "people": [{"name": f"Veí {place}"}]}
        gate.wait(60)
        try:
            answer = client.post("/api/v1/registry-entries", said, content_type="application/json")
            assert answer.status_code == 201, answer.content
            return str(answer.json()["reference"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        given = list(pool.map(file, range(THREADS)))

    assert len(set(given)) == THREADS
    with working_for(installation.town):
        rows = list(RegistryEntry.objects.order_by("number").values_list("number", "registered_at"))
        report = verify_chain()
    assert [number for number, _ in rows] == list(range(1, THREADS + 1))
    assert [at for _, at in rows] == sorted(at for _, at in rows)
    assert report.holds
