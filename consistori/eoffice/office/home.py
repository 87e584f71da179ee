"""The home: one question, and what people come for."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from consistori.eoffice.office import selectors
from consistori.eoffice.office.saying import WANT
from consistori.eoffice.web.public import PublicRequest, public_page
from consistori.tenancy import modality

MOST_EXAMPLES, LONGEST_EXAMPLE = 3, 32


def home(request: Any) -> HttpResponseBase:
    """The door of the town; where there is no town, or no office, the desk."""
    if request.entity is None or not modality.is_on(request.entity, "eoffice"):
        return redirect("/desk/" if request.entity is None else request.entity.staff_url())
    return town(request)


@public_page
def town(request: PublicRequest) -> HttpResponseBase:
    """The home of a town."""
    said, kept = selectors.language(), selectors.setting()
    wishes = selectors.for_home(selectors.cards())
    context = {
        "wishes": wishes,
        "want": WANT[said][1],
        "want_word": WANT[said][0].lower(),
        "spoken": said,
        "examples": [one for one in wishes if len(one.wish) <= LONGEST_EXAMPLE][-MOST_EXAMPLES:],
        "door": selectors.door(request.entity, kept),
        "incidents": selectors.incidents_on_home(),
        "notices": selectors.notices_on_home(),
    }
    return TemplateResponse(request, "eoffice/home.html", context)
