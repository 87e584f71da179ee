"""Bringing a scheme in a sheet: read, checked row by row, looked at, and only then put in force."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue import sentences
from consistori.catalogue.events import SchemeAdopted
from consistori.catalogue.models import Scheme, SchemeDraft, Series
from consistori.catalogue.policies import may_edit_scheme
from consistori.catalogue.rows import scheme_rows
from consistori.catalogue.rules.scheme import MOST_ROWS, RowFault, SchemeRow, faults_in
from consistori.catalogue.services.writing import write_rows
from consistori.directory.roles import Role
from consistori.formats.sheets import SheetFault, read_sheet
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

MOST_FAULTS = 200


class SchemeHasFaults(Refusal):
    """The sheet has wrong rows; they are in `faults`."""

    def __init__(self, faults: list[dict[str, Any]]) -> None:
        super().__init__(_("The sheet has wrong rows. Nothing has changed."), code="scheme-has-faults")
        self.faults = faults


@dataclass(frozen=True)
class SchemeChanges:
    """What would change if a draft were put in force."""

    added: list[str]
    retitled: list[tuple[str, str, str]]
    kept: int
    left_out: list[str]


@act
def draft_scheme(*, by: Actor, data: bytes, file_name: str, name: str, version: str) -> SchemeDraft:
    """Read and check a sheet (XLSX or CSV, told by its content) and keep it to be looked at. Changes
    nothing.
    """
    ensure(may_edit_scheme(by))
    name, version = name.strip()[:120], version.strip()[:40]
    if not name or not version:
        raise BadInput(_("Give the scheme a name and a version."), field="name" if not name else "version")
    if Scheme.objects.filter(entity=current_entity(), name=name, version=version).exists():
        raise AlreadyDone(_("There is already a scheme with this name and version."), field="version")
    try:
        sheet = read_sheet(data, most_rows=MOST_ROWS)
    except SheetFault as fault:
        raise BadInput(sentences.of_sheet_fault(fault), field="file", code=fault.code) from fault
    rows, faults, unknown = scheme_rows(sheet)
    faults = (
        faults
        or [*faults_in(rows), *_unknown_roles(rows)]
        or ([] if rows else [RowFault(1, "code", "no_rows")])
    )
    draft = SchemeDraft(
        name=name,
        version=version,
        file_name=file_name[:200],
        encoding=sheet.encoding,
        rows=[asdict(row) for row in rows],
        faults=[asdict(fault) for fault in faults[:MOST_FAULTS]],
        unknown_columns=unknown,
        person_id=by.person_id,
    )
    draft.save(force_insert=True)
    return draft


@act
def apply_draft(draft: SchemeDraft, *, by: Actor) -> Scheme:
    """Put the scheme of a draft without faults in force. The one before stays, and its cases keep it."""
    ensure(may_edit_scheme(by))
    if draft.faults:
        raise SchemeHasFaults(draft.faults)
    rows = [row_of(values) for values in draft.rows]
    scheme = _put_in_force(rows, name=draft.name, version=draft.version, provenance=draft.file_name)
    announce(
        SchemeAdopted(scheme_id=scheme.pk, name=scheme.name, version=scheme.version, series=len(rows)), by=by
    )
    draft.delete()
    return scheme


@act
def drop_draft(draft: SchemeDraft, *, by: Actor) -> None:
    """Throw away a draft that was only looked at."""
    ensure(may_edit_scheme(by))
    draft.delete()


@act
def import_scheme(file: Any, by: Actor, *, name: str = "", version: str = "") -> Scheme:
    """Read a sheet and put it in force at once, for commands and seeds. Raises `SchemeHasFaults`."""
    file_name = getattr(file, "name", "") or "scheme"
    draft = draft_scheme(
        by=by,
        data=file.read(),
        file_name=str(file_name),
        name=name or str(file_name).rsplit(".", 1)[0],
        version=version or today().isoformat(),
    )
    return apply_draft(draft, by=by)


def changes_of(draft: SchemeDraft) -> SchemeChanges:
    """The preview: what is new, what has another title, what stays, what is left out. One statement."""
    before = {
        series.code: series.title_ca
        for series in Series.objects.filter(scheme__entity=current_entity(), scheme__is_current=True).only(
            "code", "title_ca"
        )
    }
    after = {values["code"]: values["title_ca"] for values in draft.rows}
    return SchemeChanges(
        added=[f"{code} {title}" for code, title in after.items() if code not in before],
        retitled=[
            (code, before[code], title)
            for code, title in after.items()
            if code in before and before[code] != title
        ],
        kept=sum(1 for code, title in after.items() if before.get(code) == title),
        left_out=[f"{code} {title}" for code, title in before.items() if code not in after],
    )


def row_of(values: dict[str, Any]) -> SchemeRow:
    """A row of a draft as the rules know it."""
    return SchemeRow(**(values | {"reserved_roles": tuple(values.get("reserved_roles", ()))}))


def _unknown_roles(rows: list[SchemeRow]) -> list[RowFault]:
    return [
        RowFault(row.row, "reserved_roles", "bad_role", role[:40])
        for row in rows
        for role in row.reserved_roles
        if role not in Role.values
    ]


def _put_in_force(rows: list[SchemeRow], *, name: str, version: str, provenance: str) -> Scheme:
    day = today()
    Scheme.objects.filter(entity=current_entity(), is_current=True).update(is_current=False)
    scheme = Scheme(name=name, version=version, adopted_on=day, provenance=provenance)
    scheme.save(force_insert=True)
    write_rows(scheme, rows, valid_from=day)
    return scheme
