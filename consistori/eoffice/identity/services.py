"""Letting in: the assertion is kept whole, once, and what does not hold is written in the trail."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.db import IntegrityError, transaction

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.events import AssertionRefused, CitizenCameIn
from consistori.eoffice.identity.ports import SUSPICIOUS, Asserted, IdentityRefused
from consistori.eoffice.models import IdentityAssertion
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.trail import act, announce


@act
def take_assertion(asserted: Asserted, *, way: str, by: Actor, address: str = "") -> Citizen:
    """Keep what says who a person is [incorporar l'asserció] and give them with its fingerprint as evidence.

    Raises `IdentityRefused`: `replayed` when the very same one was already used, `incomplete` without identifier.
    """
    said = asserted.citizen
    digest = hashlib.sha256(asserted.said).hexdigest()
    if not said.identifier or not (said.name or said.firm):
        raise IdentityRefused("incomplete", asserted.said)
    kept = IdentityAssertion(
        at=now(), way=way, method=said.method, level=said.level, identifier=said.identifier,
        name=said.full_name[:420], firm=said.firm[:250], firm_identifier=said.firm_identifier, kind=asserted.kind,
        said=asserted.said, sha256=digest, address=address[:60],
    )  # fmt: skip
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as twice:
        raise IdentityRefused("replayed", asserted.said) from twice
    announce(
        CitizenCameIn(
            assertion_id=kept.pk, method=said.method, level=said.level, evidence=digest,
            for_a_firm=said.represents_firm,
        ),
        by=by,
    )  # fmt: skip
    return replace(said, evidence=digest)


@act
def turn_away(refusal: IdentityRefused, *, way: str, by: Actor) -> None:
    """Write in the trail that something was shown that does not hold; what is only clumsy is not written."""
    if refusal.code in SUSPICIOUS:
        fingerprint = hashlib.sha256(refusal.shown).hexdigest() if refusal.shown else ""
        announce(AssertionRefused(way=way, why=refusal.code, fingerprint=fingerprint), by=by)
