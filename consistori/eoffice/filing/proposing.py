"""What the town hall or the identity of a person says already: proposed with its source, never asked twice."""

from __future__ import annotations

from typing import Any

from consistori.eoffice.forms.drawing import Proposed
from consistori.eoffice.forms.fields import Field, Page, Texts
from consistori.eoffice.identity.citizens import Citizen
from consistori.parties.models import Channel, Party
from consistori.parties.rules.identifiers import compact
from consistori.parties.selectors import holder_of

_IDENTITY = Texts("Com heu entrat", "Como ha entrado")
_KNOWN = Texts("El que ens vau dir l’última vegada", "Lo que nos dijo la última vez")


def proposals(page: Page, citizen: Citizen) -> dict[str, Proposed]:
    """For the questions of a page, by key: name and number of whoever has come in, the address and contact we know."""
    wanted = [one for one in page.fields if one.type in _OF_TYPE]
    if not wanted:
        return {}
    party = holder_of(compact(citizen.reached_as))
    found = {}
    for one in wanted:
        if (proposed := _OF_TYPE[one.type](one, citizen, party)) is not None:
            found[one.key] = proposed
    return found


def _person(one: Field, citizen: Citizen, _party: Party | None) -> Proposed | None:
    if not one.key.startswith(("applicant", "who", "sollicitant", "interessat", "me")):
        return None
    surname = " ".join(part for part in (citizen.surname1, citizen.surname2) if part)
    value: dict[str, Any] = {"given": citizen.name, "surname": surname, "nif": citizen.identifier}
    contact = {"email": citizen.email, "phone": citizen.phone}
    return Proposed(value | {key: said for key, said in contact.items() if said}, _IDENTITY, sure=False)


def _contact(one: Field, citizen: Citizen, party: Party | None) -> Proposed | None:
    kinds = [Channel.Kind.EMAIL] if one.type == "email" else [Channel.Kind.MOBILE, Channel.Kind.PHONE]
    if party is not None:
        rows = Channel.objects.filter(party=party, kind__in=kinds, until=None).order_by("-is_main")
        if (channel := rows.first()) is not None:
            return Proposed(channel.value, _KNOWN, sure=False)
    said = citizen.email if one.type == "email" else citizen.phone
    return Proposed(said, _IDENTITY, sure=False) if said else None


_OF_TYPE = {"person": _person, "email": _contact, "phone": _contact}
