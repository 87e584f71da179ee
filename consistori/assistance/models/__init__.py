"""Records of assistance."""

from consistori.assistance.models.counter import Attention, AttentionPaper, PhoneDoor
from consistori.assistance.models.officers import AuthorisedOfficer

__all__ = ["Attention", "AttentionPaper", "AuthorisedOfficer", "PhoneDoor"]
