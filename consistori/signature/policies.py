"""Who may ask for a signature, sign, return and withdraw."""

from datetime import date

from django.utils.translation import gettext as _

from consistori.directory.roles import PROCESSES, SIGNS, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.signature.models import SignatureRequest

ASKS = frozenset({*PROCESSES, Role.MAYOR, Role.COUNCILLOR, Role.ARCHIVIST})


def may_ask(actor: Actor) -> Verdict:
    """Whoever works on cases, and who governs, may ask for signatures."""
    if actor.is_system or actor.holds(*ASKS):
        return Verdict(True)
    return Verdict(False, _("Your post does not let you ask for signatures."))


def may_sign(actor: Actor, request: SignatureRequest, *, on: date) -> Verdict:
    """Only the person asked, and only with a live post that signs in this entity on that day (R-DEC-02)."""
    if actor.person_id is None or actor.person_id != request.signer_id:
        return Verdict(False, _("Only the person who was asked can sign it."))
    if not has_signing_post(actor, on=on):
        return Verdict(
            False,
            _("Today you hold no post that signs in this town hall."),
            "RD 203/2021, art. 22; Llei 40/2015, art. 43",
        )
    return Verdict(True)


def has_signing_post(actor: Actor, *, on: date) -> bool:
    """Whether the actor holds on that day a post whose role signs."""
    return any(
        post.role in SIGNS
        and (post.starts_on is None or post.starts_on <= on)
        and (post.ends_on is None or on < post.ends_on)
        for post in actor.posts
    )


def may_return(actor: Actor, request: SignatureRequest) -> Verdict:
    """Only the person asked returns it."""
    if actor.person_id is not None and actor.person_id == request.signer_id:
        return Verdict(True)
    return Verdict(False, _("Only the person who was asked can return it."))


def may_withdraw(actor: Actor, request: SignatureRequest) -> Verdict:
    """Whoever asked, and any other who works on cases: nobody's absence blocks a paper."""
    if actor.is_system or actor.holds(*PROCESSES):
        return Verdict(True)
    if actor.person_id is not None and actor.person_id == request.asked_by_id:
        return Verdict(True)
    return Verdict(False, _("Your post does not let you withdraw it."))
