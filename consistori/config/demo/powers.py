"""Who acts for whom in the demo, and the firm that came with paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consistori.config.demo.moments import at, moment_of
from consistori.config.demo.registering import keeper_of
from consistori.config.demo.stories import read
from consistori.config.demo.telling import Told
from consistori.eoffice.identity.powers import ChangeKind
from consistori.eoffice.models import RegisteredPower
from consistori.eoffice.powers.registering import Asked, By, change_power, register_power
from consistori.eoffice.powers.selectors import power_named
from consistori.kernel.clock import today
from consistori.registry.models import RegistryEntry
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for


def register_powers(told: Told) -> None:
    """The powers of days gone by, before the books are filled, so that hours and numbers grow together."""
    here = [one for one in read("powers.toml")["power"] if one["town"] == told.entity.slug]
    if not here or not _is_on(told):
        return
    with working_for(told.entity):
        if RegisteredPower.objects.exists():
            return
    for said in sorted(here, key=lambda one: -int(one["ago"])):
        what = _what(said)
        with (
            at(moment_of(said["ago"], what, now=told.now)),
            working_for(told.entity),
            told.unless_refused(what),
        ):
            until = today() + timedelta(days=said["until"]) if "until" in said else None
            asked = Asked(said["kind"], said.get("procedures", ()), until, said.get("deed", ""))
            grantor, proxy = told.who(said["grantor"]), told.who(said["proxy"])
            register_power(grantor, proxy, asked, by=By(keeper_of(told)))


def end_powers(told: Told) -> None:
    """What became of them, and the firm that came with paper: once the books are filled."""
    if not _is_on(told):
        return
    data = read("powers.toml")
    for said in data["power"]:
        if said["town"] == told.entity.slug and "revoked_ago" in said:
            moment = moment_of(said["revoked_ago"], _what(said), now=told.now)
            with at(moment), working_for(told.entity), told.unless_refused(_what(said)):
                _revoke(said, told)
    for said in data["on_paper"]:
        if said["town"] == told.entity.slug:
            _on_paper(said, told)


def _revoke(said: dict[str, Any], told: Told) -> None:
    ids = {"grantor": told.who(said["grantor"]), "proxy": told.who(said["proxy"])}
    row = RegisteredPower.objects.filter(**ids).first()
    if row is not None and not row.changes.exists():
        change_power(power_named(row.reference), ChangeKind.REVOCATION, by=By(keeper_of(told)))


def _on_paper(said: dict[str, Any], told: Told) -> None:
    moment = moment_of(said["ago"], said["subject"], now=told.now)
    with at(moment), working_for(told.entity), told.unless_refused(said["subject"]):
        if not RegistryEntry.objects.filter(subject=said["subject"]).exists():
            people = [EntryPersonSaid(told.who(said["who"]))]
            register_entry(by=keeper_of(told), subject=said["subject"], people=people, paper="returned")


def _what(said: dict[str, Any]) -> str:
    return f"{said['grantor']}, {said['proxy']}"


def _is_on(told: Told) -> bool:
    return all(modality.is_on(told.entity, room) for room in ("eoffice", "registry"))
