"""What cases do when something happened: to a case, or to a series."""

from __future__ import annotations

from consistori.cases.deadlines import reacting
from consistori.cases.events import CaseOpened
from consistori.cases.services.reserving import follow_series
from consistori.cases.steps import reacting as steps_reacting
from consistori.catalogue.events import SeriesAdapted
from consistori.catalogue.models import Series
from consistori.catalogue.services import note_series_used
from consistori.trail import on

__all__ = ["count_series", "reacting", "reserve_as_series", "steps_reacting"]


@on(CaseOpened)
def count_series(event: CaseOpened) -> None:
    """The series most used in town come first when one looks for them."""
    if event.series_id is not None:
        note_series_used(event.series_id)


@on(SeriesAdapted)
def reserve_as_series(event: SeriesAdapted) -> None:
    """Who reads a series changed: so does who reads its cases."""
    series = Series.objects.filter(pk=event.series_id).first()
    if series is not None and {"reserved_roles", "reserved_units"} & set(event.fields):
        follow_series(series)
