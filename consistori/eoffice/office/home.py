"""The home: one question, and what people come for."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.tenancy import modality


def home(request: Any) -> HttpResponseBase:
    """The door of the town; where there is no town, or no office, the desk."""
    if request.entity is None or not modality.is_on(request.entity, "eoffice"):
        return redirect("/desk/" if request.entity is None else request.entity.staff_url())
    return town(request)


@public_page
def town(request: PublicRequest) -> HttpResponseBase:
    """The home of a town."""
    return TemplateResponse(request, "eoffice/home.html", {})
