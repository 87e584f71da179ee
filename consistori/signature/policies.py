"""Who may ask for a signature, sign, return and withdraw."""

from datetime import date

from django.utils.translation import gettext as _

from consistori.directory.careers import substitution_for
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


def has_signing_post(actor: Actor, *, on: date) -> bool:
    """Whether the actor holds on that day a post whose role signs."""
    return any(
        post.role in SIGNS
        and (post.starts_on is None or post.starts_on <= on)
        and (post.ends_on is None or on < post.ends_on)
        for post in actor.posts
    )


def may_return(actor: Actor, request: SignatureRequest) -> Verdict:
    """Only the person asked returns it, or whoever substitutes her while she is away."""
    if actor.person_id is not None and actor.person_id == request.signer_id:
        return Verdict(True)
    if actor.person_id is not None and substitution_for(actor, request.signer_id, post=request.signer_post):
        return Verdict(True)
    return Verdict(False, _("Only the person who was asked can return it."))


def may_try_again(actor: Actor, request: SignatureRequest) -> Verdict:
    """Whoever signs it, and whoever may withdraw it, puts back in the tray what could not be signed."""
    hers = may_return(actor, request)
    return hers if hers else may_withdraw(actor, request)


def may_withdraw(actor: Actor, request: SignatureRequest) -> Verdict:
    """Whoever asked, and any other who works on cases: nobody's absence blocks a paper."""
    if actor.is_system or actor.holds(*PROCESSES):
        return Verdict(True)
    if actor.person_id is not None and actor.person_id == request.asked_by_id:
        return Verdict(True)
    return Verdict(False, _("Your post does not let you withdraw it."))
