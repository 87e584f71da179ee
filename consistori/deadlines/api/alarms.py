"""API: who was warned of what and when. A thing that the key does not read is not here, nor are its alarms."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.deadlines.alarms.selectors import alarms_read_by
from consistori.deadlines.models import Alarm
from consistori.deadlines.rules.alarming import Stage
from consistori.deadlines.rules.escalation import Rung
from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of

router = Router()


class AlarmOut(BaseModel):
    """A warning to one person; nobody changes it. `person` is null when the town had nobody to tell."""

    id: UUID
    stage: Stage
    subject_kind: str = Field(description="As `case`.")
    subject_id: UUID
    deadline_id: UUID | None = Field(description="Null of a thing that is stuck.")
    day: date = Field(description="The last day that was told or, of what is stuck, when it was so.")
    is_sure: bool = Field(description="False: it was told as «not before», while a calendar was missing.")
    is_urgent: bool
    person_id: UUID | None
    person_name: str
    rung: Rung = Field(description="As what she was told.")
    instead_of: str = Field(description="Who carries it, when it could not be told to her.")
    at: datetime
    letter_at: datetime | None = Field(description="When a letter went out with it.")


class AlarmQuery(ListQuery):
    """Of which term, of which thing, or since when; without any, those of the last thirty days."""

    deadline_id: UUID | None = None
    subject_id: UUID | None = None
    since: datetime | None = None


@router.get("/alarms", response=Page[AlarmOut], summary="Who was warned of what, and when")
@api_operation(scope="deadlines:read")
def list_alarms(request: ApiRequest, query: Query[AlarmQuery]) -> Answer:
    """The first one first."""
    rows = alarms_read_by(
        request.actor, deadline_id=query.deadline_id, subject_id=query.subject_id, since=query.since
    )
    items, following = page_of(rows, query, key=lambda row: f"{row.at.isoformat()}-{row.pk}")
    return Answer(Page[AlarmOut](items=[_out(row) for row in items], next=following))


def _out(row: Alarm) -> AlarmOut:
    names = set(AlarmOut.model_fields) - {"letter_at"}
    letter = getattr(row, "letter", None)
    return AlarmOut(**{name: getattr(row, name) for name in names}, letter_at=letter.at if letter else None)
