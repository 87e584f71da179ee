"""The codes of the rules as sentences for people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.rules.retention import Destruction
from consistori.formats.sheets import SheetFault

SHEET_FAULTS: dict[str, Any] = {
    "empty": _("The file is empty."),
    "too_large": _("The file is too large: a scheme takes 5 MB at most."),
    "old_excel": _("It is an old Excel file (XLS). Save it as XLSX or CSV and bring it again."),
    "not_a_workbook": _("The file is damaged or is no spreadsheet. Save it again as XLSX or CSV."),
    "not_text": _("It is not a spreadsheet: bring an XLSX or a CSV."),
    "wrong_encoding": _("The letters cannot be read. Save it as CSV UTF-8 and bring it again."),
    "broken_csv": _("The CSV breaks near line %(most)s: a quotation mark is missing."),
    "too_many_columns": _("It has too many columns: %(most)s at most."),
    "too_many_rows": _("It has too many rows: a scheme has %(most)s at most."),
}

ROW_FAULTS: dict[str, Any] = {
    "no_column": _("The column is missing."),
    "no_rows": _("The sheet has a heading and no rows."),
    "no_code": _("The code is missing."),
    "bad_code": _("«%(value)s» cannot be a code: letters, figures, point, hyphen and slash, without spaces."),
    "no_title": _("The title in Catalan is missing."),
    "long_title": _("The title is too long: 200 characters at most."),
    "bad_level": _("The level must be function, activity or series (1, 2 or 3)."),
    "bad_kind": _("«%(value)s» is no kind of case: individual, accumulating or session."),
    "bad_access": _("«%(value)s» is no access regime: public or restricted."),
    "bad_role": _("«%(value)s» is no role to which a series can be reserved."),
    "formula": _("«%(value)s» begins like a formula of a spreadsheet."),
    "repeated": _("The code %(value)s was already in a row above."),
    "no_parent": _("It says not under what it stands."),
    "unknown_parent": _("It stands under %(value)s, which is not in the sheet."),
    "not_below": _("Its level is not below that of %(value)s."),
    "cycle": _("It stands under itself, through %(value)s."),
}

COLUMNS: dict[str, Any] = {
    "code": _("code"),
    "parent": _("under"),
    "level": _("level"),
    "title_ca": _("title in Catalan"),
    "title_es": _("title in Spanish"),
    "description": _("description"),
    "case_kind": _("kind of case"),
    "access_regime": _("access"),
    "official_code": _("official code"),
    "hier_code": _("hierarchical code"),
    "reserved_roles": _("reserved to"),
    "words_ca": _("words in Catalan"),
    "words_es": _("words in Spanish"),
}

DESTRUCTIONS: dict[str, Any] = {
    "on_hold": _("A court case is known: nothing is destroyed meanwhile."),
    "permanent": _("It is kept for ever."),
    "no_table": _("No approved table rules it: nothing may be destroyed."),
    "not_closed": _("The case is still open."),
    "no_years": _("The table says no years that can be counted: the archivist decides case by case."),
    "too_soon": _("Its years have not passed yet."),
    "no_proposal": _("There is no proposal of disposal."),
    "no_authorisation": _("The disposal has not been authorised."),
    "selective": _("May be destroyed, except the part that the table orders to keep."),
    "total": _("May be destroyed."),
}


PROVENANCES: dict[str, Any] = {
    "published": _("title published by a town hall; provisional code"),
    "rebuilt": _("rebuilt from the powers of municipalities"),
}


def of_provenance(kept: str) -> str:
    """Where a series comes from, and in which real schemes it also stands."""
    kind, _mark, where = kept.partition("; ")
    said = str(PROVENANCES.get(kind, kind))
    return f"{said} · {where}" if where else said


def of_sheet_fault(fault: SheetFault) -> str:
    """Why the whole file cannot be read."""
    return str(SHEET_FAULTS[fault.code]) % {"most": f"{fault.most:,}".replace(",", ".")}


def of_row_fault(fault: dict[str, Any]) -> str:
    """What is wrong in a row, as it is kept in a draft."""
    return str(ROW_FAULTS[fault["code"]]) % {"value": fault.get("value", "")}


def of_destruction(answer: Destruction) -> str:
    """Whether it may be destroyed, in a sentence."""
    return str(DESTRUCTIONS[answer.reason])
