"""What signatures need from outside, and which connector gives it here (by settings).

The engine is loaded when something of it is first asked for: it costs most of a second of every start.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

from consistori.signature.engine.signer_client import SignerClient

if TYPE_CHECKING:
    from consistori.signature.engine.demo.authority import DemoAuthority
    from consistori.signature.engine.revocation import RevocationSource
    from consistori.signature.engine.timestamps import TimestampAuthority
    from consistori.signature.engine.trust import TrustList


def timestamp_authority() -> TimestampAuthority:
    """Whoever puts timestamps [autoritat de segellat de temps] in this installation."""
    authority: TimestampAuthority = _made(
        getattr(settings, "TIMESTAMP_AUTHORITY", "consistori.connectors.tsa.client.from_settings")
    )
    return authority


def trust_list() -> TrustList:
    """The trusted roots of the folder of this installation (`TRUST_ROOTS`), read each time: few and small."""
    from consistori.signature.engine.trust import TrustList

    return TrustList.from_folder(Path(settings.TRUST_ROOTS), _revocation())


def signer() -> SignerClient:
    """The signer process of this installation."""
    return SignerClient(Path(settings.SIGNER_SOCKET))


def demo_authority() -> DemoAuthority | None:
    """The demonstration authority, only where the demonstration runs."""
    if not settings.DEMO:
        return None
    from consistori.signature.engine.demo.authority import DemoAuthority
    from consistori.signature.engine.demo.server import base_url

    return DemoAuthority(Path(settings.DEMO_AUTHORITY_DIR), base_url(settings.DEMO_AUTHORITY_PORT))


@cache
def _revocation() -> RevocationSource:
    from consistori.signature.engine.revocation import RevocationSource

    return RevocationSource()


@cache
def _made(factory: str) -> Any:
    return import_string(factory)()
