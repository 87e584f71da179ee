"""Words of the catalogue of what comes back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.tasks.models import Every

HEADS: dict[str, Any] = {
    "budget": _("Budget and accounts"),
    "taxes": _("Taxes and fees"),
    "padro": _("Census of inhabitants"),
    "grants": _("Grants"),
    "contracts": _("Contracts"),
    "people": _("People of the town hall"),
    "order": _("Order of the house"),
}
EVERY: dict[str, Any] = {value: label for value, label in Every.choices}
