"""Who carries notifications [transportistes]: the office of the town, paper, the counter; others by the same port.

Shaped on e-NOTUM 4.0 (`processarTramesa`, `consulta`, `evidencia`) and on the office of the town: a carrier takes legs
that wait, says how it calls each one, and later tells what became of it through the services of this room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import Verdict
from consistori.notifications.models import Notification
from consistori.parties.rules.channels import Way
from consistori.tenancy.models import Entity

OFFICE, PAPER, COUNTER, ENOTUM, BOE = "office", "paper", "counter", "enotum", "boe"

LABELS: dict[str, Any] = {
    OFFICE: _("Electronic office"),
    PAPER: _("Letter"),
    COUNTER: _("By hand, at the counter"),
    ENOTUM: _("e-NOTUM"),
    BOE: _("Announcement in the BOE"),
}


class Carrier(Protocol):
    """Whoever takes notifications to people. `take` runs in a job, with no transaction open, and may run twice."""

    @property
    def key(self) -> str:
        """`office`, `paper`, `enotum`."""
        ...

    def may_carry(self, notification: Notification) -> Verdict:
        """Whether it goes by it in this town today."""
        ...

    def take(self, entity: Entity, leg_ids: Sequence[UUID]) -> None:
        """Take these legs that wait, and say so with `services.mark_sent`. Raises to be tried again."""
        ...


_carriers: dict[str, Carrier] = {}


def hang(carrier: Carrier) -> None:
    """Once, when the program starts."""
    _carriers[carrier.key] = carrier


def carrier_of(key: str) -> Carrier | None:
    """The one of that key; None where nobody carries so by himself and it is written by hand."""
    return _carriers.get(key)


def hung() -> list[Carrier]:
    """All of them."""
    return list(_carriers.values())


def label_of(key: str) -> str:
    return str(LABELS.get(key, key))


def legs_for(notification: Notification) -> list[str]:
    """By which carriers it goes: always at disposal in the office (42.1, 43.1), and on paper when that is its way.

    What cannot be electronic (41.2) is only on paper.
    """
    if notification.never_electronic:
        return [PAPER]
    found = [OFFICE]
    if notification.channel == Way.PAPER:
        by_hand = notification.why in {"asked_at_counter", "delivered_by_employee"}
        found.append(COUNTER if by_hand else PAPER)
    for key, carrier in _carriers.items():
        if key not in {OFFICE, PAPER, COUNTER} and carrier.may_carry(notification):
            found.append(key)
    return found
