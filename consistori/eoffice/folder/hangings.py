"""What the folder hangs: messages on the pages of cases and entries, and on the folder itself."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.cases.panels import case_panels
from consistori.directory.roles import PROCESSES
from consistori.eoffice.folder import staff
from consistori.eoffice.folder.cards import Card
from consistori.eoffice.folder.hanging import folder_cards, folder_links
from consistori.eoffice.folder.talking import number_of
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import Conversation
from consistori.eoffice.office.hangings import is_open
from consistori.registry.panels import entry_panels
from consistori.trail.names import KINDS
from consistori.ui.help import screen_help

SHOWN = 140


def hang() -> None:
    """Called once, when the program starts."""
    case_panels.add(
        "messages", template="eoffice/folder/staff/_panel.html", context=staff.about_case, order=40,
        label=_("Messages of citizens"), when=lambda request, case: is_open(request),
    )  # fmt: skip
    entry_panels.add(
        "messages", template="eoffice/folder/staff/_panel.html", context=staff.about_entry, order=40,
        label=_("Messages of citizens"), when=_may_be_answered,
    )  # fmt: skip
    folder_links.add(
        "messages", label=_("Messages"), url_name="eoffice:folder_messages", count=unread_of, order=20
    )
    folder_cards.add("messages", unread_cards)
    KINDS["folder"] = _("The folder of a citizen")
    KINDS["folder-case"] = _("A case, from the folder")
    KINDS["folder-entry"] = _("An entry, from the folder")
    KINDS["conversation"] = _("Messages with a citizen")
    KINDS["pay-letter"] = _("A pay letter, from the folder")
    screen_help.add(
        "eoffice:messages",
        title=_("Messages of citizens"),
        what=_(
            "What people ask about their cases and entries from their folder, and what they are answered."
        ),
        acts=(
            _("Each person sees only hers: the other people of the case do not."),
            _("A message files nothing and notifies nothing: what has effects goes by the registry."),
        ),
    )


def _may_be_answered(request: Any, entry: Any) -> bool:
    return is_open(request) and not entry.is_exit and request.actor.holds(*PROCESSES)


def unread_of(citizen: Citizen, _who: Whom) -> int:
    """Of how many of their matters we have written something that they have not read. One statement."""
    return int(Conversation.objects.of_person(citizen.identifier).unread().count())


def unread_cards(citizen: Citizen, _who: Whom, _language: str) -> list[Card]:
    """A card for each message that they have not read."""
    rows = Conversation.objects.of_person(citizen.identifier).unread().select_related("case", "entry")
    return [_card(row) for row in rows.prefetch_related("messages").order_by("-last_at")[:20]]


def _card(row: Conversation) -> Card:
    last = list(row.messages.all())[-1]
    said = last.text if len(last.text) <= SHOWN else f"{last.text[:SHOWN].rstrip()}…"
    if row.case is not None:
        url = reverse("eoffice:folder_case", args=[row.case.number])
        title = _("A reserved case") if row.case.reserved else row.case.title
    else:
        entry: Any = row.entry
        url, title = reverse("eoffice:folder_entry", args=[entry.reference]), entry.subject
    return Card(
        title,
        f"{url}#talk",
        number=number_of(row),
        state=_("%(name)s has written to you") % {"name": last.author_name},
        since=last.at,
        ask=f"«{said}»",
        act=_("Read it and answer"),
        act_icon="comment",
    )
