"""API: the persons and firms who come to us, those that turn out to be one, and the sheets that bring them."""

from ninja import Router

from consistori.parties.api import people, sheets, uniting
from consistori.parties.api.people import PartyIn, PartyOut, party_out

router = Router()
for _part in (people, uniting, sheets):
    router.add_router("", _part.router)

__all__ = ["PartyIn", "PartyOut", "party_out", "router"]
