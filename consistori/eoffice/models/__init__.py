"""Records of the electronic office."""

from consistori.eoffice.models.assertions import IdentityAssertion
from consistori.eoffice.models.drafts import Draft, DraftPaper, SignatureEvidence
from consistori.eoffice.models.office import Incident, OfficeSetting, OfficeText, PublicNotice

__all__ = [
    "Draft",
    "DraftPaper",
    "IdentityAssertion",
    "Incident",
    "OfficeSetting",
    "OfficeText",
    "PublicNotice",
    "SignatureEvidence",
]
