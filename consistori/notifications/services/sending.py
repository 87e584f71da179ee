"""Putting at disposal [posada a disposició / puesta a disposición], with its evidence and its terms."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.notifications import ports
from consistori.notifications.carriers import OFFICE
from consistori.notifications.events import PutAtDisposal
from consistori.notifications.evidencing import Said, append_many
from consistori.notifications.models import Dispatch, Leg, Notification
from consistori.notifications.policies import may_notify, subject_of
from consistori.notifications.rules.lapse import expires_at
from consistori.notifications.rules.states import State
from consistori.notifications.services.practising import meet_terms, told
from consistori.tenancy.jobs import defer
from consistori.trail import act, announce


@act
def put_at_disposal(
    dispatch: Dispatch, *, by: Actor, only: Sequence[Notification] | None = None
) -> list[Notification]:
    """Put at disposal the notifications of an act that are prepared, all or some; those that were stay as they are.

    From this instant the ten natural days count where they count (43.2), the office shows them, the carriers take the
    rest of their legs in a job, and the proof of the availability is sealed in another. Some ten statements for all.
    """
    ensure(may_notify(by, subject_of(dispatch)))
    if not Dispatch.objects.select_for_update().filter(pk=dispatch.pk).exists():
        raise NotHere()
    dispatch = Dispatch.objects.select_related("resolves", "send_by").get(pk=dispatch.pk)
    if dispatch.withdrawn_at is not None:
        raise Refusal(_("These notifications were withdrawn: prepare them again."), code="withdrawn")
    rows = list(_wanted(dispatch, only).filter(state=State.PREPARED).select_for_update().order_by("pk"))
    if not rows:
        return []
    moment = now()
    for row in rows:
        row.dispatch = dispatch
        row.state, row.available_at = State.AVAILABLE, moment
        row.expires_at = expires_at(moment) if row.lapses else None
    Notification.objects.bulk_update(rows, ["state", "available_at", "expires_at"], batch_size=1000)
    keys = [row.pk for row in rows]
    Leg.objects.filter(notification_id__in=keys, carrier=OFFICE).update(state=Leg.State.SENT, sent_at=moment)
    append_many([(row, _available(row)) for row in rows], by=by)
    meet_terms(dispatch)
    for row in rows:
        announce(
            PutAtDisposal(
                **told(row), channel=row.channel, available_at=moment.isoformat(),
                expires_at=row.expires_at.isoformat() if row.expires_at else "",
            ),
            by=by,
        )  # fmt: skip
    for hung in ports.after_disposal:
        hung(rows, by)
    _leave_jobs(rows)
    return rows


def _wanted(dispatch: Dispatch, only: Sequence[Notification] | None):  # type: ignore[no-untyped-def]
    rows = Notification.objects.filter(dispatch=dispatch)
    return rows if only is None else rows.filter(pk__in=[one.pk for one in only])


def _available(row: Notification) -> Said:
    said = {
        "channel": row.channel,
        "lapses": row.lapses,
        "expires_at": row.expires_at.isoformat() if row.expires_at else "",
        "sha256": row.sha256,
    }
    return Said("available", said, at=row.available_at, carrier=OFFICE, document_id=row.text_id)


def _leave_jobs(rows: Sequence[Notification]) -> None:
    from consistori.notifications.jobs import carry, make_proofs

    keys = [str(row.pk) for row in rows]
    for first in range(0, len(keys), 500):
        defer(make_proofs, notification_ids=keys[first : first + 500])
    defer(carry)
