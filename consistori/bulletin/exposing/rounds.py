"""A round: every hour the program reads its own public page and keeps what it saw, chained to the round before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError

from consistori.bulletin import ports
from consistori.bulletin.addresses import board_url, document_url, path_of
from consistori.bulletin.events import EdictNotServed
from consistori.bulletin.models import BoardRound, Edict
from consistori.bulletin.rules.rounds import GENESIS, Seen, content_of, link, seen_in
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

EVERY = timedelta(minutes=50)
"""A round that came less than this ago is of this hour."""
LARGEST_LIST = 4 * 1024 * 1024
LARGEST_DOCUMENT = 260 * 1024 * 1024
AMISS = (Seen.ABSENT, Seen.ALTERED)


@dataclass(frozen=True)
class Looked:
    """What was seen of an edict, and the SHA-256 of what was served in its place."""

    edict_id: Any
    reference: str
    seen: Seen
    sha256: str = ""


def is_due(moment: datetime) -> bool:
    """Whether it is time: an hour since the last round, or something went wrong in it. One statement."""
    last = BoardRound.objects.order_by("-seq").first()
    return last is None or moment - last.at >= EVERY or last.wrong > 0


def go_round(entity: Entity, *, always: bool = False) -> BoardRound | None:
    """Look at every edict that is on the board now, with no transaction open, and keep what was seen.

    None where there is none, or it is not time yet.
    """
    with working_for(entity):
        if not always and not is_due(now()):
            return None
        exposed = list(
            Edict.objects.exposed(today()).filter(published_at__lte=now()).order_by("year", "number")
        )
    if not exposed:
        return None
    looked = look(entity, exposed)
    try:
        with working_for(entity):
            return keep(looked, by=Actor.program(entity.pk))
    except IntegrityError:
        # Another round came meanwhile with this number: the chain has one end, and it is of this hour.
        return None


def look(entity: Entity, edicts: Sequence[Edict]) -> list[Looked]:
    """Read the list and the document of each, from outside."""
    reader = ports.page_reader()
    listed = reader.read(board_url(entity), most=LARGEST_LIST)
    page = listed.body.decode("utf-8", "replace")
    found = []
    for edict in edicts:
        served = reader.read(document_url(edict, entity), most=LARGEST_DOCUMENT)
        digest = hashlib.sha256(served.body).hexdigest() if served.status == 200 else ""
        is_listed = re.search(rf'href="[^"]*{re.escape(path_of(edict))}"', page) is not None
        found.append(
            Looked(edict.pk, edict.reference, _seen(listed, served, is_listed, digest, edict), digest)
        )
    return found


def _seen(listed: ports.Served, served: ports.Served, is_listed: bool, digest: str, edict: Edict) -> Seen:
    if _is_silent(listed) or _is_silent(served):
        return Seen.SILENT
    if served.status != 200 or listed.status != 200 or not is_listed:
        return Seen.ABSENT
    return Seen.SERVED if digest == edict.shown_sha256 else Seen.ALTERED


def _is_silent(answer: ports.Served) -> bool:
    return answer.status == 0 or answer.status >= 500 or answer.status == 429


@act
def keep(looked: Sequence[Looked], *, by: Actor) -> BoardRound | None:
    """Chain what was seen. What left the board while it was being looked at is not told as missing."""
    there = set(Edict.objects.exposed(today()).values_list("pk", flat=True))
    told = [one for one in looked if one.edict_id in there or one.seen is Seen.SERVED]
    if not told:
        return None
    before = BoardRound.objects.order_by("-seq").first()
    moment = now()
    content = content_of(
        {
            "at": moment.isoformat(timespec="seconds"),
            "entity": by.entity_id,
            "edicts": [
                {"reference": one.reference, "seen": str(one.seen), "sha256": one.sha256} for one in told
            ],
        }
    )
    previous = before.hash if before else GENESIS
    row: BoardRound = BoardRound.objects.create(
        seq=(before.seq if before else 0) + 1,
        at=moment,
        content=content,
        previous_hash=previous,
        hash=link(previous, content),
        edicts=len(told),
        wrong=sum(1 for one in told if one.seen is not Seen.SERVED),
    )
    _tell_amiss(told, before, row, by)
    return row


def _tell_amiss(told: Sequence[Looked], before: BoardRound | None, row: BoardRound, by: Actor) -> None:
    """What is not served as it was published is a fact, once, when it begins."""
    for one in told:
        known = seen_in(before.content, one.reference) if before else None
        if one.seen in AMISS and known not in AMISS:
            edict = Edict.objects.get(pk=one.edict_id)
            announce(
                EdictNotServed(
                    edict_id=edict.pk, document_id=edict.source_id, reference=edict.reference,
                    seen=str(one.seen), seq=row.seq,
                ),
                by=by,
            )  # fmt: skip
