"""The procedures of the demo: those of the house, kept by the province for its towns; a secretary validates some."""

from __future__ import annotations

from collections.abc import Mapping

from consistori.catalogue.models import Procedure
from consistori.catalogue.procedures.selectors import every_procedure
from consistori.catalogue.procedures.services import adopt_standard_procedures, validate
from consistori.config.demo.people import PROVINCE, Cast, program
from consistori.directory.roles import Role
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

LOOKED_AT = ("GEN-01", "GEN-04", "PAD-03", "URB-02", "VIA-01")
"""What the secretaries of the demo have validated; the rest waits, as it would in a town."""


def put_up_procedures(entities: Mapping[str, Entity]) -> None:
    """The province adopts them; what is there stays."""
    province = entities[PROVINCE]
    adopt_standard_procedures(province, by=program(province))


def validate_some(entity: Entity, cast: Cast) -> None:
    """The secretary of that town validates a few, once."""
    with working_for(entity):
        rows: list[Procedure] = [row for row in every_procedure() if row.code in LOOKED_AT]
        if any(row.published and row.published.reviews.filter(entity=entity).exists() for row in rows):
            return
        secretary = next(
            (
                actor
                for actor in (cast.actor(name, entity.slug) for name in cast.people)
                if actor.holds(Role.SECRETARY)
            ),
            None,
        )
        if secretary is not None:
            for row in rows:
                validate(row, by=secretary)
