"""How the town works: the switches of the method with what each shows, turned one by one by its own people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.desk.modality.checklist import lines_of, town_of
from consistori.desk.modality.switching import LABELS, may_turn, name_complete, turn_switch
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import AlreadyDone
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity


@staff_page
@require_safe
def modality(request: StaffRequest) -> HttpResponse:
    """The checklist, for everybody who works here; the buttons, for whoever may."""
    entity = current_entity()
    lines = lines_of(town_of(entity))
    on = sum(line.on for line in lines)
    off = [line for line in lines if not line.on]
    waiting = next((line for line in off if line.is_ready), off[0] if off else None)
    context = {
        "lines": lines,
        "on": on,
        "all": len(lines),
        "next": waiting.name if waiting else "",
        "is_basic": entity.modality == Entity.Modality.BASIC,
        "modality": entity.get_modality_display(),
        "may_turn": may_turn(request.actor),
    }
    return TemplateResponse(request, "desk/modality/modality.html", context)


@staff_page
@require_POST
def turn(request: StaffRequest, name: str) -> HttpResponse:
    """One switch, on or off."""
    on = request.POST.get("on") == "yes"
    try:
        turn_switch(name, on=on, by=request.actor)
    except AlreadyDone as so:
        messages.info(request, str(so))
    else:
        words = (
            _("“%(name)s” is on. Nothing was converted.")
            if on
            else _("“%(name)s” is off. Nothing was erased.")
        )
        messages.success(request, words % {"name": LABELS[name]})
    return redirect(f"{reverse('desk:modality')}#{name}")


@staff_page
@require_POST
def complete(request: StaffRequest) -> HttpResponse:
    """Say that the town works in the complete modality."""
    name_complete(by=request.actor)
    messages.success(
        request, _("The town hall works in the complete modality. Each switch still goes back any day.")
    )
    return redirect("desk:modality")
