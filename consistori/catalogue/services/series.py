"""Acts on one series: close it, give it its official code, adapt it, keep it at hand."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from consistori.catalogue.events import OfficialCodeAdded, SeriesAdapted, SeriesClosed, SeriesReopened
from consistori.catalogue.models import Series, SeriesFavourite, SeriesUse
from consistori.catalogue.policies import may_edit_scheme
from consistori.catalogue.services.writing import finding_of
from consistori.directory.roles import Role
from consistori.formats.spreadsheets import looks_like_formula
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Refusal, ensure
from consistori.tenancy.adapting import BelongsAbove
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

ADAPTABLE = frozenset(
    {"title_ca", "title_es", "description", "words_ca", "words_es", "reserved_roles", "reserved_units"}
)


class SeriesHasOpenChildren(Refusal):
    """A function or activity cannot close while something under it is in force."""


@act
def close_series(series: Series, *, by: Actor, on: date | None = None) -> None:
    """No more cases from `on` (today if not said). It is never deleted: its cases keep it for ever."""
    ensure(may_edit_scheme(by))
    _refuse_foreign(series)
    if series.valid_to:
        raise AlreadyDone(_("This series is already closed."))
    on = on or today()
    if on < series.valid_from:
        raise BadInput(_("It cannot close before it began."), field="on")
    if series.children.filter(valid_to=None).exists():
        raise SeriesHasOpenChildren(_("First close what stands under it."))
    series.valid_to = on
    _save(series, "valid_to")
    announce(
        SeriesClosed(series_id=series.pk, code=series.code, title=series.title_ca, closed_on=on.isoformat()),
        by=by,
    )


@act
def reopen_series(series: Series, *, by: Actor) -> None:
    """Let cases be opened in it again."""
    ensure(may_edit_scheme(by))
    _refuse_foreign(series)
    if series.valid_to is None:
        raise AlreadyDone(_("This series is open."))
    series.valid_to = None
    _save(series, "valid_to")
    announce(SeriesReopened(series_id=series.pk, code=series.code, title=series.title_ca), by=by)


@act
def add_official_code(series: Series, *, by: Actor, official_code: str, hier_code: str = "") -> Series:
    """Write its code in the official catalogue; on an inherited series the town makes its adaptation."""
    ensure(may_edit_scheme(by))
    official_code, hier_code = official_code.strip(), hier_code.strip()
    if not official_code or len(official_code) > 30 or looks_like_formula(official_code):
        raise BadInput(_("Write the official code as it stands in the catalogue."), field="official_code")
    mine = _mine(series)
    mine.official_code, mine.hier_code = official_code, hier_code[:60]
    _save_any(mine)
    announce(
        OfficialCodeAdded(
            series_id=mine.pk, code=mine.code, title=mine.title_ca, official_code=official_code
        ),
        by=by,
    )
    return mine


@act
def adapt_series(series: Series, *, by: Actor, **fields: Any) -> Series:
    """Change words, titles or who sees it. On an inherited series the town gets its own row, which names
    the version it comes from: when the one above changes, the page says so."""
    ensure(may_edit_scheme(by))
    unknown = set(fields) - ADAPTABLE
    if unknown:
        raise TypeError(f"Not adaptable: {sorted(unknown)}")
    for name in ("title_ca", "title_es", "description", "words_ca", "words_es"):
        if looks_like_formula(str(fields.get(name, ""))):
            raise BadInput(_("It begins like a formula of a spreadsheet."), field=name)
    if "title_ca" in fields and not str(fields["title_ca"]).strip():
        raise BadInput(_("Write the title."), field="title_ca")
    if set(fields.get("reserved_roles", ())) - set(Role.values):
        raise BadInput(_("That role does not exist."), field="reserved_roles")
    mine = _mine(series)
    changed = sorted(name for name, value in fields.items() if getattr(mine, name) != value)
    for name in changed:
        setattr(mine, name, fields[name])
    mine.finding = finding_of(mine)
    if mine.adapts is not None:
        mine.adapted_version = mine.adapts.version
    _save_any(mine)
    announce(SeriesAdapted(series_id=mine.pk, code=mine.code, title=mine.title_ca, fields=changed), by=by)
    return mine


# Favourites and uses are how one person or town works, not facts of the administration: no trail.


@act
def favour_series(series: Series, *, by: Actor) -> None:
    """Keep a series at hand [preferida]."""
    if by.person_id is None:
        raise NotPermitted(_("Only a person has favourites."))
    SeriesFavourite.objects.get_or_create(person_id=by.person_id, series=series)


@act
def unfavour_series(series: Series, *, by: Actor) -> None:
    """No longer keep it at hand."""
    SeriesFavourite.objects.filter(person_id=by.person_id, series=series).delete()


@act
def note_series_used(series_id: UUID) -> None:
    """One more case was opened in it here; the program counts, so that the most used come first."""
    if not SeriesUse.objects.filter(series_id=series_id).update(times=F("times") + 1):
        SeriesUse(series_id=series_id, times=1).save(force_insert=True)


def _mine(series: Series) -> Series:
    """The town's own row: itself, or a new adaptation of what it inherits."""
    if series.entity_id == current_entity().pk:
        return series
    own = Series.objects.filter(entity=current_entity(), adapts=series).select_related("adapts").first()
    if own:
        return own
    values = {
        field.attname: getattr(series, field.attname)
        for field in Series._meta.concrete_fields
        if field.name not in ("id", "entity", "adapts", "adapted_version", "version")
    }
    return Series(adapts=series, adapted_version=series.version, **values)


def _save_any(series: Series) -> None:
    if series._state.adding:
        series.save(force_insert=True)
    else:
        series.version += 1
        series.save()


def _save(series: Series, *names: str) -> None:
    series.version += 1
    series.save(update_fields=[*names, "version"])


def _refuse_foreign(series: Series) -> None:
    if series.entity_id != current_entity().pk:
        raise BelongsAbove(_("It belongs to the scheme above: ask its keeper, or adapt it for your town."))
