"""Long work over a list: exporting what was filtered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.lists.columns import Column, chosen
from consistori.cases.lists.queries import ListQuery, page_of
from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.formats.spreadsheets import write_sheet
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy.jobs import Progress, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.readings import record_reading

BATCH = 500
DAYS_KEPT = 7


@entity_job(name="cases.export_list", retry=1)
def export_list(
    *, entity: Entity, run_id: str, person_id: str, params: dict[str, str], columns: list[str], kind: str,
    only: list[str] | None = None,
) -> None:  # fmt: skip
    """What I filtered, with my columns, as a spreadsheet with its link in my tray of jobs."""
    progress = Progress(entity, run_id)
    person = Person.objects.get(pk=person_id)
    with translation.override(person.language):
        actor = actor_of(person, entity)
        picked = chosen(columns)
        progress.begin(0)
        folder = _folder_of_exports()
        path = folder / f"{run_id}.{kind}"
        name = f"{_('cases')}-{entity.slug}-{timezone.localdate().isoformat()}.{kind}"
        done = _Tally()
        try:
            rows = _rows(entity, actor, ListQuery.read(params), picked, done, progress, set(only or ()))
            header = [str(column.label) for column in picked]
            write_sheet(path, kind, title=str(_("Cases")), header=header, rows=rows)
        except Exception:
            path.unlink(missing_ok=True)
            progress.fail(_("The sheet could not be written. Ask for it again."))
            raise
        with working_for(entity):
            record_reading(by=actor, kind="export", id=UUID(run_id), label=name)
        message = ngettext("%(n)s case", "%(n)s cases", done.count) % {"n": done.count}
        progress.finish(message=message, path=str(path), name=name)


def _folder_of_exports() -> Path:
    """Where the sheets wait; those that nobody came for in a week go, because they carry personal data."""
    folder: Path = settings.DATA_DIR / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    week_ago = (now() - timedelta(days=DAYS_KEPT)).timestamp()
    for sheet in folder.iterdir():
        if sheet.stat().st_mtime < week_ago:
            sheet.unlink(missing_ok=True)
    return folder


class _Tally:
    count = 0


def _rows(
    entity: Entity, actor: Actor, query: ListQuery, columns: list[Column], done: _Tally, progress: Progress,
    only: set[str],
) -> Iterator[list[Any]]:  # fmt: skip
    """Rows in short transactions of five hundred; of a reserved case that she may not read, nothing."""
    cursor = ""
    while True:
        with working_for(entity):
            page = page_of(query, actor, cursor=cursor, size=BATCH)
            lines = [
                [_value(column.plain(case)) for column in columns]
                for case in page.rows
                if case.is_readable and (not only or str(case.pk) in only)  # type: ignore[attr-defined]
            ]
        yield from lines
        done.count += len(lines)
        progress.step(done.count)
        cursor = page.next_cursor
        if not cursor:
            return


def _value(value: Any) -> Any:
    return timezone.localtime(value) if hasattr(value, "tzinfo") and value.tzinfo else value
