"""Another program, in two languages: clients made by public generators out of the OpenAPI file alone, at work in the
running demo; they are told what happens, signed, and told again what they ask for."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

STORIES = Path(__file__).resolve().parent.parent / "clients"
BIN = Path(sys.executable).parent
TOWN = "els-molinars"
GENERATOR, RUNNER = "openapi-typescript-codegen@0.29.0", "tsx@4.20.6"
SCOPES = (
    "cases:read", "cases:write", "documents:write", "parties:write", "trail:read", "webhooks:read", "webhooks:write",
)  # fmt: skip


@pytest.fixture
def hook() -> Iterator[Any]:
    """Where the other program listens; `heard` is what it was told."""

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))  # type: ignore[attr-defined]
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            return

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.heard = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def description(demo: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the makers of the other program have: the OpenAPI file of the running demo."""
    path = tmp_path_factory.mktemp("clients") / "openapi.json"
    with urllib.request.urlopen(f"{demo.url}/api/v1/openapi.json", timeout=30) as answer:
        path.write_bytes(answer.read())
    return path


def _run(words: list[Any], **more: Any) -> str:
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"} | more.pop("env", {})
    done = subprocess.run(
        [str(w) for w in words], capture_output=True, text=True, timeout=240, env=environment, **more
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _python(description: Path, arguments: list[str]) -> str:
    folder = description.parent / "python"
    client = folder / "consistori_client"
    folder.mkdir(exist_ok=True)
    generate = [BIN / "openapi-python-client", "generate", "--meta", "none", "--overwrite"]
    _run([*generate, "--path", description, "--output-path", client])
    shutil.copy(STORIES / "story.py", folder)
    return _run(
        [sys.executable, folder / "story.py", *arguments], cwd=folder, env={"PYTHONPATH": str(folder)}
    )


def _typescript(description: Path, arguments: list[str]) -> str:
    folder = description.parent / "typescript"
    folder.mkdir(exist_ok=True)
    _run(
        [BIN / "npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, GENERATOR, RUNNER]
    )
    tools = folder / "node_modules" / ".bin"
    _run([tools / "openapi", "--input", description, "--output", folder / "client"])
    shutil.copy(STORIES / "story.ts", folder)
    return _run([tools / "tsx", folder / "story.ts", *arguments], cwd=folder)


@pytest.mark.parametrize("told_in", [_python, _typescript])
def test_a_generated_client_does_all_that_another_program_needs(demo, description, hook, told_in):
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    made = demo.command("token", "create", told_in.__name__, "--entity", TOWN, "--role", "secretary", *scopes)
    key = made.strip().splitlines()[-1]
    address = f"http://127.0.0.1:{hook.server_port}/hook"

    told = json.loads(told_in(description, [demo.url, key, TOWN, address]).strip().splitlines()[-1])

    assert told["number"].startswith("X")
    assert (told["same"], told["parties"], told["document"], told["title"]) == (True, 1, "Informe", "Gual")
    assert told["refused"] == [422, "title"]
    assert told["stale"] == 412
    assert {"cases.CaseOpened", "cases.DocumentFiled", "cases.CaseRenamed"} <= set(told["kinds"])
    _wait_until_told_twice(hook)
    assert all(_is_signed(told["secret"], headers, body) for headers, body in hook.heard)
    assert all(b"Fusteria" not in body for _, body in hook.heard)


def _wait_until_told_twice(hook: Any) -> None:
    """What happened, and then again, with the same names."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        renamed = [
            h["webhook-id"] for h, body in hook.heard if json.loads(body)["type"] == "cases.CaseRenamed"
        ]
        if renamed and max(renamed.count(name) for name in renamed) >= 2:
            return
        time.sleep(0.3)
    raise AssertionError(f"it was not told twice: {[json.loads(body)['type'] for _, body in hook.heard]}")


def _is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}" in headers["webhook-signature"].split(" ")
