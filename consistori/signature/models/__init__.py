"""Keys, what people are asked to sign, seals, copies, what others signed, and how far signatures hold."""

from consistori.signature.lasting.models import Lasting
from consistori.signature.models.arrivals import ArrivalReport
from consistori.signature.models.circuits import (
    Circuit,
    CircuitStep,
    CircuitStepQuerySet,
    GuestInvitation,
    ProposedCircuit,
)
from consistori.signature.models.copies import AuthenticCopy, CopyOfficer
from consistori.signature.models.keys import SigningKey, SigningKeyQuerySet
from consistori.signature.models.requests import SignatureBatch, SignatureRequest, SignatureRequestQuerySet
from consistori.signature.models.seals import AutomatedAct, Seal, SealHour
from consistori.signature.models.settings import SigningSetting

__all__ = [
    "ArrivalReport",
    "AuthenticCopy",
    "AutomatedAct",
    "Circuit",
    "CircuitStep",
    "CircuitStepQuerySet",
    "CopyOfficer",
    "GuestInvitation",
    "Lasting",
    "ProposedCircuit",
    "Seal",
    "SealHour",
    "SignatureBatch",
    "SignatureRequest",
    "SignatureRequestQuerySet",
    "SigningKey",
    "SigningKeyQuerySet",
    "SigningSetting",
]
