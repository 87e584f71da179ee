"""API of the desk: a router of each of its parts."""

from ninja import Router

from consistori.desk.api.calendar import router as calendar
from consistori.desk.api.meetings import router as meetings

router = Router()
router.add_router("", meetings)
router.add_router("", calendar)
