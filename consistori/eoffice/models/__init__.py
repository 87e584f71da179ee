"""Records of the electronic office."""

from consistori.eoffice.models.assertions import IdentityAssertion
from consistori.eoffice.models.drafts import Draft, DraftPaper, SignatureEvidence
from consistori.eoffice.models.office import Incident, OfficeSetting, OfficeText, PublicNotice
from consistori.eoffice.models.powers import PowerChange, RegisteredPower, Representation

__all__ = [
    "Draft",
    "DraftPaper",
    "IdentityAssertion",
    "Incident",
    "OfficeSetting",
    "OfficeText",
    "PowerChange",
    "PublicNotice",
    "RegisteredPower",
    "Representation",
    "SignatureEvidence",
]
