"""Keys, what people are asked to sign, seals, copies, what others signed, and how far signatures hold."""

from consistori.signature.lasting.models import Lasting
from consistori.signature.models.arrivals import ArrivalReport
from consistori.signature.models.copies import AuthenticCopy, CopyOfficer
from consistori.signature.models.keys import SigningKey, SigningKeyQuerySet
from consistori.signature.models.requests import SignatureBatch, SignatureRequest, SignatureRequestQuerySet
from consistori.signature.models.seals import AutomatedAct, Seal

__all__ = [
    "ArrivalReport",
    "AuthenticCopy",
    "AutomatedAct",
    "CopyOfficer",
    "Lasting",
    "Seal",
    "SignatureBatch",
    "SignatureRequest",
    "SignatureRequestQuerySet",
    "SigningKey",
    "SigningKeyQuerySet",
]
