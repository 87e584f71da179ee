"""A paper that is signed outside: it goes out, it comes back, and what comes back is looked at before it is kept."""

import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from pyhanko.pdf_utils.generic import StreamObject as PdfStream
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from consistori.signature.elsewhere.ports import Begun, Outgoing, provider, providers
from consistori.signature.elsewhere.receiving import accept
from consistori.signature.engine.demo.authority import Credential
from consistori.signature.engine.errors import SigningStopped
from consistori.signature.engine.number_place import IN_THE_BAND, add_place, place_of, write_number
from consistori.signature.engine.pades import Purpose, sign_pdf
from consistori.signature.engine.trust import TrustList
from consistori.signature.tests.conftest import LocalStamps
from consistori.signature.tests.test_sign_and_validate import hand_of


class Outside:
    """A service of others, on loopback: it keeps what it is given, and somebody signs it there with her own key."""

    name, label = "outside", "Outside"

    def __init__(self, address: str) -> None:
        self.address = address

    def begin(self, what: Outgoing) -> Begun:
        asked = Request(f"{self.address}/{what.reference}", data=what.data, method="POST")
        with urlopen(asked) as answer:
            theirs = json.loads(answer.read())["token"]
        until = datetime.now(UTC) + timedelta(hours=1)
        return Begun(what.reference, theirs, f"{self.address}/sign?token={theirs}", until)

    def bring(self, begun: Begun) -> bytes | None:
        with urlopen(f"{self.address}/{begun.theirs}") as answer:
            data: bytes = answer.read()
        return data or None


class Theirs:
    """What the service has: papers by token, and those that were signed."""

    def __init__(self) -> None:
        self.given: dict[str, bytes] = {}
        self.signed: dict[str, bytes] = {}


@pytest.fixture
def theirs() -> Iterator[Theirs]:
    has = Theirs()

    class Serving(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            token = self.path.strip("/")[::-1]
            has.given[token] = self.rfile.read(int(self.headers["Content-Length"]))
            self._say(json.dumps({"token": token}).encode())

        def do_GET(self) -> None:
            self._say(has.signed.get(self.path.strip("/"), b""))

        def _say(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    outside = Outside(f"http://127.0.0.1:{server.server_address[1]}")
    providers[outside.name] = outside
    yield has
    del providers[outside.name]
    server.shutdown()


@pytest.fixture
def sign(trust: TrustList, stamps: LocalStamps) -> Callable[..., bytes]:
    def do(data: bytes, credential: Credential) -> bytes:
        hand = hand_of(credential, trust, stamps)
        return bytes(sign_pdf(data, hand, Purpose(reason="Fora"), at=datetime.now(UTC)).data)

    return do


def _outgoing(data: bytes) -> Outgoing:
    return Outgoing("k7f2m9", "decret.pdf", data, hashlib.sha256(data).hexdigest(), reason="Decret")


def test_it_goes_out_waits_comes_back_and_is_good(
    decree: bytes,
    theirs: Theirs,
    issue: Callable[..., Credential],
    sign: Callable[..., bytes],
    trust: TrustList,
) -> None:
    outside = provider("outside")

    begun = outside.begin(_outgoing(decree))
    before = outside.bring(begun)
    theirs.signed[begun.theirs] = sign(theirs.given[begun.theirs], issue(kind="ec"))
    came = outside.bring(begun)

    assert begun.theirs in begun.goes_to
    assert before is None
    assert came is not None
    assert came == outside.bring(begun), "asking again gives the same"
    assert accept(decree, came, trust=trust).signature.signer == "Rosa Bassols Pi"


def test_a_paper_that_had_a_signature_gets_one_more(
    decree: bytes, issue: Callable[..., Credential], sign: Callable[..., bytes], trust: TrustList
) -> None:
    first = sign(decree, issue(given_name="Mercè", kind="ec"))

    done = accept(first, sign(first, issue(kind="ec")), trust=trust)

    assert done.signature.signer.startswith("Rosa")


def test_what_is_not_what_went_out_with_one_good_signature_is_refused(
    decree: bytes, issue: Callable[..., Credential], sign: Callable[..., bytes], trust: TrustList
) -> None:
    rosa = issue(kind="ec")
    good = sign(decree, rosa)
    other = decree.replace(b"%PDF-1.7", b"%PDF-1.6")
    cases = {
        "other-text": sign(other if other != decree else decree + b"% x\n", rosa),
        "not-appended": sign(good, rosa),
        "not-pdf": decree[:40],
        "too-large": decree + b" " * 5_000_000,
    }
    assert _code(decree, decree, trust) == "not-appended", "nobody signed it"
    assert _code(decree, cases["not-appended"], trust) == "not-appended", "two signatures more"
    assert _code(decree, cases["too-large"], trust) == "too-large"
    assert _code(decree, cases["not-pdf"], trust) == "other-text", "it does not begin with what went out"
    if other != decree:
        assert _code(decree, cases["other-text"], trust) == "other-text"
    broken = bytearray(good)
    broken[len(decree) + 400 : len(decree) + 404] = b"XXXX"
    with pytest.raises(SigningStopped):
        accept(decree, bytes(broken), trust=trust)


def test_the_certificate_of_another_person_or_of_nobody_we_know_does_not_serve(
    decree: bytes, issue: Callable[..., Credential], sign: Callable[..., bytes], trust: TrustList
) -> None:
    good = sign(decree, issue(kind="ec"))
    nobody = TrustList((), (), trust.source)

    with pytest.raises(SigningStopped) as other:
        accept(decree, good, trust=trust, identifier="99999999R")
    with pytest.raises(SigningStopped) as unknown:
        accept(decree, good, trust=nobody)

    assert other.value.code == "other-signer"
    assert unknown.value.code == "does-not-hold"


def _code(sent: bytes, came: bytes, trust: TrustList) -> str:
    with pytest.raises(SigningStopped) as refused:
        accept(sent, came, trust=trust)
    return refused.value.code


def _with_other_words(decree: bytes) -> bytes:
    """Its text changed as an increment: the bytes that went out are still its beginning."""
    writer = IncrementalPdfFileWriter(io.BytesIO(decree))
    page, _resources = writer.find_page_for_modification(0)
    page.get_object()["/Contents"] = writer.add_object(PdfStream(stream_data=b"BT 72 700 Td (Denegar) Tj ET"))
    writer.mark_update(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _with_a_number(decree: bytes, place: Path) -> tuple[bytes, bytes]:
    """A decree with the place of its number, and the same with a number that nobody gave."""
    place.write_bytes(decree)
    add_place(place, IN_THE_BAND, words="Decret: número i data", language="ca")
    sent = place.read_bytes()
    writer, out = IncrementalPdfFileWriter(io.BytesIO(sent)), io.BytesIO()
    found = place_of(writer)
    assert found is not None
    write_number(writer, found, ("2026/9999", "28/11/2026"))
    writer.write(out)
    return sent, out.getvalue()


@pytest.mark.parametrize("has_one", [False, True], ids=["the first signature", "after another one"])
def test_a_text_changed_in_the_increment_that_is_signed_is_refused(
    decree: bytes,
    issue: Callable[..., Credential],
    sign: Callable[..., bytes],
    trust: TrustList,
    has_one: bool,
) -> None:
    sent = sign(decree, issue(given_name="Mercè", kind="ec")) if has_one else decree

    came = sign(_with_other_words(sent), issue(kind="ec"))

    assert came.startswith(sent)
    assert _code(sent, came, trust) == "broken-before"


def test_whoever_signs_outside_does_not_write_its_number(
    decree: bytes,
    issue: Callable[..., Credential],
    sign: Callable[..., bytes],
    trust: TrustList,
    tmp_path: Path,
) -> None:
    sent, numbered = _with_a_number(decree, tmp_path / "decret.pdf")

    assert _code(sent, sign(numbered, issue(kind="ec")), trust) == "broken-before"
    assert accept(sent, sign(sent, issue(kind="ec")), trust=trust).signature.signer == "Rosa Bassols Pi"
