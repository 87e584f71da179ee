"""Questions about authentic copies, and what they say to lower rooms."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from consistori.documents.models import Document
from consistori.documents.policies import is_reserved, may_read
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.signature.models import AuthenticCopy, CopyOfficer

COPIES = frozenset(AuthenticCopy.Kind.values)


def copies_about(document: Document) -> list[AuthenticCopy]:
    """The copy that this document is, and those made of it, the newest first. One statement."""
    rows = AuthenticCopy.objects.filter(Q(document=document) | Q(source=document))
    return list(rows.select_related("document", "source", "officer", "act__seal"))


def copy_of(document_id: UUID) -> AuthenticCopy | None:
    """The copy that this document is. One statement."""
    found: AuthenticCopy | None = (
        AuthenticCopy.objects.filter(document_id=document_id)
        .select_related("source", "officer", "act__seal")
        .first()
    )
    return found


def officers() -> list[CopyOfficer]:
    """The register, whoever is in force first. One statement."""
    rows = CopyOfficer.objects.select_related("person")
    return sorted(rows, key=lambda one: (one.ends_on is not None, one.person.full_name))


def may_read_copy(actor: Actor, document: Document) -> Verdict | None:
    """Hung on the reading of documents: nobody reads the copy of what she may not read. A statement for copies only.

    A partial copy is for others, but it is the town that gives it to them: here it follows its source.
    """
    if document.elaboration not in COPIES or document.is_discarded:
        return None
    copy = copy_of(document.pk)
    if copy is None or copy.source_id == document.pk:
        return None
    verdict = may_read(actor, copy.source)
    return None if verdict else verdict


def is_copy_of_reserved(document: Document) -> bool:
    """Whether its reading goes straight into the chain, because that of its source does."""
    if document.elaboration not in COPIES:
        return False
    copy = copy_of(document.pk)
    return copy is not None and copy.source_id != document.pk and is_reserved(copy.source)
