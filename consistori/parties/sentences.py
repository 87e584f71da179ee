"""The codes of the rules as sentences for people: what is wrong, what to do, why."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consistori.formats.sheets import SheetFault
from consistori.kernel.errors import Verdict
from consistori.parties.rules.channels import Duty
from consistori.parties.rules.duplicates import ALMOST_SURE, LIKELY
from consistori.parties.rules.identifiers import IdentifierFault
from consistori.parties.rules.protection import Disclosure

FAULTS: dict[str, Any] = {
    "empty": _("Write the number of the document."),
    "wrong_letter": _("The letter does not correspond: it should be %(expected)s."),
    "no_letter": _("The letter is missing: it should be %(expected)s."),
    "wrong_control": _("The last character does not correspond: it should be %(expected)s."),
    "too_long": _("It has too many characters: there are %(length)s."),
    "unknown_form": _(
        "It looks like no DNI, NIE nor NIF. If it is a passport or a foreign document, say so in its kind."
    ),
    "wrong_vat": _("This number does not hold as a VAT number of its country."),
}

DUTIES: dict[str, Any] = {
    "legal_person": _("It is a legal person."),
    "without_personality": _("It is an entity without legal personality."),
    "administration": _("It is a public administration, and administrations deal electronically."),
    "professional": _("Acts as a professional whose membership of a professional body is compulsory."),
    "represents_obliged": _("Represents somebody who is obliged to go electronic."),
    "public_employee": _("Acts as a public employee."),
    "ordinance": _("An ordinance obliges its group in this procedure."),
    "natural_person": _("Is a natural person: chooses the way, and may change it at any time."),
}

DISCLOSURES: dict[str, Any] = {
    "": "",
    "protected_hidden": _(
        "Protected person: where they live and how to reach them is not shown to your role."
    ),
    "protected_seen": _("Protected person: nothing of them is published, and every reading is written down."),
}


LIKENESSES: dict[str, Any] = {
    "same_number": (_("The same figures in the number: %(value)s."), _("The same figures in the number.")),
    "same_name": (_("The same name."), _("The same name.")),
    "near_name": (
        _("Almost the same name: a surname less, or one letter apart."),
        _("Almost the same name: a surname less, or one letter apart."),
    ),
    "same_email": (_("The same e-mail: %(value)s."), _("The same e-mail.")),
    "same_phone": (_("The same telephone: %(value)s."), _("The same telephone.")),
    "same_address": (_("The same postal address."), _("The same postal address.")),
}
"""Why two may be one: with the value that both have, and without it for whoever may not read it."""


def of_likeness(code: str, value: str) -> str:
    """A reason to think that two are one."""
    whole, bare = LIKENESSES[code]
    return str(whole) % {"value": value} if value else str(bare)


def of_weight(weight: int) -> str:
    """How sure the reasons are together."""
    if weight >= ALMOST_SURE:
        return str(_("Almost surely the same"))
    return str(_("Probably the same") if weight >= LIKELY else _("Perhaps the same"))


SHEET_FAULTS: dict[str, Any] = {
    "empty": _("The file is empty."),
    "too_large": _("The file is too large: bring it in parts of 5 MB at most."),
    "old_excel": _("It is an old Excel file (XLS). Save it as XLSX or CSV and bring it again."),
    "not_a_workbook": _("The file is damaged or is no spreadsheet. Save it again as XLSX or CSV."),
    "not_text": _("It is not a spreadsheet: bring an XLSX, an ODS or a CSV."),
    "wrong_encoding": _("The letters cannot be read. Save it as CSV UTF-8 and bring it again."),
    "broken_csv": _("The CSV breaks near line %(most)s: a quotation mark is missing."),
    "too_many_columns": _("It has too many columns: %(most)s at most."),
    "too_many_rows": _("It has too many rows: bring it in parts of %(most)s at most."),
}

COLUMNS: dict[str, Any] = {
    "identifier": _("DNI, NIE, NIF or passport"),
    "identifier_kind": _("Kind of document"),
    "kind": _("What it is"),
    "full_name": _("Surnames and name together, or the firm"),
    "name": _("Name"),
    "surnames": _("Both surnames"),
    "surname1": _("First surname"),
    "surname2": _("Second surname"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "mobile": _("Mobile phone"),
    "address": _("Postal address"),
    "postcode": _("Postcode"),
    "place": _("Town"),
    "language": _("Language"),
}
"""What a column of a sheet of people may be."""

CELL_FAULTS: dict[str, Any] = {
    "no_name": _("The name is missing."),
    "too_long": _("It is too long: %(most)s characters at most."),
    "bad_email": _("This e-mail is not complete: it needs a name, an @ and a domain."),
    "bad_phone": _("A telephone has only figures, with + and the country if it is foreign."),
    "bad_kind": _("«%(value)s» is not understood: person, firm, community or administration."),
    "bad_identifier_kind": _("«%(value)s» is not understood: DNI, NIE, NIF, passport or other."),
    "bad_language": _("«%(value)s» is not understood: Catalan or Spanish."),
    "number_of_a_firm": _("This NIF belongs to a firm or entity, not to a person."),
    "number_of_a_person": _("This number belongs to a person, not to a firm or entity."),
    "repeated": _("It is the same as in row %(line)s."),
    "refused": "%(said)s",
    "clash": _(
        "It could not be entered: look whether somebody has just entered the same, and bring it again."
    ),
    "stays_united": _("It was united with another one."),
    "stays_used": _("It is already in a case."),
    "stays_held": _("There is something else of theirs here, such as a request."),
    "stays_changed": _("Somebody has changed or completed its data."),
}


def of_sheet_fault(fault: SheetFault) -> str:
    """Why the whole file cannot be read."""
    return str(SHEET_FAULTS[fault.code]) % {"most": f"{fault.most:,}".replace(",", ".")}


def of_cell_fault(fault: dict[str, Any]) -> str:
    """What is wrong in a cell, as it is kept with its row."""
    code = str(fault["code"])
    sentence = FAULTS.get(code.removeprefix("identifier_")) if code.startswith("identifier_") else None
    known = {"most": "", "value": "", "line": "", "said": "", "expected": "", "length": ""}
    return str(sentence or CELL_FAULTS.get(code, FAULTS["unknown_form"])) % (known | fault)


def of_fault(fault: IdentifierFault) -> str:
    """The exact sentence for a wrong identifier."""
    sentence = FAULTS.get(fault.code, FAULTS["unknown_form"])
    return str(sentence) % {"expected": fault.expected, "length": fault.length}


def cited(article: str) -> str:
    """An article as the reader's language cites it: the rules keep the Catalan form."""
    if not (get_language() or "ca").startswith("es"):
        return article
    return article.replace("Llei ", "Ley ").replace("Decret ", "Decreto ").replace("DA 7a", "DA 7.ª")


def of_duty(duty: Duty) -> Verdict:
    """The duty to go electronic with its reason in words."""
    return Verdict(duty.ok, DUTIES[duty.reason], cited(duty.article))


def of_disclosure(shown: Disclosure) -> str:
    """Why something of the party is not shown, or what to mind."""
    return str(DISCLOSURES[shown.reason])
