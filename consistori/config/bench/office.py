"""The e-office on a busy morning: two hundred citizens at once, two thousand procedures, what a page weighs."""

from __future__ import annotations

import gzip
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from urllib.parse import urlencode, urljoin

from django.conf import settings

from consistori.catalogue.procedures import selectors
from consistori.catalogue.procedures.finding import Index
from consistori.catalogue.procedures.services import adopt_standard_procedures
from consistori.config.bench import server as servers
from consistori.config.bench.client import Client
from consistori.config.bench.operations import Town
from consistori.config.bench.timing import repeat
from consistori.eoffice.identity.citizens import KEY, Citizen
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy.scope import working_for

CITIZENS, BETWEEN_S, SECONDS = 200, (5.0, 15.0), 120
PAGE_MS, FINDER_MS, PROCEDURES, PAGE_KB = 150, 30, 2000, 80
CODE = "GEN-01"
WORDS = (
    "vull fer obres al bany",
    "posar un gual",
    "terrassa al bar",
    "empadronar-me",
    "cremar rostolls",
    "quixa soroll",
)
TOKEN = "b" * 32
_LINKS = re.compile(r'(?:href|src)="([^"]+\.(?:css|js|woff2)[^"]*)"')
_FONTS = re.compile(r'url\(["\']?([^"\')]+\.woff2)["\']?\)')

Tell = Callable[[str], None]


@dataclass
class _Times:
    """What all the citizens waited, in milliseconds, and what went wrong."""

    pages: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        ordered = sorted(self.pages)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def measure_office(town: Town, *, share: int, tell: Tell) -> dict[str, str]:
    """Everything of the e-office, in words, by its name."""
    town.entity.switches = {**town.entity.switches, "registry": True, "eoffice": True}
    town.entity.save(update_fields=["switches"])
    by = Actor.system("bench", town.entity.pk)
    adopt_standard_procedures(town.entity, by)
    facts = {"the finder over many procedures": _finder(town, 200 // share)}
    with servers.running() as server:
        facts["what the heaviest page weighs"] = _weights(town, server.url)
        facts["citizens at once"] = _morning(town, server.url, max(20, SECONDS // share))
    for name, said in facts.items():
        tell(f"  {name}: {said}")
    return facts


def _finder(town: Town, times: int) -> str:
    """The statement that says whether anything changed, and the search itself, over two thousand sheets in memory."""
    with working_for(town.entity):
        own = [one.sheet for one in selectors.every_shown()]
        many = [replace(own[n % len(own)], code=f"X{n:04}") for n in range(PROCEDURES)]
        index = Index(many)

        def ask(n: int) -> None:
            selectors._stamp()
            index.find(WORDS[n % len(WORDS)], limit=12)

        figure = repeat("find", times, ask)
    return f"{figure.p50:.1f} ms, p95 {figure.p95:.1f} with {len(many)} ({FINDER_MS} at most)"


def _morning(town: Town, url: str, seconds: int) -> str:
    """Each citizen reads, finds, begins and fills in, with some seconds between a page and the next."""
    _warm(town, url)
    times, ends = _Times(), time.monotonic() + seconds
    clients = [_citizen(town, url, n) for n in range(CITIZENS)]
    threads = [
        threading.Thread(target=_one_citizen, args=[town, client, n, ends, times])
        for n, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = f": {times.errors[0]}" if times.errors else ""
    return (
        f"{CITIZENS} for {seconds} s, {len(times.pages)} pages, p50 {times.at(0.5):.0f} ms,"
        f" p95 {times.at(0.95):.0f} ({PAGE_MS} at most), {len(times.errors)} errors{wrong}"
    )


def _warm(town: Town, url: str) -> None:
    """Each process reads the sheets of the town once, at its first page: that is not what is measured."""
    for n in range(8):
        client = _citizen(town, url, CITIZENS + 1 + n)
        for method, path, _body in _pages_of(town, n):
            if method == "GET":
                client.ask(method, path)


def _one_citizen(town: Town, client: Client, n: int, ends: float, times: _Times) -> None:
    chance = random.Random(n)  # noqa: S311 - which page comes next is no secret
    time.sleep(chance.uniform(0, BETWEEN_S[1]))
    pages = _pages_of(town, n)
    while time.monotonic() < ends:
        for method, path, body in pages:
            began = time.perf_counter()
            try:
                client.ask(method, path, body, **({"Content-Type": _FORM} if body else {}))
            except Exception as error:
                if not str(error).startswith(f"{method} {path}: 302"):
                    times.errors.append(str(error)[:200])
            times.pages.append((time.perf_counter() - began) * 1000)
            time.sleep(max(0.0, min(chance.uniform(*BETWEEN_S), ends - time.monotonic())))
            if time.monotonic() >= ends:
                return


_FORM = "application/x-www-form-urlencoded"


def _pages_of(town: Town, n: int) -> list[tuple[str, str, bytes | None]]:
    home = f"/e/{town.entity.slug}/"
    fill = f"{home}tramits/{CODE}/"
    return [
        ("GET", home, None),
        ("GET", f"{home}tramits/cerca/?{urlencode({'q': WORDS[n % len(WORDS)]})}", None),
        ("GET", fill, None),
        ("GET", f"{fill}fer/", None),
        ("POST", f"{fill}fer/", urlencode({"email": f"veina{n}@poble.example"}).encode()),
        ("GET", f"{home}carpeta/", None),
        ("GET", f"{home}tramits/", None),
    ]


def _citizen(town: Town, url: str, n: int) -> Client:
    """Somebody who has come in, with the session that coming in leaves."""
    who = Citizen(
        method="demo", level="substantial", identifier=f"{n:08}X", name="Veïna", surname1=f"Número {n}",
        evidence="a" * 64, entered_at=now().isoformat(),
    )  # fmt: skip
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[KEY] = {str(town.entity.pk): asdict(who)}
    session.create()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    # Two hundred browsers come by a proxy that keeps few lines open, and no browser keeps one for fifteen seconds.
    headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Accept-Language": "ca", "Connection": "close"}
    return Client(url, headers)


def _weights(town: Town, url: str) -> str:
    """A first visit, compressed: the page and all the styles, scripts and letters that it names."""
    client = _citizen(town, url, CITIZENS)
    weights = {}
    for method, path, _body in _pages_of(town, 0):
        if method == "GET":
            weights[path] = _weight(client, path)
    path, most = max(weights.items(), key=lambda pair: pair[1])
    return f"{most / 1024:.1f} KB, {path} ({PAGE_KB} at most)"


def _weight(client: Client, path: str) -> int:
    page = client.ask("GET", path)
    total, found = len(gzip.compress(page)), set[str]()
    left = {urljoin(path, one) for one in _LINKS.findall(page.decode())}
    while left:
        one = left.pop()
        found.add(one)
        data = client.ask("GET", one)
        is_packed = one.partition("?")[0].endswith(".woff2")
        total += len(data) if is_packed else len(gzip.compress(data))
        if one.partition("?")[0].endswith(".css"):
            used = {urljoin(one, font) for font in _FONTS.findall(data.decode()) if _is_used(font)}
            left |= used - found
    return total


def _is_used(font: str) -> bool:
    """Of the letters of the house, those that a public page shows: the upright sans and the bold serif."""
    return "source-sans-3-latin-wght-normal" in font or "consistori-serif" in font
