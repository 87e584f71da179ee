"""The page of a decree: where each thing of it stands, and who has it since when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.bodies import selectors
from consistori.bodies.models import Decree
from consistori.bodies.panels import decree_panels
from consistori.bodies.policies import may_annul
from consistori.bodies.rules.naming import number_read
from consistori.bodies.services import annul_decree
from consistori.bodies.standing import where_it_stands
from consistori.bodies.web.doors import ensure_here
from consistori.cases.notifying.panels import act_panels
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.policies import may_read
from consistori.kernel.errors import BadInput, NotHere, Refusal


@staff_page
@require_safe
def decree(request: StaffRequest, year: int, number: int) -> HttpResponse:
    """All of it in one page."""
    ensure_here(request)
    return _page(request, selectors.decree_of(year, number))


@staff_page
@require_POST
def annul(request: StaffRequest, year: int, number: int) -> HttpResponse:
    """Note that another decree leaves it without effect."""
    ensure_here(request)
    row = selectors.decree_of(year, number)
    try:
        annul_decree(row, by_decree=_other(request), reason=request.POST.get("reason", ""), by=request.actor)
    except Refusal as fault:
        return _page(request, row, fault)
    messages.success(request, _("Noted in both decrees."))
    return redirect(row.url)


def _panels(request: StaffRequest, row: Decree) -> list[Any]:
    """What hangs on a decree, and what hangs on any act that is notified; of itself it says nothing twice."""
    others = act_panels.drawn(request, row.document)
    return [*decree_panels.drawn(request, row), *(one for one in others if one.name != "decree")]


def _other(request: StaffRequest) -> Decree:
    said = number_read(request.POST.get("by_decree", ""))
    try:
        if said is None:
            raise NotHere
        return selectors.decree_of(*said)
    except NotHere as error:
        raise BadInput(_("Write the number of the other decree, as 2026/0123."), field="by_decree") from error


def _page(request: StaffRequest, row: Decree, refusal: Refusal | None = None) -> HttpResponse:
    reads = bool(may_read(request.actor, row.document))
    hidden = row.pk in selectors.hidden_titles([row], request.actor)
    context: dict[str, Any] = {
        "decree": row,
        "reads": reads,
        "hidden": hidden,
        "stands": where_it_stands(row, request.actor),
        "panels": _panels(request, row) if reads else [],
        "annuls": selectors.annulled_by(row),
        "verify_url": f"{request.entity.public_url}/verify/{row.version.code}/" if row.version.code else "",
        "cases": selectors.cases_of(row, request.actor),
        "may_annul": bool(may_annul(request.actor)) and getattr(row, "annulment", None) is None,
        "refusal": refusal,
        "typed": request.POST if refusal else {},
    }
    return TemplateResponse(request, "bodies/decree.html", context, status=refusal.status if refusal else 200)
