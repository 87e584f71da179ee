"""Asking for the certificate of an exposure that is over, when what made it by itself stopped."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consistori.bulletin.models import Edict
from consistori.bulletin.policies import may_publish
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.tenancy.jobs import defer
from consistori.trail import act


@act
def ask_certificate(edict: Edict, *, by: Actor) -> None:
    """Have it made now. Raises `AlreadyDone` when it is, waits for the secretary, or is still on the board."""
    from consistori.bulletin.jobs import certify_one

    ensure(may_publish(by, edict))
    waits = Edict.objects.to_certify(today()).exclude(certificate_state=Edict.Certificate.SIGNING)
    if not waits.filter(pk=edict.pk).exists():
        raise AlreadyDone(_("There is nothing to certify, or it waits for the secretary already."))
    Edict.objects.filter(pk=edict.pk).update(certificate_state="", certificate_fault="")
    defer(certify_one, edict_id=str(edict.pk))
