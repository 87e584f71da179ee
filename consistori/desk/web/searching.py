"""The page that searches in the texts of the documents of a town."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from consistori.desk.searching import LABELS, Search, search, types_to_choose
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.search.asking import STATES
from consistori.documents.search.waiting import still_to_be_read
from consistori.parties.policies import may_see_parties


@staff_page
@require_safe
def search_texts(request: StaffRequest) -> HttpResponse:
    """Words, phrases and filters in the address; the newest first, page by page."""
    wanted = Search.read(request.GET)
    try:
        before: UUID | None = UUID(request.GET.get("before", ""))
    except ValueError:
        before = None
    shown = search(wanted, request.actor, before=before)
    types = types_to_choose()
    context = {
        "wanted": wanted,
        "filters": wanted.filters(types),
        "all_of": wanted.without(*LABELS),
        "shown": shown,
        "before": before,
        "states": STATES.items(),
        "types": types,
        "waiting": still_to_be_read(),
        "may_ask_persons": may_see_parties(request.actor),
    }
    return TemplateResponse(request, "desk/search.html", context)
