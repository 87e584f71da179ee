"""The rules in words: why a channel, what an act lacks, what happened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.notifications.rules.channel import Channel, Why
from consistori.notifications.rules.contents import Lack
from consistori.parties import sentences as of_parties
from consistori.ui.dates import day_and_month

WHY: dict[str, Any] = {
    Why.UNCONVERTIBLE: gettext_lazy("It has parts that cannot be made electronic: it goes on paper."),
    Why.PAYS: gettext_lazy("It carries a means of payment: it goes on paper."),
    Why.ASKED_AT_COUNTER: gettext_lazy("They came to the office by themselves and ask for it now."),
    Why.DELIVERED_BY_EMPLOYEE: gettext_lazy("A public employee delivers it, so that the act is of use."),
    Why.FIRST_WITHOUT_LINE: gettext_lazy(
        "They must be notified electronically, and we know no e-mail or mobile of theirs: the first one goes on paper"
        " and says that the next ones will not."
    ),
    Why.OBLIGED: gettext_lazy("They must be notified electronically."),
    Why.CHOSE_ELECTRONIC: gettext_lazy("They chose to be notified electronically."),
    Why.CHOSE_PAPER: gettext_lazy("They chose to be notified on paper."),
    Why.CHANGE_NOT_YET: gettext_lazy("They have asked for another way, and it does not count yet."),
    Why.NEVER_CHOSE: gettext_lazy(
        "They have not chosen: nobody who is not obliged is taken for electronic. It goes on paper, and"
        " is in the office too."
    ),
}

LACKS: dict[str, Any] = {
    "title": gettext_lazy("Say what the act is: it is the subject that its addressee sees."),
    "whole_text": gettext_lazy("It must go with the whole text of the act."),
    "body": gettext_lazy("Say which body decided it."),
    "ends_way": gettext_lazy("Say whether it ends the administrative way."),
    "appeals": gettext_lazy("Say which appeals there are against it."),
    "appeal_body": gettext_lazy("Say before which body each appeal is lodged."),
    "appeal_term": gettext_lazy("Say within how long each appeal is lodged."),
    "court": gettext_lazy("It ends the administrative way: say also how one goes to court."),
    "administrative": gettext_lazy(
        "It does not end the administrative way: say which administrative appeal there is."
    ),
    "natural_days": gettext_lazy("A term in natural days must say so, or it is taken for working days."),
    "not_signed": gettext_lazy("The act is not signed yet: sign it first."),
    "others": gettext_lazy(
        "It shows data of other addressees: make a copy for each one with them hidden, or say why they must be seen."
    ),
}


def of_channel(channel: Channel) -> str:
    """Why it goes by that way."""
    if channel.why == Why.OBLIGED:
        return str(of_parties.of_duty(channel.duty).reason)
    if channel.why == Why.CHANGE_NOT_YET and channel.effective_on:
        return _("They have asked for another way, that counts from %(day)s.") % {
            "day": day_and_month(channel.effective_on)
        }
    return str(WHY[channel.why])


def of_why(why: str) -> str:
    """The same from what a notification keeps."""
    return str(WHY.get(why, why))


def of_lack(lack: Lack) -> str:
    """What to do about something that the act lacks."""
    return str(LACKS.get(lack.code, lack.code))
