"""The minute [acta]: drawn from the snapshot alone, with its data inside, and filed in the case of the year (B701)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.models import CaseFile
from consistori.cases.services import add_document, open_case
from consistori.catalogue.selectors import document_types, series_of_code
from consistori.desk.meeting.events import MinuteWritten
from consistori.desk.meeting.models import Agreement, Meeting
from consistori.desk.meeting.snapshot import for_the_minute
from consistori.documents.services import create_from_bytes
from consistori.kernel.actor import Actor
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce
from consistori.ui import dates
from consistori.ui.typst import Attachment, compile_pdf, letterhead

SERIES = "B701"
TYPE = "MINUTES"
DATA_NAME = "reunio.json"
MOST_OF_A_POINT = 25


def write(entity: Entity, meeting_id: str) -> None:
    """Draw it with no transaction open, and file it in one."""
    with working_for(entity):
        meeting: Meeting | None = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None or not meeting.is_closed or meeting.document_id is not None:
        return
    pdf = draw(entity, meeting)
    with working_for(entity):
        _file(meeting, pdf, by=Actor.program(entity.pk))


def title_of(meeting: Meeting) -> str:
    """«Acta de la reunió setmanal del 23 de novembre de 2026»."""
    held = dates.as_day(meeting.closed_at or meeting.opened_at)
    return _("Minute of the weekly meeting of %(day)s") % {"day": dates.day_and_month(held, year=True)}


def draw(entity: Entity, meeting: Meeting) -> bytes:
    """Its PDF/A-3, in the language of the town, with the snapshot as an attached file of data."""
    said = for_the_minute(meeting.snapshot)
    data = json.dumps(said, ensure_ascii=False, indent=1).encode()
    with translation.override(entity.language):
        title = title_of(meeting)
        content = {
            "letterhead": letterhead(entity, lang=entity.language),
            "kind": _("Minute"),
            "number": "",
            "margin": _margin(meeting),
            "title": title,
            "subtitle": _present(meeting),
            "blocks": [*_agreed(said), *_seen(said), *_practice(said)],
            "reading": "sans",
        }
        attached = Attachment(
            DATA_NAME, data, "application/json", _("What was on the screen when it was closed"), "data"
        )
        return compile_pdf(
            "letter", content, [attached], title=title, lang=entity.language, at=meeting.closed_at
        )


def _margin(meeting: Meeting) -> list[tuple[str, str]]:
    closed = meeting.closed_at or meeting.opened_at
    streak = int(meeting.snapshot.get("streak", 1))
    return [
        (_("Day"), dates.short_day(closed, weekday=True, year=True)),
        (_("Hours"), f"{dates.hour(meeting.opened_at)}–{dates.hour(closed)}"),
        (_("Closed by"), meeting.closed_by_name),
        (_("In a row"), ngettext("%(n)d week", "%(n)d weeks", streak) % {"n": streak}),
    ]


def _present(meeting: Meeting) -> str:
    names = [one["name"] for one in meeting.present]
    return _("Present: %(names)s.") % {"names": ", ".join(names)} if names else ""


def _agreed(said: dict[str, Any]) -> list[dict[str, Any]]:
    rows = said["agreements"]
    if not rows:
        return [{"heading": _("Agreements")}, {"text": _("Nothing was agreed.")}]
    points = [[f"{place}.", _line(row)] for place, row in enumerate(rows, start=1)]
    return [{"heading": _("Agreements")}, {"points": points}]


def _line(row: dict[str, Any]) -> str:
    """«Resoldre i notificar: gual. Núria Camps, fins al 26 de novembre. X2026000371»."""
    said = [row["text"]]
    if row["kind"] == Agreement.Kind.NOTED and row["of"]:
        said = [f"{row['of']}: {row['text']}"]
    if row["kind"] == Agreement.Kind.MOVED:
        said.append(_("It has another day"))
    if row["kind"] == Agreement.Kind.DROPPED:
        said.append(_("It will not be done"))
    who = row["to"]
    until = (
        _("until %(day)s") % {"day": dates.day_and_month(date.fromisoformat(row["due_on"]))}
        if row["due_on"]
        else ""
    )
    hands = ", ".join(filter(None, [who, until]))
    said.append(hands[:1].upper() + hands[1:])
    said.append(row["about"].partition(":")[2])
    return ". ".join(filter(None, said))


def _seen(said: dict[str, Any]) -> list[dict[str, Any]]:
    """The points that were gone through, with their matters in a line each."""
    blocks: list[dict[str, Any]] = []
    for point in said["points"]:
        if point["key"] == "indicator":
            facts = point["facts"]
            value = f"{facts['label']}: {facts['value']}."
            if facts["was"]:
                value += " " + _("In the last meeting: %(was)s.") % {"was": facts["was"]}
            blocks += [{"heading": point["title"]}, {"text": value}]
            continue
        lines = [[_day_of(row), _told(row)] for row in point["matters"][:MOST_OF_A_POINT]]
        left = len(point["matters"]) - len(lines) + point["more"]
        blocks += [{"heading": f"{point['title']}: {point['figure']}"}, {"points": lines}]
        if left:
            blocks.append(
                {
                    "text": ngettext("And %(n)d more, in the data.", "And %(n)d more, in the data.", left)
                    % {"n": left}
                }
            )
    return blocks


def _day_of(row: dict[str, Any]) -> str:
    """The day of the margin, never «today»: a minute is read another day."""
    return (
        dates.short_day(date.fromisoformat(row["on_day"]), weekday=True)
        if row.get("on_day")
        else row["margin"]
    )


def _told(row: dict[str, Any]) -> str:
    """«Gual del carrer: resoldre i notificar; si no responem… Núria Camps»."""
    said = ": ".join(filter(None, [row["title"], row["reason"]]))
    return said if row["kind"] in ("entry", "absence") else ". ".join(filter(None, [said, row["person"]]))


def _practice(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"heading": _("A good practice")}, {"text": said["practice"]}] if said["practice"] else []


@act
def _file(meeting: Meeting, pdf: bytes, *, by: Actor) -> None:
    row: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.document_id is not None:
        return
    entity = current_entity()
    kind = next((one for one in document_types() if one.code == TYPE), None)
    with translation.override(entity.language):
        title = title_of(row)
    held = dates.as_day(row.closed_at or row.opened_at)
    document = create_from_bytes(
        by=by, data=pdf, name=f"acta-reunio-{held.isoformat()}.pdf", title=title, type=kind,
        language=entity.language, date_on=held,
    )  # fmt: skip
    case = case_of_year(held.year, by=by)
    if case is not None:
        add_document(case, document, by=by)
    row.document, row.case = document, case
    row.edition += 1
    row.save(update_fields=["document", "case", "edition"])
    announce(
        MinuteWritten(
            meeting_id=row.pk, week=row.week.isoformat(), document_id=document.pk,
            case_id=case.pk if case else None,
        ),
        by=by,
    )  # fmt: skip


def case_of_year(year: int, *, by: Actor) -> CaseFile | None:
    """The case where the minutes of a year lie, opened with the first one; another one if somebody closed it.

    None where series are compulsory and the scheme in force has none for it: the minute is kept all the same.
    """
    entity = current_entity()
    with connection.cursor() as cursor:  # two minutes at once open one case
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('desk.meetings_of_year'), %s)", [entity.pk])
    begins = timezone.make_aware(datetime(year, 1, 1))
    ends = timezone.make_aware(datetime(year + 1, 1, 1))
    of_year = Meeting.objects.held().filter(closed_at__gte=begins, closed_at__lt=ends).exclude(case=None)
    last = of_year.in_order().select_related("case").first()
    if last is not None and last.case.is_open:
        return last.case
    with translation.override(entity.language):
        title = _("Weekly meetings of the team, %(year)s") % {"year": year}
    series = series_of_code(SERIES)
    if series is None and modality.is_on(entity, "series_compulsory"):
        return None
    return open_case(by=by, title=title, series=series)
