"""Asking the main registry for its number, as MUX asks registries outside: one POST, the same for the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from consistori.formats import mux
from consistori.kernel.clock import now
from consistori.kernel.tls import trusted
from consistori.registry.ports import MainRegistry, NotAnswered
from consistori.tenancy.models import Entity

if TYPE_CHECKING:
    import httpx

SECONDS = 15.0
"""What MUX itself waits before it turns to the auxiliary registry."""


@dataclass
class HttpMainRegistry:
    """A registry that speaks the guide of external registries of MUX V3."""

    name: str
    address: str
    key: str
    issuer: str
    subject: str
    transport: httpx.BaseTransport | None = None

    def enter(self, said: mux.Transaction) -> mux.MuxAnswer:
        """See `MainRegistry`. An answer that is of another transaction is no answer."""
        import httpx

        bearer = mux.token(self.key, issuer=self.issuer, subject=self.subject, at=now())
        headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
        try:
            with httpx.Client(timeout=SECONDS, transport=self.transport, verify=trusted()) as client:
                reply = client.post(self.address, content=mux.write_transaction(said), headers=headers)
            if reply.status_code >= 500 or reply.status_code in (401, 403, 429):
                raise NotAnswered(f"{self.name}: {reply.status_code}")
            answer = mux.read_answer(reply.content)
        except (httpx.HTTPError, mux.Unreadable) as trouble:
            raise NotAnswered(f"{self.name}: {trouble}") from trouble
        if answer.transaction != said.identifier or answer.error == mux.IN_PROGRESS:
            raise NotAnswered(f"{self.name}: {answer.message}")
        return answer


def by_settings(entity: Entity) -> MainRegistry | None:
    """The main registry that the settings name for this entity; nothing where its own book is the one that counts."""
    address = pairs(settings.MAIN_REGISTRIES).get(entity.slug, "")
    key = pairs(settings.MUX_KEYS).get(entity.slug, "")
    if not address or not key:
        return None
    return HttpMainRegistry("MUX", address, key, entity.slug, entity.dir3 or entity.ine_code or entity.slug)


def pairs(text: str) -> dict[str, str]:
    """`vall-llobera=…, serradoix=…`, as the settings write what each entity has of its own."""
    found = (one.strip().partition("=") for one in text.split(","))
    return {name.strip(): value.strip() for name, _sign, value in found if name.strip() and value.strip()}
