"""Who changes templates, and who begins a text from them."""

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.documents.policies import may_receive
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_edit_templates(actor: Actor) -> Verdict:
    """The secretary, who answers for the texts of the house, and the administrator."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(False, _("Templates are changed by the secretary or the administrator: ask them."))


def may_use_templates(actor: Actor) -> Verdict:
    """Whoever may bring documents may begin one from a template."""
    return may_receive(actor)


def may_see_templates(actor: Actor) -> Verdict:
    """Whoever has a post here: there is nothing of anybody in a template."""
    if actor.is_system or actor.posts:
        return Verdict(True)
    return Verdict(False, _("You work in another town hall."))
