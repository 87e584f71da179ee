"""A town of the basic way has begun to class what it opened loosely: two at once, that can still be undone."""

from __future__ import annotations

from consistori.cases.classing.acts import class_many
from consistori.cases.classing.selectors import library, loose_cases, propose
from consistori.cases.models import Classing
from consistori.config.demo.telling import Told
from consistori.tenancy.scope import working_for

TOWN = "els-molinars"
WHO = "merce.soldevila"
TITLES = ("Terrassa del bar del Molí", "Tala d’arbres al camí de la Font")


def class_some(told: Told) -> None:
    """Class by what is proposed, once."""
    if told.entity.slug != TOWN:
        return
    with told.unless_refused("classing"), working_for(told.entity):
        if Classing.objects.exists():
            return
        by = told.actor(WHO)
        found = propose(loose_cases(by).filter(title__in=TITLES), library(by))
        choices = {one.case.pk: one.clear.series for one in found if one.clear is not None}
        if choices:
            class_many(choices, by=by)
