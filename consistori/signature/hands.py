"""With which hand something is signed: her own, by delegation, or in the place of whom she substitutes (R-DEC-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.directory.careers import is_usable, post_of_hand, substitution_for, words_of_hand
from consistori.directory.models import Delegation
from consistori.directory.roles import SIGNS
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.signature.models import SignatureRequest
from consistori.signature.policies import has_signing_post
from consistori.tenancy.scope import current_entity


@dataclass(frozen=True)
class Hand:
    """Whether the actor may sign, and the decree and the words when she does it in the place of another."""

    verdict: Verdict
    substitution: Delegation | None = None
    words: str = ""


def hand_of(actor: Actor, request: SignatureRequest, *, on: date) -> Hand:
    """How the actor would sign this request on that day.

    Only the person asked, with a live post that signs, or whoever substitutes her in it; what was asked of a
    delegate, only by herself and while the delegation is in force.
    """
    if actor.person_id is None:
        return Hand(Verdict(False, _("Only the person who was asked can sign it.")))
    if actor.person_id == request.signer_id:
        return _her_own(actor, request, on)
    if request.delegation_id is not None and request.by_hand_id is None:
        return _of_a_delegate(request)
    decree = substitution_for(actor, request.signer_id, on, post=request.signer_post)
    if decree is None:
        return Hand(
            Verdict(
                False,
                _(
                    "Only the person who was asked can sign it, or whoever substitutes her by decree while away."
                ),
                "Llei 40/2015, art. 13",
            )
        )
    if decree.of_post.role not in SIGNS:
        return _no_post()
    return Hand(Verdict(True), decree, words_for(decree, on))


def words_for(decree: Delegation, on: date) -> str:
    """The post by which she acts and the decree, in the language of the town, as the signature says it."""
    language = current_entity().language
    post = post_of_hand(decree, on)
    with override(language):
        return words_of_hand(decree, post=post.title(language) if post else "", language=language)[:240]


def _her_own(actor: Actor, request: SignatureRequest, on: date) -> Hand:
    """With her post, which must sign; or by delegation, and then it is the post that delegated which signs."""
    decree = request.delegation
    if decree is None:
        return Hand(Verdict(True)) if has_signing_post(actor, on=on) else _no_post()
    if is_usable(decree, on):
        return Hand(Verdict(True)) if decree.of_post.role in SIGNS else _no_post()
    return Hand(
        Verdict(
            False,
            _("It was asked of you by delegation (%(decree)s), and today that delegation is not in force.")
            % {"decree": decree.decree},
            "Llei 40/2015, art. 9",
        )
    )


def _no_post() -> Hand:
    return Hand(
        Verdict(
            False,
            _("Today you hold no post that signs in this town hall."),
            "RD 203/2021, art. 22; Llei 40/2015, art. 43",
        )
    )


def _of_a_delegate(request: SignatureRequest) -> Hand:
    """A substitute takes the post of whoever is away, not the competences that she had by delegation."""
    return Hand(
        Verdict(
            False,
            _("It was asked of %(name)s by delegation: ask it again of whoever has the competence.")
            % {"name": request.signer.full_name},
            "Llei 40/2015, art. 9.5",
        )
    )
