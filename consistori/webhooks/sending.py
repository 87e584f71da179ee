"""One message to one address: no redirect is followed, little is read, and it never takes more than ten seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from consistori.kernel.errors import Refusal
from consistori.webhooks.addresses import target_of

MOST_SECONDS = 10.0
MOST_READ = 64 * 1024


@dataclass(frozen=True)
class Outcome:
    """What came back: a status, or the trouble in a sentence; and for how long the other side asks us to wait."""

    status: int | None
    trouble: str
    took_ms: int
    wait: timedelta | None = None

    @property
    def was_heard(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """The other side says that the address is no more (410)."""
        return self.status == 410


def send(url: str, headers: dict[str, str], body: bytes) -> Outcome:
    """POST the message to the address that its name has now, looked at just before (so that it cannot turn inwards)."""
    began = time.monotonic()
    try:
        status, wait = _post(url, headers, body, began)
    except Refusal as refusal:
        return Outcome(None, str(refusal), _since(began))
    except Exception as error:
        return Outcome(None, f"{type(error).__name__}: {error}"[:300], _since(began))
    trouble = "" if 200 <= status < 300 else f"HTTP {status}"
    return Outcome(status, trouble, _since(began), wait)


def _post(url: str, headers: dict[str, str], body: bytes, began: float) -> tuple[int, timedelta | None]:
    import httpcore

    from consistori.webhooks.wire import Wire

    target = target_of(url)
    host = target.host if target.port in {80, 443} else f"{target.host}:{target.port}"
    ip = f"[{target.ip}]" if ":" in target.ip else target.ip
    asked = headers | {"host": host, "user-agent": "Consistori"}
    wire = Wire(began + MOST_SECONDS)
    with (
        httpcore.ConnectionPool(network_backend=wire) as pool,
        pool.stream(
            "POST",
            f"{target.scheme}://{ip}:{target.port}{target.path}",
            headers=list(asked.items()),
            content=body,
            extensions={"sni_hostname": target.host},
        ) as answer,
    ):
        read = 0
        for piece in answer.iter_stream():
            read += len(piece)
            if read > MOST_READ:
                break
        wait = next((value for name, value in answer.headers if name.lower() == b"retry-after"), b"")
        return answer.status, _asked_wait(wait.decode("latin-1"))


def _asked_wait(text: str) -> timedelta | None:
    return timedelta(seconds=min(int(text), 86_400)) if text.isdecimal() and text.isascii() else None


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
