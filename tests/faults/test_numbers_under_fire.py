"""Numbers have no hole and no twin, whoever asks and whatever dies."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from consistori.tenancy.scope import working_for
from tests.faults.conftest import wait_until

THREADS = 50


def _numbers(town: Any) -> list[int]:
    from consistori.cases.models import CaseFile

    with working_for(town):
        return sorted(int(number[5:]) for number in CaseFile.objects.values_list("number", flat=True))


@pytest.mark.slow
def test_fifty_who_ask_at_once_get_fifty_numbers_in_a_row(installation):
    gate = threading.Barrier(THREADS)

    def ask(place: int) -> str:
        client = Client(headers=installation.headers)
        gate.wait(60)
        try:
            answer = client.post("/api/v1/cases", {"title": f"Gual {place}"}, content_type="application/json")
            assert answer.status_code == 201, answer.content
            return str(answer.json()["number"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        given = list(pool.map(ask, range(THREADS)))

    assert len(set(given)) == THREADS
    assert _numbers(installation.town) == list(range(1, THREADS + 1))
    from consistori.trail.services import verify_chain

    with working_for(installation.town):
        report = verify_chain()
    assert report.holds and report.length == THREADS + 1


@pytest.mark.slow
def test_the_same_request_sent_by_ten_at_once_opens_one_case(installation):
    gate = threading.Barrier(10)

    def ask(place: int) -> int:
        client = Client(headers={**installation.headers, "Idempotency-Key": "la mateixa"})
        gate.wait(60)
        try:
            return client.post(
                "/api/v1/cases", {"title": "Gual"}, content_type="application/json"
            ).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(ask, range(10)))

    assert set(answers) <= {201, 409}
    assert 201 in answers
    assert _numbers(installation.town) == [1]


@pytest.mark.slow
def test_the_web_killed_while_it_numbers_leaves_no_hole(installation):
    web = installation.start_web()
    assert installation.api("POST", "cases", json={"title": "El primer"}).status_code == 201

    # Somebody holds the end of the chain: the second case has its number, and waits before it is written down.
    with working_for(installation.town):
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq FROM trail_chainhead FOR UPDATE")
        asking = threading.Thread(target=_ask_and_lose, args=(installation,))
        asking.start()
        wait_until(_somebody_waits_for_the_chain)
        installation.kill(web)
        asking.join(30)

    assert _numbers(installation.town) == [1]
    installation.start_web()
    again = installation.api("POST", "cases", json={"title": "El segon, ara sí"})
    assert again.json()["number"] == f"X{date.today().year}000002"
    assert _numbers(installation.town) == [1, 2]


def _ask_and_lose(installation: Any) -> None:
    import httpx

    with pytest.raises(httpx.HTTPError):
        installation.api("POST", "cases", json={"title": "El segon"})


def _somebody_waits_for_the_chain() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
