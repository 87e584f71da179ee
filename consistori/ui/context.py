"""What every page knows: the town, who I am, the tabs, the languages. Needs nothing but the request."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from consistori.ui.colours import town_class
from consistori.ui.panels import staff_bars
from consistori.ui.places import places
from consistori.ui.public_frame import public_frame
from consistori.ui.tabs import DrawnTab, beside_band, not_on_phone, on_band, on_phone, staff_tabs

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor `consistori.ui.context.page`; serves pages without entity, session or person too."""
    entity = getattr(request, "entity", None)
    theme = request.COOKIES.get("theme", "")
    tabs = SimpleLazyObject(lambda: _tabs(request))
    match = request.resolver_match
    return {
        "entity": entity,
        "entities": getattr(request, "entities", None),
        "actor": getattr(request, "actor", None),
        "person": getattr(request, "person", None) or getattr(request, "user", None),
        "town_class": town_class(getattr(entity, "colour", "")) if entity else "town-ink",
        "theme": theme if theme in THEMES else "",
        "staff_bars": SimpleLazyObject(lambda: staff_bars.drawn(request, None)),
        "staff_tabs": tabs,
        "band_tabs": SimpleLazyObject(lambda: on_band(tabs)),
        "beside_tabs": SimpleLazyObject(lambda: beside_band(tabs)),
        "phone_tabs": SimpleLazyObject(lambda: on_phone(tabs)),
        "more_tabs": SimpleLazyObject(lambda: not_on_phone(tabs)),
        "public_tabs": SimpleLazyObject(lambda: public_frame.tabs(request)),
        "public_foot": SimpleLazyObject(lambda: public_frame.columns(request)),
        "places": places,
        "languages": settings.LANGUAGES,
        "language": get_language(),
        "page_key": match.view_name if match else "",
    }


def _tabs(request: HttpRequest) -> list[DrawnTab]:
    return staff_tabs.drawn(request, getattr(request, "tab", ""))
