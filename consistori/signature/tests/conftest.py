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
from consistori.signature.engine.signer import SignerServer
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


PASSPHRASE = "la riera baixa plena"


@pytest.fixture
def signing_house(
    authority: ServedAuthority,
    trust: TrustList,
    stamps: LocalStamps,
    tmp_path: Path,
    settings: Any,
    monkeypatch: Any,
) -> Iterator[LocalStamps]:
    """A signer process (in a thread), the demonstration authority and its timestamps, as in a real house."""
    settings.DEMO = True
    settings.SIGNER_SOCKET = str(tmp_path / "signer" / "s.sock")
    server = SignerServer(Path(settings.SIGNER_SOCKET))
    threading.Thread(target=server.serve, daemon=True).start()
    monkeypatch.setattr("consistori.signature.ports.trust_list", lambda: trust)
    monkeypatch.setattr("consistori.signature.services.crews.trust_list", lambda: trust)
    monkeypatch.setattr("consistori.signature.verification.trust_list", lambda: trust)
    monkeypatch.setattr("consistori.signature.services.crews.timestamp_authority", lambda: stamps)
    monkeypatch.setattr("consistori.signature.jobs.timestamp_authority", lambda: stamps)
    monkeypatch.setattr("consistori.signature.lasting.services.timestamp_authority", lambda: stamps)
    for place in ("consistori.signature.services.keys", "consistori.signature.web.keys"):
        monkeypatch.setattr(f"{place}.demo_authority", lambda: authority, raising=False)
    yield stamps
    server.stop()


@pytest.fixture
def give_key(signing_house: LocalStamps) -> Callable[..., Any]:
    """`give_key(actor, town)` has a demonstration key issued for her."""
    from consistori.directory.models import Person
    from consistori.signature.services import issue_demo_key
    from consistori.tenancy.scope import working_for

    def do(actor: Any, town: Any, passphrase: str = PASSPHRASE) -> Any:
        person = Person.objects.get(pk=actor.person_id)
        with working_for(town):
            return issue_demo_key(
                by=actor, person=person, passphrase=passphrase, post="Alcaldessa", kind="ec"
            )

    return do


@pytest.fixture
def bring_paper(decree: bytes, town: Any, clerk: Any) -> Callable[..., Any]:
    """`bring_paper("Title")` gives a document of the town, not frozen."""
    from consistori.documents.services import create_from_bytes
    from consistori.tenancy.scope import working_for

    def do(title: str = "Decret de la llicència", *, by: Any = None, at: Any = None) -> Any:
        with working_for(at or town):
            data = decree + b"% " + title.encode() + b"\n"
            return create_from_bytes(by=by or clerk, data=data, name=f"{title}.pdf", title=title)

    return do


@pytest.fixture
def ask(bring_paper: Callable[..., Any], town: Any, clerk: Any) -> Callable[..., Any]:
    """`ask(mayor, "Title")` gives a request that waits for her."""
    from consistori.directory.models import Person
    from consistori.signature.services import request_signature
    from consistori.tenancy.scope import working_for

    def do(signer: Any, title: str = "Decret de la llicència", *, note: str = "") -> Any:
        document = bring_paper(title)
        with working_for(town):
            person = Person.objects.get(pk=signer.person_id)
            return request_signature(by=clerk, document=document, signer=person, note=note)

    return do


@pytest.fixture
def many_processes(
    signing_house: LocalStamps, authority: ServedAuthority, settings: Any, monkeypatch: Any
) -> Iterator[None]:
    """A batch of three is large already: two processes sign it, with the real client of timestamps."""
    from consistori.signature import ports
    from consistori.signature.services import crews

    settings.SIGNER_PROCESSES, settings.TSA_URLS = 2, [f"{authority.base_url}/tsa"]
    monkeypatch.setattr(crews, "MANY", 3)
    monkeypatch.setattr(crews, "timestamp_authority", ports.timestamp_authority)
    ports._made.cache_clear()
    yield
    ports._made.cache_clear()
