"""Questions about what somebody is filing, and has filed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from consistori.catalogue.procedures.selectors import sheets_of
from consistori.catalogue.procedures.sheet import in_words
from consistori.eoffice.filing.drafts import owner_of_citizen
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import Draft, SignatureEvidence
from consistori.registry.models import RegistryEntry

MOST = 100


@dataclass(frozen=True)
class DraftShown:
    """A draft in the folder of its owner: what it is about, where it goes on, and until when it waits."""

    title: str
    code: str
    url: str
    saved_at: datetime
    expires_at: datetime
    prepared_by: str = ""


@dataclass(frozen=True)
class FiledShown:
    """Something that its owner filed here: its entry, and the page of its receipt."""

    title: str
    code: str
    url: str
    entry: RegistryEntry


def drafts_of(citizen: Citizen, language: str = "ca") -> list[DraftShown]:
    """What this person has begun and not sent, the last touched first. Two statements."""
    rows = Draft.objects.open().filter(owner=owner_of_citizen(citizen)).order_by("-saved_at")[:MOST]
    names = _names((row.procedure for row in rows), language)
    return [
        DraftShown(
            title=names[row.procedure],
            code=row.procedure,
            url=row.get_absolute_url(),
            saved_at=row.saved_at,
            expires_at=row.expires_at,
            prepared_by=row.prepared_by,
        )
        for row in rows
    ]


def filed_by(citizen: Citizen, language: str = "ca") -> list[FiledShown]:
    """What this person has filed by the electronic office, the last one first. Two statements."""
    rows = (
        Draft.objects.sent()
        .filter(owner=owner_of_citizen(citizen))
        .select_related("entry__state")
        .order_by("-sent_at")[:MOST]
    )
    names = _names((row.procedure for row in rows), language)
    return [
        FiledShown(
            title=names[row.procedure],
            code=row.procedure,
            url=reverse("eoffice:draft_receipt", args=[row.procedure, row.pk]),
            entry=row.entry,
        )
        for row in rows
    ]


def name_of(code: str, language: str) -> str:
    """What people call a procedure; its code when it is not here any more."""
    return _names([code], language)[code]


def _names(codes: Iterable[str], language: str) -> dict[str, str]:
    """The same of many at once. One statement, none without codes."""
    wanted = list(codes)
    names = {
        code: in_words(sheet.plain, language) or in_words(sheet.name, language)
        for code, sheet in sheets_of(wanted).items()
    }
    return {code: names.get(code) or code for code in wanted}


def evidence_of(entry: RegistryEntry) -> SignatureEvidence | None:
    """What proves who signed an entry that came by the electronic office; None if it came by another way."""
    found: SignatureEvidence | None = SignatureEvidence.objects.filter(entry=entry).first()
    return found


def facts_of_evidence(row: SignatureEvidence) -> dict[str, Any]:
    """What the seal of an evidence covers: every field but the seal itself."""
    fields = [field.attname for field in row._meta.concrete_fields if field.attname not in ("id", "seal")]
    return {name: _plain(getattr(row, name)) for name in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp() * 1_000_000)
    return value if isinstance(value, int | str | list) or value is None else str(value)
