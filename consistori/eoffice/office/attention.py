"""Attending by telephone only: one switch that the door, the bookings and the counter obey."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consistori.eoffice.models import PhoneOnly
from consistori.eoffice.office.policies import may_keep_office
from consistori.eoffice.office_events import PhoneOnlyBegan, PhoneOnlyEnded
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy.often import asked_often
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

MOST_ROWS = 20
_lasting = asked_often(lambda on: PhoneOnly.objects.lasting(on)[:1])


def phone_only() -> PhoneOnly | None:
    """The time in which the town of the scope attends by telephone only, if it is now. One statement."""
    found = _lasting(on=today())
    return found[0] if found else None


@act
def attend_by_phone_only(
    *, by: Actor, phone: str = "", why_ca: str = "", why_es: str = "", last_day: date | None = None
) -> PhoneOnly:
    """From now on, by telephone only [atendre només per telèfon]. Without `phone`, that of the town hall.

    Raises `BadInput` (`phone`, `last_day`), `AlreadyDone`.
    """
    ensure(may_keep_office(by))
    said = _checked(phone, last_day)
    # One whose last day is over is ended by itself: it would be in the way of this one.
    PhoneOnly.objects.filter(ended_at=None, last_day__lt=today()).update(ended_at=now())
    try:
        with transaction.atomic():
            made: PhoneOnly = PhoneOnly.objects.create(
                phone=said, why_ca=why_ca.strip()[:300], why_es=why_es.strip()[:300], last_day=last_day,
                began_by_name=by.name,
            )  # fmt: skip
    except IntegrityError as twice:
        raise AlreadyDone(_("We attend by telephone only already.")) from twice
    announce(PhoneOnlyBegan(time_id=made.pk, phone=made.phone), by=by)
    return made


@act
def explain_phone_only(
    mode: PhoneOnly, *, by: Actor, phone: str, why_ca: str, why_es: str, last_day: date | None
) -> None:
    """Say why, at which number and until which day. Raises `BadInput`."""
    ensure(may_keep_office(by))
    mode.phone = _checked(phone, last_day)
    mode.why_ca, mode.why_es, mode.last_day = why_ca.strip()[:300], why_es.strip()[:300], last_day
    mode.save(update_fields=["phone", "why_ca", "why_es", "last_day"])
    announce(PhoneOnlyBegan(time_id=mode.pk, phone=mode.phone), by=by)


@act
def open_the_doors(*, by: Actor) -> None:
    """It ends: people come again. Raises `AlreadyDone`."""
    ensure(may_keep_office(by))
    mode = PhoneOnly.objects.select_for_update().filter(ended_at=None).first()
    if mode is None:
        raise AlreadyDone(_("The doors were open already."))
    mode.ended_at, mode.ended_by_name = now(), by.name
    mode.save(update_fields=["ended_at", "ended_by_name"])
    announce(PhoneOnlyEnded(time_id=mode.pk), by=by)


def _checked(phone: str, last_day: date | None) -> str:
    said = " ".join((phone or current_entity().phone).split())[:40]
    if not said:
        raise BadInput(_("Say at which telephone you attend."), field="phone")
    if last_day is not None and last_day < today():
        raise BadInput(_("It would end before it begins."), field="last_day")
    return said
