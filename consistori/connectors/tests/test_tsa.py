"""The client of timestamps against servers that work, that say no, that lie and that do not answer."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, tsp

from consistori.connectors.tsa.client import HttpTimestampAuthority
from consistori.connectors.tsa.fake import FakeTimestampAuthority
from consistori.signature.engine.demo.authority import DemoAuthority
from consistori.signature.engine.demo.timestamps import answer_timestamp
from consistori.signature.engine.errors import ServiceSilent, SigningStopped
from consistori.signature.engine.timestamps import TimestampReply

DIGEST = hashlib.sha256(b"decret").digest()
NOWHERE = "http://127.0.0.1:9/tsa"
Serve = Callable[[Callable[[bytes], tuple[int, bytes]]], str]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> DemoAuthority:
    return DemoAuthority(tmp_path_factory.mktemp("authority"), "http://127.0.0.1:9")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(f)` gives the address of a server that answers `f(body)`."""
    servers: list[ThreadingHTTPServer] = []

    def do(reply: Callable[[bytes], tuple[int, bytes]]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                status, body = reply(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: Any) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/tsa"

    yield do
    for server in servers:
        server.shutdown()


def test_a_stamp_is_about_our_digest(authority: DemoAuthority, serve: Serve) -> None:
    address = serve(lambda body: (200, answer_timestamp(authority, body)))

    token = HttpTimestampAuthority([address]).stamp(DIGEST, "sha256")

    content = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    assert content["message_imprint"]["hashed_message"].native == DIGEST


def test_the_next_address_is_asked_when_the_first_does_not_answer(
    authority: DemoAuthority, serve: Serve
) -> None:
    address = serve(lambda body: (200, answer_timestamp(authority, body)))

    assert HttpTimestampAuthority([NOWHERE, address]).stamp(DIGEST, "sha256")


def test_a_server_that_is_down_is_said_so() -> None:
    with pytest.raises(ServiceSilent, match="timestamp-silent"):
        HttpTimestampAuthority([NOWHERE]).stamp(DIGEST, "sha256")
    assert not HttpTimestampAuthority([NOWHERE]).is_alive()


def test_without_addresses_it_says_that_there_are_none() -> None:
    with pytest.raises(ServiceSilent, match="timestamp-none"):
        HttpTimestampAuthority([]).stamp(DIGEST, "sha256")


def test_a_broken_server_is_silence_and_not_a_stamp(serve: Serve) -> None:
    address = serve(lambda body: (500, b"oops"))

    with pytest.raises(ServiceSilent, match="timestamp-silent"):
        HttpTimestampAuthority([address]).stamp(DIGEST, "sha256")


def test_a_refusal_is_told_with_its_word(serve: Serve) -> None:
    refusal = TimestampReply({"status": tsp.PKIStatusInfo({"status": "rejection"})}).dump()
    address = serve(lambda body: (200, refusal))

    with pytest.raises(SigningStopped, match="timestamp-refused") as stopped:
        HttpTimestampAuthority([address]).stamp(DIGEST, "sha256")

    assert stopped.value.facts["why"] == "rejection"


def test_a_stamp_of_something_else_is_not_taken(authority: DemoAuthority, serve: Serve) -> None:
    def of_something_else(body: bytes) -> tuple[int, bytes]:
        asked = tsp.TimeStampReq.load(body)
        asked["message_imprint"]["hashed_message"] = bytes(32)
        return 200, answer_timestamp(authority, asked.dump(force=True))

    with pytest.raises(SigningStopped, match="timestamp-refused"):
        HttpTimestampAuthority([serve(of_something_else)]).stamp(DIGEST, "sha256")


def test_a_stamp_with_another_nonce_is_not_taken(authority: DemoAuthority, serve: Serve) -> None:
    def with_another_nonce(body: bytes) -> tuple[int, bytes]:
        asked = tsp.TimeStampReq.load(body)
        asked["nonce"] = asked["nonce"].native ^ 1
        return 200, answer_timestamp(authority, asked.dump(force=True))

    with pytest.raises(SigningStopped, match="timestamp-refused") as stopped:
        HttpTimestampAuthority([serve(with_another_nonce)]).stamp(DIGEST, "sha256")

    assert stopped.value.facts["why"] == "it answers something else"


def test_rubbish_is_not_a_stamp(serve: Serve) -> None:
    with pytest.raises(SigningStopped, match="timestamp-refused"):
        HttpTimestampAuthority([serve(lambda body: (200, b"rubbish"))]).stamp(DIGEST, "sha256")


def test_the_folder_of_the_authority_is_private(authority: DemoAuthority) -> None:
    keys = list(Path(authority.folder).glob("*.key"))

    assert len(keys) == 3
    assert all(key.stat().st_mode & 0o777 == 0o600 for key in keys)


def test_the_fake_stamps_and_falls_as_the_real_one(authority: DemoAuthority) -> None:
    fake = FakeTimestampAuthority(authority)

    token = fake.stamp(DIGEST, "sha256")
    fake.down = True

    content = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    assert content["message_imprint"]["hashed_message"].native == DIGEST
    assert not fake.is_alive()
    with pytest.raises(ServiceSilent):
        fake.stamp(DIGEST, "sha256")
