"""The client of a gateway of messages: one JSON by POST; or a folder where they are written, for trials."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from time import time_ns
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from consistori.parties.ports import MessageNotSent

_LATER = frozenset({401, 403, 408, 425, 429})
"""Refusals of ours and not of the message (a key that has changed), or for now."""


class _Stays(HTTPRedirectHandler):
    """A gateway that sends us elsewhere has sent nothing: there the message would be lost, and the key told."""

    def redirect_request(self, *_said: Any, **_more: Any) -> None:
        return None


@dataclass(frozen=True)
class Gateway:
    """`https://…` takes `{"to", "text"}` with a bearer key; `file:///folder` writes each message in a file there."""

    address: str
    token: str = ""
    timeout: float = 10.0

    def send(self, to: str, text: str) -> None:
        """Hand it over. A mobile without its country is of here: +34."""
        number = to if to.startswith("+") else f"+34{to}"
        parts = urlsplit(self.address)
        if parts.scheme == "file":
            self._write(Path(parts.path), number, text)
        elif parts.scheme in ("http", "https"):
            self._post(number, text)
        else:
            raise MessageNotSent(f"SMS_URL is not understood: {self.address}")

    def _write(self, folder: Path, number: str, text: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{time_ns()}.txt").write_text(f"To: {number}\n\n{text}\n", encoding="utf-8")

    def _post(self, number: str, text: str) -> None:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        asked = Request(  # noqa: S310 - only http and https come here
            self.address, json.dumps({"to": number, "text": text}).encode(), headers, method="POST"
        )
        try:
            with build_opener(_Stays).open(asked, timeout=self.timeout) as answer:
                answer.read(4096)
        except HTTPError as error:
            will_never = 400 <= error.code < 500 and error.code not in _LATER
            raise MessageNotSent(f"HTTPError: {error}", status=error.code, is_for_ever=will_never) from error
        except (URLError, ValueError) as error:
            raise MessageNotSent(f"{type(error).__name__}: {error}") from error
        except (OSError, HTTPException) as error:  # it was told, and hung up or was silent
            raise MessageNotSent(f"{type(error).__name__}: {error}", may_have_gone=True) from error
