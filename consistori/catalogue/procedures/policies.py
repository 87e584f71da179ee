"""Who writes the sheets of procedures, who validates them, and who looks."""

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_edit_procedures(actor: Actor) -> Verdict:
    """The secretary, who answers for what they say, and the administrator."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(False, _("Sheets are changed by the secretary or the administrator: ask them."))


def may_validate(actor: Actor) -> Verdict:
    """Terms, silence and papers are legal content: only the secretary says that they are right."""
    if actor.holds(Role.SECRETARY):
        return Verdict(True)
    return Verdict(False, _("A sheet is validated by the secretary: terms and silence are legal content."))


def may_see_procedures(actor: Actor) -> Verdict:
    """Whoever has a post here: there is nothing of anybody in a sheet."""
    if actor.is_system or actor.posts:
        return Verdict(True)
    return Verdict(False, _("You work in another town hall."))
