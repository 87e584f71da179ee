"""Opening a term from the page of a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.cases import selectors
from consistori.cases.deadlines.forms import OWN, OpenTermForm
from consistori.cases.deadlines.hanging import papers_of
from consistori.cases.deadlines.opening import open_term, procedures_of, term_of_code
from consistori.cases.deadlines.residences import residences_of
from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseFile
from consistori.cases.policies import may_work_on
from consistori.deadlines.models import Deadline
from consistori.deadlines.services import open_deadline
from consistori.deadlines.subjects import Subject
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotPermitted, Refusal, ensure
from consistori.parties.models import Party


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: StaffRequest, number: str) -> HttpResponse:
    """Choose which term, since when and by which fact; the sum is on its page."""
    case = selectors.case_by_number(number, request.actor)
    ensure(may_work_on(request.actor, case))
    parties = {row.party.standing.pk: row.party.standing for row in selectors.parties_of(case)}
    form = OpenTermForm(
        request.POST or None,
        sheets=procedures_of(case),
        parties=[(pk, party.display_name) for pk, party in parties.items()],
        papers=papers_of(request.actor, case.pk),
    )
    if request.method == "POST" and form.is_valid():
        try:
            term = _open(request, case, form, parties)
            messages.success(request, _("Opened: look at its sum whenever you want, in “why?”."))
            return redirect(term.get_absolute_url())
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    context = {"case": case, "form": form}
    return TemplateResponse(request, "cases/open_term.html", context, status=422 if form.errors else 200)


def _open(request: StaffRequest, case: CaseFile, form: OpenTermForm, parties: dict[UUID, Party]) -> Deadline:
    said = form.said()
    party = parties.get(UUID(said["party"])) if said["party"] else None
    common: dict[str, Any] = {
        "by": request.actor,
        "start_on": said["start_on"],
        "reference": said["reference"],
        "document_id": said["document_id"],
        "party": party,
        "residences": residences_of(party) if party else (),
        "is_urgent": said["is_urgent"],
    }
    which = said["which"]
    if which.startswith("procedure:") and (term := term_of_code(which.partition(":")[2])) is not None:
        return open_term(case, term, **common)
    more = form.own() if which == OWN else {"rule": which}
    return open_deadline(subject=Subject(KIND, case.pk), title=said["title"], **more, **common)
