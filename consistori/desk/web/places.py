"""Where I am and what surrounds me: towns, jobs, help, keys, and the rest of the phone's bar."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import get_script_prefix
from django.utils.translation import gettext as _

from consistori.desk.selectors import count_running, runs_of
from consistori.desk.today import today_of
from consistori.desk.web.sheets import sheet_or_page
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.selectors import people_here
from consistori.kernel.errors import NotHere
from consistori.tenancy.models import JobRun
from consistori.ui.help import screen_help


@staff_page(across=True)
def towns(request: StaffRequest) -> HttpResponse:
    """Today I am in… each of my towns with what waits for me there; changing closes nothing."""
    if get_script_prefix() != "/":
        return redirect(f"/desk/towns/?at={request.entity.slug}")
    looked = [request.entity] if request.entity else list(request.entities)
    page = today_of(request.person.pk, request.standings, looked)
    counted = {entity.pk for entity in looked}
    rows = [
        {
            "entity": entity,
            "count": page.waiting.get(entity.pk, 0) if entity.pk in counted else None,
            "posts": ", ".join(p.title for p in request.standings[entity.pk].actor.posts if p.title),
        }
        for entity in request.entities
    ]
    context = {
        "rows": rows,
        "at": request.GET.get("at", ""),
        "count": page.count,
        "whole": request.entity is None,
    }
    return sheet_or_page(request, "desk/_towns.html", "desk/towns.html", context)


@staff_page(across=True)
def more(request: StaffRequest) -> HttpResponse:
    """What does not fit in the bar of the phone."""
    return TemplateResponse(request, "desk/more.html", {})


@staff_page
def help_page(request: StaffRequest) -> HttpResponse:
    """What the screen is, what one can do there, who to ask."""
    about = screen_help.about(request.GET.get("of", "")[:80]) or screen_help.about("desk")
    asked = [c for c in people_here() if any(p.role in ("administrator", "secretary") for p in c.posts)]
    context = {"about": about, "helpers": asked[:3]}
    return sheet_or_page(request, "desk/_help.html", "desk/help.html", context)


@staff_page
def keys(request: StaffRequest) -> HttpResponse:
    """The keys that are valid everywhere; `?` lists those of each page."""
    rows = [
        (("Ctrl", "K"), _("Find or do anything")),
        (("J", "K"), _("Next and previous row")),
        (("X",), _("Choose the row")),
        (("N",), _("Open a case")),
        (("G",), _("Change town hall")),
        (("H",), _("Help about this screen")),
        (("?",), _("The keys of the page where I am")),
        (("Esc",), _("Close what is open")),
    ]
    return TemplateResponse(request, "desk/keys.html", {"rows": rows})


@staff_page(across=True)
def jobs(request: StaffRequest) -> HttpResponse:
    """My long jobs: how they go, their result, what failed. As a badge, only how many run."""
    if request.headers.get("X-Requested-With") == "badge":
        return HttpResponse(str(count_running(request.person.pk) or ""), content_type="text/plain")
    runs = runs_of(request.person.pk)
    running = any(run.state in (JobRun.State.WAITING, JobRun.State.RUNNING) for run in runs)
    if request.headers.get("X-Requested-With") == "swap":
        return TemplateResponse(request, "desk/_jobs.html", {"runs": runs, "running": running})
    return TemplateResponse(request, "desk/jobs.html", {"runs": runs, "running": running})


@staff_page
def job_file(request: StaffRequest, run_id: UUID) -> HttpResponseBase:
    """The file that one of my jobs made."""
    run = get_object_or_404(JobRun.of(request.person.pk), pk=run_id)
    path = Path(run.result_path or "/")
    inside = any(path.resolve().is_relative_to(Path(root).resolve()) for root in (settings.DATA_DIR,))
    if not run.result_path or not inside or not path.is_file():
        raise NotHere(_("This file is no longer kept. Ask for the job again."))
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=run.result_name or path.name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
