"""Modality [modalitat] is switches, not code paths: presets per entity that hide or show, and convert nothing."""

from consistori.tenancy.models import Entity

BASIC = frozenset({"cases", "documents", "signature", "verification", "trail", "api"})
COMPLETE = BASIC | {
    "series_compulsory",
    "deadlines",
    "steps",
    "guides",
    "tasks",
    "meeting",
    "calendar",
    "decree_book",
    "notifications",
    "bulletin",
    "archive",
    "registry",
    "eoffice",
    "assistance",
    "appointments",
    "padro",
    "automation",
    "analytics",
}
COMPLETE_PLUS = COMPLETE | {"bodies"}
PRESETS: dict[str, frozenset[str]] = {"basic": BASIC, "complete": COMPLETE, "complete_plus": COMPLETE_PLUS}


def is_on(entity: Entity, switch: str) -> bool:
    """Whether this switch is on: set apart for the entity, or as its modality has it."""
    if switch in entity.switches:
        return bool(entity.switches[switch])
    return switch in PRESETS[entity.modality]
