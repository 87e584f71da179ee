"""The guides of the demo: those of the house, kept by the province; a secretary reviews one, a colleague proposes."""

from __future__ import annotations

from collections.abc import Mapping

from consistori.config.demo.people import PROVINCE, program
from consistori.config.demo.telling import Told
from consistori.directory.roles import Role
from consistori.guides.models import GuideProposal
from consistori.guides.selectors import every_guide, reviews_of
from consistori.guides.services import adopt_standard_guides, propose_change, review, vote
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

REVIEWED = "TERRASSA"


def put_up_guides(entities: Mapping[str, Entity]) -> None:
    """The province adopts them; what is there stays."""
    province = entities[PROVINCE]
    adopt_standard_guides(province, by=program(province))


def talk_of_guides(told: Told) -> None:
    """The secretary of a town reviews one; whoever processes proposes a change of another, once."""
    people = [told.cast.actor(name, told.entity.slug) for name in told.cast.people]
    secretary = next((one for one in people if one.holds(Role.SECRETARY)), None)
    clerk = next((one for one in people if one.holds(Role.PROCESSOR)), None)
    with working_for(told.entity):
        guide = next((row for row in every_guide() if row.code == REVIEWED), None)
        if secretary is None or clerk is None or guide is None or guide.published_id is None:
            return
        if not reviews_of([guide.published_id]):
            review(guide, by=secretary)
        if not GuideProposal.objects.exists():
            proposal = propose_change(
                by=clerk,
                code="GUAL",
                step_key="informe_policia",
                title="Treure l’informe de la policia on no n’hi ha",
                reason="Al nostre poble no hi ha policia local i cada vegada l’hem de saltar.",
            )
            vote(proposal, by=secretary, in_favour=True)
