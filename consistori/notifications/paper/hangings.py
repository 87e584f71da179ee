"""What paper and the counter hang: the carrier of letters, their words of evidence, their panel, their jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, tuple[Any, str]] = {
    "attempt_annulled": (_("An attempt written by mistake is taken back: %(reason)s"), "undo"),
    "letter_returned": (_("The letter came back to the town hall"), "restore"),
    "sent_to_boe": (_("Its announcement was sent to the BOE"), "globe"),
    "diligence_signed": (_("The paper that they signed by hand was brought"), "pen"),
    "called": (_("Somebody called about it"), "phone"),
    "reminded": (_("The program reminded of it by itself"), "bell"),
}


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.notifications import carriers, lines
    from consistori.notifications.panels import notification_panels
    from consistori.notifications.paper import jobs  # noqa: F401 - the worker finds its jobs here
    from consistori.notifications.paper.carrier import PaperCarrier

    carriers.hang(PaperCarrier())
    lines.WORDS.update(WORDS)
    notification_panels.add(
        "paper", template="notifications/paper/_panel.html", context=_of_notification, order=20,
        label=_("Letter and delivery by hand"), when=_has_something,
    )  # fmt: skip


def _has_something(request: Any, notification: Any) -> bool:
    from consistori.notifications.policies import may_record

    return notification.available_at is not None and bool(may_record(request.actor))


def _of_notification(_request: Any, notification: Any) -> Mapping[str, Any]:
    """Its way of paper, its announcement, its delivery by hand. Two statements."""
    from consistori.notifications.models.paper import CounterDelivery, PaperWay

    way = PaperWay.objects.filter(notification=notification).select_related("announcement").first()
    return {
        "row": notification,
        "way": way,
        "announcement": getattr(way, "announcement", None),
        "given": CounterDelivery.objects.filter(notification=notification).first(),
        "is_open": notification.is_open(),
    }
