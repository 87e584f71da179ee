"""The door of these pages: they exist where the town gives appointments."""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from consistori.appointments import selectors
from consistori.appointments.models import Appointment
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.web.public import PublicView, public_page
from consistori.kernel.errors import NotHere
from consistori.tenancy import modality


def gives_appointments(request: HttpRequest) -> bool:
    """Whether the town of this page has its e-office and its appointments on."""
    entity: Any = getattr(request, "entity", None)
    return entity is not None and all(modality.is_on(entity, one) for one in ("eoffice", "appointments"))


def visit_page(view: PublicView) -> PublicView:
    """A public page about appointments; where they are off it does not exist."""

    @public_page
    @functools.wraps(view)
    def page(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not gives_appointments(request):
            raise NotHere()
        return view(request, *args, **kwargs)

    return page


def own_page(view: PublicView) -> PublicView:
    """The page of one appointment, for whoever has its link: `view(request, appointment)`."""

    @visit_page
    @functools.wraps(view)
    def page(request: Any, pk: Any, seal: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, selectors.with_seal(pk, seal), *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return page


def owner_of(entity_id: int, citizen: Citizen) -> str:
    """Who asked for an appointment, as it is kept: an HMAC of their number, of this town alone."""
    said = f"{entity_id}:{citizen.identifier}"
    return salted_hmac("eoffice.visits.owner", said, algorithm="sha256").hexdigest()


def link_of(appointment: Appointment) -> list[Any]:
    """The arguments of the addresses of its own pages."""
    return [appointment.pk, appointment.seal]
