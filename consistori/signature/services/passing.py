"""Passing what was asked of her to whoever holds her competence by a decree on record (R-DEC-02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.directory.careers import live_posts
from consistori.directory.models import Delegation, Person
from consistori.directory.rules import Manner, not_delegable_in
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.kernel.text import fold
from consistori.signature.events import SignaturePassedOn
from consistori.signature.models import SignatureRequest
from consistori.signature.services.requests import _hand_asked, _open_row, _tell_passed, _withdrawn
from consistori.trail import act, announce

State = SignatureRequest.State


@dataclass(frozen=True)
class Passed:
    """How many went to the other, and which stay, each with its reason."""

    passed: int
    stay: tuple[tuple[SignatureRequest, str], ...]


@act
def pass_by_decree(requests: Sequence[SignatureRequest], *, by: Actor, decree: Delegation) -> Passed:
    """Ask of whoever received the delegation what was asked of her, in the same place of the circuit.

    Those that the decree does not reach stay where they are, and are said: what cannot be delegated (LBRL, art. 21.3),
    what she signs by delegation herself (Llei 40/2015, art. 9.5), what was asked of another post of hers. Raises
    `NotPermitted` when the decree is not hers, and `BadInput` (`decree`) when it may not be used today, or substitutes
    her: a substitution moves no paper.
    """
    _ensure_it_serves(decree, by)
    to, given, post, words = _hand_asked(decree)
    titles = _titles_of(decree, by)
    stay: list[tuple[SignatureRequest, str]] = []
    for asked in sorted(requests, key=lambda one: one.pk):
        request = _open_row(asked)
        why = why_it_stays(request, by.person_id, titles)
        if why:
            stay.append((request, why))
        else:
            _pass(request, by=by, to=to, decree=given or decree, post=post, words=words)
    return Passed(len(requests) - len(stay), tuple(stay))


def why_it_stays(request: SignatureRequest, person_id: UUID | None, titles: frozenset[str]) -> str:
    """Why the delegation does not reach this paper; empty when it does. No statement.

    `titles` are those of the post that delegates, when she holds several; none, when any paper is of it.
    """
    if request.signer_id != person_id:
        return _("It was asked of %(name)s: you would sign it in her place, and that is not passed on.") % {
            "name": request.signer.full_name
        }
    if request.delegation is not None:
        return _("You sign it by delegation, and what was delegated is not delegated again.")
    if titles and request.signer_post not in titles:
        return _("It was asked of another post of yours: %(post)s.") % {"post": request.signer_post}
    matters = not_delegable_in(fold(request.document.title))
    if matters:
        return _("It speaks of what cannot be delegated (%(article)s).") % {"article": matters[0].article}
    return ""


def _ensure_it_serves(decree: Delegation, by: Actor) -> None:
    if by.person_id is None or decree.of_post.person_id != by.person_id:
        raise NotPermitted(_("Only whoever delegated passes on what was asked of her."))
    if decree.manner == Manner.SUBSTITUTION:
        raise BadInput(
            _(
                "A substitution moves no paper: say from when to when you are away, and %(name)s finds them in her "
                "tray meanwhile."
            )
            % {"name": decree.to.full_name},
            field="decree",
            article="Llei 40/2015, art. 13",
        )


def _titles_of(decree: Delegation, by: Actor) -> frozenset[str]:
    """The titles of the post that delegates, when she holds posts of several roles. One statement."""
    posts = live_posts(Person(pk=by.person_id), today())
    if len({post.role for post in posts}) < 2:
        return frozenset()
    mine = [post for post in posts if post.role == decree.of_post.role]
    return frozenset(title for post in mine for title in (post.title_ca, post.title_es) if title)


def _pass(
    request: SignatureRequest, *, by: Actor, to: Person, decree: Delegation, post: str, words: str
) -> None:
    request.state, request.settled_at, request.trouble = State.WITHDRAWN, now(), {}
    request.save(update_fields=["state", "settled_at", "trouble"])
    others = SignatureRequest.objects.filter(version_id=request.version_id, signer=to).unsettled()
    if others.exists():
        announce(_withdrawn(request), by=by)
        _tell_passed(request, None, by)
        return
    made: SignatureRequest = SignatureRequest.objects.create(
        document=request.document, version=request.version, signer=to, signer_post=post[:120], delegation=decree,
        hand_post=words, place=request.place, asked_by_id=request.asked_by_id,
        asked_by_name=request.asked_by_name, note=request.note,
    )  # fmt: skip
    said = SignaturePassedOn(
        document_id=request.document_id, request_id=made.pk, title=request.document.title,
        from_name=request.signer.full_name, signer_id=to.pk, signer_name=to.full_name,
    )  # fmt: skip
    announce(said, by=by)
    _tell_passed(request, made, by)
