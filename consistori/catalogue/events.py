"""Facts of the catalogue."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.trail import Event


@dataclass(frozen=True, kw_only=True)
class SchemeAdopted(Event):
    """An entity has a new scheme in force: the starter one or one brought in a sheet."""

    subject: ClassVar[str] = "scheme_id"
    says: ClassVar = _("puts the scheme %(name)s %(version)s in force, with %(series)s lines")
    icon: ClassVar[str] = "folder"

    scheme_id: UUID
    name: str
    version: str
    series: int


@dataclass(frozen=True, kw_only=True)
class SeriesEvent(Event):
    """Something happened to a series."""

    subject: ClassVar[str] = "series_id"
    icon: ClassVar[str] = "folder"

    series_id: UUID
    code: str
    title: str


@dataclass(frozen=True, kw_only=True)
class SeriesClosed(SeriesEvent):
    """No more cases can be opened in a series; those there are keep it."""

    says: ClassVar = _("closes the series %(code)s %(title)s from %(closed_on)s")

    closed_on: str


@dataclass(frozen=True, kw_only=True)
class SeriesReopened(SeriesEvent):
    """Cases can be opened again in a series."""

    says: ClassVar = _("opens again the series %(code)s %(title)s")


@dataclass(frozen=True, kw_only=True)
class SeriesAdapted(SeriesEvent):
    """A town made its own row of a series that it inherits, or changed its own."""

    says: ClassVar = _("adapts the series %(code)s %(title)s")

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class OfficialCodeAdded(SeriesEvent):
    """A series got its code in the official catalogue."""

    says: ClassVar = _("writes the official code %(official_code)s in %(code)s %(title)s")

    official_code: str
