"""API: calendars, sums that are not kept, and the terms that are."""

from ninja import Router

from consistori.deadlines.api import sums, terms

router = Router()
for _part in (sums, terms):
    router.add_router("", _part.router)
