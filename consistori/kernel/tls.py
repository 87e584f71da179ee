"""The authorities by which a server outside is known: read once a process, for it costs more than most answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl


@cache
def trusted() -> ssl.SSLContext:
    """What `httpx` trusts by itself, or what `SSL_CERT_FILE` names. For `verify=` of each client that is made anew."""
    import httpx

    return httpx.create_ssl_context()
