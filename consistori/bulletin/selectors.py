"""Questions about the board: what is on it, what was, and what waits for somebody of the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from consistori.bulletin.models import BoardRound, Edict
from consistori.bulletin.policies import may_see_board
from consistori.bulletin.ports import hidden_from
from consistori.documents.policies import may_read
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere, ensure
from consistori.tenancy.search import matching

PAST_TOLD = timedelta(days=366)
"""What left the board longer ago than this is told to nobody (R-RGP-07); its proof is in its case."""
MOST_PAST = 200


def on_board(*, words: str = "", kind: str = "") -> list[Edict]:
    """What anybody reads today, the newest first. One statement."""
    rows: QuerySet[Edict] = Edict.objects.exposed(today()).filter(published_at__lte=now())
    if kind:
        rows = rows.filter(kind=kind)
    if words.strip():
        rows = matching(rows, words)
    return list(rows.select_related("shown").order_by("-starts_on", "-published_at"))


def past(day: Any = None) -> list[Edict]:
    """What is no longer there: who reads it learns its number, its kind and its days, and not what it said."""
    since = (day or today()) - PAST_TOLD
    rows = Edict.objects.over(day or today()).filter(until_on__gte=since)
    return list(rows.order_by("-until_on", "-number")[:MOST_PAST])


def public_edict(year: int, number: int) -> Edict:
    """The edict of that number, if it is or was on the board; `NotHere` for what nobody could read yet."""
    found: Edict | None = (
        Edict.objects.published()
        .select_related(
            "shown__version", "shown__latest_blob", "entry_slip__latest_blob", "certificate__latest_blob"
        )
        .filter(year=year, number=number)
        .first()
    )
    if found is None or found.since is None or found.since > now():
        raise NotHere()
    return found


def edict_for(actor: Actor, pk: UUID) -> Edict:
    """The edict, for whoever may read its document; `NotHere` for the rest. One statement, and those of that."""
    ensure(may_see_board(actor))
    found: Edict | None = (
        Edict.objects.select_related(
            "source__version__source", "source__type", "source_version", "shown__version", "shown__latest_blob",
            "entry_slip", "exit_slip", "certificate",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if found is None or not may_read(actor, found.source):
        raise NotHere()
    return found


FILTERS = ("exposed", "drafts", "to_come", "over", "to_certify")


def staff_rows(only: str, *, words: str = "") -> QuerySet[Edict]:
    """The edicts of the town by one of `FILTERS`, the newest first; all of them without it."""
    day, rows = today(), Edict.objects.filter(dropped_at=None)
    match only:
        case "exposed":
            rows = Edict.objects.exposed(day)
        case "drafts":
            rows = Edict.objects.drafts()
        case "to_come":
            rows = Edict.objects.to_come(day)
        case "over":
            rows = Edict.objects.over(day)
        case "to_certify":
            rows = Edict.objects.to_certify(day)
    if words.strip():
        rows = matching(rows, words)
    ordered: QuerySet[Edict] = rows.order_by("-prepared_at", "-id")
    return ordered


def listed_for(actor: Actor, edicts: Iterable[Edict]) -> list[Edict]:
    """Those whose title the actor may know: what is or was on the board, and what is prepared where she reads.

    One or two statements where something is not public yet; none where all is.
    """
    rows, moment = list(edicts), now()
    unseen = [one.source_id for one in rows if one.since is None or one.since > moment]
    hidden = {key for ask in hidden_from for key in ask(actor, unseen)} if unseen else set()
    return [one for one in rows if one.source_id not in hidden or (one.since and one.since <= moment)]


def edicts_of(documents: Iterable[Any]) -> list[Edict]:
    """Those that publish any of these documents, the newest first. One statement."""
    rows = Edict.objects.filter(source_id__in=list(documents), dropped_at=None)
    return list(rows.order_by("-prepared_at"))


def last_round() -> BoardRound | None:
    """The last time that the program read the public page."""
    found: BoardRound | None = BoardRound.objects.order_by("-seq").first()
    return found
