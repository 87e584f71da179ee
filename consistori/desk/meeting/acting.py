"""What is pressed on the screen of the meeting."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.desk.meeting import agenda as agendas
from consistori.desk.meeting import selectors, services
from consistori.desk.meeting.models import Agreement, Meeting
from consistori.desk.meeting.pages import drawn, ensure_here
from consistori.desk.meeting.points.matters import Look, Matter
from consistori.desk.meeting.policies import TEAM, may_lead
from consistori.desk.meeting.proposals import Proposal, likely
from consistori.desk.meeting.rules import POINTS
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Absence
from consistori.directory.selectors import people_here
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, ensure
from consistori.tasks.policies import WORKS


@staff_page
@require_POST
def begin(request: StaffRequest) -> HttpResponse:
    """Begin it, or come into the one that a colleague has begun."""
    ensure_here(request)
    try:
        meeting = services.open_meeting(by=request.actor)
    except AlreadyDone as before:
        messages.warning(request, str(before))
        return redirect("meeting:now")
    if meeting.opened_by_id != request.person.pk:
        messages.info(
            request, _("%(name)s had begun it: you are in the same one.") % {"name": meeting.opened_by_name}
        )
    return redirect("meeting:now")


@staff_page
@require_POST
def decide(request: StaffRequest) -> HttpResponse:
    """One of the likely decisions, reckoned again here: nothing is believed but its key and its code."""
    ensure_here(request)
    meeting, point = _here(request)
    look, matter = _matter(request, point)
    if matter is None:
        messages.warning(request, _("That is not pending any more: somebody has seen to it."))
        return _to(point)
    choice = _choice(request, look, matter)
    if choice is None:
        messages.warning(request, _("That decision is not possible any more: look at it again."))
        return _to(point, matter.key)
    return _tried(request, point, lambda: services.decide(meeting, point, matter, choice, by=request.actor))


@staff_page
@require_POST
def agree(request: StaffRequest) -> HttpResponse:
    """What somebody wrote, of a matter or of nothing on the agenda."""
    ensure_here(request)
    meeting, point = _here(request)
    text = request.POST.get("text", "")
    matter = _matter(request, point)[1] if request.POST.get("matter") else None
    if request.POST.get("matter") and matter is None:
        messages.warning(request, _("That is not pending any more: somebody has seen to it."))
        return _to(point)
    try:
        agreement = services.agree(meeting, point, text, by=request.actor, matter=matter)
    except BadInput as wrong:
        return drawn(request, typed=text, error=str(wrong), status=422)
    except NotHere:
        raise
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return _to(point)
    _say(request, agreement)
    return _to(point)


@staff_page
@require_POST
def undo(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """It was not agreed after all."""
    ensure_here(request)
    meeting, point = _here(request)
    try:
        services.undo_agreement(meeting, agreement_id, by=request.actor)
    except Refusal as refusal:
        if isinstance(refusal, NotHere):
            raise
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return _to(point)


@staff_page
@require_POST
def go_on(request: StaffRequest) -> HttpResponse:
    """This point was gone through: on to the next one, or to the end."""
    ensure_here(request)
    meeting, point = _here(request)
    try:
        services.go_through(meeting, point, by=request.actor)
    except AlreadyDone as before:
        messages.warning(request, str(before))
        return redirect("meeting:now")
    place = POINTS.index(point) + 1
    return redirect("meeting:close") if place == len(POINTS) else _to(POINTS[place])


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest) -> HttpResponse:
    """Who was there, a good practice, and the minute."""
    ensure_here(request)
    ensure(may_lead(request.actor))
    meeting = selectors.meeting_here(selectors.this_week())
    if not meeting.is_open:
        return redirect("meeting:now")
    team = [one for one in people_here() if any(post.role in TEAM for post in one.posts)]
    error = ""
    if request.method == "POST":
        chosen = {key for key in request.POST.getlist("present")}
        present = [one.person.pk for one in team if str(one.person.pk) in chosen]
        try:
            services.close_meeting(
                meeting, by=request.actor, present=present, practice=request.POST.get("practice", "")
            )
        except BadInput as wrong:
            error = str(wrong)
        except AlreadyDone as before:
            messages.warning(request, str(before))
            return redirect("meeting:now")
        else:
            messages.success(request, _("The meeting is closed: its minute writes itself."))
            return redirect("meeting:now")
    away = set(Absence.objects.live(today()).values_list("person_id", flat=True))
    context = {
        "meeting": meeting,
        "team": [(one, one.person.pk not in away) for one in team],
        "agreements": selectors.agreements_of(meeting),
        "practice": request.POST.get("practice", ""),
        "error": error,
    }
    return TemplateResponse(request, "desk/meeting/close.html", context, status=422 if error else 200)


@staff_page
@require_POST
def why_not(request: StaffRequest) -> HttpResponse:
    """Why a week had no meeting."""
    ensure_here(request)
    try:
        week = date.fromisoformat(request.POST.get("week", ""))
    except ValueError as wrong:
        raise NotHere from wrong
    try:
        services.tell_why_not(week, request.POST.get("reason", ""), by=request.actor)
    except (BadInput, AlreadyDone) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Written down."))
    return redirect("meeting:all")


def _here(request: StaffRequest) -> tuple[Meeting, str]:
    """The meeting of this week and the point from which it was pressed."""
    point = request.POST.get("point", "")
    return selectors.meeting_here(selectors.this_week()), point if point in POINTS else POINTS[0]


def _choice(request: StaffRequest, look: Look, matter: Matter) -> Proposal | None:
    """The decision that was pressed; its words are of the town, whose tasks and minute they will be."""
    people = {c.person.pk: c.person for c in people_here() if any(post.role in WORKS for post in c.posts)}
    with translation.override(request.entity.language):
        found = likely(matter, look, people)
    return next((one for one in found if one.code == request.POST.get("choice")), None)


def _matter(request: StaffRequest, point: str) -> tuple[Look, Matter | None]:
    """The matter that was pressed, looked at again, in the words of the town."""
    with translation.override(request.entity.language):
        look = agendas.look_of(request.actor, selectors.this_week())
        matters = agendas.prepare_point(look, point).matters
    return look, next((one for one in matters if one.key == request.POST.get("matter")), None)


def _tried(request: StaffRequest, point: str, do: Any) -> HttpResponse:
    try:
        agreement: Agreement = do()
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        _say(request, agreement)
    return _to(point)


def _say(request: StaffRequest, agreement: Agreement) -> None:
    if agreement.kind == Agreement.Kind.TASK:
        name = agreement.to.given_name if agreement.to else ""
        said = (
            _("Agreed: it is in Today of %(name)s.") % {"name": name}
            if name
            else _("Agreed: whoever takes it does it.")
        )
        messages.success(request, said)
    else:
        messages.success(request, _("Agreed."))


def _to(point: str, matter: str = "") -> HttpResponse:
    asked = urlencode({"point": point, **({"m": matter} if matter else {})})
    return redirect(f"{reverse('meeting:now')}?{asked}")
