"""The life of a case [cronologia], line by line, as its page tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.cases import texts
from consistori.cases.models import CaseFile
from consistori.cases.rules import Ending, Role, State
from consistori.cases.steps.telling import note_of_step
from consistori.parties.selectors import parties_by_id
from consistori.trail.models import Reading
from consistori.trail.selectors import TrailEntry, timeline
from consistori.ui.dates import day_and_month

PAGE = 50
# Receiving a document and filing it are one thing for whoever reads the case.
UNTOLD = frozenset({"documents.DocumentReceived", "documents.EvidenceAppended", "cases.CoverMade"})
MINOR = frozenset(
    {
        "cases.DocumentMoved",
        "cases.CaseFollowed",
        "cases.CaseUnfollowed",
        "cases.CaseLabelled",
        "cases.CaseUnlabelled",
        "cases.FolderMade",
        "cases.FolderRenamed",
        "cases.FolderRemoved",
    }
)
FILTERS: dict[str, Any] = {
    "steps": lambda kind: (
        kind.startswith(("cases.Step", "deadlines.Term"))
        or kind in {"cases.WaitExtended", "cases.StateChanged"}
    ),
    "documents": lambda kind: kind.startswith("documents.") or ".Document" in kind or ".Folder" in kind,
    "signatures": lambda kind: kind.startswith(("signature.", "notifications.")) or kind.endswith("Frozen"),
    "people": lambda kind: (
        ".Party" in kind or kind.endswith(("CaseHandedOver", "CaseUnitChanged", "CommentWritten"))
    ),
}


@dataclass(frozen=True)
class Line:
    """One fact: when, what, its note in second text, the folios it speaks of, who did it."""

    at: datetime
    icon: str
    sentence: str
    note: str
    folios: str
    who: str
    seq: int
    document_id: str = ""
    is_new: bool = False


def lines_of(
    case: CaseFile,
    document_ids: Iterable[UUID],
    *,
    folios: Mapping[UUID, str] | None = None,
    only: str = "",
    before_seq: int | None = None,
    since: datetime | None = None,
    limit: int = PAGE,
    minor: bool = True,
    names: Mapping[str, str] | None = None,
) -> list[Line]:
    """What happened to the case and to its documents, the newest first. One statement, and one more to
    name the parties unless `names` (by identifier) are given.
    """
    entries = timeline([case.pk, *document_ids], limit=limit * 2, before_seq=before_seq)
    hidden = UNTOLD if minor else UNTOLD | MINOR
    wanted = FILTERS.get(only, lambda kind: True)
    kept = [e for e in entries if e.kind not in hidden and wanted(e.kind)][:limit]
    known = _party_names(kept) if names is None else names
    return [_line(entry, known, folios or {}, since) for entry in kept]


def _party_names(entries: Sequence[TrailEntry]) -> dict[str, str]:
    ids = {UUID(e.payload["party_id"]) for e in entries if e.payload.get("party_id")}
    return {str(pk): party.display_name for pk, party in parties_by_id(ids).items()} if ids else {}


def _line(
    entry: TrailEntry, names: Mapping[str, str], folios: Mapping[UUID, str], since: datetime | None
) -> Line:
    document_id = str(entry.payload.get("document_id") or "")
    return Line(
        at=entry.at,
        icon=entry.icon,
        sentence=entry.sentence,
        note=note_of(entry.kind, entry.payload, names) or note_of_step(entry),
        folios=folios.get(UUID(document_id), "") if document_id else "",
        who=entry.who,
        seq=entry.seq,
        document_id=document_id,
        is_new=since is not None and entry.at > since,
    )


def note_of(kind: str, payload: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What the sentence of the fact leaves out: names of parties, and codes in words."""
    match kind:
        case "cases.CaseOpened":
            return _("series %(series)s") % payload if payload.get("series") else _("to be classified")
        case "cases.StateChanged":
            return str(texts.STATES.get(State(payload["state"]), ""))
        case "cases.CaseClosed":
            return str(texts.ENDINGS.get(Ending(payload["ending"]), ""))
        case "cases.PartyJoined" | "cases.PartyRoleChanged" | "cases.PartyLeft":
            name = names.get(payload["party_id"], "")
            return " · ".join(filter(None, [name, str(texts.ROLES.get(Role(payload["role"]), "")).lower()]))
        case "cases.DocumentMoved":
            return _("to the folder “%(folder)s”") % payload if payload.get("folder") else ""
        case "cases.CorrectionNotified":
            return day_and_month(date.fromisoformat(payload["on"]))
        case "cases.CorrectionExtended":
            return day_and_month(date.fromisoformat(payload["until"])) if payload.get("until") else ""
        case _:
            return ""


def readings_of(ids: Iterable[UUID], *, limit: int = PAGE) -> list[Reading]:
    """Who opened the case's documents, the newest first. One statement."""
    return list(Reading.objects.filter(record_id__in=list(ids)).order_by("-at")[:limit])
