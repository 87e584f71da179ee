"""The line of the person's page where she chooses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consistori.desk.digest.services import choose_letter, wants_letter
from consistori.directory.access import StaffRequest, staff_page


def panel_of(request: HttpRequest, person: Any) -> Mapping[str, Any]:
    """What the panel says."""
    return {"wanted": wants_letter(person.pk), "email": person.email}


@staff_page
@require_POST
def choose(request: StaffRequest) -> HttpResponse:
    """Have it each morning, or no more."""
    wanted = request.POST.get("wanted") == "yes"
    choose_letter(request.person, wanted=wanted, by=request.actor)
    said = _("From tomorrow, Today comes to you by e-mail.") if wanted else _("No letter comes any more.")
    messages.success(request, said)
    return redirect("directory:me")
