"""Where and how a party is reached: identifiers, addresses, channels, the way it chose."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.parties.events import AddressAdded, ChannelAdded, ChannelVerified, IdentifierAdded, WayChosen
from consistori.parties.models import Address, Channel, Identifier, Party, WayChoice
from consistori.parties.policies import may_edit_parties
from consistori.parties.rules.channels import change_takes_effect_on
from consistori.parties.seat import non_working_days
from consistori.parties.selectors import holder_of
from consistori.parties.services.checks import checked_channel, checked_identifier, phone_kind
from consistori.parties.services.entering import PartyExists, ensure_standing, search_words
from consistori.trail import act, announce


class MustGoElectronic(Refusal):
    """The party has no choice: the law obliges it to go electronic."""


@act
def add_identifier(
    party: Party,
    *,
    by: Actor,
    value: str,
    kind: str = "",
    is_main: bool = True,
    expires_on: date | None = None,
) -> Identifier:
    """Add an identity document; when it is the main one the party is known by it from now on."""
    ensure(may_edit_parties(by))
    ensure_standing(party)
    checked = checked_identifier(value, kind)
    if checked is None:
        raise BadInput(_("Write the number of the document."), field="identifier")
    taken = holder_of(checked.value)
    if taken and taken.pk == party.pk:
        raise AlreadyDone(_("This party already has this number."), field="identifier")
    if taken:
        raise PartyExists(taken)
    if is_main:
        party.identifiers.filter(is_main=True).update(is_main=False)
        party.identifier, party.identifier_kind = checked.value, checked.kind.value
    made = Identifier(
        party=party, kind=checked.kind.value, value=checked.value, is_main=is_main, expires_on=expires_on
    )
    made.save(force_insert=True)
    party.search = search_words(party)
    party.version += 1
    party.save()
    announce(IdentifierAdded(party_id=party.pk), by=by)
    return made


@act
def add_address(
    party: Party, *, by: Actor, lines: str, postcode: str = "", place: str = "", province: str = "",
    country: str = "ES",
) -> Address:  # fmt: skip
    """Add the postal address that holds from now on; the one before stays, ended today."""
    ensure(may_edit_parties(by))
    ensure_standing(party)
    if not lines.strip():
        raise BadInput(_("Write the street and the number."), field="lines")
    if country == "ES" and postcode and not re.fullmatch(r"(0[1-9]|[1-4]\d|5[0-2])\d{3}", postcode.strip()):
        raise BadInput(_("A Spanish postcode has five figures, from 01000 to 52999."), field="postcode")
    party.addresses.filter(is_main=True).update(is_main=False, until=today())
    made = Address(
        party=party, lines=lines.strip()[:200], postcode=postcode.strip(), place=place.strip()[:120],
        province=province.strip()[:80], country=country,
    )  # fmt: skip
    made.save(force_insert=True)
    announce(AddressAdded(party_id=party.pk), by=by)
    return made


@act
def add_channel(party: Party, *, by: Actor, kind: str, value: str, verified: bool = False) -> Channel:
    """Add an e-mail or telephone for notices; it is never a way to notify (Llei 39/2015, art. 41.1)."""
    ensure(may_edit_parties(by))
    ensure_standing(party)
    value = checked_channel(kind, value)
    if kind == Channel.Kind.PHONE:
        kind = phone_kind(value)
    hers = Channel.objects.filter(Q(party=party) | Q(party__merged_into=party), kind=kind, until=None)
    if hers.filter(value=value).exists():
        raise AlreadyDone(_("This party already has it."), field="value")
    party.channels.filter(kind=kind, is_main=True).update(is_main=False)
    made, _made_now = Channel.objects.update_or_create(
        party=party, kind=kind, value=value,
        defaults={"is_main": True, "until": None, "verified_at": now() if verified else None},
    )  # fmt: skip
    announce(ChannelAdded(party_id=party.pk), by=by)
    return made


@act
def verify_channel(channel: Channel, *, by: Actor) -> None:
    """Write down that the party is reached there: it answered, or showed it at the counter."""
    ensure(may_edit_parties(by))
    if channel.verified_at:
        raise AlreadyDone(_("It was already checked."))
    channel.verified_at = now()
    channel.save(update_fields=["verified_at"])
    announce(ChannelVerified(party_id=channel.party_id), by=by)


@act
def set_preference(party: Party, *, by: Actor, way: str, told_on: date | None = None) -> WayChoice:
    """Write down the way that a party chose; in effect the fifth working day at the seat after we knew (R-ELE-03)."""
    ensure(may_edit_parties(by))
    ensure_standing(party)
    if way not in WayChoice.Way.values:
        raise BadInput(_("Say whether they want it electronic or on paper."), field="way")
    duty = party.obliged_electronic
    if duty.ok and way == WayChoice.Way.PAPER:
        raise MustGoElectronic(
            _("They cannot choose paper. %(reason)s") % {"reason": duty.reason},
            article=duty.article,
            field="way",
        )
    told_on = told_on or today()
    if told_on > today():
        raise BadInput(_("They cannot have told us after today."), field="told_on")
    made = WayChoice(
        party=party,
        way=way,
        told_on=told_on,
        effective_on=change_takes_effect_on(told_on, non_working_days()),
        told_by=by.name,
    )
    made.save(force_insert=True)
    announce(
        WayChosen(party_id=party.pk, way=way, effective_on=made.effective_on.isoformat()),
        by=by,
    )
    return made
