"""Records of the electronic office."""

from consistori.eoffice.models.assertions import IdentityAssertion
from consistori.eoffice.models.drafts import Draft, DraftPaper, DraftUpload, SignatureEvidence
from consistori.eoffice.models.office import Incident, OfficeSetting, OfficeText, PublicNotice
from consistori.eoffice.models.powers import PowerChange, PowerElsewhere, RegisteredPower, Representation
from consistori.eoffice.models.term_letters import TermLetter

__all__ = [
    "Draft",
    "DraftPaper",
    "DraftUpload",
    "IdentityAssertion",
    "Incident",
    "OfficeSetting",
    "OfficeText",
    "PowerChange",
    "PowerElsewhere",
    "PublicNotice",
    "RegisteredPower",
    "Representation",
    "SignatureEvidence",
    "TermLetter",
]
