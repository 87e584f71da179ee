"""Words and colours of the console."""

from __future__ import annotations

from django import template

from consistori.ui.colours import town_class

register = template.Library()


@register.filter
def colour_class(colour: str) -> str:
    """The CSS class that carries a town's colour."""
    return town_class(str(colour))
