"""The reference of a pay letter, and what a fee comes to. Plain Python."""

from __future__ import annotations

import re
from decimal import Decimal

from consistori.catalogue.procedures.sheet import Sheet

_LONGEST = 21


def creditor_reference(body: str) -> str:
    """A creditor reference (ISO 11649): RF, two control figures (modulus 97, as an IBAN) and up to 21 signs.

    Whoever types it wrong is told by their bank, and the treasury finds the letter by it.
    """
    kept = re.sub("[^A-Z0-9]", "", body.upper())
    if not 1 <= len(kept) <= _LONGEST:
        raise ValueError(f"A reference has from 1 to {_LONGEST} letters and figures: {body!r}")
    return f"RF{98 - _modulus(f'{kept}RF00'):02d}{kept}"


def is_reference(text: str) -> bool:
    """Whether a reference is whole: its control figures are right."""
    kept = re.sub(r"\s", "", text.upper())
    return bool(re.fullmatch("RF[0-9]{2}[A-Z0-9]{1,21}", kept)) and _modulus(kept[4:] + kept[:4]) == 1


def in_fours(text: str) -> str:
    """As one reads it aloud: `RF18 E202 6000 123`."""
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def _modulus(text: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in text)) % 97


def fee_of(sheet: Sheet) -> Decimal | None:
    """What a procedure costs when its sheet fixes it; None when it is free or somebody has to reckon it."""
    if sheet.fee.kind != "fixed" or not sheet.fee.amount:
        return None
    return sheet.fee.amount.quantize(Decimal("0.01"))
