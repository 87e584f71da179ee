"""The notices of a town by what became of them: those that did not arrive first; four statements whatever there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from consistori.deadlines.subjects import Told
from consistori.kernel.actor import Actor
from consistori.notifications.listed import read_cursor
from consistori.notifications.models import Notice, Notification
from consistori.notifications.notices import rules
from consistori.notifications.notices.panels import Drawn, drawn
from consistori.notifications.selectors import told_of

PAGE = 50
STATES: dict[str, frozenset[str]] = {
    "failed": frozenset(rules.FAILED),
    "doubtful": frozenset({rules.State.DOUBTFUL}),
    "under_way": frozenset({*rules.TO_SEND, rules.State.HANDING}),
    "sent": frozenset({rules.State.SENT}),
}
FILTERS: dict[str, Any] = {
    "failed": pgettext_lazy("notices", "They did not arrive"),
    "doubtful": pgettext_lazy("notices", "Cut half way"),
    "under_way": pgettext_lazy("notices", "On their way"),
    "sent": pgettext_lazy("notices", "Sent"),
}


@dataclass(frozen=True)
class NoticeRow:
    """A notice of the list: `told` is its case, None where the actor does not read it: nothing of it is shown."""

    drawn: Drawn
    told: Told | None
    is_open: bool

    @property
    def notification(self) -> Notification:
        found: Notification = self.drawn.row.notification
        return found

    @property
    def may_be_told(self) -> bool:
        """Whether another one could still be of use to them."""
        return self.told is not None and self.is_open


@dataclass(frozen=True)
class NoticePage:
    """A page of them, how many there are of each kind, and where the next page begins."""

    rows: list[NoticeRow]
    counts: dict[str, int]
    next_cursor: str


def page_of_notices(actor: Actor, chosen: str, *, after: str = "", at: datetime) -> NoticePage:
    """A page of the notices of a filter, the newest first; each told as its case is."""
    rows = Notice.objects.filter(state__in=STATES[chosen])
    if (place := read_cursor(after)) is not None:
        rows = rows.filter(Q(made_at__lt=place[0]) | Q(made_at=place[0], id__lt=place[1]))
    joined = rows.select_related("notification__dispatch", "party__merged_into")
    found = list(joined.order_by("-made_at", "-id")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    last = found[-1] if found else None
    return NoticePage(
        rows=as_rows(actor, found, at),
        counts=counts_of_notices(),
        next_cursor=f"{last.made_at.timestamp():.6f}~{last.pk}" if more and last else "",
    )


def as_rows(actor: Actor, found: Sequence[Notice], at: datetime) -> list[NoticeRow]:
    """These notices, each with the case it is of, where the actor reads it. A statement or two."""
    told = told_of(actor, [one.notification.dispatch for one in found])
    made = []
    for one in drawn(actor, found):
        dispatch = one.row.notification.dispatch
        mine = told.get((dispatch.subject_kind, dispatch.subject_id))
        made.append(NoticeRow(one, mine, one.row.notification.is_open(at)))
    return made


def counts_of_notices() -> dict[str, int]:
    """How many there are in each filter. One statement."""
    asked = {name: Count("pk", filter=Q(state__in=states)) for name, states in STATES.items()}
    found: dict[str, int] = Notice.objects.aggregate(**asked)
    return found
