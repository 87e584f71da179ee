"""Entering a party and correcting its data."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere, Refusal, Stale, ensure
from consistori.parties.events import PartyAdded, PartyCorrected
from consistori.parties.models import Address, Channel, Identifier, Party
from consistori.parties.policies import may_edit_parties
from consistori.parties.rules.channels import kind_of_firm
from consistori.parties.rules.identifiers import CheckedIdentifier
from consistori.parties.rules.names import fold, full_name, listed_name, name_key, tidy_name
from consistori.parties.selectors import holder_of
from consistori.parties.services.checks import checked_channel, checked_identifier, phone_kind
from consistori.tenancy import search
from consistori.trail import act, announce

CORRECTED = frozenset({"kind", "name", "surname1", "surname2", "language", "is_professional"})


class PartyExists(Refusal):
    """That identifier is already somebody's: `twin` is the party that has it."""

    def __init__(self, twin: Party) -> None:
        super().__init__(
            _("%(name)s already has this number.") % {"name": twin.display_name},
            code="party-exists",
            field="identifier",
        )
        self.twin = twin


class KnownAsAnother(Refusal):
    """The party was united with another one; `standing` is the one as which it is known now."""

    def __init__(self, party: Party) -> None:
        super().__init__(
            _("It was united with %(name)s: go to that page.") % {"name": party.standing.display_name},
            code="known-as-another",
        )
        self.standing = party.standing


@act
def add_party(
    *,
    by: Actor,
    kind: str = "",
    name: str,
    surname1: str = "",
    surname2: str = "",
    identifier: str = "",
    identifier_kind: str = "",
    language: str = "",
    is_professional: bool = False,
    email: str = "",
    phone: str = "",
    address: str = "",
    postcode: str = "",
    place: str = "",
) -> Party:
    """Enter a person or firm [donar d'alta un interessat]. Refuses a number that somebody already has.

    `kind` may be left out when the identifier tells it. Raises `BadInput` (with its field) and `PartyExists`.
    """
    ensure(may_edit_parties(by))
    checked = checked_identifier(identifier, identifier_kind)
    kind = kind or _kind_told_by(checked)
    _refuse_wrong_kind(kind, checked)
    party = Party(
        kind=kind,
        language=language or Party.Language.CATALAN,
        is_professional=is_professional and kind == Party.Kind.NATURAL,
        identifier=checked.value if checked else "",
        identifier_kind=checked.kind.value if checked else "",
    )
    put_name(party, name=name, surname1=surname1, surname2=surname2)
    _insert(party, checked)
    _insert_contacts(party, email=email, phone=phone, address=address, postcode=postcode, place=place)
    announce(PartyAdded(party_id=party.pk), by=by)
    return party


@act
def correct_party(party: Party, *, by: Actor, version: int | None = None, **fields: Any) -> Party:
    """Correct the data of a party; `version` is the one that the person had before her eyes."""
    ensure(may_edit_parties(by))
    ensure_standing(party)
    if version is not None and version != party.version:
        raise Stale(_("Somebody has changed these data meanwhile. Look at them again and repeat yours."))
    unknown = set(fields) - CORRECTED
    if unknown:
        raise TypeError(f"Not data of a party: {sorted(unknown)}")
    changed = sorted(name for name, value in fields.items() if getattr(party, name) != value)
    if not changed:
        return party
    for name in changed:
        setattr(party, name, fields[name])
    if party.kind not in Party.Kind.values:
        raise BadInput(
            _("Say whether it is a person, a firm, a community or an administration."), field="kind"
        )
    put_name(party, name=party.name, surname1=party.surname1, surname2=party.surname2)
    party.version += 1
    party.save()
    announce(PartyCorrected(party_id=party.pk, fields=changed), by=by)
    return party


def ensure_standing(party: Party) -> None:
    """Read the party again, locked until the act ends; raise `KnownAsAnother` when it was united with another one: the
    act belongs to that one.

    What was read before may lack a union or a mark put meanwhile: saved whole, it would take them away.
    """
    try:
        party.refresh_from_db(from_queryset=Party.objects.select_for_update())
    except Party.DoesNotExist:
        raise NotHere(_("There is no such person or firm here.")) from None
    if party.merged_into_id:
        raise KnownAsAnother(party)


def put_name(party: Party, *, name: str, surname1: str, surname2: str) -> None:
    """Set the name and all that is found by it. A firm has no surnames."""
    party.name = tidy_name(name)
    is_person = party.kind == Party.Kind.NATURAL
    party.surname1 = tidy_name(surname1) if is_person else ""
    party.surname2 = tidy_name(surname2) if is_person else ""
    if not fold(party.name):
        raise BadInput(_("Write the name."), field="name")
    whole = full_name(party.name, party.surname1, party.surname2)
    if len(whole) > 400 or len(party.name) > 200 or len(party.surname1) > 100 or len(party.surname2) > 100:
        raise BadInput(_("The name is too long."), field="name")
    party.sort_name = fold(listed_name(party.name, party.surname1, party.surname2))[:420]
    party.name_key = name_key(whole)[:420]
    party.search = search_words(party)


def search_words(party: Party) -> Any:
    """The search column of a party: her names and numbers, and those of the parties that are known as her."""
    if party._state.adding:
        return search.vector(party.display_name, party.identifier)
    family = list(Party.objects.family(party.pk).exclude(pk=party.pk))
    numbers = Identifier.objects.filter(party__in=[party.pk, *(one.pk for one in family)])
    names = (one.display_name for one in family)
    return search.vector(
        party.display_name, party.identifier, *names, *numbers.values_list("value", flat=True)
    )


def _kind_told_by(checked: CheckedIdentifier | None) -> str:
    if checked and checked.kind == "nif":
        return kind_of_firm(checked.value).value
    if checked and checked.kind == "vat":
        return str(Party.Kind.LEGAL)
    return str(Party.Kind.NATURAL)


def _refuse_wrong_kind(kind: str, checked: CheckedIdentifier | None) -> None:
    if kind not in Party.Kind.values:
        raise BadInput(
            _("Say whether it is a person, a firm, a community or an administration."), field="kind"
        )
    if checked is None or checked.kind == "other":
        return
    if checked.kind == "nif" and kind == Party.Kind.NATURAL:
        raise BadInput(_("This NIF belongs to a firm or entity, not to a person."), field="kind")
    if checked.is_personal and kind != Party.Kind.NATURAL:
        raise BadInput(_("This number belongs to a person, not to a firm or entity."), field="kind")


def _insert(party: Party, checked: CheckedIdentifier | None) -> None:
    if checked is None:
        party.save(force_insert=True)
        return
    if taken := holder_of(checked.value):
        raise PartyExists(taken)
    try:
        with transaction.atomic():
            party.save(force_insert=True)
            Identifier(party=party, kind=checked.kind.value, value=checked.value).save(force_insert=True)
    except IntegrityError:
        # Two counters entered the same person in the same second: the second one is shown the first.
        other = holder_of(checked.value)
        if other is None:
            raise
        raise PartyExists(other) from None


def _insert_contacts(
    party: Party, *, email: str, phone: str, address: str, postcode: str, place: str
) -> None:
    if email.strip():
        value = checked_channel(Channel.Kind.EMAIL, email, field="email")
        Channel(party=party, kind=Channel.Kind.EMAIL, value=value).save(force_insert=True)
    if phone.strip():
        value = checked_channel(Channel.Kind.PHONE, phone, field="phone")
        Channel(party=party, kind=phone_kind(value), value=value).save(force_insert=True)
    if address.strip():
        Address(
            party=party,
            lines=address.strip()[:200],
            postcode=postcode.strip()[:12],
            place=place.strip()[:120],
        ).save(force_insert=True)
