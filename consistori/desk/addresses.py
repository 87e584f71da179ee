"""Addresses of the pages of another town, from a page that stands in one town or in none."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, reverse

from consistori.tenancy.models import Entity


def address_in(entity: Entity, view: str, *args: Any) -> str:
    """The path of `view` in that entity, whatever the town of this page; empty when no room has it."""
    try:
        path = reverse(view, args=args)
    except NoReverseMatch:
        return ""
    bare = "/" + path.removeprefix(get_script_prefix()).lstrip("/")
    return f"/e/{entity.slug}{bare}"
