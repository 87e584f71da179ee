"""From what was typed to the value that is kept, type by type; or what to write instead. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from stdnum import exceptions as stdnum_errors
from stdnum import iban as stdnum_iban
from stdnum.es import referenciacatastral as cadastre

from consistori.eoffice.forms.fields import Field
from consistori.eoffice.forms.typed import Raw, clean_code, clean_text, read_number
from consistori.eoffice.forms.words import MONTHS, day_in_words
from consistori.parties.rules.identifiers import IdentifierFault, IdentifierKind, check_identifier

Fault = tuple[str, str, dict[str, object]]
"""Part (empty for the whole), code of the sentence, what fills its blanks."""


class Wrong(Exception):
    """What was typed cannot be kept: every `Fault` of it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults)
        self.faults = faults

    @classmethod
    def whole(cls, code: str, **values: object) -> Wrong:
        """A fault of the whole answer."""
        return cls(("", code, values))


Reader = Callable[[Field, Raw, str, date | None], Any]
"""Field, what was typed, language of whoever reads, today; the value, None for empty, or `Wrong`."""


def _text(field: Field, raw: Raw, language: str, today: date | None) -> str | None:
    value = clean_text(raw.one()) if field.type == "long" else raw.line()
    most = field.most or 200
    if len(value) > most:
        raise Wrong.whole("shorter", most=most, count=len(value))
    return value or None


def _choice(field: Field, raw: Raw, language: str, today: date | None) -> str | None:
    value = raw.line()
    return value if field.option(value) else None


def _choices(field: Field, raw: Raw, language: str, today: date | None) -> list[str] | None:
    said = set(raw.many())
    chosen = [option.value for option in field.options if option.value in said]
    if chosen and field.least and len(chosen) < field.least:
        raise Wrong.whole("least", least=field.least)
    if field.most and len(chosen) > field.most:
        raise Wrong.whole("most", most=field.most)
    return chosen or None


def _yesno(field: Field, raw: Raw, language: str, today: date | None) -> bool | None:
    return {"yes": True, "no": False}.get(raw.line())


def _date(field: Field, raw: Raw, language: str, today: date | None) -> str | None:
    day, month, year = raw.line("day"), raw.line("month"), raw.line("year")
    if not (day or month or year):
        return None
    which = _month(month)
    if not re.fullmatch("[0-9]{1,2}", day) or not which or not re.fullmatch("[12][0-9]{3}", year):
        raise Wrong.whole("date")
    try:
        value = date(int(year), which, int(day))
    except ValueError:
        raise Wrong.whole("date_real") from None
    low, high = _edge(field.low, today), _edge(field.high, today)
    if low and value < low:
        raise Wrong.whole("date_early", day=day_in_words(low, language))
    if high and value > high:
        raise Wrong.whole("date_late", day=day_in_words(high, language))
    return value.isoformat()


def _month(text: str) -> int:
    if re.fullmatch("[0-9]{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else 0
    word = text.lower().removeprefix("d’").removeprefix("d'").removeprefix("de ").rstrip(".")
    for names in MONTHS.values():
        found = [n for n, name in enumerate(names, 1) if len(word) >= 3 and name.startswith(word)]
        if len(found) == 1:
            return found[0]
    return 0


def _edge(limit: str, today: date | None) -> date | None:
    if limit == "today":
        return today
    return date.fromisoformat(limit) if limit else None


def _number(field: Field, raw: Raw, language: str, today: date | None) -> int | str | None:
    if not raw.line():
        return None
    number = read_number(raw.one(), field.decimals)
    if number is None:
        if field.decimals:
            raise Wrong.whole("number_decimals", decimals=field.decimals)
        raise Wrong.whole("number")
    _within(field, number)
    return format(number, "f") if field.decimals else int(number)


def _money(field: Field, raw: Raw, language: str, today: date | None) -> str | None:
    if not raw.line():
        return None
    amount = read_number(raw.one(), 2)
    if amount is None:
        raise Wrong.whole("money")
    _within(field, amount)
    return format(amount, ".2f")


def _within(field: Field, number: Decimal) -> None:
    if field.low and number < Decimal(field.low):
        raise Wrong.whole("more", least=field.low.replace(".", ","))
    if field.high and number > Decimal(field.high):
        raise Wrong.whole("less", most=field.high.replace(".", ","))


def read_email(text: str) -> str | None:
    """An address of mail, or None when it cannot be one."""
    good = re.fullmatch(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+", text)
    return text if good and len(text) <= 254 else None


def read_phone(text: str) -> str | None:
    """A telephone: nine figures of here, or `+` with its prefix; None when it cannot be one."""
    plain = re.sub(r"[()]", "", clean_code(text))
    plain = "+" + plain[2:] if plain.startswith("00") else plain
    plain = plain[3:] if re.fullmatch(r"\+34[6-9][0-9]{8}", plain) else plain
    return plain if re.fullmatch(r"[6-9][0-9]{8}|\+(?!34)[1-9][0-9]{6,14}", plain) else None


def _email(field: Field, raw: Raw, language: str, today: date | None) -> str | None:
    if raw.line() and not read_email(raw.line()):
        raise Wrong.whole("email")
    return raw.line() or None


def _phone(field: Field, raw: Raw, language: str, today: date | None) -> str | None:
    value = read_phone(raw.line())
    if raw.line() and not value:
        raise Wrong.whole("phone")
    return value


def _address(field: Field, raw: Raw, language: str, today: date | None) -> dict[str, str] | None:
    value = {part: raw.line(part)[:200].strip() for part in ("street", "number", "floor", "postcode", "town")}
    if not any(value.values()):
        return None
    postcode = clean_code(value["postcode"])
    faults: list[Fault] = []
    if not value["street"]:
        faults.append(("street", "street", {}))
    if not value["number"] or len(value["number"]) > 20:
        faults.append(("number", "house_number", {}))
    if not re.fullmatch("(0[1-9]|[1-4][0-9]|5[0-2])[0-9]{3}", postcode):
        faults.append(("postcode", "postcode", {}))
    if not value["town"]:
        faults.append(("town", "town", {}))
    if faults:
        raise Wrong(*faults)
    return value | {"postcode": postcode}


def _cadastral(field: Field, raw: Raw, language: str, today: date | None) -> str | None:
    value = clean_code(raw.one())
    if not value:
        return None
    if not re.fullmatch("[A-ZÑ0-9]{18}[A-Z]{2}", value):
        raise Wrong.whole("cadastral")
    expected = cadastre.calc_check_digits(value)
    if value[18:] != expected:
        raise Wrong.whole("cadastral_control", expected=expected)
    return value


def _iban(field: Field, raw: Raw, language: str, today: date | None) -> str | None:
    value = clean_code(raw.one())
    if not value:
        return None
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", value) or (
        value.startswith("ES") and not re.fullmatch("ES[0-9]{22}", value)
    ):
        raise Wrong.whole("iban")
    try:
        return str(stdnum_iban.validate(value))
    except stdnum_errors.ValidationError:
        raise Wrong.whole("iban_control") from None


def _nif(field: Field, raw: Raw, language: str, today: date | None) -> str | None:
    return read_nif(raw.one(), field.of)


def read_nif(text: str, of: str = "any", part: str = "") -> str | None:
    """A DNI, NIE or NIF with its letter, as `parties` keeps it; None when empty; `Wrong` otherwise."""
    value = clean_code(text)
    if not value:
        return None
    whose = {"person": "nif_person", "firm": "nif_firm"}.get(of, "nif")
    if not re.fullmatch("[A-Z0-9]{2,15}", value):
        raise Wrong((part, whose, {}))
    try:
        checked = check_identifier(value)
    except IdentifierFault as fault:
        code = {"no_letter": "nif_no_letter", "wrong_letter": "nif_control", "wrong_control": "nif_control"}
        said = code.get(fault.code, whose) if fault.expected else whose
        raise Wrong((part, said, {"expected": fault.expected} if said != whose else {})) from None
    firm = checked.kind is IdentifierKind.NIF
    if checked.kind in (IdentifierKind.PASSPORT, IdentifierKind.VAT, IdentifierKind.OTHER):
        raise Wrong((part, whose, {}))
    if (of == "person" and firm) or (of == "firm" and not firm):
        raise Wrong((part, whose, {}))
    return checked.value


def _person(field: Field, raw: Raw, language: str, today: date | None) -> dict[str, str] | None:
    value = {part: raw.line(part)[:200].strip() for part in ("given", "surname", "nif", "email", "phone")}
    if not any(value.values()):
        return None
    faults: list[Fault] = [(part, part, {}) for part in ("given", "surname") if not value[part]]
    try:
        value["nif"] = read_nif(value["nif"], "person", "nif") or ""
        if not value["nif"]:
            faults.append(("nif", "nif_person", {}))
    except Wrong as wrong:
        faults.extend(wrong.faults)
    if value["email"] and not read_email(value["email"]):
        faults.append(("email", "email", {}))
    phone = read_phone(value["phone"])
    if value["phone"] and not phone:
        faults.append(("phone", "phone", {}))
    if faults:
        raise Wrong(*faults)
    return {part: kept for part, kept in (value | {"phone": phone or ""}).items() if kept}


def _place(field: Field, raw: Raw, language: str, today: date | None) -> dict[str, str] | None:
    """Where something is: in words, and the point that was marked, in degrees (WGS 84) with five decimals."""
    where = raw.line("where")[:200].strip()
    point = read_point(raw.line("lat"), raw.line("lon"))
    if not where and point is None:
        return None
    lat, lon = point or ("", "")
    return {"where": where, "lat": lat, "lon": lon}


def read_point(lat: str, lon: str) -> tuple[str, str] | None:
    """A point by its degrees; what is no point is as if nobody had marked one."""
    found = []
    for text, most in ((lat, 90), (lon, 180)):
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,12})?", text) or abs(Decimal(text)) > most:
            return None
        found.append(format(Decimal(text), ".5f"))
    return found[0], found[1]


READERS: dict[str, Reader] = {
    "text": _text,
    "long": _text,
    "choice": _choice,
    "choices": _choices,
    "yesno": _yesno,
    "date": _date,
    "number": _number,
    "money": _money,
    "email": _email,
    "phone": _phone,
    "address": _address,
    "cadastral": _cadastral,
    "iban": _iban,
    "nif": _nif,
    "person": _person,
    "place": _place,
}

EMPTY = {
    "choice": "choose",
    "choices": "choose_any",
    "yesno": "yes_or_no",
    "date": "date",
    "number": "number",
    "money": "money",
    "email": "email",
    "phone": "phone",
    "cadastral": "cadastral",
    "iban": "iban",
    "files": "files",
}
"""The sentence of a question left empty, when its sheet brings none."""


def empty_fault(field: Field) -> tuple[Fault, ...]:
    """What to say of a question that must be answered and was left empty."""
    if field.type == "address":
        return tuple(
            (part, code, {})
            for part, code in (
                ("street", "street"),
                ("number", "house_number"),
                ("postcode", "postcode"),
                ("town", "town"),
            )
        )
    if field.type == "person":
        return (("given", "given", {}), ("surname", "surname", {}), ("nif", "nif_person", {}))
    if field.type == "place":
        return (("where", "place", {}),)
    if field.type == "nif":
        return (("", {"person": "nif_person", "firm": "nif_firm"}.get(field.of, "nif"), {}),)
    return (("", EMPTY.get(field.type, "write"), {}),)
