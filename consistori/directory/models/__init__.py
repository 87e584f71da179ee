"""The records of the directory."""

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
    "ApiToken",
    "IdempotentAnswer",
    "Person",
    "PersonManager",
    "PersonTown",
    "Post",
    "PostQuerySet",
    "Unit",
]
