"""Proposals of colleagues on guides and templates: made, voted, sent up, answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.templating.selectors import template_of
from consistori.guides import learnt, selectors, services
from consistori.guides.models import GuideProposal
from consistori.guides.policies import may_edit_guides, may_propose, may_see_guides
from consistori.guides.reading import read_kept
from consistori.guides.rules.learning import Learnt
from consistori.guides.sentences import habit_words
from consistori.guides.web.forms import AnswerForm, ProposalForm
from consistori.kernel.errors import NotHere, Refusal, ensure


@staff_page
@require_safe
def proposals_page(request: StaffRequest) -> HttpResponse:
    """All those of the town, the open ones first."""
    ensure(may_see_guides(request.actor))
    context = {"rows": selectors.proposals(), "may_propose": bool(may_propose(request.actor))}
    return TemplateResponse(request, "guides/proposals.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_proposal(request: StaffRequest) -> HttpResponse:
    """Propose a change of `?code=`; from a habit (`?habit=&key=`) its sentence and figures are already there."""
    ensure(may_propose(request.actor))
    about, code = request.GET.get("about", "guide"), request.GET.get("code", "")
    initial, figures = _from_habit(request, code) if about == "guide" else ({}, {})
    form = ProposalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.propose_change(
                by=request.actor,
                about=about,
                code=code,
                step_key=request.GET.get("key", ""),
                figures=figures,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("It is proposed: your colleagues can vote it."))
            return redirect(row)
    context = {"form": form, "code": code, "about": about, "told": initial.get("told", "")}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "guides/propose.html", context, status=status)


@staff_page
@require_safe
def proposal_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One proposal with its votes."""
    ensure(may_see_guides(request.actor))
    return _shown(request, selectors.proposal(pk), AnswerForm())


@staff_page
@require_POST
def do(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    """Vote, send it up, accept or decline it; a refusal is told on its page."""
    row = selectors.proposal(pk)
    form = AnswerForm(request.POST)
    try:
        _act(request, row, verb)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        form.is_valid()
        form.add_error("answer" if refusal.field == "answer" else None, str(refusal))
        return _shown(request, row, form, status=refusal.status)
    return redirect(row)


def _act(request: StaffRequest, row: GuideProposal, verb: str) -> None:
    by, answer = request.actor, request.POST.get("answer", "")
    match verb:
        case "for" | "against":
            services.vote(row, by=by, in_favour=verb == "for")
            messages.success(request, _("Your vote is counted; you can change it while it is open."))
        case "up":
            services.send_up(row, by=by)
            messages.success(request, _("It goes to whoever keeps the text, with its votes and figures."))
        case "accept" | "decline":
            services.answer_proposal(row, by=by, taken=verb == "accept", answer=answer)
        case _:
            raise NotHere()


def _shown(request: StaffRequest, row: GuideProposal, form: AnswerForm, status: int = 200) -> HttpResponse:
    votes = list(row.votes.order_by("made_at"))
    kept = _text_of(row)
    is_kept_above = kept is not None and kept.entity_id != request.entity.pk
    context = {
        "proposal": row,
        "kept": kept,
        "votes": votes,
        "in_favour": sum(1 for one in votes if one.in_favour),
        "against": sum(1 for one in votes if not one.in_favour),
        "mine": next((one for one in votes if one.person_id == request.actor.person_id), None),
        "form": form,
        "may_propose": bool(may_propose(request.actor)),
        "may_answer": bool(may_edit_guides(request.actor)),
        "may_send_up": is_kept_above and row.sent_up_at is None and request.entity.parent_id is not None,
    }
    return TemplateResponse(request, "guides/proposal.html", context, status=status)


def _text_of(row: GuideProposal) -> Any:
    """The guide or the template that it is about, the town's own before that of above; None if it is gone."""
    if row.about == GuideProposal.About.GUIDE:
        return next((one for one in selectors.every_guide() if one.code == row.code), None)
    try:
        return template_of(row.code)
    except NotHere:
        return None


def _from_habit(request: StaffRequest, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    habit, key = request.GET.get("habit", ""), request.GET.get("key", "")
    guide = selectors.guide_row(code)
    if not habit or guide.published is None:
        return {}, {}
    text = read_kept(guide.published.text)
    habits, _cases = learnt.learnt_of(guide, text)
    found: Learnt | None = next((one for one in habits if one.habit == habit and one.key == key), None)
    if found is None:
        return {}, {}
    words = habit_words(found, text, get_language() or "ca")
    initial = {
        "title": words["change"][:160],
        "reason": f"{words['told']} ({words['figures']})",
        "told": words["told"],
    }
    return initial, {"habit": habit, "percent": found.percent, "count": found.count, "among": found.among}
