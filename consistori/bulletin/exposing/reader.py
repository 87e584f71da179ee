"""Reading the public page of the board as anybody does: over HTTP, at its public address."""

from __future__ import annotations

import httpx

from consistori.bulletin.ports import Served
from consistori.kernel.tls import trusted

SECONDS = 15.0


class HttpReader:
    """The port of the installation: it asks nobody's cache, and what does not answer is not an error but a fact."""

    def read(self, url: str, *, most: int) -> Served:
        """GET it, `most` bytes at most."""
        body = bytearray()
        try:
            with httpx.stream(
                "GET",
                url,
                timeout=SECONDS,
                follow_redirects=False,
                headers={"cache-control": "no-cache"},
                verify=trusted(),
            ) as answer:
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > most:
                        return Served(0)
                return Served(answer.status_code, bytes(body))
        except (httpx.HTTPError, OSError):
            return Served(0)
