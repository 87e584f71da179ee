"""The waiting screen [pantalla d'espera / pantalla de espera]: codes and desks, never a name. Anybody may look."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from consistori.appointments import selectors
from consistori.eoffice.visits.door import visit_page
from consistori.eoffice.web.public import PublicRequest

REFRESHED_SECONDS = 10


@visit_page
@require_safe
def screen(request: PublicRequest) -> HttpResponseBase:
    """Who is called and to which desk, and who waits. The browser asks again by itself, also without script."""
    called, waiting = selectors.on_screen()
    answer = TemplateResponse(request, "eoffice/visits/screen.html", {"called": called, "waiting": waiting})
    answer.headers["Refresh"] = str(REFRESHED_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    return answer
