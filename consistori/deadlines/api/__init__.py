"""API: calendars, sums that are not kept, the terms that are, and who was warned of them."""

from ninja import Router

from consistori.deadlines.api import alarms, sums, terms

router = Router()
for _part in (sums, terms, alarms):
    router.add_router("", _part.router)
