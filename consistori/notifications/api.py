"""API: the notices of a town, and what became of each. Its notifications are asked for by their case."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of_rows
from consistori.kernel.clock import now
from consistori.kernel.errors import NotHere, ensure
from consistori.notifications.models import Notice
from consistori.notifications.notices.listing import STATES, NoticeRow, as_rows
from consistori.notifications.policies import may_list
from consistori.tenancy import modality

router = Router()


class NoticeOut(BaseModel):
    """A notice [avís] that something waits at the electronic office. `status` is the code of the server (RFC 3463),
    `trouble` what it means. Of a case that is not read there is neither `party` nor `to`; `to` is half hidden where the
    person is protected.
    """

    id: UUID
    notification: UUID
    number: str
    party: UUID | None
    kind: str
    to: str
    round: int
    state: str
    trouble: str
    status: str
    said: str
    made_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None


class NoticeQuery(ListQuery):
    """Which: those that did not arrive, cut half way, on their way, sent; of one notification."""

    standing: Literal["failed", "doubtful", "under_way", "sent"] | None = Field(None)
    notification: UUID | None = Field(None)


@router.get("/notices", response=Page[NoticeOut], summary="The notices of what waits to be opened")
@api_operation(scope="cases:read")
def list_notices(request: ApiRequest, query: Query[NoticeQuery]) -> Answer:
    """The newest first. That one did not arrive voids nothing (Llei 39/2015, art. 41.6)."""
    if not modality.is_on(request.entity, "notifications"):
        raise NotHere()
    ensure(may_list(request.actor))
    rows = Notice.objects.select_related("notification__dispatch", "party__merged_into")
    if query.standing:
        rows = rows.filter(state__in=STATES[query.standing])
    if query.notification:
        rows = rows.filter(notification_id=query.notification)
    found, following = page_of_rows(rows, query, order=["-made_at", "-id"], kinds=[datetime, UUID])
    items = [_out(row) for row in as_rows(request.actor, found, now())]
    return Answer(Page[NoticeOut](items=items, next=following))


def _out(row: NoticeRow) -> NoticeOut:
    one, reads = row.drawn.row, row.told is not None
    said: Any = one.said if reads and one.has_failed else ""
    return NoticeOut(
        id=one.pk, notification=one.notification_id, number=row.notification.number,
        party=one.party_id if reads else None, kind=one.kind, to=row.drawn.to if reads else "", round=one.round,
        state=one.state, trouble=one.trouble, status=one.status, said=said, made_at=one.made_at, sent_at=one.sent_at,
        next_try_at=one.next_try_at if one.is_to_send else None,
    )  # fmt: skip
