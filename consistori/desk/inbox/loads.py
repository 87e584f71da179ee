"""What each person has in her hands: to see whom to help, never to compare."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from consistori.cases.entries import burdens
from consistori.cases.entries.policies import may_distribute
from consistori.desk.inbox.forms import people
from consistori.desk.inbox.pages import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, ensure


@staff_page
@require_safe
def loads(request: StaffRequest, person_id: UUID | None = None) -> HttpResponse:
    """Everybody who has something, by name; of one of them, her entries, the oldest first."""
    ensure_here(request)
    ensure(may_distribute(request.actor))
    found = burdens.burdens()
    chosen = next((one for one in found if one.person_id == person_id), None)
    if person_id is not None and chosen is None:
        raise NotHere
    has = {str(one.person_id) for one in found}
    context = {
        "burdens": found,
        "away": {one.id: one.back_on for one in people() if one.away},
        "chosen": chosen,
        "lines": burdens.in_hands_of(chosen.person_id) if chosen else [],
        "others": sorted(one.name for one in people() if one.id not in has),
    }
    return TemplateResponse(request, "desk/inbox/loads.html", context)
