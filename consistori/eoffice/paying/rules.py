"""The reference of a pay letter, and what a fee comes to. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import prod
from typing import Any

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


def fee_of(sheet: Sheet, answers: Mapping[str, Any] | None = None) -> Decimal | None:
    """What a procedure costs by its sheet and what was answered; None when it is free or somebody has to reckon it."""
    fee = sheet.fee
    if fee.kind not in ("fixed", "table") or (fee.kind == "table" and fee.rate is None):
        return None
    due = fee.amount or Decimal(0)
    if fee.rate is not None:
        many = [_how_many((answers or {}).get(key)) for key in fee.times]
        if None in many:
            return None
        due += fee.rate * prod(one for one in many if one is not None)
    return due.quantize(Decimal("0.01"), ROUND_HALF_UP) or None


def _how_many(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
