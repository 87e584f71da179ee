"""One task: what it is, its list, and how it ends."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import AlreadyDone, NotHere, Refusal
from consistori.tasks import selectors, services
from consistori.tasks.models import Task
from consistori.tasks.panels import task_panels
from consistori.tasks.policies import may_do
from consistori.tasks.subjects import Subject, subjects
from consistori.tasks.web.here import back, list_in, task_here, with_done
from consistori.trail.selectors import TrailEntry, timeline


@staff_page
@require_safe
def task(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What is to be done, by whom, before when, why; and what happened to it."""
    row = task_here(request, pk)
    return _drawn(request, row)


def _drawn(
    request: StaffRequest, row: Task, *, error: str = "", field: str = "", status: int = 200
) -> HttpResponse:
    if row.is_open and row.assigned_to_id == request.person.pk and row.seen_at is None:
        services.look_at(row, by=request.actor)
    if row.state == Task.State.DONE and row.heard_at is None and row.assigned_by_id == request.person.pk:
        services.hear(row, by=request.actor)
    about = subjects.of([row.pk]).get(row.pk)
    context = {
        "row": row,
        "about": about,
        "points": selectors.points_of(row),
        "is_late": selectors.is_late(row),
        "is_hers": row.assigned_to_id == request.person.pk,
        "gave_it": row.assigned_by_id == request.person.pk,
        "may_do": bool(may_do(request.actor, row)),
        "panels": task_panels.drawn(request, row),
        "life": _life(row, about),
        "error": error,
        "field": field,
        "typed": request.POST.dict(),
    }
    return TemplateResponse(request, "tasks/task.html", context, status=status)


def _life(row: Task, about: Subject | None) -> list[TrailEntry]:
    """What happened to it, the newest first: of a task about something, it is in the life of that."""
    told = timeline([row.pk, about.id] if about else [row.pk], limit=200)
    return [fact for fact in told if fact.payload.get("task_id") == str(row.pk)]


@staff_page
@require_POST
def finish(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Done, or answered. If somebody was quicker it says who, and that is all."""
    row = task_here(request, pk)
    try:
        services.finish_task(row, by=request.actor, answer=request.POST.get("answer", ""))
    except AlreadyDone as refusal:
        messages.info(request, str(refusal))
        return back(request, "tasks:list")
    except Refusal as refusal:
        return _drawn(request, row, error=str(refusal), field="finish", status=refusal.status)
    if (where := list_in(request.POST.get("back", ""))) is not None:
        return redirect(with_done(where, row.pk))
    words = _("Answered: “%(title)s”.") if row.is_request else _("Done: “%(title)s”.")
    messages.success(request, words % {"title": row.title})
    return back(request, "tasks:list")


@staff_page
@require_POST
def act_on(request: StaffRequest, pk: UUID, what: str) -> HttpResponse:
    """Taking it, giving it back, cancelling it, opening it again."""
    row = task_here(request, pk)
    reason = request.POST.get("reason", "")
    try:
        if what == "take":
            services.take_task(row, by=request.actor)
            words = _("It is yours.")
        elif what == "return":
            services.return_task(row, by=request.actor, reason=reason)
            words = _("Given back to %(name)s.") % {"name": row.assigned_by_name}
        elif what == "cancel":
            services.cancel_task(row, by=request.actor, reason=reason)
            words = _("Cancelled.")
        elif what == "reopen":
            services.reopen_task(row, by=request.actor)
            words = _("It is to be done again.")
        else:
            raise NotHere()
    except NotHere:
        raise
    except Refusal as refusal:
        return _drawn(request, row, error=str(refusal), field=what, status=refusal.status)
    messages.success(request, words)
    return back(request, row.get_absolute_url())


@staff_page
@require_POST
def tick(request: StaffRequest, pk: UUID, point: UUID) -> HttpResponse:
    """A point of the list is done, or is not."""
    row = task_here(request, pk)
    try:
        services.tick(row, point, by=request.actor, done=request.POST.get("done") == "1")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{row.get_absolute_url()}#points")
