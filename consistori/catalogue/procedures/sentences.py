"""What a sheet says with figures and names, in words, in the language of the reader."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from consistori.catalogue.procedures.sheet import Sheet, Term, in_words


def term_words(term: Term) -> str:
    """«3 months», «10 working days», «at once»."""
    if term.unit == "at_once":
        return _("at once")
    if term.unit == "none":
        return _("without a term of its own")
    n = term.length
    said = {
        "months": ngettext("%(n)d month", "%(n)d months", n),
        "days": ngettext("%(n)d day", "%(n)d days", n),
        "working_days": ngettext("%(n)d working day", "%(n)d working days", n),
        "years": ngettext("%(n)d year", "%(n)d years", n),
    }[term.unit]
    return said % {"n": n}


def silence_words(sheet: Sheet) -> str:
    """What it means that nobody answers in time; the note of the sheet goes after it."""
    said = {
        "positive": _("If we do not answer in time, you can take it as a yes."),
        "negative": _(
            "If we do not answer in time, you can take it as a no, and appeal. We still have to answer."
        ),
        "none": _("There is no effect if we are late: you can claim that we answer."),
        "caducity": _("If we do not decide in time, the procedure ends without any effect on you."),
    }[sheet.silence]
    note = in_words(sheet.silence_note, get_language() or "ca")
    return f"{said} {note}".strip()


def fee_words(sheet: Sheet) -> str:
    """What it costs; the note of the sheet goes after it."""
    fee = sheet.fee
    said = {
        "free": _("It costs nothing."),
        "fixed": _("It costs %(amount)s €.") % {"amount": _euros(fee.amount)},
        "table": _("What it costs is in the ordinance of fees."),
        "later": _("We tell you later what it costs: you do not pay now."),
    }["table" if fee.rate else fee.kind]
    note = in_words(fee.note, get_language() or "ca")
    return f"{said} {note}".strip()


def _euros(amount: Decimal | None) -> str:
    return str(number_format(amount, decimal_pos=2, use_l10n=True)) if amount is not None else ""
