"""Giving a task, whole; changing it; putting it in other hands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import Refusal, ensure
from consistori.tasks import selectors, services
from consistori.tasks.models import Task
from consistori.tasks.policies import may_change, may_give
from consistori.tasks.subjects import subjects
from consistori.tasks.web.forms import ActForm, ChangeForm, PassForm, TaskForm, in_whose_hands, lines_in
from consistori.tasks.web.here import back, ensure_here, task_here


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A task with its kind, its list, and what it is about (`?about=case:X2026000412`)."""
    ensure_here(request)
    ensure(may_give(request.actor))
    about = subjects.find(request.actor, request.POST.get("about") or request.GET.get("about", ""))
    first = {"to": f"p:{request.person.pk}", "title": request.GET.get("title", "")}
    first |= {"kind": request.GET.get("kind", Task.Kind.DO)}
    form = TaskForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            task = services.give_task(
                by=request.actor, title=said["title"], kind=said["kind"], due_on=said["due_on"], text=said["text"],
                points=lines_in(said["points"]), about=about, **in_whose_hands(said["to"]),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The task is given."))
            return back(request, about.url if about and about.url else task.get_absolute_url())
    context = {"form": form, "about": about, "title": _("A new task"), "back": request.GET.get("back", "")}
    return _page(request, form, context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Its words, its day, its list. What somebody else wrote meanwhile is not trodden on."""
    task = task_here(request, pk)
    ensure(may_change(request.actor, task))
    lines = "\n".join(point.text for point in selectors.points_of(task))
    first = {
        "title": task.title,
        "kind": task.kind,
        "due_on": task.due_on,
        "text": task.text,
        "points": lines,
    }
    form = ChangeForm(request.POST or None, initial=first)
    edition = request.POST.get("edition", str(task.version))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        points = lines_in(said.pop("points"))
        try:
            row = services.change_task(
                task, by=request.actor, edition=int(edition) if edition.isdigit() else None, **said
            )
            if points != lines_in(lines):
                services.write_list(row, points, by=request.actor)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved"))
            return redirect(task)
    context = {"form": form, "task": task, "title": _("Change the task"), "edition": edition}
    return _page(request, form, context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: StaffRequest, pk: UUID) -> HttpResponse:
    """To another person or unit, with a note."""
    task = task_here(request, pk)
    ensure(may_change(request.actor, task))
    form = PassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.pass_task(
                task,
                by=request.actor,
                note=form.cleaned_data["note"],
                **in_whose_hands(form.cleaned_data["to"]),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("It is in the hands of %(name)s.") % {"name": services.giving.whose(row)}
            )
            return back(request, "tasks:list")
    context = {"form": form, "task": task, "title": _("Pass the task")}
    return _page(request, form, context)


def _page(request: StaffRequest, form: ActForm, context: Mapping[str, Any]) -> HttpResponse:
    return TemplateResponse(request, "tasks/form.html", dict(context), status=422 if form.errors else 200)
