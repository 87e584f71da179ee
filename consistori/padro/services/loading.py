"""Bringing the register of residents in a sheet: read whole, looked at, put in force; an older one may come back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from consistori.formats.sheets import SheetFault, read_sheet
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.padro import sentences
from consistori.padro.events import RegisterPutInForce
from consistori.padro.local import key_of
from consistori.padro.models import RegisteredResident, RegisterLoad
from consistori.padro.policies import may_keep_register
from consistori.padro.rules.sheet import MOST_ROWS, Row, columns_of, missing_columns, read_rows
from consistori.parties.sentences import of_sheet_fault
from consistori.tenancy.scope import current_writer_id
from consistori.trail import act, announce

State = RegisterLoad.State
MOST_FAULTS = 500
KEPT = 2
"""How many versions keep their people: the one in force and the one before it, to put it back."""


@act
def bring_register(*, by: Actor, data: bytes, file_name: str, as_of: date) -> RegisterLoad:
    """Read a sheet (CSV, XLSX or ODS, told by its content) as a version that does not count yet.

    Raises `BadInput`: what is no table, lacks a column, has no row, or is of a day to come.
    """
    ensure(may_keep_register(by))
    if as_of > today():
        raise BadInput(_("The data cannot be of a day to come."), field="as_of")
    try:
        sheet = read_sheet(data, most_rows=MOST_ROWS)
    except SheetFault as fault:
        raise BadInput(of_sheet_fault(fault), field="file", code=fault.code) from fault
    columns = columns_of(sheet.header)
    if missing := missing_columns(columns):
        raise BadInput(sentences.missing_columns(missing), field="file", code="missing-columns")
    if not sheet.rows:
        raise BadInput(_("The sheet has a heading and no rows."), field="file", code="no_rows")
    rows = read_rows(columns, sheet.rows, on=today())
    good, wrong = [row for row in rows if not row.faults], [row for row in rows if row.faults]
    # A sheet that nobody put in force gives way to the next one.
    RegisterLoad.objects.filter(state=State.READ).delete()
    load = RegisterLoad(
        number=(RegisterLoad.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        file_name=file_name[:200], sha256=hashlib.sha256(data).hexdigest(), as_of=as_of,
        by_id=by.person_id, by_name=by.name,
        faults=[
            {"line": row.line, "column": str(one.column), "code": one.code, "other": one.line}
            for row in wrong for one in row.faults
        ][:MOST_FAULTS],
    )  # fmt: skip
    keys = _keys(good)
    load.counts = {"rows": len(rows), "good": len(good), "wrong": len(wrong), **_compared(set(keys))}
    load.save(force_insert=True)
    RegisteredResident.objects.bulk_create(
        [_resident(load, row, key) for row, key in zip(good, keys, strict=True)], batch_size=1000
    )
    return load


@act
def put_in_force(load: RegisterLoad, *, by: Actor, without_wrong: bool = False) -> RegisterLoad:
    """From now on slips are made with this version [posar en vigor]; wrong rows stay out only if it is said.

    Also puts an older version back. Raises `AlreadyDone`, `BadInput`.
    """
    ensure(may_keep_register(by))
    # Every version is locked, so that two who press at once leave one in force.
    rows = {one.pk: one for one in RegisterLoad.objects.select_for_update().order_by("number")}
    found = rows.get(load.pk)
    if found is None or found.state in (State.IN_FORCE, State.EMPTIED):
        raise AlreadyDone(_("That version is in force already, or its people were erased."))
    if found.state == State.READ and found.wrong and not without_wrong:
        raise BadInput(
            _("Some rows are wrong: mend them and bring the sheet again, or say that they stay out."),
            field="without_wrong",
        )
    moment = now()
    for one in rows.values():
        if one.state == State.IN_FORCE:
            one.state, one.replaced_at = State.REPLACED, moment
            one.save(update_fields=["state", "replaced_at"])
    found.state, found.in_force_at, found.replaced_at = State.IN_FORCE, moment, None
    found.save(update_fields=["state", "in_force_at", "replaced_at"])
    _erase_old(list(rows.values()))
    announce(
        RegisterPutInForce(
            load_id=found.pk,
            number=found.number,
            sha256=found.sha256,
            residents=int(found.counts.get("good", 0)),
        ),
        by=by,
    )
    return found


@act
def throw_away_load(load: RegisterLoad, *, by: Actor) -> None:
    """Throw away a sheet that was read and never counted."""
    ensure(may_keep_register(by))
    found = RegisterLoad.objects.select_for_update().filter(pk=load.pk, state=State.READ).first()
    if found is None:
        raise AlreadyDone(_("That version has counted: it is not thrown away."))
    found.delete()


def _erase_old(rows: Sequence[RegisterLoad]) -> None:
    """People are kept only of the last versions that counted (RGPD, art. 5.1.e); what they were stays in the counts."""
    counted = [one for one in rows if one.state in (State.IN_FORCE, State.REPLACED)]
    counted.sort(
        key=lambda one: (one.state == State.IN_FORCE, one.replaced_at or one.created_at), reverse=True
    )
    for one in counted[KEPT:]:
        RegisteredResident.objects.filter(load=one).delete()
        one.state, one.faults = State.EMPTIED, []
        one.save(update_fields=["state", "faults"])


def _keys(rows: Sequence[Row]) -> list[Any]:
    entity_id = current_writer_id() or 0
    return [
        key_of(
            entity_id, identifier=row.identifier, name=f"{row.name} {row.surname1} {row.surname2}",
            birth_date=row.birth_date,
        )
        for row in rows
    ]  # fmt: skip


def _compared(keys: set[Any]) -> dict[str, int]:
    """How many are new and how many are gone, beside the version in force."""
    before = set(
        RegisteredResident.objects.filter(load__state=State.IN_FORCE).order_by().values_list("key", flat=True)
    )
    return {"new": len(keys - before), "gone": len(before - keys)} if before else {}


def _resident(load: RegisterLoad, row: Row, key: Any) -> RegisteredResident:
    assert row.birth_date and row.since  # noqa: S101 - a row without them has a fault
    return RegisteredResident(
        load=load, key=key, line=row.line, sheet=row.sheet, identifier=row.identifier,
        identifier_kind=row.identifier_kind, name=row.name, surname1=row.surname1, surname2=row.surname2,
        birth_date=row.birth_date, street=row.street, number=row.number, floor=row.floor,
        postcode=row.postcode, place=row.place, since=row.since, guardians=row.guardians,
        is_protected=row.is_protected,
    )  # fmt: skip
