"""What the columns of a sheet of people say [full de càlcul / hoja de cálculo], whoever made it."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from consistori.parties.rules.channels import PartyKind
from consistori.parties.rules.identifiers import IdentifierKind
from consistori.parties.rules.names import PARTICLES, fold

MOST_ROWS = 20_000


class Column(StrEnum):
    """What a column may be. `FULL_NAME` is «Riubrugent Pou, Laia» or a firm; `SURNAMES`, both in one cell."""

    IDENTIFIER = "identifier"
    IDENTIFIER_KIND = "identifier_kind"
    KIND = "kind"
    FULL_NAME = "full_name"
    NAME = "name"
    SURNAMES = "surnames"
    SURNAME1 = "surname1"
    SURNAME2 = "surname2"
    EMAIL = "email"
    PHONE = "phone"
    MOBILE = "mobile"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PLACE = "place"
    LANGUAGE = "language"


NAMES_ONLY = frozenset(Column) - {
    Column.EMAIL, Column.PHONE, Column.MOBILE, Column.ADDRESS, Column.POSTCODE, Column.PLACE
}  # fmt: skip
"""Columns that tell nothing of where somebody is; one that was left out may tell it too."""

HEADINGS: dict[Column, str] = {
    Column.IDENTIFIER: "nif dni nie cif|dni nif|nif nie|document|num document|numero document|identificador|identifier|"
    "nif cif|dni nie|numero de documento|documento|id number|tax id",
    Column.IDENTIFIER_KIND: "tipus document|tipus de document|tipo documento|tipo de documento|document kind",
    Column.KIND: "tipus|tipo|kind|tipus persona|tipus de persona|tipo persona|tipo de persona|persona",
    Column.FULL_NAME: "nom i cognoms|cognoms i nom|nombre y apellidos|apellidos y nombre|rao social|razon social|"
    "titular|interessat|interesado|persona interessada|full name|nom complet|nombre completo",
    Column.NAME: "nom|nombre|name|given name|nom de pila|first name",
    Column.SURNAMES: "cognoms|apellidos|surnames|last name|surname",
    Column.SURNAME1: "cognom1|cognom 1|primer cognom|1r cognom|apellido1|apellido 1|primer apellido|1er apellido|"
    "surname1|surname 1|first surname",
    Column.SURNAME2: "cognom2|cognom 2|segon cognom|2n cognom|apellido2|apellido 2|segundo apellido|2o apellido|"
    "surname2|surname 2|second surname",
    Column.EMAIL: "correu|email|e mail|mail|correu electronic|correo|correo electronico|adreca electronica",
    Column.PHONE: "telefon|telefono|phone|tel|tf|telefon fix|telefono fijo|telephone|telefon 1",
    Column.MOBILE: "mobil|movil|telefon mobil|telefono movil|mobile|cell|telefon 2",
    Column.ADDRESS: "adreca|domicili|domicilio|direccion|address|adreca postal|carrer|calle|via",
    Column.POSTCODE: "cp|codi postal|codigo postal|postcode|c p|postal code|zip",
    Column.PLACE: "poblacio|municipi|localitat|poblacion|municipio|localidad|place|town|city|ciutat|ciudad",
    Column.LANGUAGE: "llengua|idioma|lengua|language|llengua preferida",
}
_MEANINGS = {heading: column for column, headings in HEADINGS.items() for heading in headings.split("|")} | {
    word: Column.IDENTIFIER for word in ("nif", "dni", "cif", "nie")
}

_KINDS: dict[str, str] = {
    PartyKind.NATURAL: "natural|persona|persona fisica|fisica|f|person",
    PartyKind.LEGAL: "legal|empresa|juridica|persona juridica|j|firm|societat|sociedad|associacio|asociacion|"
    "entitat|entidad",
    PartyKind.UNINCORPORATED: "unincorporated|comunitat de bens|comunidad de bienes|sense personalitat|"
    "sin personalidad|comunitat|comunidad",
    PartyKind.ADMINISTRATION: "administration|administracio|administracion|administracio publica|"
    "administracion publica",
}
_IDENTIFIER_KINDS: dict[str, str] = {
    IdentifierKind.DNI: "dni",
    IdentifierKind.NIE: "nie",
    IdentifierKind.NIF: "cif|nif empresa|nif d empresa",
    IdentifierKind.PASSPORT: "passaport|pasaporte|passport",
    IdentifierKind.VAT: "vat|nif iva|iva",
    IdentifierKind.OTHER: "altre|otro|other|document estranger|documento extranjero",
}
_LANGUAGES = {
    "ca": "ca|cat|catala|catalan|valencia",
    "es": "es|cas|esp|castella|castellano|espanyol|espanol|spanish",
}


def heading_key(heading: str) -> str:
    """A heading without what two sheets write differently: «Codi Postal *» and «codi_postal» are one."""
    return fold(heading.replace("_", " "))


def guess_columns(header: Sequence[str], learnt: Mapping[str, str] | None = None) -> list[str]:
    """What each column seems to be ("" when it cannot be told): as it was said the last time, or by its heading."""
    known = learnt or {}
    guessed: list[str] = []
    for heading in header:
        key = heading_key(heading)
        column = known.get(key, str(_MEANINGS.get(key, "")))
        guessed.append(column if column not in guessed else "")
    return guessed


def values_of(cells: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """The cells by what they are; what has no column is empty."""
    values = dict.fromkeys((str(column) for column in Column), "")
    for column, cell in zip(columns, cells, strict=False):
        if column:
            values[column] = " ".join(cell.split())
    return values


def split_surnames(surnames: str) -> tuple[str, str]:
    """«de la Torre Pou» is «de la Torre» and «Pou»; «García-Mas» is one."""
    words = surnames.split()
    if len(words) < 2:
        return surnames.strip(), ""
    cut = len(words) - 1
    while cut > 0 and words[cut - 1].casefold() in PARTICLES:
        cut -= 1
    if cut == 0:
        return surnames.strip(), ""
    return " ".join(words[:cut]), " ".join(words[cut:])


_FORM = re.compile(
    r"\s*(S\.?\s?L\.?(\s?[ULP]\.?|\s?N\.?\s?E\.?)?|S\.?\s?A\.?(\s?[UL]\.?)?|S\.?\s?C\.?(\s?P\.?|\s?C\.?\s?L\.?)?"
    r"|C\.?\s?B\.?|S\.?\s?A\.?\s?T\.?|U\.?\s?T\.?\s?E\.?|A\.?\s?I\.?\s?E\.?)\s*"
)
"""What a firm is, after its comma. Told by name, for «ANA» and «PAU» in capitals are people."""


def split_full_name(text: str) -> tuple[str, str, str]:
    """«Riubrugent Pou, Laia» as name and two surnames; without a comma it is the name as a whole."""
    surnames, comma, name = text.partition(",")
    if not comma or not name.strip() or _FORM.fullmatch(name):
        return text.strip(" ,"), "", ""
    return name.strip(), *split_surnames(surnames)


def kind_said(text: str) -> str | None:
    """The kind of party that a cell says: empty if it says nothing, `None` if it is not understood."""
    return _said(text, _KINDS)


def identifier_kind_said(text: str) -> str | None:
    """The kind of document that a cell says; «NIF» alone says nothing, for all have one."""
    return "" if fold(text) == "nif" else _said(text, _IDENTIFIER_KINDS)


def language_said(text: str) -> str | None:
    """The language that a cell says."""
    return _said(text, _LANGUAGES)


def postcode_said(text: str) -> str:
    """The postcode with the zero that spreadsheets eat."""
    return text.zfill(5) if re.fullmatch(r"\d{4}", text) else text


def _said(text: str, meanings: Mapping[str, str]) -> str | None:
    words = fold(text)
    if not words:
        return ""
    return next(
        (str(value) for value, said in meanings.items() if words in said.split("|") or words == value), None
    )
