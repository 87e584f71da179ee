"""Reading what came back: each message is understood, told to its notice in its town, and put away."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from consistori.formats.bounces import Fate, Returned, read
from consistori.notifications.notices import outcomes
from consistori.notifications.notices.ports import MailboxSilent, ReturnedMail
from consistori.notifications.notices.returns import named_in
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

log = logging.getLogger(__name__)
AT_ONCE = 500


@dataclass
class Round:
    """What one look at the mailbox found. `strange` are messages that name no notice of ours: nobody reads them."""

    read: int = 0
    bounced: int = 0
    strange: int = 0


def read_returned(mailbox: ReturnedMail) -> Round:
    """Read what waits in the mailbox. Killed half way, what was not put away is read again and changes nothing."""
    found = Round()
    try:
        with mailbox.opened() as box:
            for name, raw in box.waiting(AT_ONCE):
                found.read += 1
                _tell(read(raw), found)
                box.put_away(name)
    except MailboxSilent as error:
        log.warning("The mailbox of returned mail does not answer: %s", error)
    return found


def _tell(told: Returned, found: Round) -> None:
    named = named_in((*told.told_to, *told.message_ids))
    entity = Entity.objects.filter(pk=named[0]).first() if named else None
    if named is None or entity is None:
        found.strange += 1
        return
    with working_for(entity):
        changed = outcomes.came_back(named[1], told)
    found.bounced += bool(changed and told.fate == Fate.FAILED)
