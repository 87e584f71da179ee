"""The demonstration authority with the provider of identity beside it, on loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from consistori.notifications.tests.conftest import (  # noqa: F401
    clock,
    errand,
    facts,
    firm,
    prepared,
    sent,
    signed,
)


@dataclass
class Outside:
    """What stands outside the town hall: who identifies, who issues certificates."""

    port: int
    provider: Any
    folder: Path


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    from consistori.connectors.identity.demo.provider import DemoProvider
    from consistori.connectors.identity.ways import DEMO_CLIENT, demo_secret
    from consistori.signature.engine.demo.server import serve

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("outside")
    back = "http://testserver/e/"
    provider = DemoProvider(
        f"http://127.0.0.1:{port}/identity", DEMO_CLIENT, demo_secret(), lambda url: url.startswith(back)
    )
    server = serve(folder, port, {"identity": provider})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Outside(port, provider, folder)
    server.shutdown()
    server.server_close()


@pytest.fixture
def citizens_door(outside: Outside, settings: Any) -> Outside:
    """The electronic office of these tests sends people to the provider of the demonstration."""
    from django.core.cache import cache

    from consistori.connectors.identity import oidc

    cache.clear()
    oidc.forget()
    settings.DEMO, settings.DEMO_AUTHORITY_PORT = True, outside.port
    return outside
