"""The records of the board."""

from consistori.bulletin.models.edict import Datum, Edict
from consistori.bulletin.models.rounds import BoardRound
from consistori.bulletin.models.subscribers import EdictLetter, Subscriber

__all__ = ["BoardRound", "Datum", "Edict", "EdictLetter", "Subscriber"]
