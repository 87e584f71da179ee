"""The log of readings of the town: who opened what, when; looked for by person, thing, kind and days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consistori.directory import papers
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.policies import may_read_logs
from consistori.directory.seeing import named_for
from consistori.directory.selectors import people_here
from consistori.directory.web.seeing import _known, file_of
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, ensure
from consistori.trail.models import Reading
from consistori.trail.names import KINDS
from consistori.trail.readings import record_reading

PAGE = 100
MOST_TAKEN = 50_000
FIELDS = ("person", "record", "kind", "q", "since", "until")


@staff_page
@require_safe
def log(request: StaffRequest) -> HttpResponse:
    """The log, the newest first, with what is asked of it."""
    ensure(may_read_logs(request.actor))
    asked = {name: value for name in FIELDS if (value := request.GET.get(name, "").strip()[:80])}
    rows = list(_rows(asked, before=request.GET.get("before", ""))[: PAGE + 1])
    older = urlencode(asked | {"before": _mark(rows[PAGE - 1])}) if len(rows) > PAGE else ""
    context = {
        "rows": _shown(request, rows[:PAGE], asked), "asked": asked, "kinds": KINDS.items(), "people": people_here(),
        "older": older, "query": urlencode(asked), "first": bool(request.GET.get("before")),
    }  # fmt: skip
    for form in ("xlsx", "csv"):
        context[f"{form}_url"] = f"{reverse('directory:log_as', args=[form])}?{context['query']}"
    return TemplateResponse(request, "directory/log.html", context)


@staff_page
@require_safe
def log_as(request: StaffRequest, form: str) -> HttpResponse:
    """What was asked of the log, as a sheet. Taking it is written down too."""
    ensure(may_read_logs(request.actor))
    asked = {name: value for name in FIELDS if (value := request.GET.get(name, "").strip()[:80])}
    shown = _shown(request, _rows(asked)[:MOST_TAKEN], asked)
    made = papers.sheet_of_log(shown, _known(form), _("Log of readings"))
    record_reading(
        by=request.actor, kind="log", id=request.actor.person_id or UUID(int=0), label=urlencode(asked)[:300]
    )
    return file_of(made, form, f"{_('readings')}-{request.entity.slug}-{today().isoformat()}")


def _rows(asked: dict[str, str], before: str = "") -> QuerySet[Reading]:
    rows: Any = Reading.objects.order_by("-at", "-id")
    for name, field in (("person", "person_id"), ("record", "record_id")):
        if name in asked:
            rows = rows.filter(**{field: _uuid(asked[name], name)})
    if "kind" in asked:
        rows = rows.filter(kind=asked["kind"])
    if "q" in asked:
        rows = rows.filter(label__icontains=asked["q"])
    if "since" in asked:
        rows = rows.filter(at__gte=_beginning(asked["since"], "since"))
    if "until" in asked:
        rows = rows.filter(at__lt=_beginning(asked["until"], "until") + timedelta(days=1))
    if before and (place := _read_mark(before)):
        at, key = place
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=key))
    return rows


def _shown(request: StaffRequest, rows: Iterable[Reading], asked: dict[str, str]) -> list[Reading]:
    """The rows as she may see them named. Words that are only in a name that she does not see find nothing."""
    words = asked.get("q", "").lower()
    found = list(rows)
    written = {row.pk: row.label for row in found}
    named = named_for(request.actor, found)
    return [row for row in named if row.label == written[row.pk] or words in row.label.lower()]


def _mark(row: Reading) -> str:
    return f"{row.at.isoformat(timespec='microseconds')}~{row.pk}"


def _read_mark(mark: str) -> tuple[datetime, UUID] | None:
    at, _sign, key = mark.partition("~")
    try:
        return datetime.fromisoformat(at), UUID(key)
    except ValueError:
        return None


def _uuid(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadInput(_("This is not in the log."), field=field) from None


def _beginning(text: str, field: str) -> datetime:
    try:
        day: date | None = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise BadInput(_("Write a day, as 31/12/2026."), field=field)
    return timezone.make_aware(datetime.combine(day, time.min))
