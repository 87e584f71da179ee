"""One PDF of a batch: the sheet of the round and its slips, then each letter with the act and its annexes.

Nothing is kept: it is drawn of what the rows say, outside any transaction, and is the same every time. Each letter
takes whole sheets, so that it may be printed on both sides.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consistori.documents import blobs
from consistori.notifications.models import Notification
from consistori.notifications.models.paper import PaperBatch, PaperLetter, PaperWay
from consistori.notifications.paper.drawing import Letter, letters_pdf, round_pdf
from consistori.notifications.paper.rules.codes import code_of
from consistori.notifications.paper.rules.window import ENVELOPES
from consistori.notifications.paper.words import hours_words
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.ui.dates import day_and_month

A4 = (595.276, 841.89)


@dataclass(frozen=True)
class Batch:
    """What is drawn: its number, its envelope, when it was made, and each letter with the hashes of what it carries."""

    number: str
    envelope: str
    at: datetime
    letters: Sequence[Letter]
    carried: Sequence[Sequence[str]]


def read_batch(entity: Entity, batch_id: UUID) -> Batch:
    """The batch as data, without those that have arrived meanwhile. Opens its own scope; four statements."""
    with working_for(entity):
        batch = PaperBatch.objects.get(pk=batch_id)
        rows = PaperLetter.objects.filter(batch=batch, way__in=PaperWay.objects.open()).order_by("place")
        joined = rows.select_related(
            "way__notification__dispatch", "way__notification__party", "way__notification__representative"
        )
        found = list(joined)
        letters = [letter_of(entity, row.way, tuple(row.lines)) for row in found]
        carried = [_carried(row.way.notification) for row in found]
        return Batch(batch.number, batch.envelope, batch.made_at, letters, carried)


def letter_of(entity: Entity, way: PaperWay, lines: tuple[str, ...]) -> Letter:
    """All that the letter of a way says."""
    notification, dispatch = way.notification, way.notification.dispatch
    party = notification.representative or notification.party
    return Letter(
        code=code_of(entity.code_prefix, notification.number),
        number=notification.number,
        name=notification.addressee_name,
        lines=lines,
        language=notification.language if notification.language in ("ca", "es") else "ca",
        title=dispatch.title,
        act_number=dispatch.act_number,
        act_on=dispatch.act_on,
        body=dispatch.body,
        reference=dispatch.reference,
        office=entity.public_url,
        decides=dispatch.decides,
        ends_way=dispatch.ends_way,
        appeals=dispatch.facts.appeals,
        warns=notification.warns_next_electronic,
        is_obliged=notification.is_obliged,
        is_person=party.is_person,
        seconds=("", _second(way)),
        is_tax=way.is_tax,
        in_office=not notification.never_electronic,
    )


def _second(way: PaperWay) -> str:
    """Until when the second attempt may be, where the first is known already."""
    if way.until is None or way.from_hour is None or way.to_hour is None:
        return ""
    return f"{day_and_month(way.until)}, {hours_words(way.from_hour, way.to_hour)}"


def _carried(notification: Notification) -> list[str]:
    """The hashes of what goes in the envelope: the act, whole, and its annexes (40.2)."""
    annexes: list[dict[str, Any]] = notification.dispatch.annexes
    return [notification.sha256, *(str(one["sha256"]) for one in annexes if one.get("sha256"))]


def draw_batch(entity: Entity, batch: Batch) -> bytes:
    """The PDF. It opens a scope only to read each file."""
    # Loaded when first needed: a tenth of a second of every start.
    import pikepdf

    covers = letters_pdf(entity, batch.letters, ENVELOPES[batch.envelope], at=batch.at)
    sheet = round_pdf(entity, batch.letters, number=batch.number, at=batch.at)
    out = io.BytesIO()
    with (
        pikepdf.new() as whole,
        pikepdf.open(io.BytesIO(sheet)) as first,
        pikepdf.open(io.BytesIO(covers)) as fronts,
    ):
        whole.pages.extend(first.pages)
        _whole_sheet(whole)
        for front, hashes in zip(fronts.pages, batch.carried, strict=True):
            whole.pages.append(front)
            for sha256 in hashes:
                _add(whole, _bytes_of(entity, sha256))
            _whole_sheet(whole)
        whole.save(out)
    return out.getvalue()


def _add(whole: Any, data: bytes) -> None:
    """The pages of a PDF; nothing else is let in an envelope when it is prepared (`services/preparing.py`).

    What its fields show, as the number of a decree, is printed as ink; notes are not.
    """
    import pikepdf

    from consistori.formats.ink import as_ink

    with pikepdf.open(io.BytesIO(data)) as more:
        as_ink(more, notes=False)
        whole.pages.extend(more.pages)


def _whole_sheet(whole: Any) -> None:
    if len(whole.pages) % 2:
        whole.add_blank_page(page_size=A4)


def _bytes_of(entity: Entity, sha256: str) -> bytes:
    with working_for(entity), blobs.open(sha256) as stream:
        return stream.read()
