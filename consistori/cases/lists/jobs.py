"""Long work over a list: exporting what was filtered, and doing the same to many cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.lists.columns import Column, chosen
from consistori.cases.lists.queries import ListQuery, page_of
from consistori.cases.models import CaseFile
from consistori.cases.services import follow_case, hand_over, label_case
from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.formats.spreadsheets import write_sheet
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, Refusal
from consistori.tenancy.jobs import Progress, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.readings import record_reading

BATCH = 500
DAYS_KEPT = 7
LONGEST_ADDRESS = 300


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


@entity_job(name="cases.bulk", retry=1)
def do_to_many(
    *, entity: Entity, run_id: str, person_id: str, what: str, case_ids: list[str] | None,
    params: dict[str, str], arguments: dict[str, str],
) -> None:  # fmt: skip
    """The same act on many cases, one transaction each: one that fails stops no other, and is told."""
    progress = Progress(entity, run_id)
    person = Person.objects.get(pk=person_id)
    with translation.override(person.language):
        actor = actor_of(person, entity)
        ids = case_ids if case_ids is not None else _ids(entity, actor, ListQuery.read(params))
        progress.begin(len(ids))
        failures: list[str] = []
        for place, case_id in enumerate(ids, start=1):
            failure = _do_one(entity, actor, what, case_id, arguments)
            if failure:
                failures.append(failure)
            if place % 10 == 0:
                progress.step(place)
        good = len(ids) - len(failures)
        message = ngettext("Done in %(n)s case", "Done in %(n)s cases", good) % {"n": good}
        progress.step(len(ids))
        if failures:
            again = again_url(entity, run_id, what, arguments) if numbers_in(failures) else ""
            _tell_failures(progress, good, message, failures, again)
        else:
            progress.finish(message=message)


def again_url(entity: Entity, run_id: str, what: str, arguments: dict[str, str]) -> str:
    """Where the cases that failed are offered again, for the same act; what is long is written anew."""
    said = {"act": what} | {name: value for name, value in arguments.items() if name != "note"}
    page = entity.staff_url(f"cases/bulk/{run_id}/again/")
    address = f"{page}?{urlencode(said)}"
    return address if len(address) <= LONGEST_ADDRESS else f"{page}?act={what}"


def numbers_in(failures: list[str]) -> list[str]:
    """The numbers of the cases that these failures (of `_do_one`) speak of."""
    return [number for number, sign, _why in (text.partition(": ") for text in failures) if sign]


def _tell_failures(progress: Progress, good: int, message: str, failures: list[str], again: str) -> None:
    left = ngettext("%(n)s could not be done", "%(n)s could not be done", len(failures)) % {
        "n": len(failures)
    }
    if good:
        progress.finish(message=f"{message}. {left}.", failures=failures, url=again)
    else:
        progress.fail(f"{left}.", failures, url=again)


def _ids(entity: Entity, actor: Actor, query: ListQuery) -> list[str]:
    ids: list[str] = []
    cursor = ""
    while True:
        with working_for(entity):
            page = page_of(query, actor, cursor=cursor, size=BATCH)
        ids += [str(case.pk) for case in page.rows if case.is_readable]  # type: ignore[attr-defined]
        cursor = page.next_cursor
        if not cursor:
            return ids


def _hand_over(case: CaseFile, by: Actor, arguments: dict[str, str]) -> None:
    to = Person.objects.get(pk=arguments["to"])
    hand_over(case, by=by, to=to, note=arguments.get("note", ""))


ACTS: dict[str, Callable[[CaseFile, Actor, dict[str, str]], Any]] = {
    "hand_over": _hand_over,
    "label": lambda case, by, arguments: label_case(case, by=by, name=arguments["label"]),
    "follow": lambda case, by, arguments: follow_case(case, by=by),
}


def _do_one(entity: Entity, actor: Actor, what: str, case_id: str, arguments: dict[str, str]) -> str:
    """Why this one could not be done; empty when it was, or when it was so already."""
    with working_for(entity):
        case = CaseFile.objects.visible_to(actor).filter(pk=case_id).first()
        if case is None:
            return str(_("A case is no longer within your reach."))
        try:
            ACTS[what](case, actor, arguments)
        except AlreadyDone:
            return ""
        except Refusal as refusal:
            return f"{case.number}: {refusal}"
    return ""
