"""Who publishes calendars, who looks at them."""

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.rules.days import Layer
from consistori.deadlines.rules.places import Place
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.tenancy.models import Entity


def may_publish_calendars(actor: Actor) -> Verdict:
    """The secretary, who answers for the terms, and the administrator."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(False, _("Calendars are changed by the secretary or the administrator: ask them."))


def may_publish_for(actor: Actor, place: Place, entity: Entity) -> Verdict:
    """A town publishes local days; those of the State and of Catalonia are kept by the entity at the top."""
    if not (allowed := may_publish_calendars(actor)):
        return allowed
    if place.layer is not Layer.TOWN and entity.parent_id is not None:
        return Verdict(
            False,
            _("The holidays of the State and of Catalonia are kept for all by %(above)s: tell them.")
            % {"above": entity.parent.short_name if entity.parent else ""},
            "Llei 39/2015, art. 30.7",
        )
    return Verdict(True)


def may_see_calendars(actor: Actor) -> Verdict:
    """Whoever has a post here: a calendar is public."""
    if actor.is_system or actor.posts:
        return Verdict(True)
    return Verdict(False, _("You work in another town hall."))
