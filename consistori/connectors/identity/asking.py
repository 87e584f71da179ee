"""Asking whoever identifies: a few seconds at most, no redirections, no more than 256 KB, JSON or nothing."""

from __future__ import annotations

import logging
from typing import Any

from consistori.eoffice.identity.ports import IdentityRefused
from consistori.kernel.tls import trusted

TIMEOUT = 8.0
LARGEST = 256 * 1024

logging.getLogger("httpx").setLevel(logging.WARNING)
"""It writes whole addresses down, and the token of VÀLid travels in one."""


def ask(address: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON of an address (POST with a form). Raises `IdentityRefused`: `silent`, or `unasked` if it says no."""
    import httpx

    try:
        with httpx.Client(
            timeout=TIMEOUT, trust_env=False, follow_redirects=False, verify=trusted()
        ) as client:
            answer = client.post(address, data=form) if form else client.get(address)
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise IdentityRefused("silent") from fault
    if form and 400 <= answer.status_code < 500:
        raise IdentityRefused("unasked")
    if answer.status_code != 200 or len(answer.content) > LARGEST:
        raise IdentityRefused("silent")
    try:
        said = answer.json()
    except ValueError as fault:
        raise IdentityRefused("silent") from fault
    if not isinstance(said, dict):
        raise IdentityRefused("silent")
    return said
