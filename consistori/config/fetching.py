"""How an address outside is read: as messages are told, so never one that leads inside the house."""

from __future__ import annotations

import time
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from consistori.kernel.errors import BadInput, Refusal, Unavailable
from consistori.webhooks.addresses import checked_url, target_of

MOST_SECONDS = 15.0
MOST_HOPS = 3
MOVED = frozenset({301, 302, 303, 307, 308})


class Reader:
    """What the calendar of the desk asks (`desk.calendar.ports.AddressReader`)."""

    def checked(self, url: str) -> str:
        """The address as it is kept. Raises `BadInput` at `url`."""
        return checked_url(url)

    def read(self, url: str, *, most: int) -> bytes:
        """GET it; each hop is looked at again, so that none turns inwards. Raises a `Refusal`."""
        began = time.monotonic()
        for _hop in range(MOST_HOPS):
            try:
                status, body, following = _get(url, most, began)
            except Refusal:
                raise
            except Exception as fault:
                raise Unavailable(
                    _("The address does not answer: try it in a while."), field="url"
                ) from fault
            if status in MOVED and following:
                url = checked_url(following)
            elif status == 200:
                return body
            else:
                raise BadInput(_("The address answers %(status)s.") % {"status": status}, field="url")
        raise BadInput(_("The address leads from one to another without end."), field="url")


def _get(url: str, most: int, began: float) -> tuple[int, bytes, str]:
    import httpcore

    from consistori.webhooks.wire import Wire

    target = target_of(url)
    host = target.host if target.port in {80, 443} else f"{target.host}:{target.port}"
    ip = f"[{target.ip}]" if ":" in target.ip else target.ip
    asked = [("host", host), ("user-agent", "Consistori"), ("accept", "text/calendar, */*;q=0.1")]
    body = bytearray()
    with (
        httpcore.ConnectionPool(network_backend=Wire(began + MOST_SECONDS)) as pool,
        pool.stream(
            "GET", f"{target.scheme}://{ip}:{target.port}{target.path}", headers=asked,
            extensions={"sni_hostname": target.host},
        ) as answer,
    ):  # fmt: skip
        for piece in answer.iter_stream():
            body += piece
            if len(body) > most:
                raise BadInput(_("The file is too big: two megabytes at most."), field="url")
        where = next((value for name, value in answer.headers if name.lower() == b"location"), b"")
        # It may be said from where it is (RFC 9110, 10.2.2): «/calendar.ics».
        return answer.status, bytes(body), urljoin(url, where.decode("latin-1")) if where else ""


def hang() -> None:
    """Give the calendar its reader."""
    from consistori.desk.calendar.ports import readers

    readers[:] = [Reader()]
