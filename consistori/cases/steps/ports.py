"""What steps ask of others that hang here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from consistori.cases.models import CaseFile

silences: list[Callable[[CaseFile], date | None]] = []
"""Each answers the last day at whose end positive silence was produced in a case, or None. Terms hang it here."""

expiries: list[Callable[[CaseFile], date | None]] = []
"""Each answers the last day at whose end a procedure of the town hall expired [caducitat], or None."""
