"""The list of the notifications of a town: filters, counts, what is late; five statements whatever its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.deadlines.subjects import Told
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.notifications.models import Dispatch, Notification
from consistori.notifications.models.notification import STATES
from consistori.notifications.rules.states import State
from consistori.notifications.selectors import JOINED, late_to_send, told_of

PAGE = 50

FILTERS: dict[str, Any] = {
    "prepared": pgettext_lazy("notifications", "To send"),
    "waiting": pgettext_lazy("notifications", "Waiting to be opened"),
    "arrived": pgettext_lazy("notifications", "Arrived"),
    "rejected": pgettext_lazy("notifications", "Rejected"),
    "failed": pgettext_lazy("notifications", "Could not be delivered"),
    "withdrawn": pgettext_lazy("notifications", "Withdrawn"),
    "all": pgettext_lazy("notifications", "All"),
}
_STATES = {
    "prepared": [State.PREPARED],
    "waiting": [State.AVAILABLE],
    "arrived": [State.ACCESSED, State.DELIVERED, State.PUBLISHED],
    "rejected": [State.REJECTED, State.LAPSED, State.REFUSED],
    "withdrawn": [State.WITHDRAWN],
}


@dataclass(frozen=True)
class Row:
    """One of the list: `told` is its case, None where the actor does not read it, and then nothing of it is shown."""

    notification: Notification
    told: Told | None
    state: str
    state_words: str
    tone: str

    @property
    def title(self) -> str:
        return (
            self.notification.dispatch.title
            if self.told is not None
            else str(_("It is of a case you do not read"))
        )

    @property
    def name(self) -> str:
        return self.notification.addressee_name if self.told is not None else ""


@dataclass(frozen=True)
class Page:
    """A page of the list, the counts of its filters, the acts that are late to be sent, and where the next begins."""

    rows: list[Row]
    counts: dict[str, int]
    late: list[tuple[Dispatch, Told]]
    next_cursor: str


TONES = {
    State.PREPARED: "ochre",
    State.AVAILABLE: "blue",
    State.ACCESSED: "green",
    State.DELIVERED: "green",
    State.PUBLISHED: "green",
    State.REJECTED: "rubric",
    State.LAPSED: "rubric",
    State.REFUSED: "rubric",
    State.WITHDRAWN: "",
}


def page_of(actor: Actor, chosen: str, *, q: str = "", after: str = "", at: datetime) -> Page:
    """A page of those of the filter; `q` is the beginning of a number, or a word of a name. Five statements at most."""
    rows = _narrowed(Notification.objects.all(), chosen, at)
    if q:
        rows = rows.filter(
            Q(number__istartswith=q) | Q(addressee_name__icontains=q) | Q(dispatch__title__icontains=q)
        )
    if (place := read_cursor(after)) is not None:
        rows = rows.filter(Q(prepared_at__lt=place[0]) | Q(prepared_at=place[0], id__gt=place[1]))
    found = list(rows.select_related(*JOINED).order_by("-prepared_at", "id")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    late = late_to_send(today())
    told = told_of(actor, [row.dispatch for row in found] + late)
    last = found[-1] if found else None
    return Page(
        rows=as_rows(found, told, at),
        counts=counts_of(at),
        late=[(one, told[key]) for one in late if (key := (one.subject_kind, one.subject_id)) in told],
        next_cursor=f"{last.prepared_at.timestamp():.6f}~{last.pk}" if more and last else "",
    )


def as_rows(found: Sequence[Notification], told: dict[tuple[str, UUID], Told], at: datetime) -> list[Row]:
    """These as a list shows them at an instant."""
    made = []
    for row in found:
        stands = row.standing(at)
        mine = told.get((row.dispatch.subject_kind, row.dispatch.subject_id))
        made.append(Row(row, mine, stands.value, str(STATES[stands]), TONES[stands]))
    return made


def counts_of(at: datetime) -> dict[str, int]:
    """How many there are in each filter. One statement."""
    lapsed = Q(state=State.AVAILABLE, expires_at__lte=at)
    failed = Q(state=State.AVAILABLE, legs__state="failed")
    asked = {
        name: Count("pk", filter=_of_states(states, lapsed), distinct=True)
        for name, states in _STATES.items()
    }
    found = Notification.objects.aggregate(
        all=Count("pk", distinct=True), failed=Count("pk", filter=failed, distinct=True), **asked
    )
    return {name: int(value) for name, value in found.items()}


def _of_states(states: Sequence[State], lapsed: Q) -> Q:
    asked = Q(state__in=[one for one in states if one != State.AVAILABLE])
    if State.AVAILABLE in states:
        asked |= Q(state=State.AVAILABLE) & ~lapsed
    if State.LAPSED in states:
        asked |= lapsed
    return asked


def _narrowed(rows: Any, chosen: str, at: datetime) -> Any:
    if chosen in _STATES:
        return rows.standing_in(_STATES[chosen], at)
    if chosen == "failed":
        return rows.filter(state=State.AVAILABLE, legs__state="failed").distinct()
    return rows


def read_cursor(after: str) -> tuple[datetime, UUID] | None:
    """The place after which a page begins, as `next_cursor` says it; None for what is no place."""
    from datetime import UTC

    try:
        moment, key = after.split("~")
        return datetime.fromtimestamp(float(moment), UTC), UUID(key)
    except (ValueError, OverflowError, OSError):
        return None
