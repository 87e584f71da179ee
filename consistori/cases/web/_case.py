"""The door of every page and every act of a case."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from consistori.cases import selectors
from consistori.cases.models import CaseFile
from consistori.cases.page import with_figures
from consistori.cases.policies import may_read
from consistori.cases.reasons import why_visible
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.policies import is_watched
from consistori.kernel.errors import Refusal
from consistori.trail.readings import record_reading

View = Callable[..., HttpResponse]
SCRIPTED = ("dropzone", "swap", "move")


def is_scripted(request: StaffRequest) -> bool:
    """Whether one of our behaviours asks, and waits for a fragment or the words of a refusal."""
    return request.headers.get("X-Requested-With", "") in SCRIPTED


def _opened(request: StaffRequest, number: str, *, figures: bool = False) -> CaseFile | HttpResponse:
    cases = with_figures(CaseFile.objects.all(), request.actor.person_id) if figures else None
    case = selectors.case_by_number(number, request.actor, among=cases)
    if may_read(request.actor, case):
        return case
    why = why_visible(request.actor, case)
    return TemplateResponse(request, "cases/reserved.html", {"number": case.number, "why": why}, status=403)


def drawn_again(request: StaffRequest, case: CaseFile) -> CaseFile:
    """The case with the figures that its pages show, for an act that draws its form again with what was wrong."""
    cases = with_figures(CaseFile.objects.all(), request.actor.person_id)
    return selectors.case_by_number(case.number, request.actor, among=cases)


def case_page(view: View) -> View:
    """A page about a case that the person may read; of a reserved one she sees the number and whom to ask."""

    @staff_page
    @require_GET
    @functools.wraps(view)
    def page(request: StaffRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponse:
        case = _opened(request, number, figures=True)
        if isinstance(case, HttpResponse):
            return case
        if case.reserved or is_watched(request.actor):
            record_reading(
                by=request.actor, kind="case", id=case.pk, label=case.number, reserved=case.reserved
            )
        return view(request, case, *args, **kwargs)

    return page


def case_act(view: View) -> View:
    """A form about a case. A refusal goes back to the page it came from, said in words."""

    @staff_page
    @require_POST
    @functools.wraps(view)
    def act(request: StaffRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponse:
        case = _opened(request, number)
        if isinstance(case, HttpResponse):
            return case
        try:
            return view(request, case, *args, **kwargs)
        except Refusal as refusal:
            if is_scripted(request):
                return JsonResponse({"detail": str(refusal.message)}, status=refusal.status)
            messages.error(request, _said(refusal))
            return redirect(back_to(request, case))

    return act


def _said(refusal: Refusal) -> str:
    return f"{refusal.message} · {refusal.article}" if refusal.article else str(refusal.message)


def back_to(request: StaffRequest, case: CaseFile) -> str:
    """The page of ours that the form says it came from, else the case."""
    target = request.POST.get("back", "")
    if target and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return case.get_absolute_url()


def done(request: StaffRequest, case: CaseFile, words: Any) -> HttpResponse:
    """Say what was done and go back."""
    messages.success(request, words)
    return redirect(back_to(request, case))
