"""What contacts hang on the pages of rooms below: those of a person, those of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.cases.panels import case_panels
    from consistori.parties.panels import party_panels

    party_panels.add(
        "contacts", template="assistance/contacts/_party.html", context=of_party, order=30,
        label=_("Contacts"), when=_is_here,
    )  # fmt: skip
    case_panels.add(
        "contacts", template="assistance/contacts/_case.html", context=of_case, order=60,
        label=_("Contacts"), when=_is_here,
    )  # fmt: skip
    _help()


def _is_here(request: Any, _subject: Any) -> bool:
    from consistori.assistance.policies import has_counter

    return has_counter(request.entity)


def of_party(request: Any, party: Any) -> Mapping[str, Any]:
    """When they came, called or wrote, also as whoever they were before; and a line to write one more."""
    from consistori.assistance.contacts.policies import may_help
    from consistori.assistance.contacts.selectors import contacts_of_party
    from consistori.assistance.models import HelpedDraft

    return {
        "party": party,
        "lines": contacts_of_party(request.actor, party),
        "helped": list(HelpedDraft.objects.open().filter(party=party)[:10]),
        "may_help": bool(may_help(request.actor)),
    }


def of_case(_request: Any, case: Any) -> Mapping[str, Any]:
    """What people came or called about this case."""
    from consistori.assistance.contacts.selectors import contacts_of_case

    return {"contacts": contacts_of_case(case)}


def _help() -> None:
    from consistori.ui.help import screen_help

    screen_help.add(
        "assistance:contacts",
        title=_("Contacts"),
        what=_(
            "Who came, called or wrote, about what, and whether they went away with what they came for. Below, each "
            "month by each way: the share solved at the first contact says how well we attend, and never who."
        ),
        acts=(
            _("Nobody need say who they are to ask when you open: a contact may have no person."),
            _("From the page of a person a line is enough; of a case, choose it in the same line."),
        ),
    )
    screen_help.add(
        "assistance:front_table",
        title=_("What the front office resolves by itself"),
        what=_(
            "Which post does what of which procedure without passing it on, and by which decree. The pages of the "
            "telephone say it beside each procedure."
        ),
        acts=(_("The secretary and the administrator write in it. Nothing is erased: a row ends."),),
    )
