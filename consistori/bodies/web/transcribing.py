"""What waits for the secretary, and the attestation that she makes of it in one gesture."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from consistori.bodies import selectors
from consistori.bodies.policies import may_transcribe
from consistori.bodies.services import begin_transcription
from consistori.bodies.services.transcribing import MOST
from consistori.bodies.web.book import lines
from consistori.bodies.web.doors import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import Refusal


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: StaffRequest) -> HttpResponse:
    """The decrees that wait, all chosen; posted, the attestation is made and waits for her signature."""
    ensure_here(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            _transcription, asked = begin_transcription(_chosen(request), by=request.actor)
        except Refusal as fault:
            refusal = fault
        else:
            return redirect(f"{asked.tray_url}&request={asked.pk}")
    rows = list(selectors.waiting_to_transcribe()[:MOST])
    context = {
        "lines": lines(rows, request),
        "open": selectors.transcriptions_open(),
        "may": may_transcribe(request.actor),
        "refusal": refusal,
    }
    return TemplateResponse(
        request, "bodies/transcribe.html", context, status=refusal.status if refusal else 200
    )


def _chosen(request: StaffRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("decree")[: MOST + 1]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
