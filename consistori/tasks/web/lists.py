"""The tasks in lists: mine, those I gave, of nobody yet, all; and what each person has in her hands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import now
from consistori.kernel.errors import Refusal
from consistori.tasks import selectors, services
from consistori.tasks.models import Task
from consistori.tasks.policies import may_give, may_keep_duties, visible_to
from consistori.tasks.web.forms import TaskForm, hands, in_whose_hands
from consistori.tasks.web.here import back, ensure_here, key_in, list_in

UNDO_FOR = timedelta(minutes=10)
"""For how long the list offers to undo; later, the page of the task does."""


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: StaffRequest) -> HttpResponse:
    """A view of the tasks, with the line that gives another at the top."""
    ensure_here(request)
    typed: dict[str, Any] = {}
    error = ""
    if request.method == "POST":
        typed = request.POST.dict()
        form = TaskForm({"kind": Task.Kind.DO, **typed})
        try:
            if form.is_valid():
                given = _give(request, form)
                messages.success(request, _said(request, given))
                return back(request, "tasks:list")
            error = str(next(iter(form.errors.values()))[0])
        except Refusal as refusal:
            error = str(refusal)
    return _drawn(request, typed, error)


def _give(request: StaffRequest, form: TaskForm) -> Task:
    said = form.cleaned_data
    return services.give_task(
        by=request.actor,
        title=said["title"],
        kind=said["kind"],
        due_on=said["due_on"],
        **in_whose_hands(said["to"]),
    )


def _said(request: StaffRequest, task: Task) -> str:
    if task.assigned_to_id == request.person.pk:
        return _("Written: it is among yours.")
    name = services.giving.whose(task)
    return (
        _("Written: it is in Today of %(name)s.") % {"name": name}
        if name
        else _("Written: whoever takes it does it.")
    )


def _drawn(request: StaffRequest, typed: dict[str, Any], error: str) -> HttpResponse:
    view = request.GET.get("view", "mine")
    view = view if view in selectors.VIEWS else "mine"
    person_id = key_in(request.GET.get("of", ""))
    lines = selectors.lines_of(selectors.rows_of(request.actor, view, person_id=person_id))
    counts = selectors.counts(request.actor)
    labels = {
        "mine": pgettext("tasks", "Mine"),
        "given": _("I have given"),
        "nobody": _("Of nobody yet"),
        "all": pgettext("tasks", "All of the house"),
        "ended": pgettext("tasks", "Ended"),
    }
    context = {
        "lines": lines,
        "view": "" if person_id else view,
        "views": [(key, label, counts.get(key)) for key, label in labels.items()],
        "of": next((one.task.assigned_to for one in lines), None) if person_id else None,
        "choices": hands(_("Whoever takes it")),
        "mine": f"p:{request.person.pk}",
        "typed": typed,
        "error": error,
        "may_give": bool(may_give(request.actor)),
        "may_keep": bool(may_keep_duties(request.actor)),
        "undo": _just_done(request),
        "here": list_in(request.get_full_path()) or "",
    }
    return TemplateResponse(request, "tasks/list.html", context, status=422 if error else 200)


def _just_done(request: StaffRequest) -> Task | None:
    """The task that was done from this list a moment ago, for whoever may open it again. No statement without one."""
    key = key_in(request.GET.get("done", ""))
    row = Task.objects.filter(visible_to(request.actor), pk=key).first() if key else None
    if row is None or row.state != Task.State.DONE or row.ended_by_id != request.person.pk:
        return None
    return row if now() - row.ended_at < UNDO_FOR else None


@staff_page
@require_safe
def load(request: StaffRequest) -> HttpResponse:
    """What each person has in her hands, by name: to see whom to help, never to compare."""
    ensure_here(request)
    return TemplateResponse(request, "tasks/load.html", {"rows": selectors.load(request.actor)})
