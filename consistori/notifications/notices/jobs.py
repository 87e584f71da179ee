"""What the machine does for notices: sends them, tries again those that were not taken, reads what comes back."""

from __future__ import annotations

from uuid import UUID

from consistori.notifications.notices.ports import returned_mail
from consistori.notifications.notices.reading import read_returned
from consistori.notifications.notices.sending import send_due, send_these
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town


@entity_job(name="notifications.send_notices", queue="mail", retry=1)
def send_notices(*, entity: Entity, notice_ids: list[str]) -> None:
    """Send some notices. What is not taken is tried again by `send_the_rest`, at the hour of each."""
    send_these(entity, [UUID(key) for key in notice_ids])


@by_the_clock("*/5 * * * *", name="notifications.send_the_rest", queue="mail", lock="notifications.notices")
def send_the_rest(timestamp: int) -> None:
    """Every five minutes: what a greylist, a refusal for now or a killed job has left to send."""
    in_each_town(send_due)


@by_the_clock(
    "2-59/5 * * * *", name="notifications.read_returned", queue="mail", lock="notifications.returned"
)
def read_what_came_back(timestamp: int) -> None:
    """Every five minutes: read the mailbox where what could not arrive comes back, if there is one."""
    mailbox = returned_mail()
    if mailbox is not None:
        read_returned(mailbox)
