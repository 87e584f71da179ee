"""Records of the electronic office."""

from consistori.eoffice.models.asking import ConsultChoice, ConsultMade
from consistori.eoffice.models.assertions import IdentityAssertion
from consistori.eoffice.models.attention import PhoneOnly
from consistori.eoffice.models.drafts import Draft, DraftPaper, DraftUpload, SignatureEvidence
from consistori.eoffice.models.folder import Conversation, FolderMessage
from consistori.eoffice.models.office import Incident, OfficeSetting, OfficeText, PublicNotice
from consistori.eoffice.models.paying import PayLetter, PaySetting
from consistori.eoffice.models.places import TownPlan
from consistori.eoffice.models.powers import (
    CorrectionAsked,
    PowerChange,
    PowerElsewhere,
    RegisteredPower,
    Representation,
)
from consistori.eoffice.models.term_letters import TermLetter

__all__ = [
    "ConsultChoice",
    "ConsultMade",
    "Conversation",
    "CorrectionAsked",
    "Draft",
    "DraftPaper",
    "DraftUpload",
    "FolderMessage",
    "IdentityAssertion",
    "Incident",
    "OfficeSetting",
    "OfficeText",
    "PayLetter",
    "PaySetting",
    "PhoneOnly",
    "PowerChange",
    "PowerElsewhere",
    "PublicNotice",
    "RegisteredPower",
    "Representation",
    "SignatureEvidence",
    "TermLetter",
    "TownPlan",
]
