"""Whoever opens a notification, as the electronic office identified them, and whether it is theirs to open."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import Verdict
from consistori.notifications import ports
from consistori.notifications.models import Notification
from consistori.parties.models import Identifier, Party
from consistori.parties.rules.identifiers import compact

PROVEN_BY_CERTIFICATE, DECLARED = "", "declared"
NOT_YOURS = Verdict(False, "", "")


@dataclass(frozen=True)
class Reader:
    """A person who has identified themselves (Llei 39/2015, art. 9), in their own name or for another.

    `method`, `level` and `evidence` are of how they came in; `address`, from where. `for_identifier` and `for_name` are
    of whom they act for: `basis` says why, empty by the certificate of representative itself, and `power` is its key.
    """

    name: str
    identifier: str
    method: str
    level: str
    evidence: str = ""
    address: str = ""
    for_identifier: str = ""
    for_name: str = ""
    basis: str = ""
    power: str = ""

    @property
    def acts_for(self) -> str:
        """The number in whose name they are here: their own, or that of whom they act for."""
        return compact(self.for_identifier or self.identifier)

    @property
    def said(self) -> dict[str, Any]:
        """What the evidence keeps of them."""
        return {name: value for name, value in asdict(self).items() if value}


def may_read(reader: Reader, notification: Notification, at: datetime) -> Verdict:
    """Whether it is theirs to open at that instant. Two statements.

    Without a reason: it is nothing of theirs, and for them it does not exist. With one: it is of whom they say to act
    for, and what they act by is not good now (5.4), asked when it is used.
    """
    if reader.acts_for not in numbers_of(notification):
        return NOT_YOURS
    if not reader.for_identifier or reader.basis == PROVEN_BY_CERTIFICATE:
        return Verdict(True)
    if reader.basis == DECLARED:
        return Verdict(
            False,
            _("You said that you act for %(name)s, and nothing proves it yet: bring the power first.")
            % {"name": reader.for_name},
            "Llei 39/2015, art. 5.4",
        )
    for ask in ports.representation:
        answer = ask(reader, notification, at)
        if answer is not None:
            return answer
    return Verdict(
        False, _("No register of powers says that you may act for them now."), "Llei 39/2015, art. 5.4"
    )


def numbers_of(notification: Notification) -> set[str]:
    """By which numbers those are known whom it reaches: the addressee and, when somebody represents them, also they."""
    ids = [pk for pk in (notification.party_id, notification.representative_id) if pk]
    family = families(ids)
    return set(Identifier.objects.filter(party_id__in=family).values_list("value", flat=True)) | set(
        Party.objects.filter(pk__in=family).exclude(identifier="").values_list("identifier", flat=True)
    )


def families(ids: list[Any]) -> set[Any]:
    """These parties and those that are known as one with them. One statement."""
    found = {key: into for key, into in Party.objects.filter(pk__in=ids).values_list("pk", "merged_into_id")}
    heads = {into or key for key, into in found.items()}
    return (
        heads | set(found) | set(Party.objects.filter(merged_into_id__in=heads).values_list("pk", flat=True))
    )
