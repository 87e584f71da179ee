"""What comes back every year: what this town has, the catalogue, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.tasks import selectors, services
from consistori.tasks.models import Duty, Every, Task
from consistori.tasks.policies import may_keep_duties
from consistori.tasks.rules.standard import SUBJECTS, standard_duties, standard_duty
from consistori.tasks.web.forms import AdoptForm, DutyForm, in_whose_hands, lines_in
from consistori.tasks.web.here import ensure_here
from consistori.tasks.web.words import EVERY, HEADS


@staff_page
@require_safe
def duties(request: StaffRequest) -> HttpResponse:
    """What comes back here by its next day, and beside it what the catalogue has and this town has not."""
    ensure_here(request)
    mine = selectors.duties()
    day = today()
    coming = [(row, row.rhythm.next_end(day)) for row in mine]
    coming.sort(key=lambda pair: (pair[1] is None, pair[1] or day, pair[0].title))
    has = {row.code for row in mine if row.code}
    language = get_language() or "ca"
    heads = [
        (
            HEADS[subject],
            [
                (one, one.title_in(language), EVERY[one.every])
                for one in standard_duties()
                if one.subject == subject and one.code not in has
            ],
        )
        for subject in SUBJECTS
    ]
    context = {
        "coming": coming,
        "heads": [(head, rows) for head, rows in heads if rows],
        "may_keep": bool(may_keep_duties(request.actor)),
    }
    return TemplateResponse(request, "tasks/duties.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: StaffRequest, code: str) -> HttpResponse:
    """A line of the catalogue: what it says, and whose it will be here."""
    ensure_here(request)
    standard = standard_duty(code)
    if standard is None:
        raise NotHere()
    ensure(may_keep_duties(request.actor))
    form = AdoptForm(request.POST or None, is_once=standard.every == Every.ONCE)
    if request.method == "POST" and form.is_valid():
        hands = in_whose_hands(form.cleaned_data["to"])
        try:
            services.adopt_duty(
                standard, by=request.actor, assigned_to=hands["to"], unit=hands["unit"],
                once_on=form.cleaned_data.get("once_on"),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Its task will appear days before, each time."))
            return redirect("tasks:duties")
    language = get_language() or "ca"
    context = {
        "form": form,
        "one": standard,
        "title": standard.title_in(language),
        "about": standard.about_in(language),
        "points": standard.points_in(language),
        "every": EVERY[standard.every],
    }
    return TemplateResponse(request, "tasks/adopt.html", context, status=422 if form.errors else 200)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """One of them: changed, or written for the first time; with the tasks that it brought."""
    ensure_here(request)
    row = selectors.duty_of(pk) if pk else None
    may_keep = bool(may_keep_duties(request.actor))
    if row is None or request.method == "POST":
        ensure(may_keep_duties(request.actor))
    form = DutyForm(request.POST or None, initial=_first(row))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        hands = in_whose_hands(said.pop("to"))
        said["points"] = lines_in(said["points"])
        try:
            services.save_duty(row, by=request.actor, assigned_to=hands["to"], unit=hands["unit"], **said)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved"))
            return redirect("tasks:duties")
    context = {
        "form": form,
        "row": row,
        "may_keep": may_keep and (row is None or row.stopped_at is None),
        "brought": selectors.lines_of(Task.objects.filter(duty=row).order_by("-due_on"), most=12)
        if row
        else [],
    }
    return TemplateResponse(request, "tasks/duty.html", context, status=422 if form.errors else 200)


@staff_page
@require_POST
def stop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """No more tasks of it."""
    ensure_here(request)
    services.stop_duty(selectors.duty_of(pk), by=request.actor)
    messages.success(request, _("Stopped: it brings no more tasks."))
    return redirect("tasks:duties")


def _first(row: Duty | None) -> dict[str, object]:
    if row is None:
        return {}
    names = ("title", "every", "month", "day", "once_on", "days_before", "article", "about")
    hand = f"p:{row.assigned_to_id}" if row.assigned_to_id else f"u:{row.unit_id}" if row.unit_id else ""
    return {name: getattr(row, name) for name in names} | {"to": hand, "points": "\n".join(row.points)}
