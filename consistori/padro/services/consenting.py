"""An adult lets the slips of those with whom they live say their name, and takes it back when they want."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.padro.events import HouseholdConsentGiven, HouseholdConsentWithdrawn
from consistori.padro.models import HouseholdConsent
from consistori.padro.rules.slips import Resident
from consistori.trail import act, announce

LASTS = timedelta(days=365)


@act
def give_consent(person: Resident, *, by: Actor, evidence: str = "") -> HouseholdConsent:
    """`person`, who has come in, lets the slips of the house name them for a year. Given again, it begins again."""
    if person.is_minor(today()):
        raise BadInput(_("Whoever answers for you says it for you."), field="consent")
    _open(person).update(withdrawn_at=now())
    made: HouseholdConsent = HouseholdConsent.objects.create(
        key=person.key, identifier=person.identifier, name=person.full_name[:420], until=today() + LASTS,
        evidence=evidence[:128],
    )  # fmt: skip
    announce(HouseholdConsentGiven(consent_id=made.pk, until=made.until.isoformat()), by=by)
    return made


@act
def withdraw_consent(person: Resident, *, by: Actor) -> None:
    """Take it back: from now on the slips of the house count them without their name (RGPD, art. 7.3)."""
    found = _open(person).select_for_update().first()
    if found is None:
        raise AlreadyDone(_("You had not allowed it."))
    found.withdrawn_at = now()
    found.save(update_fields=["withdrawn_at"])
    announce(HouseholdConsentWithdrawn(consent_id=found.pk), by=by)


def consent_of(person: Resident) -> HouseholdConsent | None:
    """What they have allowed, if it is in force today."""
    found: HouseholdConsent | None = _open(person).filter(until__gte=today()).first()
    return found


def _open(person: Resident):  # type: ignore[no-untyped-def]
    return HouseholdConsent.objects.filter(key=person.key, withdrawn_at=None)
