"""The demonstration authority on loopback and PDFs made by Typst, for the tests of this room."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import typst
from asn1crypto import algos, tsp

from consistori.signature.engine.demo.answers import answer
from consistori.signature.engine.demo.authority import Credential, DemoAuthority
from consistori.signature.engine.demo.timestamps import answer_timestamp
from consistori.signature.engine.errors import ServiceSilent
from consistori.signature.engine.revocation import RevocationSource
from consistori.signature.engine.trust import TrustList


class ServedAuthority(DemoAuthority):
    """A demonstration authority that really answers on loopback; `silent` makes it fall."""

    silent = False


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedAuthority]:
    def handler(*arguments: Any) -> Answering:
        return Answering(served, *arguments)

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    folder = tmp_path_factory.mktemp("authority")
    served = ServedAuthority(folder, f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield served
    server.shutdown()


class Answering(BaseHTTPRequestHandler):
    def __init__(self, served: ServedAuthority, *arguments: Any) -> None:
        self.served = served
        super().__init__(*arguments)

    def do_GET(self) -> None:
        self._say(b"")

    def do_POST(self) -> None:
        self._say(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _say(self, body: bytes) -> None:
        if self.served.silent:
            self.send_error(503)
            return
        said = answer(self.served, self.command, self.path, body)
        self.send_response(said.status)
        self.send_header("Content-Type", said.kind)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body)

    def log_message(self, format: str, *arguments: Any) -> None:
        return


@pytest.fixture
def trust(authority: ServedAuthority, tmp_path: Path) -> TrustList:
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "demo-root.pem").write_bytes((authority.folder / "root.pem").read_bytes())
    return TrustList.from_folder(folder, RevocationSource(timeout=2))


class LocalStamps:
    """The port of timestamps answered in the process by the demonstration authority."""

    def __init__(self, authority: DemoAuthority) -> None:
        self.authority = authority
        self.down = False
        self.asked = 0
        self.at: Any = None

    def stamp(self, digest: bytes, algorithm: str) -> bytes:
        self.asked += 1
        if self.down:
            raise ServiceSilent("timestamp-silent", addresses="demo")
        imprint = tsp.MessageImprint(
            {"hash_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}), "hashed_message": digest}
        )
        request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True})
        response = tsp.TimeStampResp.load(answer_timestamp(self.authority, request.dump(), self.at))
        token: bytes = response["time_stamp_token"].dump()
        return token

    def is_alive(self) -> bool:
        return not self.down


@pytest.fixture
def stamps(authority: ServedAuthority) -> LocalStamps:
    return LocalStamps(authority)


@pytest.fixture
def issue(authority: ServedAuthority) -> Callable[..., Credential]:
    """Issue a demonstration certificate: by default that of Rosa Bassols, mayor."""

    def do(**said: Any) -> Credential:
        return authority.issue(
            **{"given_name": "Rosa", "family_name": "Bassols Pi", "post": "Alcaldessa", "kind": "ec"} | said
        )

    return do


@pytest.fixture(scope="session")
def decree() -> bytes:
    """A PDF/A-3a and PDF/UA-1 of one page, ending in a newline as every PDF of ours."""
    source = '#set document(title: "Decret")\n#set text(lang: "ca")\n= Decret\nConcedir la llicència.'
    made = typst.compile(source.encode(), format="pdf", pdf_standards=["a-3a", "ua-1"])
    assert isinstance(made, bytes)
    return made + b"\n"
