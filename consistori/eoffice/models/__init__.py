"""Records of the electronic office."""

from consistori.eoffice.models.drafts import Draft, DraftPaper, SignatureEvidence
from consistori.eoffice.models.office import Incident, OfficeSetting, OfficeText, PublicNotice

__all__ = [
    "Draft",
    "DraftPaper",
    "Incident",
    "OfficeSetting",
    "OfficeText",
    "PublicNotice",
    "SignatureEvidence",
]
