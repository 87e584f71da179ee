"""A notification that waits, in «It is your turn» of the folder, with the days that are left; and their count."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from consistori.eoffice.folder.cards import Card
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.notifications.selectors import OwnNotification, count_open, open_ones, theirs
from consistori.ui.dates import day_and_month


def cards_of(citizen: Citizen, who: Whom, _language: str) -> list[Card]:
    """A card for each that they have not opened. One statement in their own name."""
    return [card_of(one) for one in open_ones(theirs(citizen, who))]


def count_of(citizen: Citizen, who: Whom) -> int:
    """How many they have not opened. One statement in their own name."""
    return count_open(theirs(citizen, who))


def card_of(own: OwnNotification) -> Card:
    """Closed: what it is about, since when and until when; never what it says."""
    row = own.row
    return Card(
        own.title or _("A reserved matter"),
        reverse("eoffice:folder_notification", args=[row.number]),
        number=row.number,
        state=_("You have a notification that you have not opened"),
        since=row.available_at,
        act=pgettext("notification", "See it and open it"),
        act_icon="mail",
        margin=margin_of(own),
        for_firm=own.for_firm,
    )


def margin_of(own: OwnNotification) -> Any:
    """The days that are left to open it, and the last one; empty where it never lapses."""
    last, left = own.last_day, own.days
    if last is None or left is None:
        return ""
    if left == 0:
        return format_html("<b>{}</b><span>{}</span>", _("Today"), _("is the last day to open it"))
    words = ngettext("day to open it, until %(day)s", "days to open it, until %(day)s", left)
    return format_html("<b>{}</b><span>{}</span>", left, words % {"day": day_and_month(last)})
