"""Questions about signatures that last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q

from consistori.documents.models import VersionBlob
from consistori.signature.lasting.models import LastingQuerySet
from consistori.signature.lasting.rules import PATIENCE, WITHIN
from consistori.signature.models import Lasting, SignatureRequest


def due(at: datetime) -> LastingQuerySet:
    """Not yet B-LTA, with nobody left to sign (or too long in coming), and whose next try has come."""
    open_ones = SignatureRequest.objects.filter(version_id=OuterRef("version_id")).unsettled()
    complete = ~Exists(open_ones) | Q(handed_at__lt=at - PATIENCE)
    rows: LastingQuerySet = Lasting.objects.due(at).filter(complete)
    return rows


def ending(at: datetime, *, within: timedelta = WITHIN) -> LastingQuerySet:
    """B-LTA whose archive timestamp ends soon."""
    rows: LastingQuerySet = Lasting.objects.ending(at, within=within)
    return rows


def short() -> LastingQuerySet:
    """Not yet B-LTA, those that wait for their circuit (`is_open`) last."""
    open_ones = SignatureRequest.objects.filter(version_id=OuterRef("version_id")).unsettled()
    rows: LastingQuerySet = Lasting.objects.short().annotate(is_open=Exists(open_ones))
    return rows.order_by(F("is_open"), "handed_at")


def first_to_end() -> datetime | None:
    """The first day when an archive timestamp of the entity ends."""
    found: datetime | None = Lasting.objects.aggregate(first=Min("holds_until"))["first"]
    return found


def last_blobs(version_ids: Sequence[UUID]) -> dict[UUID, VersionBlob]:
    """The last bytes of each version. One statement."""
    rows = VersionBlob.objects.filter(version_id__in=version_ids).order_by("version_id", "-position")
    return {row.version_id: row for row in rows.distinct("version_id")}


def lasting_of(version_id: UUID | None) -> Lasting | None:
    """How far the signatures of a version hold; None when it has none."""
    found: Lasting | None = Lasting.objects.filter(version_id=version_id).first() if version_id else None
    return found


def counts() -> dict[str, int]:
    """How many versions there are of each level."""
    rows = Lasting.objects.order_by().values_list("level").annotate(n=Count("pk"))
    return {level: n for level, n in rows}
