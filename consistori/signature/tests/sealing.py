"""A town with its seal: the signer process with its secret, the demonstration authority and its timestamps."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from consistori.kernel.actor import Actor
from consistori.signature.engine.signer import Keyring, SignerServer
from consistori.signature.tests.conftest import LocalStamps, ServedAuthority, authority, stamps, trust

SECRET = "a long and random secret of the signer"

__all__ = ["authority", "give_seal", "sealing_house", "stamps", "trust"]


@pytest.fixture
def sealing_house(
    authority: ServedAuthority,
    trust: Any,
    stamps: LocalStamps,
    tmp_path: Path,
    settings: Any,
    monkeypatch: Any,
) -> Iterator[SignerServer]:
    """A signer that has its secret, and the ports answered by the demonstration authority."""
    settings.DEMO = True
    settings.SIGNER_SOCKET = str(tmp_path / "seal" / "s.sock")
    server = SignerServer(Path(settings.SIGNER_SOCKET), Keyring(seal_secret=SECRET))
    threading.Thread(target=server.serve, daemon=True).start()
    monkeypatch.setattr("consistori.signature.ports.trust_list", lambda: trust)
    monkeypatch.setattr("consistori.signature.ports.timestamp_authority", lambda: stamps)
    monkeypatch.setattr("consistori.signature.ports.demo_authority", lambda: authority)
    yield server
    server.stop()


@pytest.fixture
def give_seal(sealing_house: SignerServer) -> Callable[..., Any]:
    """`give_seal(town, "case_index")` gives the town a seal and fixes the automated act. Inside its scope."""
    from consistori.signature.services import seals

    def do(town: Any, kind: str = "case_index", *, by: Any = None) -> Any:
        by = by or Actor.program(town.pk)
        seal = seals.issue_demo_seal(by=by, body="Secretaria")
        return seals.fix_act(
            by=by,
            kind=kind,
            seal=seal,
            decree="Decret 2026/0140",
            definition_body="Secretaria",
            supervision_body="Alcaldia",
            appeals_body="Alcaldia",
        )

    return do
