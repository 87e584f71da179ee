"""Where a party lives, as far as its holidays count (Llei 39/2015, art. 30.6)."""

from __future__ import annotations

from consistori.deadlines.rules.places import Place
from consistori.deadlines.selectors import place_named, place_of
from consistori.parties.models import Party
from consistori.tenancy.scope import current_entity


def residences_of(party: Party) -> tuple[Place, ...]:
    """The municipality of its main address, if it is another one than the seat and we know it. Two statements."""
    address = party.addresses.filter(until=None).order_by("-is_main", "id").first()
    place = place_named(address.place) if address is not None and address.place else None
    return (place,) if place is not None and place.code != place_of(current_entity()).code else ()
