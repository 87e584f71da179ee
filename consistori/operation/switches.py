"""The switches of the modality in words, and what changes when they change. Nothing is ever converted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.tenancy.modality import PRESETS, is_on
from consistori.tenancy.models import Entity

LABELS: dict[str, Any] = {
    "cases": _("Cases"),
    "documents": _("Documents"),
    "signature": _("Electronic signature"),
    "verification": _("Public verification of documents"),
    "trail": _("Trail of what happens"),
    "api": _("Keys for other programs"),
    "series_compulsory": _("Each case must have its series"),
    "deadlines": _("Deadlines"),
    "steps": _("Guided steps of the procedure"),
    "guides": _("Guides beside the case"),
    "tasks": _("Tasks"),
    "meeting": _("Weekly meeting"),
    "calendar": _("Calendar"),
    "decree_book": _("Book of decrees"),
    "notifications": _("Electronic notifications"),
    "bulletin": _("Notice board"),
    "archive": _("Archive"),
    "registry": _("Registry of entries and exits"),
    "eoffice": _("Electronic office"),
    "assistance": _("Help to people at the counter"),
    "appointments": _("Appointments"),
    "padro": _("Census of inhabitants"),
    "automation": _("Automatic acts"),
    "analytics": _("Figures"),
    "bodies": _("Sessions of the governing bodies"),
}
CHOICES = ("", "on", "off")


@dataclass(frozen=True)
class SwitchChange:
    """One switch: how it is, how it would be, and what the entity has set apart from its modality."""

    name: str
    label: Any
    before: bool
    after: bool
    apart: str

    @property
    def shown(self) -> bool:
        return self.after and not self.before

    @property
    def hidden(self) -> bool:
        return self.before and not self.after


def set_apart(entity: Entity) -> dict[str, bool]:
    """The switches that the entity has set apart from its modality."""
    return {name: bool(value) for name, value in entity.switches.items() if name in LABELS}


def preview(entity: Entity, modality: str, apart: dict[str, bool]) -> list[SwitchChange]:
    """Each switch as it is now and as it would be. It asks nothing of the database, and changes nothing."""
    preset = PRESETS[modality]
    return [
        SwitchChange(
            name,
            label,
            is_on(entity, name),
            apart.get(name, name in preset),
            {True: "on", False: "off"}.get(apart[name], "") if name in apart else "",
        )
        for name, label in LABELS.items()
    ]
