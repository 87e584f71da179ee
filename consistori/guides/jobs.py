"""Jobs of guides."""

from __future__ import annotations

from consistori.guides.models import GuideProposal
from consistori.kernel.actor import Actor
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@entity_job(name="guides.carry_up", retry=5)
def carry_up(*, entity: Entity, proposal_id: str) -> None:
    """Leave a copy of a proposal at the entity above, once however many times it runs."""
    from consistori.guides.services.proposing import receive_from_below

    with working_for(entity):
        row = GuideProposal.objects.filter(pk=proposal_id).first()
        if row is None or entity.parent is None:
            return
        votes = list(row.votes.values_list("in_favour", flat=True))
        said = {
            "about": row.about,
            "code": row.code,
            "step_key": row.step_key,
            "title": row.title,
            "reason": row.reason,
            "origin": row.origin,
            "figures": {**row.figures, "in_favour": sum(votes), "against": len(votes) - sum(votes)},
            "from_name": entity.short_name,
            "made_by_name": row.made_by_name,
        }
    with working_for(entity.parent):
        receive_from_below(by=Actor.program(entity.parent.pk), came_from=row.pk, said=said)
