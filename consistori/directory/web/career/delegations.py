"""The book of delegations and substitutions, and each decree with its reckoning (R-DEC-02)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consistori.directory import careers, rules
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.career_policies import may_answer_delegation, may_record_delegations
from consistori.directory.models import MANNERS, Delegation, Post
from consistori.directory.rules import Manner
from consistori.directory.selectors import colleagues
from consistori.directory.sentences import not_delegable, said_step, why_not
from consistori.directory.services.delegations import (
    accept_delegation,
    end_delegation,
    holidays_around,
    last_day_to_refuse,
    publish_delegation,
    record_delegation,
    refuse_delegation,
)
from consistori.directory.web.career.forms import (
    REFUSED,
    DelegationForm,
    EndDelegationForm,
    PublishForm,
    put_refusal,
)
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.kernel.text import fold


@staff_page
def book(request: StaffRequest) -> HttpResponse:
    """Every delegation and substitution: those of now, to come, and over. Everybody may read it."""
    rows = list(Delegation.objects.select_related("of_post__person", "to"))
    usable = {one.pk for one in Delegation.objects.in_force(today())}
    over = {one.pk for one in rows} - {one.pk for one in Delegation.objects.not_over(today())}
    waiting = [(one, careers.how_it_stands(one)) for one in rows if one.pk not in usable | over]
    context = {
        "in_force": [one for one in rows if one.pk in usable],
        "waiting": [(one, why_not(standing)) for one, standing in waiting],
        "over": [one for one in rows if one.pk in over],
        "may_record": may_record_delegations(request.actor),
    }
    return TemplateResponse(request, "directory/delegations.html", context)


@staff_page
def record(request: StaffRequest) -> HttpResponse:
    """Write down a decree; first its reckoning and what it cannot give, then it is kept."""
    ensure(may_record_delegations(request.actor))
    posts = Post.objects.live(today()).select_related("person").order_by("person__family_name")
    initial = {"of_post": request.GET.get("of"), "manner": request.GET.get("manner", Manner.DELEGATION)}
    form = DelegationForm(request.POST or None, people=colleagues(), posts=posts, initial=initial)
    shown: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if "do" in request.POST:
                made = record_delegation(by=request.actor, **form.cleaned_data)
                messages.success(request, _("The decree is written down."))
                return redirect("directory:delegation", made.pk)
            shown = _reckoned(form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
    status = REFUSED if form.errors else 200
    return TemplateResponse(
        request, "directory/delegation_form.html", {"form": form, "shown": shown}, status=status
    )


def _reckoned(said: dict[str, Any]) -> dict[str, Any]:
    """From when it may be used and why; what it seems to give and the law does not let."""
    manner = Manner(said["manner"])
    roles = Post.objects.filter(person=said["to"]).live(today()).values_list("role", flat=True)
    verdict = rules.may_be_given(manner, of_role=said["of_post"].role, to_roles=roles)
    term = rules.term_of(
        manner, decree_on=said["decree_on"], said_from=said["said_from"], notified_on=said["notified_on"],
        holidays=holidays_around(said["notified_on"] or said["decree_on"]),
    )  # fmt: skip
    found = rules.not_delegable_in(fold(said["matters"])) if manner is Manner.DELEGATION else []
    return {
        "manner": MANNERS[manner],
        "verdict": verdict,
        "why_not": why_not(verdict),
        "steps": [(said_step(step), step.article) for step in term.steps],
        "starts_on": term.starts_on,
        "remarks": not_delegable(found),
    }


@staff_page
def delegation(request: StaffRequest, delegation_id: UUID) -> HttpResponse:
    """One decree: whether it may be used today and why, its reckoning, what may be done with it."""
    found = _found(delegation_id)
    ending = EndDelegationForm(
        request.POST if "ends_on" in request.POST else None, initial={"ends_on": today()}
    )
    publishing = PublishForm(
        request.POST if "published_on" in request.POST else None, initial={"published_on": today()}
    )
    for form, act in ((ending, _end), (publishing, _publish)):
        if form.is_bound and form.is_valid():
            try:
                act(request, found, form.cleaned_data)
            except Refusal as refusal:
                put_refusal(form, refusal)
            else:
                messages.success(request, _("Done. The trail keeps it."))
                return redirect("directory:delegation", found.pk)
    standing = careers.how_it_stands(found)
    term = rules.term_of(
        Manner(found.manner), decree_on=found.decree_on, said_from=found.said_from,
        notified_on=found.notified_on, accepted_on=found.accepted_on,
        holidays=holidays_around(found.notified_on or found.decree_on),
    )  # fmt: skip
    awaits = found.manner == Manner.DELEGATION and not (found.accepted_on or found.refused_at)
    context = {
        "found": found,
        "standing": standing,
        "why_not": why_not(standing),
        "steps": [(said_step(step), step.article) for step in term.steps],
        "may_record": may_record_delegations(request.actor),
        "may_answer": awaits
        and today() <= last_day_to_refuse(found)
        and may_answer_delegation(request.actor, found.to_id),
        "is_over": found.refused_at or (found.ends_on and found.ends_on <= today()),
        "must_be_published": found.manner == Manner.DELEGATION and not found.published_on,
        "ending": ending,
        "publishing": publishing,
    }
    status = REFUSED if ending.errors or publishing.errors else 200
    return TemplateResponse(request, "directory/delegation.html", context, status=status)


@staff_page
@require_POST
def answer(request: StaffRequest, delegation_id: UUID) -> HttpResponse:
    """She accepts it or does not."""
    found = _found(delegation_id)
    if request.POST.get("answer") == "accept":
        accept_delegation(found, by=request.actor)
        messages.success(request, _("Accepted: you may use it."))
    else:
        refuse_delegation(found, by=request.actor)
        messages.success(request, _("You did not accept it: whoever delegated reads it in the trail."))
    return redirect("directory:delegation", found.pk)


def _end(request: StaffRequest, found: Delegation, said: dict[str, Any]) -> None:
    end_delegation(found, by=request.actor, on=said["ends_on"], decree=said["decree"])


def _publish(request: StaffRequest, found: Delegation, said: dict[str, Any]) -> None:
    publish_delegation(found, by=request.actor, on=said["published_on"])


def _found(delegation_id: UUID) -> Delegation:
    row = Delegation.objects.select_related("of_post__person", "to").filter(pk=delegation_id).first()
    if row is None:
        raise NotHere(_("That decree is not written down here."))
    found: Delegation = row
    return found
