"""A wrong decree is left without effect by another one; both stay in the book, and both say so."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consistori.bodies.events import DecreeAnnulled
from consistori.bodies.models import Annulment, Decree
from consistori.bodies.policies import may_annul
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce

LONGEST = 300


@act
def annul_decree(decree: Decree, *, by_decree: Decree, reason: str, by: Actor) -> Annulment:
    """Note that `by_decree`, signed later, leaves `decree` without effect.

    The number is never used again (R-DEC-01). Whether it is a revocation, a correction or a review of the act is what
    the decree says (Llei 39/2015, art. 106 a 109). Raises `NotPermitted`, `BadInput` (`by_decree`, `reason`) and
    `AlreadyDone`.
    """
    ensure(may_annul(by))
    reason = reason.strip()
    if not reason:
        raise BadInput(_("Say why, in a line."), field="reason")
    if len(reason) > LONGEST:
        raise BadInput(_("Say it in %(most)s characters at most.") % {"most": LONGEST}, field="reason")
    if (by_decree.year, by_decree.number) <= (decree.year, decree.number):
        raise BadInput(_("It must be a later decree: what comes before annuls nothing."), field="by_decree")
    if Annulment.objects.filter(decree=decree).exists():
        raise AlreadyDone(_("Another decree left it without effect already."))
    if Annulment.objects.filter(decree=by_decree).exists():
        raise BadInput(
            _("The decree %(said)s has no effect itself.") % {"said": by_decree.said}, field="by_decree"
        )
    annulment = Annulment(
        decree=decree, by_decree=by_decree, reason=reason, noted_at=now(), noted_by_name=by.name[:160]
    )
    _save_once(annulment)
    announce(
        DecreeAnnulled(
            document_id=decree.document_id,
            decree_id=decree.pk,
            said=decree.said,
            by_decree_id=by_decree.pk,
            by_said=by_decree.said,
            reason=reason,
        ),
        by=by,
    )
    return annulment


def _save_once(annulment: Annulment) -> None:
    """The database says which of two at once came first."""
    try:
        with transaction.atomic():
            annulment.save()
    except IntegrityError as error:
        raise AlreadyDone(_("Another decree left it without effect already.")) from error
