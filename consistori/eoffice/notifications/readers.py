"""Whoever has come in, as the room of notifications asks it; and whether a power that they act by is good now."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.powers import Action, may_act
from consistori.eoffice.powers.selectors import body_here, rule_of
from consistori.eoffice.powers.sentences import why_not
from consistori.kernel.errors import Verdict
from consistori.notifications.models import Notification
from consistori.notifications.readers import Reader

BY_POWER = ("power", "representa")


def reader_of(citizen: Citizen, *, for_firm: bool, address: str = "") -> Reader:
    """The person in their own name, or for whom they act (`for_firm`), with how they proved who they are."""
    return Reader(
        name=citizen.full_name or citizen.firm, identifier=citizen.identifier, method=citizen.method,
        level=citizen.level, evidence=citizen.evidence, address=address,
        for_identifier=citizen.firm_identifier if for_firm else "", for_name=citizen.firm if for_firm else "",
        basis=citizen.basis if for_firm else "", power=citizen.power if for_firm else "",
    )  # fmt: skip


def is_power_good(reader: Reader, notification: Notification, at: datetime) -> Verdict | None:
    """Asked of the registers each time that something is opened: a power revoked since they came in is none (5.4, 6.7).

    A power only for some procedures opens what is notified in those (6.4). None for what is not by a power.
    """
    if reader.basis not in BY_POWER:
        return None
    citizen = Citizen(
        reader.method, reader.level, reader.identifier, reader.name, firm=reader.for_name,
        firm_identifier=reader.for_identifier, basis=reader.basis, power=reader.power,
    )  # fmt: skip
    found = rule_of(citizen)
    if found is None:
        return Verdict(False, why_not(citizen, "unproved"), "Llei 39/2015, art. 5.4")
    power, changes = found
    verdict = may_act(
        power, changes, on=timezone.localdate(at), action=Action.APPLY,
        procedure=notification.dispatch.procedure, body=body_here(),
    )  # fmt: skip
    return verdict if verdict else Verdict(False, why_not(citizen, verdict.reason), verdict.article)
