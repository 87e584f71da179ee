"""API: the weekly meetings, what was agreed in each, and its minute."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel

from consistori.desk.meeting import selectors
from consistori.desk.meeting.models import Agreement, Meeting
from consistori.desk.meeting.policies import is_on, may_see
from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of_rows
from consistori.kernel.errors import NotHere, ensure

router = Router()


class AgreementOut(BaseModel):
    """Something agreed. `kind`: task, moved, passed, dropped, noted. `about` names its case (`case:X2026000412`)."""

    id: UUID
    kind: str
    text: str
    to: UUID | None
    to_name: str
    due_on: date | None
    about: str
    task: UUID | None


class MeetingOut(BaseModel):
    """The meeting of a week. `state`: open, closed, not_held (then `reason`). `minute` is its document."""

    id: UUID
    week: date
    state: str
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str
    present: list[str]
    practice: str
    reason: str
    case: str
    minute: UUID | None
    agreements: list[AgreementOut]


@router.get("/meetings", response=Page[MeetingOut], summary="The weekly meetings")
@api_operation(scope="cases:read")
def list_meetings(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """By week, the first one first; a week that nobody has begun nor told of is not there."""
    _ensure_here(request)
    rows = Meeting.objects.select_related("case").defer("snapshot")
    if query.q:
        rows = rows.filter(practice__icontains=query.q)
    found, following = page_of_rows(rows, query, order=["week", "id"], kinds=[date, UUID])
    return Answer(Page[MeetingOut](items=_outs(found), next=following))


@router.get("/meetings/{week}", response=MeetingOut, summary="The meeting of a week")
@api_operation(scope="cases:read")
def show_meeting(request: ApiRequest, week: date) -> Answer:
    """By its Monday."""
    _ensure_here(request)
    return Answer(_outs([selectors.meeting_here(week)])[0])


def _ensure_here(request: ApiRequest) -> None:
    if not is_on(request.entity):
        raise NotHere
    ensure(may_see(request.actor))


def _outs(rows: list[Meeting]) -> list[MeetingOut]:
    """Their agreements in one statement."""
    agreed: dict[UUID, list[AgreementOut]] = {}
    for one in Agreement.objects.standing().filter(meeting__in=rows).in_order().select_related("to"):
        agreed.setdefault(one.meeting_id, []).append(
            AgreementOut(
                id=one.pk, kind=one.kind, text=one.text, to=one.to_id, to_name=one.to.full_name if one.to else "",
                due_on=one.due_on, about=one.about, task=one.task_id,
            )
        )  # fmt: skip
    return [
        MeetingOut(
            id=row.pk, week=row.week, state=row.state, opened_at=row.opened_at, closed_at=row.closed_at,
            closed_by=row.closed_by_name, present=[one["name"] for one in row.present], practice=row.practice,
            reason=row.reason, case=row.case.number if row.case else "", minute=row.document_id,
            agreements=agreed.get(row.pk, []),
        )
        for row in rows
    ]  # fmt: skip
