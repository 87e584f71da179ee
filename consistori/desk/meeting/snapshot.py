"""What was on the screen when the meeting was closed, as data that stays, and back to what a page draws."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from consistori.desk.meeting.models import Agreement, Meeting
from consistori.desk.meeting.points import indicators
from consistori.desk.meeting.points.matters import Matter, Point
from consistori.ui import dates

FORM = 1


def freeze(agenda: Any, meeting: Meeting) -> dict[str, Any]:
    """All of it, as it was prepared: the points, the agreements, who has what, the five indicators."""
    five = indicators.prepare(agenda.look, all_of_them=True)
    points = [five if point.key == "indicator" else point for point in agenda.points]
    return {
        "form": FORM,
        "week": meeting.week.isoformat(),
        "on": agenda.look.on.isoformat(),
        "opened_at": meeting.opened_at.isoformat(),
        "closed_at": meeting.closed_at.isoformat() if meeting.closed_at else "",
        "closed_by": meeting.closed_by_name,
        "present": meeting.present,
        "practice": meeting.practice,
        "streak": agenda.streak.held + 1,
        "points": [_point(point) for point in points],
        "agreements": [_agreement(row) for row in agenda.agreements],
        "load": [
            {"name": one.person.full_name, "open": one.open, "late": one.late, "week": one.week}
            for one in agenda.loads
        ],
        "indicators": five.facts["indicators"],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "key": point.key,
        "title": point.title,
        "figure": point.figure,
        "more": point.more,
        "facts": dict(point.facts),
        "matters": [_plain(asdict(matter)) for matter in point.matters],
    }


def _agreement(row: Agreement) -> dict[str, Any]:
    return _plain(
        {
            "point": row.point, "matter": row.matter, "of": row.matter_title, "kind": row.kind, "text": row.text,
            "to": row.to.full_name if row.to else "", "due_on": row.due_on, "about": row.about,
            "task": row.task_id, "by": row.by_name,
        }
    )  # fmt: skip


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else str(value)
        if isinstance(value, UUID)
        else value
        for name, value in values.items()
    }


def points_of(frozen: dict[str, Any]) -> list[Point]:
    """The points of a closed meeting, as they were seen."""
    return [
        Point(
            one["key"],
            one["title"],
            one["figure"],
            [_matter(row) for row in one["matters"]],
            one["more"],
            one["facts"],
        )
        for one in frozen.get("points", [])
    ]


def _matter(row: dict[str, Any]) -> Matter:
    known = {name: value for name, value in row.items() if name in Matter.__dataclass_fields__}
    known["person_id"] = UUID(known["person_id"]) if known.get("person_id") else None
    for name in ("last_day", "on_day"):
        known[name] = date.fromisoformat(known[name]) if known.get(name) else None
    if known["on_day"]:
        known["margin"] = dates.short_day(known["on_day"], weekday=True)
    return Matter(**known)


def for_the_minute(frozen: dict[str, Any]) -> dict[str, Any]:
    """The data that goes with the minute, which everybody may read: without what people wrote in their entries, and
    without how much each one has.
    """
    points = [
        {**point, "matters": [{**row, "title": row["number"]} for row in point["matters"]]}
        if point["key"] == "entries"
        else point
        for point in frozen["points"]
    ]
    agreements = [
        {**row, "of": row["matter"].partition(":")[2]} if row["matter"].startswith("entry:") else row
        for row in frozen["agreements"]
    ]
    kept = {name: value for name, value in frozen.items() if name != "load"}
    return kept | {"points": points, "agreements": agreements}
