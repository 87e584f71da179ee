"""Acts of the operator. Each opens the scope of the entity it touches: call them outside any scope."""

from consistori.operation.services.changing import Base, change_entity, change_modality, fields_now
from consistori.operation.services.founding import FirstAdministrator, fill, found_entity
from consistori.operation.services.staff import share_staff, stop_sharing

__all__ = [
    "Base",
    "FirstAdministrator",
    "change_entity",
    "change_modality",
    "fields_now",
    "fill",
    "found_entity",
    "share_staff",
    "stop_sharing",
]
