"""Records of assistance."""

from consistori.assistance.models.contacts import CertificateAct, Contact, FrontAct
from consistori.assistance.models.counter import Attention, AttentionPaper, PhoneDoor
from consistori.assistance.models.officers import AuthorisedOfficer
from consistori.assistance.models.phone import AssistedFiling, HelpedDraft

__all__ = [
    "AssistedFiling",
    "Attention",
    "AttentionPaper",
    "AuthorisedOfficer",
    "CertificateAct",
    "Contact",
    "FrontAct",
    "HelpedDraft",
    "PhoneDoor",
]
