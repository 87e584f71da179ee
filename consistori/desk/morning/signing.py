"""What waits for my signature, one line a kind of document and town; what a batch left; what came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, Value, Window
from django.db.models.functions import Cast, Coalesce, Concat, RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.catalogue.models import in_language
from consistori.desk.addresses import address_in
from consistori.desk.morning import kept
from consistori.desk.rows import Row, Section, short
from consistori.kernel.clock import now
from consistori.signature.models import SignatureRequest
from consistori.signature.selectors import turns_of
from consistori.tenancy.models import Entity

MOST = 20
MOST_RETURNED = 20
REMEMBERED = timedelta(days=30)
State = SignatureRequest.State
CAME_BACK = (State.RETURNED, State.FAILED)
COLUMNS = ("entity_id", "pk", "state", "document_id", "document__title", "document__type__name_ca",
           "document__type__name_es", "signer_name", "note", "reason", "asked_at", "settled_at", "first_name",
           "last_name", "n", "unseen", "total")  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A request: the oldest of `n` of its kind that wait for her, `total` in its town, or one of hers that came back.

    `first_name` and `last_name` are the first and last, by the alphabet, of whoever asked for those of its kind.
    """

    entity_id: int
    pk: UUID
    state: str
    document_id: UUID
    title: str
    kind_ca: str | None
    kind_es: str | None
    signer: str
    note: str
    reason: str
    asked_at: datetime
    settled_at: datetime | None
    first_name: str
    last_name: str
    n: int
    unseen: int
    total: int

    @property
    def came_back(self) -> bool:
        return self.state in CAME_BACK


def requests_of(person_id: UUID) -> tuple[list[Asked], list[Asked]]:
    """The heads of what waits for her signature, the oldest first; and what she sent to sign and came back, or could
    not be signed, and was not sent again since, the last first. One statement.
    """
    rows = kept.rows("signing", lambda who, _acting: _heads(who).union(_returned(who), all=True), person_id)
    found = [Asked(*row) for row in rows]
    waiting = sorted((one for one in found if not one.came_back), key=lambda one: (one.asked_at, one.pk))
    back = [one for one in found if one.came_back]
    return waiting, sorted(back, key=lambda one: one.settled_at or one.asked_at, reverse=True)


def _heads(person_id: UUID) -> Any:
    alike: dict[str, Any] = {
        "partition_by": [F("entity_id"), Cast(Coalesce("document__type_id", "pk"), CharField())]
    }
    rows = turns_of(person_id).annotate(
        nth=Window(RowNumber(), order_by=[F("asked_at").asc(), F("pk").asc()], **alike),
        signer_name=Value(""),
        first_name=Window(Min("asked_by_name"), **alike),
        last_name=Window(Max("asked_by_name"), **alike),
        n=Window(Count("pk"), **alike),
        unseen=Window(Count("pk", filter=Q(first_seen_at=None)), **alike),
        total=Window(Count("pk"), partition_by=F("entity_id")),
    )
    return rows.filter(nth=1).order_by("asked_at", "pk").values_list(*COLUMNS)[: MOST * 3]


def _returned(person_id: UUID) -> Any:
    later = SignatureRequest.objects.filter(
        document_id=OuterRef("document_id"), asked_at__gt=OuterRef("asked_at")
    ).exclude(state=State.WITHDRAWN)
    rows = SignatureRequest.objects.filter(
        ~Exists(later), asked_by_id=person_id, state__in=CAME_BACK, document__discarded_at=None
    ).filter(Q(settled_at=None) | Q(settled_at__gte=now() - REMEMBERED))
    one = Value(1, output_field=IntegerField())
    rows = rows.annotate(
        signer_name=Concat("signer__given_name", Value(" "), "signer__family_name"),
        first_name=F("asked_by_name"), last_name=F("asked_by_name"), n=one, unseen=one, total=one,
    )  # fmt: skip
    return rows.order_by("-settled_at").values_list(*COLUMNS)[:MOST_RETURNED]


def figures(waiting: Iterable[Asked]) -> dict[int, int]:
    """How many wait in each town, those that are not shown included."""
    return {one.entity_id: one.total for one in waiting}


def section(waiting: Sequence[Asked], batches: Sequence[Any], entities: Mapping[int, Entity]) -> Section:
    """What a batch left, then each kind of document; without lines when nothing waits."""
    kept = [one for one in waiting if one.entity_id in entities]
    rows = [*map(_batch_row, batches), *(_row(one, entities[one.entity_id]) for one in kept[:MOST])]
    count = sum(figures(kept).values())
    more = sum(one.n for one in kept[MOST:])
    url = address_in(entities[kept[0].entity_id], "signature:tray") if more else ""
    return Section("sign", _("To sign"), rows, count, more, url, pill=_("Signatures"))


def returned_row(one: Asked, entity: Entity) -> Row:
    """What I sent to sign and comes back to me."""
    if one.state == State.RETURNED:
        reason = _("%(name)s returned it: «%(reason)s»") % {"name": one.signer.strip(), "reason": one.reason}
    else:
        reason = _("It could not be signed. Look why and send it again.")
    return Row(
        entity=entity,
        icon="restore",
        title=one.title,
        url=address_in(entity, "documents:document", one.document_id),
        reason=short(reason),
        at=one.settled_at or one.asked_at,
        act=_("Look at it"),
        tone="ochre",
        is_new=True,
    )


def _row(one: Asked, entity: Entity) -> Row:
    tray = address_in(entity, "signature:tray")
    alone = one.n == 1
    return Row(
        entity=entity,
        icon="pen",
        title=one.title if alone else in_language(one.kind_ca or "", one.kind_es or ""),
        url=f"{tray}?paper={one.pk}" if alone else tray,
        reason=short(_who_asks(one)),
        number="" if alone else ngettext("%(n)d document", "%(n)d documents", one.n) % {"n": one.n},
        at=one.asked_at,
        since=True,
        act=_("Read and sign"),
        is_new=bool(one.unseen),
    )


def _who_asks(one: Asked) -> str:
    if one.n == 1:
        asks = _("%(name)s asks for it") % {"name": one.first_name} if one.first_name else ""
        return " · ".join(part for part in (asks, one.note) if part)
    if one.first_name == one.last_name:
        return one.first_name
    return ", ".join(name for name in (one.first_name, one.last_name) if name)


def _batch_row(batch: Any) -> Row:
    left = batch.left
    return Row(
        entity=batch.entity,
        icon="warning",
        title=ngettext(
            "%(n)d document was left unsigned: sign again",
            "%(n)d documents were left unsigned: sign again",
            left,
        )
        % {"n": left},
        url=address_in(batch.entity, "signature:tray"),
        reason=_("The batch stopped at %(done)d of %(total)d. What is signed stays signed.")
        % {"done": batch.done, "total": batch.total},
        at=batch.finished_at or batch.opened_at,
        act=_("Sign again"),
        tone="ochre",
    )
