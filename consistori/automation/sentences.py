"""Words of rules: why one did not decide, what its bodies are."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.automation.rules.deciding import Why

WHY: dict[str, Any] = {
    Why.ROOM: _("Whoever keeps the data has a doubt."),
    Why.DOES_NOT_HOLD: _("It does not meet the condition of the rule: a person decides."),
    Why.NOT_SAID: _("What is known does not say whether it meets the condition: a person decides."),
}
BODIES: dict[str, Any] = {
    "specification_body": _("Specifications"),
    "programming_body": _("Programming"),
    "maintenance_body": _("Maintenance"),
    "supervision_body": _("Supervision"),
    "quality_body": _("Quality control"),
    "audit_body": _("Audit of the system and of its source code"),
    "appeals_body": _("Before whom it is appealed"),
}
"""What the law wants a body for, in its order (Llei 40/2015, art. 41.2)."""


def why(code: str) -> str:
    """Why it was passed to a person; empty when it was done."""
    return str(WHY.get(code, ""))


def yes_or_no(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value)
