"""The notices of a notification and of a person, as staff see them: where, when, and which did not arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from consistori.notifications.models import Notice, Notification
from consistori.notifications.notices import rules
from consistori.notifications.notices.masking import masked
from consistori.notifications.notices.sentences import WHYS, trouble_words
from consistori.parties.models import Party
from consistori.parties.policies import may_edit_parties, may_see_parties, what_may_see

SHOWN = 20


@dataclass(frozen=True)
class Drawn:
    """A notice as it is drawn; the address half hidden to whoever may not see where a protected person is reached."""

    row: Notice
    to: str
    why: Any
    trouble: Any = ""

    @property
    def tone(self) -> str:
        """The colour of its stamp."""
        if self.row.has_failed:
            return "rubric"
        return "olive" if self.row.state == rules.State.SENT else "ochre"

    @property
    def is_dead(self) -> bool:
        """Whether nobody is at that address."""
        return self.row.trouble in rules.REACHES_NOBODY


def notices_of_notification(request: Any, notification: Notification) -> Mapping[str, Any]:
    """Its notices, the newest first, and whether another may be sent. One statement, and one more while it is open."""
    rows = Notice.objects.filter(notification=notification).select_related("party__merged_into")
    found = drawn(request.actor, rows.order_by("-made_at", "-id")[:SHOWN])
    return {
        "notification": notification,
        "notices": found,
        "may_tell": notification.is_open() and bool(may_edit_parties(request.actor)),
    }


def notices_of_party(request: Any, party: Party) -> Mapping[str, Any]:
    """The last notices of a person, those of whoever is known as them too. Two statements."""
    family = list(Party.objects.family(party.pk).values_list("pk", flat=True))
    rows = Notice.objects.filter(party_id__in=family).select_related("party__merged_into", "notification")
    return {"notices": drawn(request.actor, rows.order_by("-made_at", "-id")[:SHOWN]), "party": party}


def sees_party(request: Any, _party: Any) -> bool:
    """Only whoever sees the people of the town."""
    return bool(may_see_parties(request.actor))


def drawn(actor: Any, rows: Iterable[Notice]) -> list[Drawn]:
    """Each as this person may see it."""
    found = []
    for row in rows:
        sees = what_may_see(actor, row.party).may_see_where
        to = row.value if sees else masked(row.kind, row.value)
        found.append(Drawn(row, to, WHYS.get(row.why, ""), trouble_words(row.trouble)))
    return found
