"""The queue of jobs and the errors of the program."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest
from consistori.kernel.errors import NotHere
from consistori.operation import selectors
from consistori.operation.models import Fault
from consistori.operation.services.mending import mark_mended, try_job_again
from consistori.operation.web.console import console_page, draw


@console_page
@require_safe
def jobs(request: StaffRequest) -> HttpResponse:
    """What waits, what runs and what failed, with a button to try it again."""
    return draw(request, "queue.html", "queue", {"queue": selectors.queue()})


@console_page
@require_POST
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a failed job in the queue again."""
    job = try_job_again(pk, by=request.actor, above=request.entity)
    messages.success(request, _("%(job)s is in the queue again.") % {"job": job.task_name})
    return redirect("operation:queue")


@console_page
@require_safe
def errors(request: StaffRequest) -> HttpResponse:
    """The errors of the program, those that are open or those that were mended."""
    mended = request.GET.get("show") == "mended"
    return draw(
        request, "faults.html", "faults", {"faults": selectors.faults(mended=mended), "mended": mended}
    )


@console_page
@require_safe
def error(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One error with its trace, ready to be copied."""
    fault = Fault.objects.filter(pk=pk).first()
    if fault is None:
        raise NotHere()
    return draw(request, "fault.html", "faults", {"fault": fault})


@console_page
@require_POST
def mended(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that an error was seen to."""
    mark_mended(pk, by=request.actor, above=request.entity)
    messages.success(request, _("Marked as mended. If it happens again it will be here again."))
    return redirect("operation:faults")
