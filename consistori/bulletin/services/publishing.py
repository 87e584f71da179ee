"""Putting an edict on the board: its days counted by the law, its number drawn last."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.bulletin import sentences
from consistori.bulletin.events import EdictPublished
from consistori.bulletin.models import Datum, Edict
from consistori.bulletin.policies import may_publish
from consistori.bulletin.ports import known_people
from consistori.bulletin.rules.exposing import CannotExpose, Exposure, Least, exposure
from consistori.bulletin.rules.personal import names_protected
from consistori.bulletin.services.preparing import AlreadyPublished, fix_shown, is_stale
from consistori.deadlines.keeping import sum_to_data
from consistori.deadlines.rules import Calendar, Unit
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, Refusal, Stale, ensure
from consistori.parties.rules.protection import ARTICLE as PROTECTION
from consistori.tenancy.jobs import defer
from consistori.tenancy.numbers import next_number
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

BOOK = "bulletin"


class NotDecided(Refusal):
    """Nobody has decided yet what may be read of people."""

    default_code = "not-decided"

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Decide first what may be read of people: then you see it as everybody will."),
            article="LOPDGDD, DA 7a",
        )


class NamesProtected(Refusal):
    """It would tell of somebody whose publication is blocked (R-RGP-08)."""

    default_code = "names-protected"

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("It still names a protected person: it is not published. Hide the name."),
            article=PROTECTION,
        )


def calendars_here() -> list[Calendar]:
    """The calendar of the seat of the town hall, by which its own exposures are counted. One statement."""
    return calendars_of([place_of(current_entity())])


def days_of(
    edict: Edict, *, starts_on: date, amount: int = 0, unit: str = "", until_on: date | None = None
) -> Exposure:
    """The days that it would be exposed. Raises `BadInput` with the article and the first day that would do."""
    line = edict.line
    try:
        return exposure(
            Least(line.amount, line.unit, line.article),
            starts_on,
            calendars_here(),
            amount=amount,
            unit=Unit(unit) if unit else None,
            until_on=until_on,
            today=today(),
        )
    except CannotExpose as fault:
        raise sentences.of_fault(fault) from fault


@act
def publish_edict(
    edict: Edict,
    *,
    by: Actor,
    starts_on: date | None = None,
    amount: int = 0,
    unit: str = "",
    until_on: date | None = None,
) -> Edict:
    """Put it on the board [publicar al tauler] from a day, today unless said, for the days that its article orders or
    for more.

    A notification by announcement is here only in addition to the BOE (R-NOT-24): `journal` must say where it is.
    Raises `NotDecided`, `NamesProtected`, `AlreadyPublished`, `Stale` when the document has another text, `BadInput`.
    """
    ensure(may_publish(by, edict))
    locked: Edict = Edict.objects.select_for_update(of=("self",)).get(pk=edict.pk)
    if locked.published_at is not None or locked.dropped_at is not None:
        raise AlreadyPublished
    _check(locked)
    said = days_of(locked, starts_on=starts_on or today(), amount=amount, unit=unit, until_on=until_on)
    fix_shown(locked)
    moment = now()
    locked.starts_on, locked.until_on = said.starts_on, said.until_on
    locked.amount = amount or locked.line.amount
    locked.unit = unit or (locked.line.unit if locked.line.amount or amount else "")
    locked.reckoned = sum_to_data(said.sum) if said.sum is not None else {}
    locked.published_at, locked.published_by_id, locked.published_by_name = (
        moment,
        by.person_id,
        by.name[:160],
    )
    locked.year = today().year
    locked.version += 1
    locked.number = next_number(BOOK, locked.year)
    locked.save()
    _leave_to_seal(locked)
    announce(_told(locked), by=by)
    return locked


def _check(edict: Edict) -> None:
    if edict.shown_id is None or Datum.objects.filter(edict=edict, decision="").exists():
        raise NotDecided
    shown = edict.shown
    if is_stale(edict) or shown is None or shown.version.sha256 != edict.shown_sha256 or shown.is_frozen:
        raise Stale(_("The document has another text now: look again at what it tells of people."))
    if edict.line.boe and not edict.journal:
        raise BadInput(
            _("The board alone notifies nobody: say in which BOE it is, or will be."),
            field="journal",
            article="Llei 39/2015, art. 44",
        )
    text = f"{edict.title}\n{edict.summary}\n{edict.shown_text}"
    if names_protected(text, known_people(edict.source)):
        raise NamesProtected


def _leave_to_seal(edict: Edict) -> None:
    from consistori.bulletin.jobs import seal_entry, tell_subscribers

    if edict.starts_on == today():
        defer(seal_entry, edict_id=str(edict.pk))
        defer(tell_subscribers, edict_id=str(edict.pk))


def _told(edict: Edict) -> EdictPublished:
    days: dict[str, Any] = {"starts_on": str(edict.starts_on), "until_on": str(edict.until_on)}
    return EdictPublished(
        edict_id=edict.pk,
        document_id=edict.source_id,
        reference=edict.reference,
        kind_code=edict.kind,
        sha256=edict.shown_sha256,
        **days,
    )
