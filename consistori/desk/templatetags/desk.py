"""`{% load desk %}`: the few tools of the desk's own templates."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from consistori.desk.today import Today
from consistori.tenancy.models import Entity

register = template.Library()


@register.filter
def join_words(words: Sequence[str]) -> str:
    """«a, b i c»"""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
def desk_url(entity: Entity, path: str) -> str:
    """The address of a page of the desk in that town."""
    return entity.staff_url(path)


@register.filter
def counted_in(page: Today, entity: Entity) -> int:
    """What waits for me in that town."""
    return page.waiting.get(entity.pk, 0)


@register.filter
def at_risk_in(page: Today, entity: Entity) -> int:
    """How many legal terms have ended or end this week in that town."""
    return page.at_risk.get(entity.pk, 0)


@register.filter
def and_first(first: bool, other: bool) -> bool:
    """Both: the first row of the first section has the one filled button."""
    return first and other
