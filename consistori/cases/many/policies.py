"""Who begins a batch and who steers it. What may be done in each case is asked by its own act, case by case."""

from django.utils.translation import gettext_lazy as _

from consistori.cases.many.rules import What
from consistori.cases.models import CaseBatch
from consistori.directory.roles import PROCESSES
from consistori.documents.templating.policies import may_use_templates
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_begin(actor: Actor, what: str) -> Verdict:
    """Whoever has a post here; to write, whoever writes documents."""
    if what == What.WRITE:
        return may_use_templates(actor)
    if actor.is_system or actor.posts:
        return Verdict(True)
    return Verdict(False, _("You hold no post here."))


def may_see(actor: Actor, batch: CaseBatch) -> Verdict:
    """Whoever began it, and whoever processes cases: nobody's absence leaves a batch in the air."""
    if actor.is_system:
        return Verdict(True)
    if actor.entity_id != batch.entity_id:
        return Verdict(False, _("You work in another town hall."))
    if actor.holds(*PROCESSES):
        return Verdict(True)
    if actor.person_id is not None and actor.person_id == batch.begun_by_id:
        return Verdict(True)
    return Verdict(False, _("This was begun by %(name)s.") % {"name": batch.begun_by_name})


may_steer = may_see
"""The same people pause it, go on with it, send it and take it back."""
