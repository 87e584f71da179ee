"""Killed while a batch is being signed, the signer or the rest: what is signed stays, the rest waits and is told."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection
from django.test import Client

from consistori.signature.tests.conftest import PASSPHRASE, Answering, ServedAuthority
from consistori.tenancy.scope import working_for
from tests.faults.conftest import Installation, wait_until

PAPERS = 5


class Gate:
    """Holds whoever asks for the timestamps of these places until `let_go`: there a batch is in the middle."""

    def __init__(self) -> None:
        self.asked = 0
        self.stops: set[int] = set()
        self._go = threading.Semaphore(0)

    def pass_by(self) -> None:
        self.asked += 1
        if self.asked in self.stops:
            self._go.acquire(timeout=4)

    def let_go(self) -> None:
        self._go.release()


class GatedAuthority(ServedAuthority):
    gate: Gate


class AnsweringAtTheGate(Answering):
    def do_POST(self) -> None:
        if self.path == "/tsa":
            self.served.gate.pass_by()  # type: ignore[attr-defined]
        super().do_POST()

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            return


@dataclass
class SigningHouse:
    """A mayor with a key and five papers that wait for her, and the processes that sign them."""

    installation: Installation
    person: Any
    requests: list[Any]
    gate: Gate
    browser: Client = field(default_factory=Client)

    @property
    def town(self) -> Any:
        return self.installation.town

    def start_signer(self) -> Any:
        """The signer itself, without the rest of the program, which it does not need."""
        from consistori.signature.ports import signer

        code = "import sys, pathlib; from consistori.signature.engine import signer"
        code += "; signer.run(pathlib.Path(sys.argv[1]))"
        process = self.installation.start("-c", code, str(signer().path))
        wait_until(lambda: signer().is_alive())
        return process

    def address(self, page: str) -> str:
        return f"/e/{self.town.slug}/desk/{page}"

    def sign(self, requests: list[Any]) -> Any:
        """Press the button, on the page: the batch is begun and its job is left to the worker."""
        said = {"request": [str(one.pk) for one in requests], "passphrase": PASSPHRASE, "key": self.key.pk}
        answer = self.browser.post(self.address("signature/sign/"), said)
        assert answer.status_code == 302, answer.content.decode()
        return self.batch

    @property
    def key(self) -> Any:
        from consistori.signature.models import SigningKey

        return SigningKey.objects.get(person=self.person)

    @property
    def batch(self) -> Any:
        from consistori.signature.models import SignatureBatch

        with working_for(self.town):
            return SignatureBatch.objects.latest("opened_at")

    def reach(self, place: int) -> None:
        """Wait until the timestamp of that paper is asked for: those before it are signed."""
        wait_until(lambda: self.gate.asked >= place or self.batch.is_over, 60)
        assert self.gate.asked == place, self.batch.trouble

    def states(self) -> list[str]:
        """How each paper is, having looked at all that is kept of it: signed whole and valid, or untouched."""
        from consistori.documents import blobs
        from consistori.documents.models import VersionBlob
        from consistori.signature.engine.validation import Standing, report_on
        from consistori.signature.models import SignatureRequest
        from consistori.signature.ports import trust_list

        states = []
        with working_for(self.town):
            for request in SignatureRequest.objects.with_papers().order_by("asked_at", "id"):
                kept = list(VersionBlob.objects.filter(version=request.version).order_by("position"))
                is_signed, kinds = request.state == "signed", [one.kind for one in kept]
                # What makes it last comes after, by another job.
                whole = (
                    (["text", "signature"], ["text", "signature", "timestamp"]) if is_signed else (["text"],)
                )
                assert kinds in whole
                with blobs.open(kept[-1].sha256) as stream:
                    data = stream.read()
                assert hashlib.sha256(data).hexdigest() == kept[-1].sha256
                assert request.document.latest_blob.sha256 in [one.sha256 for one in kept]
                if is_signed:
                    report = report_on(data, trust_list())
                    assert (report.standing, len(report.signatures)) == (Standing.VALID, 1)
                states.append(request.state)
        return states

    def waiting(self) -> list[Any]:
        from consistori.signature.selectors import waiting_for

        with working_for(self.town):
            return waiting_for(self.person.pk)

    def tells(self, page: str) -> str:
        answer = self.browser.get(self.address(page), headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        return answer.content.decode()

    def assert_the_trail_holds(self, *, signed: int) -> None:
        from consistori.trail.models import TrailEvent
        from consistori.trail.services import verify_chain

        with working_for(self.town):
            assert verify_chain().holds
            assert TrailEvent.objects.filter(kind="signature.DocumentSigned").count() == signed


@contextmanager
def _authority(folder: Path, gate: Gate) -> Iterator[GatedAuthority]:
    def handler(*arguments: Any) -> Answering:
        return AnsweringAtTheGate(served, *arguments)

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    served = GatedAuthority(folder, f"http://127.0.0.1:{server.server_address[1]}")
    served.gate = gate
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield served
    gate.let_go()
    server.shutdown()
    server.server_close()


@pytest.fixture
def house(installation: Installation, settings: Any) -> Iterator[SigningHouse]:
    gate = Gate()
    folder = installation.data / "demo-authority"
    with _authority(folder, gate) as authority:
        settings.DEMO = True
        settings.DEMO_AUTHORITY_DIR = folder
        settings.DEMO_AUTHORITY_PORT = int(authority.base_url.rpartition(":")[2])
        settings.SIGNER_SOCKET = str(installation.data / "signer.sock")
        settings.TRUST_ROOTS = str(authority.roots_folder)
        installation.environment |= {
            "TSA_URLS": f"{authority.base_url}/tsa",
            "TRUST_ROOTS": str(authority.roots_folder),
        }
        person, requests = _mayor_with_papers(installation.town)
        made = SigningHouse(installation, person, requests, gate)
        _sign_in(made.browser, person)
        yield made


def _mayor_with_papers(town: Any) -> tuple[Any, list[Any]]:
    from consistori.directory.models import Person, Post
    from consistori.documents.services import create_from_bytes
    from consistori.kernel.actor import Actor
    from consistori.signature.services import issue_demo_key, request_signature

    by = Actor.system("proves", town.pk)
    person = Person.objects.create(
        email="rosa@example.cat", given_name="Rosa", family_name="Bassols", language="en"
    )
    pdf = _decree()
    with working_for(town):
        Post.objects.create(person=person, role="mayor", title_ca="Alcaldessa", starts_on=date(2020, 1, 1))
        issue_demo_key(by=by, person=person, passphrase=PASSPHRASE, post="Alcaldessa", kind="ec")
        requests = []
        for number in range(1, PAPERS + 1):
            data = pdf + f"% {number}\n".encode()
            document = create_from_bytes(by=by, data=data, name=f"{number}.pdf", title=f"Decret {number}")
            requests.append(request_signature(by=by, document=document, signer=person))
    return person, requests


def _decree() -> bytes:
    import typst

    source = '#set document(title: "Decret")\n#set text(lang: "ca")\n= Decret\nConcedir la llicència.'
    made = typst.compile(source.encode(), format="pdf", pdf_standards=["a-3a", "ua-1"])
    assert isinstance(made, bytes)
    return made + b"\n"


def _sign_in(browser: Client, person: Any) -> None:
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    session.save()


def _everybody_is_silent() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")


@pytest.mark.slow
def test_the_signer_killed_in_the_middle_of_a_batch_and_the_rest_is_signed_afterwards(house):
    house.gate.stops = {3}
    signer = house.start_signer()
    house.installation.start_worker()
    house.sign(house.requests)
    house.reach(3)

    house.installation.kill(signer)
    house.gate.let_go()
    wait_until(lambda: house.batch.is_over)

    # The third had its signature, and was waiting for its timestamp.
    assert house.states() == ["signed"] * 3 + ["waiting"] * 2
    assert {one.trouble["code"] for one in house.waiting()} == {"signer-silent"}
    assert "2 documents were left to sign" in house.tells("signature/")
    assert "2 documents were left unsigned" in house.tells("")

    house.start_signer()
    house.sign(house.waiting())
    wait_until(lambda: house.batch.is_over)
    assert house.states() == ["signed"] * PAPERS
    assert "left unsigned" not in house.tells("")
    house.assert_the_trail_holds(signed=PAPERS)


@pytest.mark.slow
def test_the_web_killed_and_the_batch_goes_on_the_rest_killed_and_the_tray_says_how_many_are_left(house):
    installation = house.installation
    house.gate.stops = {2, 4}
    signer, worker, web = house.start_signer(), installation.start_worker(), installation.start_web()
    _press_sign(house)
    house.reach(2)

    installation.kill(web)
    house.gate.let_go()
    house.reach(4)
    installation.kill(worker)
    installation.kill(signer)
    house.gate.let_go()
    assert house.states() == ["signed"] * 3 + ["signing"] * 2

    _everybody_is_silent()
    house.start_signer()
    installation.start_worker("--until-empty").wait(60)
    assert house.states() == ["signed"] * 3 + ["waiting"] * 2
    assert "2 documents were left to sign" in house.tells("signature/")
    assert "2 documents were left unsigned" in house.tells("")
    house.assert_the_trail_holds(signed=3)


def _press_sign(house: SigningHouse) -> None:
    """The button, at the real server."""
    page = house.installation.url + house.address("signature/sign/")
    cookies = {name: morsel.value for name, morsel in house.browser.cookies.items()}
    asked = [str(one.pk) for one in house.requests]
    with httpx.Client(cookies=cookies, headers={"User-Agent": ""}, timeout=30) as browser:
        browser.get(page, params={"request": asked}).raise_for_status()
        said = {"request": asked, "passphrase": PASSPHRASE, "key": str(house.key.pk)}
        said["csrfmiddlewaretoken"] = browser.cookies["csrftoken"]
        assert browser.post(page, data=said, headers={"Referer": page}).status_code == 302
