"""Looking things up at the desk: a panel on the page of an entry, and its button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.eoffice.asking.consults import look_up, looks_of_entry, may_look_up
from consistori.eoffice.models import ConsultMade
from consistori.registry.models import RegistryEntry
from consistori.registry.panels import entry_panels
from consistori.registry.selectors import opened_entry


def hang() -> None:
    """Called once, when the program starts."""
    entry_panels.add(
        "consults", template="eoffice/asking/_panel.html", context=looks, order=30,
        label=gettext_lazy("What is looked up"), when=_has_consults,
    )  # fmt: skip


@staff_page
@require_POST
def look(request: StaffRequest, reference: str) -> HttpResponse:
    """Look something up for an entry, and come back to its page."""
    entry = opened_entry(request.actor, reference).entry
    made = look_up(entry, request.POST.get("key", "")[:60], by=request.actor, language=_language())
    if made.outcome == ConsultMade.Outcome.AWAY:
        messages.warning(request, _("The other end does not answer now. Try again in a while."))
    else:
        messages.success(request, _("Looked up, and written down with your name."))
    return redirect(f"{entry.get_absolute_url()}#consults")


def looks(request: HttpRequest, entry: RegistryEntry) -> Mapping[str, Any]:
    """What may be looked up for an entry, for its page. At most four statements."""
    actor = request.actor  # type: ignore[attr-defined]
    return {"entry": entry, "looks": looks_of_entry(entry, _language()), "may": may_look_up(actor)}


def _has_consults(_request: HttpRequest, entry: RegistryEntry) -> bool:
    return bool(entry.procedure) and not entry.is_exit


def _language() -> str:
    return "es" if (get_language() or "").startswith("es") else "ca"
