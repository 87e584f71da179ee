"""`{% load visits %}`: the appointment that a sheet of a procedure names, if it can be asked for here."""

from __future__ import annotations

from typing import Any

from django import template

from consistori.appointments import selectors
from consistori.appointments.models import Service
from consistori.eoffice.visits.door import gives_appointments

register = template.Library()


@register.simple_tag(takes_context=True)
def service_of(context: Any, key: str) -> Service | None:
    """The service of that key (`appointment` of a sheet), or None. Two statements when the sheet names one."""
    request = context.get("request")
    if not key or request is None or not gives_appointments(request):
        return None
    return selectors.service_of_sheet(key)
