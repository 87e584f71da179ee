"""The records of the directory."""

from consistori.directory.models.accounts import Invitation, SignIn
from consistori.directory.models.careers import MANNERS, Absence, Delegation
from consistori.directory.models.grants import AccessGrant, InformationRequest
from consistori.directory.models.people import (
    LANGUAGES,
    Person,
    PersonManager,
    PersonTown,
    Post,
    PostQuerySet,
    Unit,
)
from consistori.directory.models.programs import ApiToken, IdempotentAnswer

__all__ = [
    "LANGUAGES",
    "MANNERS",
    "Absence",
    "AccessGrant",
    "ApiToken",
    "Delegation",
    "IdempotentAnswer",
    "InformationRequest",
    "Invitation",
    "Person",
    "PersonManager",
    "PersonTown",
    "Post",
    "PostQuerySet",
    "SignIn",
    "Unit",
]
