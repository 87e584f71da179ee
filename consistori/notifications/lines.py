"""The life of a notification in words: each line of evidence as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consistori.notifications.carriers import label_of
from consistori.notifications.models import Evidence, Notification
from consistori.notifications.rules.states import State
from consistori.trail.names import name_shown
from consistori.ui.dates import day_and_month

WORDS: dict[str, tuple[Any, str]] = {
    "prepared": (gettext_lazy("Prepared for %(addressee)s"), "edit"),
    "available": (gettext_lazy("Put at disposal in the electronic office"), "mail"),
    "sent": (gettext_lazy("On its way: %(carrier)s"), "send"),
    "notice_sent": (gettext_lazy("Notice sent to %(to)s"), "bell"),
    "notice_failed": (gettext_lazy("The notice to %(to)s could not be sent"), "warning"),
    "notice_doubtful": (
        gettext_lazy("A notice to %(to)s may have been sent: it was cut half way"),
        "warning",
    ),
    "notice_bounced": (gettext_lazy("The notice to %(to)s came back"), "warning"),
    "warned": (gettext_lazy("%(name)s is told what opening it does"), "info"),
    "accessed": (gettext_lazy("Opened by %(name)s"), "eye"),
    "read_again": (gettext_lazy("Read again by %(name)s"), "eye"),
    "rejected": (gettext_lazy("Rejected by %(name)s"), "close"),
    "lapsed": (gettext_lazy("Ten natural days went by without opening it: rejected"), "hourglass"),
    "attempt": (gettext_lazy("An attempt that found nobody to take it"), "clock"),
    "delivered": (gettext_lazy("Delivered to %(receiver)s"), "check"),
    "refused": (gettext_lazy("%(receiver)s refused to take it"), "close"),
    "published": (gettext_lazy("Published in the BOE: %(reference)s"), "globe"),
    "leg_failed": (gettext_lazy("It cannot be delivered: %(carrier)s"), "warning"),
    "extended": (gettext_lazy("The office did not work: it may be opened until %(until)s"), "hourglass"),
    "channel_changed": (gettext_lazy("It goes by another way: %(to_way)s"), "handover"),
    "withdrawn": (gettext_lazy("Withdrawn: %(reason)s"), "restore"),
    "access_refused": (gettext_lazy("%(name)s was not let open it: %(reason)s"), "lock"),
    "term_not_opened": (gettext_lazy("A term could not be opened: %(why)s"), "warning"),
}
"""By kind of evidence; what is not here says its own `words`, or its kind."""
WAYS = {"electronic": pgettext_lazy("way", "Electronic"), "paper": gettext_lazy("On paper")}


@dataclass(frozen=True)
class Line:
    """One line of its life; `is_written` is False for what time has done and no job has written yet."""

    at: datetime
    words: str
    icon: str
    by: str
    kind: str
    carrier: str
    said: Mapping[str, Any]
    sha256: str = ""
    is_written: bool = True


def of_evidence(notification: Notification, rows: Sequence[Evidence], *, at: datetime) -> list[Line]:
    """The lines in their order; at an instant after day ten, the rejection is there whoever has written it."""
    found = [_line(row) for row in rows]
    lapsed = notification.standing(at) == State.LAPSED and notification.state != State.LAPSED
    if lapsed and notification.expires_at is not None:
        words, icon = WORDS["lapsed"]
        found.append(
            Line(
                notification.expires_at,
                str(words),
                icon,
                name_shown("The program"),
                "lapsed",
                "",
                {},
                "",
                False,
            )
        )
    return found


def _line(row: Evidence) -> Line:
    words, icon = WORDS.get(row.kind, (row.said.get("words") or row.kind, "info"))
    said = {key: str(value) for key, value in row.said.items()}
    receiver = row.said.get("receiver")
    values = {
        "name": _reader(row.said),
        "receiver": receiver.get("name", "") if isinstance(receiver, dict) else str(receiver or ""),
        "carrier": label_of(row.carrier),
        "until": _day(said.get("extended_to", "")),
        "to_way": str(WAYS.get(said.get("to", ""), "")),
        **{key: said.get(key, "") for key in ("addressee", "to", "reference", "reason", "why")},
    }
    return Line(
        row.at,
        str(words) % values,
        icon,
        name_shown(row.by_name),
        row.kind,
        row.carrier,
        row.said,
        row.sha256,
    )


def _reader(said: Mapping[str, Any]) -> str:
    name = str(said.get("name", ""))
    if said.get("for_name"):
        return _("%(name)s, for %(other)s") % {"name": name, "other": said["for_name"]}
    return name


def _day(iso: str) -> str:
    return day_and_month(date.fromisoformat(iso)) if iso else ""
