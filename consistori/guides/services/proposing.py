"""Proposing a change of a guide or a template, voting it, sending it to whoever keeps the text, answering it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Template
from consistori.guides import jobs
from consistori.guides.events import ChangeAnswered, ChangeProposed, ChangeSentUp, ChangeVoted
from consistori.guides.models import Guide, GuideProposal, GuideVote
from consistori.guides.policies import may_edit_guides, may_propose
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy.jobs import defer
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

LONGEST_TITLE, LONGEST_REASON = 160, 2000


@act
def propose_change(
    *,
    by: Actor,
    code: str,
    title: str,
    reason: str,
    about: str = GuideProposal.About.GUIDE,
    step_key: str = "",
    figures: dict[str, Any] | None = None,
) -> GuideProposal:
    """A colleague proposes; with `figures`, those that the cases of the town have taught. All can vote it."""
    ensure(may_propose(by))
    title, reason = title.strip(), reason.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(_("Say in a line what you would change."), field="title")
    if not reason or len(reason) > LONGEST_REASON:
        raise BadInput(_("Say why: whoever decides reads it."), field="reason")
    if not _exists(about, code):
        raise BadInput(_("Say of which guide or template."), field="code")
    row = GuideProposal(
        about=about,
        code=code,
        step_key=step_key[:40],
        title=title,
        reason=reason,
        origin=GuideProposal.Origin.LEARNT if figures else GuideProposal.Origin.COLLEAGUE,
        figures=figures or {},
        made_by=by.person_id,
        made_by_name=by.name[:160],
    )
    row.save(force_insert=True)
    announce(ChangeProposed(**_told(row)), by=by)
    return row


@act
def vote(proposal: GuideProposal, *, by: Actor, in_favour: bool) -> GuideVote:
    """One vote a colleague, that she may change while it is open."""
    ensure(may_propose(by))
    _ensure_open(proposal)
    row: GuideVote = GuideVote.objects.update_or_create(
        proposal=proposal,
        person_id=by.person_id,
        defaults={"in_favour": in_favour, "name": by.name[:160], "made_at": now()},
    )[0]
    announce(ChangeVoted(**_told(proposal), in_favour=in_favour), by=by)
    return row


@act
def send_up(proposal: GuideProposal, *, by: Actor) -> None:
    """A copy, with its votes and figures, goes to the entity above that keeps the text; no case, no citizen in it."""
    ensure(may_edit_guides(by))
    _ensure_open(proposal)
    if current_entity().parent_id is None:
        raise BadInput(_("There is nobody above: it is you who keep it."))
    if proposal.sent_up_at is not None:
        raise AlreadyDone(_("It was sent already."))
    proposal.sent_up_at = now()
    proposal.save(update_fields=["sent_up_at"])
    defer(jobs.carry_up, proposal_id=str(proposal.pk))
    announce(ChangeSentUp(**_told(proposal)), by=by)


@act
def answer_proposal(proposal: GuideProposal, *, by: Actor, taken: bool, answer: str = "") -> None:
    """Whoever keeps the text accepts it (and then changes the text) or declines it, saying why."""
    ensure(may_edit_guides(by))
    _ensure_open(proposal)
    answer = answer.strip()[:500]
    if not taken and not answer:
        raise BadInput(_("Say why not: whoever proposed it reads it."), field="answer")
    proposal.state = GuideProposal.State.TAKEN if taken else GuideProposal.State.DECLINED
    proposal.answer, proposal.answered_by_name, proposal.answered_at = answer, by.name[:160], now()
    proposal.save(update_fields=["state", "answer", "answered_by_name", "answered_at"])
    announce(ChangeAnswered(**_told(proposal), taken=taken), by=by)


def receive_from_below(*, by: Actor, came_from: Any, said: dict[str, Any]) -> GuideProposal | None:
    """The copy of a proposal of a town, at whoever keeps the text; None if it is here already."""
    return _receive(by=by, came_from=came_from, said=said)


@act
def _receive(*, by: Actor, came_from: Any, said: dict[str, Any]) -> GuideProposal | None:
    if GuideProposal.objects.filter(came_from=came_from).exists():
        return None
    row = GuideProposal(came_from=came_from, **said)
    row.save(force_insert=True)
    announce(ChangeProposed(**_told(row)), by=by)
    return row


def _exists(about: str, code: str) -> bool:
    if about == GuideProposal.About.GUIDE:
        return bool(Guide.objects.filter(code=code).exists())
    return about == GuideProposal.About.TEMPLATE and bool(Template.objects.filter(code=code).exists())


def _ensure_open(proposal: GuideProposal) -> None:
    if not proposal.is_open:
        raise AlreadyDone(_("It is already answered."))


def _told(proposal: GuideProposal) -> dict[str, Any]:
    return {
        "proposal_id": proposal.pk,
        "about": proposal.about,
        "code": proposal.code,
        "title": proposal.title,
    }
