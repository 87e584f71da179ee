"""The real browser before the real program: each process of the run starts `consistori demo` and the browser once, and
the tests of a file stay together in one of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, expect, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
expect.set_options(timeout=15_000)  # as long as a page waits for anything else
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
]  # fmt: skip


def pytest_itemcollected(item: pytest.Item) -> None:
    """They run apart from the rest, in few processes: each starts the demo and the browser once."""
    if HERE in Path(str(item.path)).parents:
        item.add_marker(pytest.mark.browser)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The machine of its own goes first: one process is at it while the demo of another begins."""
    items.sort(key=lambda item: item.path.name != "test_fresh_machine.py")


def _two_free_ports() -> int:
    """Two in a row that nobody has; each process of the run looks among its own hundred."""
    first = 8400 + 100 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in range(first, first + 100, 2):
        with socket.socket() as one, socket.socket() as two:
            try:
                one.bind(("127.0.0.1", port))
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no two free ports")


def totp(secret: str, at: float | None = None) -> str:
    """The six figures of the moment (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@dataclass
class Demo:
    """The running demo: its address, its logins, its data folder."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    logins: list[dict[str, Any]] = field(default_factory=list)

    def login(self, *, who: str = "", role: str = "", town: str = "") -> dict[str, Any]:
        """The first login whose e-mail begins with `who`, or who holds `role` in `town`."""
        for one in self.logins:
            fits = one["email"].startswith(who) and (not role or role in one["roles"])
            if fits and (not town or town in one["towns"]):
                return one
        raise LookupError(f"nobody in the demo is {who or role} in {town or 'any town'}")

    def command(self, *words: str) -> str:
        """What `consistori …` prints on this installation."""
        done = subprocess.run(
            [sys.executable, "-m", "consistori", *words],
            cwd=ROOT, env=_environment(self.data), capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        return done.stdout + done.stderr


def _environment(data: Path, **more: str) -> dict[str, str]:
    clean = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("DATABASE_", "PYTEST", "SECRET_KEY", "CODE_KEY"))
    }
    return clean | {"CONSISTORI_DATA": str(data), **more}


def _ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=3) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _read_logins(data: Path) -> list[dict[str, Any]]:
    read = json.loads((data / "demo-logins.json").read_text())
    return read if isinstance(read, list) else read["logins"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """`consistori demo` in an empty folder, seeded, until the last browser test."""
    if running := os.environ.get("RUNNING_DEMO"):  # "http://localhost:8000 var", while writing tests
        url, folder = running.split()
        yield Demo(url, Path(folder), None, _read_logins(Path(folder)))  # type: ignore[arg-type]
        return
    data = tmp_path_factory.mktemp("demo")
    for folder in (data, *data.parents[:3]):
        folder.chmod(0o755)
    port = _two_free_ports()
    log = (data / "demo.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "consistori", "demo"], cwd=ROOT, stdout=log, stderr=log,
        env=_environment(data, PORT=str(port), WEB_WORKERS="1"),
    )  # fmt: skip
    started = Demo(f"http://localhost:{port}", data, process)
    logins = data / "demo-logins.json"
    ends = time.monotonic() + 240
    while not (
        logins.exists() and b"Consistori is at" in (data / "demo.log").read_bytes() and _ready(started.url)
    ):
        if process.poll() is not None or time.monotonic() > ends:
            raise RuntimeError("the demo did not start:\n" + (data / "demo.log").read_text()[-4000:])
        time.sleep(0.3)
    started.logins = _read_logins(data)
    yield started
    process.send_signal(signal.SIGTERM)
    process.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, started once: the one without windows where it is there, for it takes half the processor."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as p:
        started = p.chromium.launch(executable_path=program, headless=True, args=ARGUMENTS)
        yield started
        started.close()


_states: dict[tuple[str, str], dict[str, Any]] = {}


def sign_in(page: Any, demo: Demo, login: dict[str, Any]) -> None:
    """E-mail and password, then the six figures (without scripts: with them the sixth figure sends itself)."""
    page.goto(f"{demo.url}/accounts/login/")
    page.fill("input[name=login]", login["email"])
    page.fill("input[name=password]", login["password"])
    page.press("input[name=password]", "Enter")
    page.fill("input[name=code]", totp(login["totp_secret"]))
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/desk/**")


def _state(demo: Demo, browser: Any, login: dict[str, Any]) -> dict[str, Any]:
    """The cookies of that person, who has signed in once."""
    key = (demo.url, login["email"])
    if key not in _states:
        first = browser.new_context(locale="ca-ES", java_script_enabled=False)
        sign_in(first.new_page(), demo, login)
        _states[key] = first.storage_state()
        first.close()
    return _states[key]


@pytest.fixture
def at_desk(demo: Demo, browser: Any) -> Iterator[Callable[..., Any]]:
    """`at_desk(role="mayor", town="vall-llobera")` gives a page of that person, signed in."""
    contexts: list[Any] = []

    def enter(
        *, size: dict[str, int] | None = None, javascript: bool = True, language: str = "ca", **who: str
    ) -> Any:
        login = demo.login(**who)
        context = browser.new_context(
            storage_state=_state(demo, browser, login), viewport=size or DESKTOP, java_script_enabled=javascript,
            locale=f"{language}-ES", accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def _kept_pages(browser: Any) -> Iterator[dict[str, Any]]:
    """One page of each person, kept over all the tests that only look."""
    pages: dict[str, Any] = {}
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def looking(demo: Demo, browser: Any, _kept_pages: dict[str, Any]) -> Callable[..., Any]:
    """`looking(who="nuria")` gives the one page of that person where the tests that only look go in turn: its
    browser keeps styles, scripts and letters, which a new context fetches and reads again (1 s of processor each).
    Whoever writes, is told something in passing or touches cookies asks for `at_desk`."""

    def enter(**who: str) -> Any:
        login = demo.login(**who)
        page = _kept_pages.get(login["email"])
        if page is None or page.is_closed():
            context = browser.new_context(storage_state=_state(demo, browser, login), locale="ca-ES")
            page = _kept_pages[login["email"]] = context.new_page()
            page.set_default_timeout(15_000)
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return page

    return enter


@pytest.fixture
def passer_by(browser: Any) -> Iterator[Callable[..., Any]]:
    """A page of somebody who is not signed in."""
    contexts: list[Any] = []

    def walk(*, size: dict[str, int] | None = None, javascript: bool = True, language: str = "ca") -> Any:
        context = browser.new_context(
            viewport=size or DESKTOP, java_script_enabled=javascript, locale=f"{language}-ES"
        )
        contexts.append(context)
        return context.new_page()

    yield walk
    for context in contexts:
        context.close()


def finished_file(page: Any, jobs_url: str, titled: str) -> Any:
    """The link to the file of the newest job with that title, once it is done: others may have finished before."""
    row = page.locator(".job-list > li", has=page.get_by_text(titled, exact=True)).first
    link = row.locator("a[href*='/file/']")
    for _ in range(60):
        page.goto(jobs_url)
        if link.count():
            return link
        page.wait_for_timeout(500)
    raise AssertionError(f"no file of «{titled}»: {page.locator('main').inner_text()}")


def search_until(page: Any, address: str, wanted: Any) -> Any:
    """Ask what a search finds again and again until `wanted` is there: the texts of a demo that has just begun are
    read by jobs, after what a person has just done."""
    for _ in range(120):
        page.goto(address)
        if wanted.count():
            return wanted.first
        page.wait_for_timeout(500)
    raise AssertionError(f"{address} does not find it: {page.locator('main').inner_text()}")


AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def assert_accessible(page: Any) -> None:
    """axe finds nothing against WCAG 2.2 A and AA, and nothing scrolls sideways, on the page that the last key or
    click brings: it is read when it has come whole, and read again if another took its place meanwhile."""
    page.wait_for_load_state()
    page.emulate_media(reduced_motion="reduce")  # a message that is still coming in has not its colours yet
    try:
        told = _against_the_rules(page)
    except Error as wrong:
        if "navigation" not in str(wrong):
            raise
        page.wait_for_load_state()
        told = _against_the_rules(page)
    assert not told, "\n".join([page.url, str(page.viewport_size), *told])
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 1, f"{page.url} scrolls sideways by {sideways} px at {page.viewport_size}"


def _against_the_rules(page: Any) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(said => said.violations)", AXE_OPTIONS)
    return [f"{v['id']}: {v['help']} — {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]


def assert_good_at_both_widths(
    page: Any, address: str, name: str, *, schemes: tuple[str, ...] = ("light",)
) -> None:
    """The page opens without errors; on the desk and on the phone, in each light, everybody can use it.

    It is fetched once: nothing of ours asks the width from a script, so that a page made narrow is the page of a
    phone. Its pictures are `name` with the width.
    """
    troubles: list[str] = []

    def trouble(error: Any) -> None:
        troubles.append(str(error))

    def said(message: Any) -> None:
        if message.type == "error":
            troubles.append(message.text)

    page.on("pageerror", trouble)
    page.on("console", said)
    try:
        answer = page.goto(address, wait_until="networkidle")
        assert answer.status == 200, f"{address}: {answer.status}"
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme)
                page.evaluate(PAINTED)
                shot(
                    page,
                    f"{name}-{size['width']}" if len(schemes) == 1 else f"{name}-{scheme}-{size['width']}",
                )
                assert_accessible(page)
    finally:
        page.remove_listener("pageerror", trouble)
        page.remove_listener("console", said)
    assert troubles == []


def shot(page: Any, name: str) -> None:
    """Keep a picture where SHOTS says, for whoever walks the pages."""
    if folder := os.environ.get("SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=False)
