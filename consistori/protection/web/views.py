"""The data protection officer's page, and the requests of access."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.parties.models import Party
from consistori.protection import services
from consistori.protection.holdings import beyond_reach, cases_of
from consistori.protection.policies import may_answer, may_look, may_write_down
from consistori.protection.selectors import overview, request_of
from consistori.trail.sealing import verify_seals
from consistori.trail.services import verify_chain


@staff_page
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Requests, the log, its seals, and who from outside sees something."""
    ensure(may_look(request.actor))
    return TemplateResponse(
        request, "protection/home.html", {"overview": overview(request.actor), "today": today()}
    )


@staff_page
@require_safe
def check(request: StaffRequest) -> HttpResponse:
    """Recompute the whole chain and every seal of the log, now."""
    ensure(may_look(request.actor))
    context = {"chain": verify_chain(), "sealed": verify_seals()}
    return TemplateResponse(request, "protection/check.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StaffRequest, party_id: UUID) -> HttpResponse:
    """Write down that this person asks what we hold of them."""
    ensure(may_write_down(request.actor))
    party = Party.objects.filter(pk=party_id).first()
    if party is None:
        raise NotHere()
    fault: Refusal | None = None
    said = {name: request.POST.get(name, "") for name in ("identity", "asked_on")}
    if request.method == "POST":
        try:
            asked = services.write_down(
                party, by=request.actor, identity=said["identity"], asked_on=_day(said["asked_on"])
            )
        except Refusal as refusal:
            fault = refusal
        else:
            day = asked.due_on.strftime("%d/%m/%Y")
            messages.success(request, _("Written down. It must be answered by %(day)s.") % {"day": day})
            return redirect("protection:request", asked.pk)
    context = {"party": party, "fault": fault, "said": said, "today": today().isoformat()}
    return TemplateResponse(request, "protection/ask.html", context, status=422 if fault else 200)


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None


@staff_page
@require_safe
def request_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A request: what is left out, preparing the answer, handing it over."""
    ensure(may_look(request.actor) or may_write_down(request.actor))
    asked = request_of(pk)
    answers = may_answer(request.actor)
    cases = cases_of(asked.party) if answers else []
    beyond = beyond_reach(cases, request.actor)
    context = {
        "asked": asked, "answers": answers, "today": today(),
        "cases": [(case, case.pk not in beyond) for case in cases],
    }  # fmt: skip
    return TemplateResponse(request, "protection/request.html", context)


@staff_page
@require_POST
def prepare(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put the answer together; the tray of jobs has it."""
    asked = request_of(pk)
    try:
        services.prepare(
            asked, by=request.actor, withheld=request.POST.getlist("withheld"), why=request.POST.get("why", ""),
            names_readers=request.POST.get("names_readers") == "yes",
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.article}".strip())
        return redirect("protection:request", pk)
    messages.success(request, _("It is being prepared: you will find it among your jobs."))
    return redirect("desk:jobs")


@staff_page
@require_POST
def answered(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down how it was handed over."""
    try:
        services.mark_answered(request_of(pk), by=request.actor, how=request.POST.get("how", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Answered."))
    return redirect("protection:request", pk)
