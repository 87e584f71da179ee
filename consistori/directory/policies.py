"""Who may change the directory."""

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import GRANTED, READS_LOGS, SEES_ALL, WATCHED, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_manage_people(actor: Actor) -> Verdict:
    """The administrator of the entity, and the program when it is installed."""
    if actor.is_system or actor.holds(Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(False, _("Only the administrator of the town hall changes people and posts."))


def may_grant_access(actor: Actor) -> Verdict:
    """Contents are the town's: the administrator, the secretary and the mayor let somebody see them."""
    if actor.is_system or actor.holds(Role.ADMINISTRATOR, Role.SECRETARY, Role.MAYOR):
        return Verdict(True)
    return Verdict(
        False, _("The administrator, the secretary or the mayor lets others see what is of the town.")
    )


def may_ask_information(actor: Actor) -> Verdict:
    """Councillors, for what their post does not reach (LBRL, art. 77)."""
    if actor.holds(Role.OPPOSITION, Role.COUNCILLOR):
        return Verdict(True)
    return Verdict(False, _("This way of asking is for the councillors of the town."), "LBRL, art. 77")


def may_decide_information(actor: Actor) -> Verdict:
    """The mayor decides; the secretary and the administrator write it down for her (LBRL, art. 77)."""
    return may_grant_access(actor)


def may_read_logs(actor: Actor) -> Verdict:
    """Who opened what, in the whole town: the data protection officer, the secretary, the administrator, auditors."""
    if actor.is_system or actor.holds(*READS_LOGS):
        return Verdict(True)
    return Verdict(
        False, _("The log of readings is read by the data protection officer, the secretary or an auditor.")
    )


def is_watched(actor: Actor) -> bool:
    """Whether each thing that the actor opens is written down: whoever holds nothing but watched posts, and whoever
    reaches contents only because the town lets her, whatever post she has besides (a councillor in opposition).
    """
    return actor.roles <= WATCHED or (actor.holds(GRANTED) and not actor.holds(*SEES_ALL))


def may_read_trail(actor: Actor) -> Verdict:
    """The whole trail names reserved cases: the secretary, the administrator and the auditor read it."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR, Role.AUDITOR):
        return Verdict(True)
    return Verdict(False, _("The whole trail is read by the secretary, the administrator or the auditor."))
