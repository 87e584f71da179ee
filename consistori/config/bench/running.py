"""The run: the real server is asked what a town asks of it, and each answer is timed."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY as BACKEND_KEY
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.catalogue.selectors import openable_series
from consistori.config.bench import server as servers
from consistori.config.bench.floors import measure_floors
from consistori.config.bench.locks import held
from consistori.config.bench.people import TOWNS
from consistori.config.bench.report import publish
from consistori.config.bench.timing import Figure, repeat
from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.directory.services import SCOPES, create_token
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

Tell = Callable[[str], None]
MEGABYTE = 1024 * 1024
ROWS, ONE = "floor: rows of a case, psycopg", "floor: SELECT 1, over HTTP"
SEARCH, SMALL, BIG = (
    "floor: search in the database",
    "floor: 100 KB to disk and hashed",
    "floor: 20 MB to disk and hashed",
)
THREADS = 4


class Asker:
    """A program and a person of a town, asking over HTTP with their connections kept open."""

    def __init__(self, url: str, town: Entity) -> None:
        self.town = town
        self.client = httpx.Client(base_url=url, timeout=60)
        with working_for(town):
            by = Actor.system("bench", town.pk)
            _, self.secret = create_token(by=by, name="bench", scopes=sorted(SCOPES), roles=["secretary"])
            self.series = openable_series()[0]
            self.case = CaseFile.objects.filter(situation="open", reserved=False).order_by("-id")[0]
        self.headers = {"Authorization": f"Bearer {self.secret}", "X-Entity": town.slug}
        self.cookies = {settings.SESSION_COOKIE_NAME: _session()}

    def api(self, method: str, path: str, **sent: Any) -> httpx.Response:
        answer = self.client.request(method, f"/api/v1/{path}", headers=self.headers, **sent)
        if answer.status_code >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer

    def page(self, path: str) -> httpx.Response:
        answer = self.client.get(
            path, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        )
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.headers.get('location', '')}")
        return answer


def _session() -> str:
    """A session of the secretary of the three towns, second factor passed."""
    person = Person.objects.get(email="secretaria@bench.example")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    session.create()
    return str(session.session_key)


def run(folder: Path, *, quick: bool, tell: Tell) -> None:
    """Measure everything and write it down."""
    began = time.monotonic()
    share = 10 if quick else 1
    town = Entity.objects.get(slug=TOWNS[0][0])
    small, big = secrets.token_bytes(100 * 1024), secrets.token_bytes(20 * MEGABYTE)
    with working_for(town):
        like = CaseFile.objects.order_by("id")[0].pk
        cases = CaseFile.objects.count() * len(TOWNS)
    figures = measure_floors(town, like, folder / "floor", times=200 // share, small=small, big=big)
    with servers.running() as server:
        asker = Asker(server.url, town)
        figures += _api(asker, share)
        facts = _uploads(asker, server, figures, share, small, big)
        figures += _pages(asker, share)
        facts |= _at_once(asker, 200 // share)
        facts["server resident MB, all processes"] = round(server.memory()[0])
    figures += _locks(town, 100 // share)
    facts = {"cases": cases, "seconds": round(time.monotonic() - began), **facts}
    publish(figures, folder, facts, tell)


def _api(asker: Asker, share: int) -> list[Figure]:
    case, series = asker.case, asker.series.code
    mark = secrets.token_hex(4)
    numbers = iter(range(10_000_000))

    def with_party(place: int) -> None:
        party = {"name": f"Empresa {mark} {next(numbers)}", "kind": "legal"}
        asker.api(
            "POST", "cases", json={"title": "Terrassa al carrer Nou", "series": series, "parties": [party]}
        )

    asked = [
        ("API: read a case", f"cases/{case.pk}", ONE),
        ("API: read a case by number", f"cases/{case.number}", ONE),
        ("API: list 50 cases", "cases", ONE),
        ("API: the next 50", f"cases?cursor={asker.api('GET', 'cases').json()['next']}", ONE),
        ("API: find cases by words", "cases?q=terrassa+pau", SEARCH),
        ("API: find a number half typed", f"cases?q={case.number[:9]}", SEARCH),
    ]
    body = {"title": "Terrassa al carrer Nou, 12", "series": series}
    return [
        repeat(ONE, 200 // share, lambda n: asker.client.get("/readyz")),
        repeat("API: open a case", 150 // share, lambda n: asker.api("POST", "cases", json=body), floor=ROWS),
        repeat("API: open a case with a new party", 60 // share, with_party, floor=ROWS),
        *(
            repeat(name, 100 // share, lambda n, path=path: asker.api("GET", path), floor=floor)  # type: ignore[misc]
            for name, path, floor in asked
        ),
    ]


def _uploads(
    asker: Asker, server: servers.Server, figures: list[Figure], share: int, small: bytes, big: bytes
) -> dict[str, Any]:
    """Files of 100 KB and of 20 MB, each one different; megabytes a second, and the memory it took."""
    address = f"cases/{asker.case.pk}/documents"

    def bring(data: bytes) -> Callable[[int], None]:
        def one(place: int) -> None:
            unlike = secrets.token_bytes(16) + data[16:]
            asker.api("POST", address, files={"file": ("mesura.bin", unlike, "application/octet-stream")})

        return one

    before = server.memory()[0]
    figures.append(repeat("API: bring 100 KB", 40 // share, bring(small), floor=SMALL))
    figures.append(repeat("API: bring 20 MB", 5, bring(big), floor=BIG, warm=1))
    figures[-1].note = f"{len(big) / MEGABYTE / (figures[-1].p50 / 1000):.0f} MB/s"
    return {
        "server resident MB before uploads": round(before),
        "server peak MB after uploads": round(server.memory()[1]),
    }


def _pages(asker: Asker, share: int) -> list[Figure]:
    desk, times = asker.town.staff_url(), 30 // share + 1
    pages = {
        "page: Today over three towns": "/desk/",
        "page: Today of a town": desk,
        "page: cases": f"{desk}cases/",
        "page: a case": f"{desk}cases/{asker.case.number}/",
        "page: finder": f"{desk}find/?q=terrassa+pau",
    }
    figures = []
    for name, path in pages.items():
        figure = repeat(name, times, lambda n, path=path: asker.page(path), floor=ONE)  # type: ignore[misc]
        figure.note = f"{len(asker.page(path).content) / 1024:.0f} KB"
        figures.append(figure)
    return figures


def _at_once(asker: Asker, many: int) -> dict[str, Any]:
    """Cases opened by several programs at the same time in one town: they wait for one counter."""
    body = {"title": "Gual al camí Vell", "series": asker.series.code}
    with ThreadPoolExecutor(THREADS) as pool:
        began = time.perf_counter()
        list(pool.map(lambda n: asker.api("POST", "cases", json=body), range(many)))
        seconds = time.perf_counter() - began
    return {f"cases opened a second, {THREADS} at once": round(many / seconds, 1)}


def _locks(town: Entity, times: int) -> list[Figure]:
    person = Person.objects.get(email="secretaria@bench.example")
    with working_for(town):
        series = openable_series()[0]
    by = actor_of(person, town)
    return held(
        town,
        lambda n: open_case(by=by, title="Obra menor", series=series),
        times=times,
        what="opening a case",
    )
