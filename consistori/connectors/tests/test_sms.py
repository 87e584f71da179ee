"""Text messages by a gateway: taken with its key, refused without, and written in a folder for trials."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from consistori.connectors.sms import fake
from consistori.connectors.sms.gateway import Gateway
from consistori.parties.lines.jobs import send_the_code
from consistori.parties.lines.services import code_of, send_code
from consistori.parties.ports import MessageNotSent


def test_a_code_for_a_mobile_goes_by_the_gateway(town: Any, at_work: Any, settings: Any) -> None:
    with fake.answering() as gateway:
        settings.SMS_URL, settings.SMS_TOKEN = gateway.url, fake.KEY
        row = send_code("mobile", "600 111 222", purpose="appointment", language="es")
        send_the_code(entity=town, code_id=str(row.pk))
        with pytest.raises(MessageNotSent):
            Gateway(gateway.url, "wrong").send("600111222", "hello")

    assert [one["to"] for one in gateway.sent] == ["+34600111222"]
    assert code_of(row) in gateway.sent[0]["text"]


def test_a_gateway_that_is_not_there_says_so() -> None:
    for address in ("http://127.0.0.1:9/messages", "ftp://example.cat"):
        with pytest.raises(MessageNotSent):
            Gateway(address, timeout=0.5).send("600111222", "hello")


def test_for_trials_it_is_written_in_a_folder(tmp_path: Path) -> None:
    Gateway(f"file://{tmp_path}/sms").send("+33612345678", "bonjour")

    (message,) = (tmp_path / "sms").iterdir()
    assert message.read_text() == "To: +33612345678\n\nbonjour\n"


def test_a_gateway_that_sends_us_elsewhere_has_sent_nothing_and_the_key_goes_nowhere() -> None:
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append("POST")
            self.send_response(302)
            self.send_header("Location", "/login")
            self.end_headers()

        def do_GET(self) -> None:
            asked.append(f"GET {self.headers.get('Authorization')}")
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        with pytest.raises(MessageNotSent):
            Gateway(f"http://127.0.0.1:{server.server_address[1]}/messages", "secret").send(
                "600000000", "Codi"
            )
        server.shutdown()

    assert asked == ["POST"]


@pytest.mark.parametrize(
    ("answer", "is_for_ever", "may_have_gone"),
    [(400, True, False), (404, True, False), (401, False, False), (429, False, False), (503, False, False)],
)
def test_a_gateway_says_whether_it_is_for_now_or_for_ever(
    answer: int, is_for_ever: bool, may_have_gone: bool
) -> None:
    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(answer)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with _served(Refusing) as url, pytest.raises(MessageNotSent) as refused:
        Gateway(url, "key").send("600000000", "Avís")

    assert refused.value.status == answer
    assert (refused.value.is_for_ever, refused.value.may_have_gone) == (is_for_ever, may_have_gone)


def test_a_gateway_that_takes_it_and_hangs_up_leaves_a_doubt() -> None:
    class Mute(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with _served(Mute) as url, pytest.raises(MessageNotSent) as refused:
        Gateway(url, "key").send("600000000", "Avís")

    assert refused.value.may_have_gone
    with pytest.raises(MessageNotSent) as nobody:
        Gateway("http://127.0.0.1:9/", "key", timeout=0.5).send("600000000", "Avís")
    assert not nobody.value.may_have_gone


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/messages"
        server.shutdown()
