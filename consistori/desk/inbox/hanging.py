"""What the inbox hangs on the frame: the tab of the registry with what waits, the way in, the help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.cases.entries.policies import may_distribute
from consistori.cases.entries.selectors import hers, to_distribute
from consistori.registry.panels import entry_panels
from consistori.tenancy import modality
from consistori.tenancy.scope import scope_or_none
from consistori.ui.help import screen_help
from consistori.ui.tabs import staff_tabs


def hang() -> None:
    """Called once, when the program starts."""
    staff_tabs.lead("registry", url="desk:inbox", rows=waiting, when=has_registry)
    entry_panels.add(
        "inbox_link", template="desk/inbox/_link.html", context=link_of, order=11,
        when=lambda request, entry: not entry.is_exit,
    )  # fmt: skip
    screen_help.add(
        "desk:inbox",
        title=_("Inbox of registered documents"),
        what=_(
            "Everything that is registered waits here until somebody decides: into a case, to a colleague, for "
            "information, to another administration. The legal terms already run, from the hour of the registry."
        ),
        acts=(
            _("Read in the middle, decide at the right, and go on to the next one with Ctrl and Enter."),
            _("What the program proposes says why, and fills nothing until you say “Apply”."),
        ),
    )


def has_registry(request: HttpRequest) -> bool:
    """In one town, where its registry is on; over several towns there is no inbox."""
    entity = getattr(request, "entity", None)
    return entity is not None and modality.is_on(entity, "registry")


def waiting(request: HttpRequest) -> Any:
    """What waits to be given out, or for whoever does not give out, what waits for her."""
    actor: Any = getattr(request, "actor", None)
    if actor is None or scope_or_none() is None:
        return None
    rows = to_distribute() if may_distribute(actor) else hers(actor.person_id)
    # Today reads over all the towns of a person; the tab leads to the inbox of this one.
    return rows.filter(entity_id=actor.entity_id)


def link_of(request: HttpRequest, entry: Any) -> Mapping[str, Any]:
    """The way from the entry to the inbox."""
    return {"entry": entry}
