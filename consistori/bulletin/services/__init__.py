"""The acts of the board."""

from consistori.bulletin.services.ending import extend_exposure, take_down
from consistori.bulletin.services.preparing import decide_data, drop_edict, prepare_edict
from consistori.bulletin.services.publishing import publish_edict

__all__ = [
    "decide_data",
    "drop_edict",
    "extend_exposure",
    "prepare_edict",
    "publish_edict",
    "take_down",
]
