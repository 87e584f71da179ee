"""Forms about the people of a case."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.cases import selectors
from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.policies import may_work_on
from consistori.cases.services import add_party, change_party_role, remove_party
from consistori.cases.web._case import case_act, case_page, done
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.parties.forms import PartyForm
from consistori.parties.models import Party
from consistori.parties.selectors import search_parties


def row_of(case: CaseFile, key: str) -> CaseParty | None:
    """A party of this case by the key of its row; None for an empty key."""
    if not key:
        return None
    try:
        row = CaseParty.objects.filter(case=case, pk=UUID(key)).select_related("party").first()
    except ValueError:
        row = None
    if row is None:
        raise NotHere(_("That person is no longer in this case."))
    row.case = case
    return row


def _said(request: StaffRequest, case: CaseFile) -> dict[str, Any]:
    until = request.POST.get("power_until", "")
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError as wrong:
        raise BadInput(
            _("Write the end of the power as day, month and year."), field="power_until"
        ) from wrong
    return {
        "role": request.POST.get("role", "applicant"),
        "represents": row_of(case, request.POST.get("represents", "")),
        "power": request.POST.get("power", "")[:120],
        "power_until": day,
    }


@case_page
def find(request: StaffRequest, case: Any) -> HttpResponse:
    """People by the beginning of any word of the name or of the NIF."""
    words = request.GET.get("q", "").strip()
    context = {"found": search_parties(words) if words else [], "q": words, "case": case}
    return TemplateResponse(request, "cases/_found_parties.html", context)


@case_act
def add(request: StaffRequest, case: CaseFile) -> HttpResponse:
    key = request.POST.get("party", "")
    try:
        party = Party.objects.filter(pk=UUID(key)).first() if key else None
    except ValueError:
        party = None
    if party is None:
        raise BadInput(_("Choose somebody from the list, or add them first."), field="party")
    add_party(case, party, by=request.actor, **_said(request, case))
    return done(request, case, _("%(name)s is in the case") % {"name": party.display_name})


@case_act
def change(request: StaffRequest, case: CaseFile, row: UUID) -> HttpResponse:
    found = row_of(case, str(row))
    assert found is not None  # noqa: S101 - a key was given, so it is there or was refused
    if "remove" in request.POST:
        remove_party(found, by=request.actor)
        return done(
            request, case, _("%(name)s is no longer in the case") % {"name": found.party.display_name}
        )
    change_party_role(found, by=request.actor, **_said(request, case))
    return done(request, case, _("Saved"))


@staff_page
@require_http_methods(["GET", "POST"])
def enter(request: StaffRequest, number: str) -> HttpResponse:
    """Somebody who had never come to us: entered and in the case at once, without leaving it."""
    case = selectors.case_by_number(number, request.actor)
    ensure(may_work_on(request.actor, case))
    form = PartyForm(request.POST or None)
    party = form.enter(request.actor) if request.method == "POST" else None
    if party is None:
        context = {"case": case, "form": form, "action": request.get_full_path()}
        return TemplateResponse(request, "cases/enter_party.html", context)
    add_party(case, party, by=request.actor)
    messages.success(request, _("%(name)s is in the case") % {"name": party.display_name})
    return redirect("cases:parties", number=case.number)
