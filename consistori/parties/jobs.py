"""What the machine does for the parties: look for those that may be one, enter sheets, take them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.parties.likeness import look_for_duplicates
from consistori.parties.lines import jobs as line_jobs
from consistori.parties.models import ImportRow, PartyImport
from consistori.parties.services.importing import (
    TO_ENTER,
    UNDOABLE,
    end_entering,
    end_undoing,
    enter_batch,
    forget_old_sheets,
    take_out_batch,
)
from consistori.tenancy.jobs import Progress, entity_job, start_long
from consistori.tenancy.models import Entity, JobRun
from consistori.tenancy.nightly import by_the_clock
from consistori.tenancy.scope import working_for

__all__ = ["line_jobs"]


@by_the_clock("50 4 * * *", name="parties.compare_every_night")
def compare_every_night(timestamp: int) -> None:
    """Every night: who may be entered twice, town by town; and sheets that served are forgotten.

    What fails in a town leaves nothing of the others undone, and is told in the end.
    """
    failed = []
    for entity in Entity.objects.all():
        for work in (look_for_duplicates, forget_old_sheets):
            try:
                with working_for(entity):
                    work()
            except Exception as fault:
                fault.add_note(entity.slug)
                failed.append(fault)
    if failed:
        raise ExceptionGroup("The night of the parties", failed)


@entity_job(name="parties.compare_now", retry=1, priority=10)
def compare_now(*, entity: Entity, run_id: str, person_id: str) -> None:
    """The same for one town, because somebody asked."""
    progress = Progress(entity, run_id)
    with translation.override(Person.objects.get(pk=person_id).language):
        progress.begin(0)
        with working_for(entity):
            found = look_for_duplicates()
        message = ngettext("%(n)s pair to look at", "%(n)s pairs to look at", found) % {"n": found}
        progress.finish(message=message if found else _("Nobody seems to be here twice."),
                        url=entity.staff_url("parties/duplicates/"))  # fmt: skip


BATCH = 25
"""Rows a transaction: short enough that whoever enters a person at the counter does not wait."""


@entity_job(name="parties.enter_sheet", retry=1)
def enter_sheet(
    *, entity: Entity, run_id: str, sheet_id: str, person_id: str, name: str, language: str
) -> None:
    """Enter the good rows of a sheet. Killed and taken up again, it goes on where it was."""
    _work(entity, run_id, sheet_id, person_id, name, language, enter_batch, end_entering, _told_entered)


@entity_job(name="parties.take_out_sheet", retry=1)
def take_out_sheet(
    *, entity: Entity, run_id: str, sheet_id: str, person_id: str, name: str, language: str
) -> None:
    """Take out what a sheet entered, except what has later work."""
    _work(entity, run_id, sheet_id, person_id, name, language, take_out_batch, end_undoing, _told_undone)


def _work(
    entity: Entity, run_id: str, sheet_id: str, person_id: str, name: str, language: str,
    batch: Callable[..., int], end: Callable[..., PartyImport], told: Callable[[Mapping[str, int]], str],
) -> None:  # fmt: skip
    progress = Progress(entity, run_id)
    by = _asker(entity, person_id, name)
    url = entity.staff_url(f"parties/import/{sheet_id}/")
    with translation.override(language), _told_if_it_breaks(progress, url):
        with working_for(entity):
            sheet = PartyImport.objects.get(pk=sheet_id)
            states = TO_ENTER if sheet.state == PartyImport.State.ENTERING else UNDOABLE
            total = ImportRow.objects.filter(sheet=sheet, state__in=states).count()
        progress.begin(total)
        done = 0
        while True:
            with working_for(entity):
                n = batch(sheet, by=by, size=BATCH)
            if not n:
                break
            done += n
            progress.step(done)
        with working_for(entity):
            sheet = end(sheet, by=by)
        progress.finish(message=told(sheet.counts), url=url)


def _asker(entity: Entity, person_id: str, name: str) -> Actor:
    """Who asked, as she is now: a person who is no more here may nothing, and is not taken for a program."""
    if not person_id:
        return Actor.system(name, entity.pk)
    person = Person.objects.filter(pk=person_id).first()
    return actor_of(person, entity) if person else Actor(UUID(person_id), name, entity.pk)


@contextmanager
def _told_if_it_breaks(progress: Progress, url: str) -> Iterator[None]:
    """Say in the tray and in the page of the sheet that it stopped, so that somebody goes on with it."""
    try:
        yield
    except Refusal as refusal:
        progress.fail(str(refusal), url=url)
        raise
    except Exception:
        progress.fail(_("It stopped half way."), url=url)
        raise


def _told_entered(counts: Mapping[str, int]) -> str:
    entered = counts.get("entered", 0) + counts.get("completed", 0)
    said = ngettext("%(n)s row entered", "%(n)s rows entered", entered) % {"n": entered}
    left = counts.get("wrong", 0) + counts.get("doubtful", 0)
    if not left:
        return said
    return f"{said} · " + ngettext("%(n)s row was left out", "%(n)s rows were left out", left) % {"n": left}


def _told_undone(counts: Mapping[str, int]) -> str:
    gone = counts.get("undone", 0)
    said = ngettext("%(n)s row taken out", "%(n)s rows taken out", gone) % {"n": gone}
    stay = counts.get("stays", 0)
    if not stay:
        return said
    return f"{said} · " + ngettext(
        "%(n)s stays, because there is later work on it",
        "%(n)s stay, because there is later work on them",
        stay,
    ) % {"n": stay}


def start(sheet: PartyImport, *, by: Actor, language: str) -> JobRun:
    """Leave the job of a sheet that is to be entered, or taken out; its progress is in the tray of `by`."""
    entering = sheet.state == PartyImport.State.ENTERING
    title = _("Enter %(file)s") if entering else _("Take out %(file)s")
    run = start_long(
        enter_sheet if entering else take_out_sheet,
        title=(title % {"file": sheet.file_name})[:200],
        by=by,
        sheet_id=str(sheet.pk),
        person_id=str(by.person_id or ""),
        name=by.name,
        language=language,
    )
    PartyImport.objects.filter(pk=sheet.pk).update(run_id=run.pk)
    return run
