"""Bringing people and firms in a sheet: read, columns said, checked row by row, entered by a job, undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from consistori.formats.sheets import SheetFault, read_sheet
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.parties import sentences
from consistori.parties.events import SheetEntered, SheetUndone
from consistori.parties.models import ImportRow, PartyImport
from consistori.parties.policies import may_edit_parties, may_see_parties
from consistori.parties.rules.sheets import MOST_ROWS, Column, guess_columns, heading_key
from consistori.parties.services.rows import check_rows, enter_row, take_out_row
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import current_writer_id
from consistori.trail import act, announce

State = PartyImport.State
Row = ImportRow.State
TO_ENTER = (Row.GOOD, Row.COMPLETES)
UNDOABLE = (Row.ENTERED, Row.COMPLETED)
LEARNT_FROM = 20


@act
def bring_sheet(*, by: Actor, data: bytes, file_name: str) -> PartyImport:
    """Read a sheet (XLSX, ODS or CSV, told by its content) and keep it to be looked at. Nobody is entered."""
    _ensure_may(by)
    try:
        sheet = read_sheet(data, most_rows=MOST_ROWS)
    except SheetFault as fault:
        raise BadInput(sentences.of_sheet_fault(fault), field="file", code=fault.code) from fault
    if not sheet.rows:
        raise BadInput(_("The sheet has a heading and no rows."), field="file", code="no_rows")
    made = PartyImport(
        file_name=file_name[:200],
        encoding=sheet.encoding,
        header=sheet.header,
        columns=guess_columns(sheet.header, _learnt()),
        counts={Row.READ: len(sheet.rows)},
        by_id=by.person_id,
        by_name=by.name,
    )
    made.save(force_insert=True)
    rows = [ImportRow(sheet=made, line=line, cells=cells[: len(sheet.header)]) for line, cells in sheet.rows]
    ImportRow.objects.bulk_create(rows, batch_size=1000)
    return made


@act
def say_columns(sheet: PartyImport, columns: Sequence[str], *, by: Actor) -> PartyImport:
    """Say what each column is, and check every row: what is wrong and where, who is already here. Nobody is entered."""
    _ensure_may(by)
    sheet = _locked(sheet)
    _ensure_not_begun(sheet)
    wanted = [str(column) for column in columns]
    if len(wanted) != len(sheet.header) or any(one and one not in set(Column) for one in wanted):
        raise BadInput(_("Say what each column of the sheet is."), field="columns")
    twice = [one for one, times in Counter(filter(None, wanted)).items() if times > 1]
    if twice:
        raise BadInput(
            _("Two columns cannot be the same: %(column)s.") % {"column": sentences.COLUMNS[twice[0]]},
            field="columns",
        )
    if not {Column.NAME, Column.FULL_NAME} & set(wanted):
        raise BadInput(_("Say which column has the name."), field="columns")
    sheet.columns, sheet.state = wanted, State.CHECKED
    check_rows(sheet)
    count_rows(sheet)
    sheet.save(update_fields=["columns", "state", "counts"])
    return sheet


@act
def begin_entering(sheet: PartyImport, *, by: Actor, with_doubtful: bool = False) -> PartyImport:
    """Say yes to the good rows: from now on the job enters them (`enter_batch`). Also to go on when the job broke."""
    _ensure_may(by)
    sheet = _locked(sheet)
    if sheet.state == State.ENTERING and has_stopped(sheet):
        return sheet
    if sheet.state != State.CHECKED:
        raise AlreadyDone(_("This sheet is not waiting to be entered."))
    rows = ImportRow.objects.filter(sheet=sheet)
    if with_doubtful:
        rows.filter(state=Row.DOUBTFUL).update(state=Row.GOOD, party=None)
    if not rows.filter(state__in=TO_ENTER).exists():
        raise BadInput(_("There is no row to be entered."))
    sheet.state, sheet.with_doubtful = State.ENTERING, with_doubtful
    count_rows(sheet)
    sheet.save(update_fields=["state", "with_doubtful", "counts"])
    return sheet


def enter_batch(sheet: PartyImport, *, by: Actor, size: int) -> int:
    """Enter the next rows, each one whole or not at all; how many were looked at. Zero: there are no more.

    A row and its mark are written in one transaction: killed and begun again, no row is entered twice. Permission is
    asked each time: who said yes may have left since.
    """
    _ensure_may(by)
    _one_at_a_time()
    rows = list(ImportRow.objects.filter(sheet=sheet, state__in=TO_ENTER).order_by("line")[:size])
    for row in rows:
        enter_row(row, sheet.columns, by=by)
    return len(rows)


@act
def end_entering(sheet: PartyImport, *, by: Actor) -> PartyImport:
    """No row is left: count what was entered, and tell it."""
    sheet = _locked(sheet)
    sheet.state, sheet.ended_at = State.ENTERED, now()
    count_rows(sheet)
    sheet.save(update_fields=["state", "ended_at", "counts"])
    entered = sheet.counts.get(Row.ENTERED, 0) + sheet.counts.get(Row.COMPLETED, 0)
    announce(SheetEntered(sheet_id=sheet.pk, file_name=sheet.file_name, rows=entered), by=by)
    return sheet


@act
def begin_undoing(sheet: PartyImport, *, by: Actor) -> PartyImport:
    """Say that what the sheet entered must go: the job takes it out (`take_out_batch`). Also when the job broke."""
    _ensure_may(by)
    sheet = _locked(sheet)
    if sheet.state == State.UNDOING and has_stopped(sheet):
        return sheet
    if sheet.state != State.ENTERED:
        raise AlreadyDone(_("There is nothing of this sheet to take out."))
    sheet.state = State.UNDOING
    sheet.save(update_fields=["state"])
    return sheet


def take_out_batch(sheet: PartyImport, *, by: Actor, size: int) -> int:
    """Take out what the next rows put, the last first; how many were looked at. Permission is asked each time."""
    _ensure_may(by)
    _one_at_a_time()
    rows = list(ImportRow.objects.filter(sheet=sheet, state__in=UNDOABLE).order_by("-line")[:size])
    for row in rows:
        take_out_row(row, by=by)
    return len(rows)


@act
def end_undoing(sheet: PartyImport, *, by: Actor) -> PartyImport:
    """All that could go is gone; tell it."""
    sheet = _locked(sheet)
    sheet.state, sheet.ended_at = State.UNDONE, now()
    count_rows(sheet)
    sheet.save(update_fields=["state", "ended_at", "counts"])
    gone = sheet.counts.get(Row.UNDONE, 0)
    announce(SheetUndone(sheet_id=sheet.pk, file_name=sheet.file_name, rows=gone), by=by)
    return sheet


@act
def drop_sheet(sheet: PartyImport, *, by: Actor) -> None:
    """Throw away a sheet of which nobody was entered."""
    _ensure_may(by)
    sheet = _locked(sheet)
    _ensure_not_begun(sheet)
    sheet.delete()


def has_stopped(sheet: PartyImport) -> bool:
    """Whether no job enters the sheet, nor takes it out, any more."""
    alive = (JobRun.State.WAITING, JobRun.State.RUNNING)
    return not JobRun.objects.filter(pk=sheet.run_id, state__in=alive).exists()


def count_rows(sheet: PartyImport) -> None:
    """How many rows there are in each state."""
    states = ImportRow.objects.filter(sheet=sheet).order_by().values_list("state", flat=True)
    sheet.counts = dict(Counter(states))


def _ensure_may(by: Actor) -> None:
    ensure(may_edit_parties(by))
    ensure(may_see_parties(by))


def _locked(sheet: PartyImport) -> PartyImport:
    found: PartyImport = PartyImport.objects.select_for_update().get(pk=sheet.pk)
    return found


def _ensure_not_begun(sheet: PartyImport) -> None:
    if sheet.state not in (State.READ, State.CHECKED):
        raise AlreadyDone(_("The rows of this sheet were already entered."))


def _one_at_a_time() -> None:
    """Two sheets with the same people, entered at once, wait for each other until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('parties.import'), %s)", [current_writer_id()])


def _learnt() -> dict[str, str]:
    """What the headings of the last sheets turned out to be."""
    known: dict[str, str] = {}
    sheets = PartyImport.objects.exclude(state=State.READ).order_by("-created_at")[:LEARNT_FROM]
    for sheet in sheets:
        for heading, column in zip(sheet.header, sheet.columns, strict=False):
            known.setdefault(heading_key(heading), column)
    return known


def forget_old_sheets() -> None:
    """Sheets that nobody entered go after a month; of those that were, what the cells said after three.

    What tells a row from another stays, so that it is not entered twice; what was entered is in its party.
    """
    month_ago, season_ago = now() - timedelta(days=30), now() - timedelta(days=90)
    PartyImport.objects.filter(state__in=(State.READ, State.CHECKED), created_at__lt=month_ago).delete()
    ended = PartyImport.objects.filter(state__in=(State.ENTERED, State.UNDONE), ended_at__lt=season_ago)
    ImportRow.objects.filter(sheet__in=ended).exclude(cells=[]).update(cells=[])
