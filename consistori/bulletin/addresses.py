"""The public addresses of the board of a town, whole, as anybody asks for them."""

from __future__ import annotations

from consistori.bulletin.models import Edict, Subscriber
from consistori.tenancy.models import Entity

ROOT = "tauler"


def board_url(entity: Entity) -> str:
    return f"{entity.public_url}/{ROOT}/"


def path_of(edict: Edict) -> str:
    """The end of the address of an edict, the same in the list and outside."""
    return f"/{ROOT}/{edict.year}/{edict.number}/"


def edict_url(edict: Edict, entity: Entity) -> str:
    return f"{entity.public_url}{path_of(edict)}"


def document_url(edict: Edict, entity: Entity) -> str:
    return f"{edict_url(edict, entity)}document/"


def own_url(subscriber: Subscriber, entity: Entity) -> str:
    """The address with which a subscriber confirms and leaves, that only whoever received it has."""
    return f"{entity.public_url}/{ROOT}/correu/{subscriber.pk}/{subscriber.seal}/"
