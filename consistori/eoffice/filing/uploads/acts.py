"""Acts on a file that is on its way to a draft: begin, end, give up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.documents.blobs.partial import Partial
from consistori.documents.errors import FileTooLarge
from consistori.documents.received import ReceivedFile
from consistori.eoffice.filing.papers import Place, Waiting, put_paper
from consistori.eoffice.filing.sealing import close, unclose
from consistori.eoffice.models import Draft, DraftUpload
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere
from consistori.tenancy.scope import current_entity
from consistori.trail import act

WAITS = timedelta(days=3)
"""How long a file that stopped waits since its last piece."""

MOST_AT_ONCE = 12
"""Files of one draft that may be on their way."""


@act
def begin_upload(draft: Draft, place: Place, *, name: str, size: int) -> DraftUpload:
    """Write down that a file of `size` bytes comes for a place. `draft` is locked.

    Raises `AlreadyDone` (sent), `FileTooLarge`, `BadInput` (empty, or too many at once).
    """
    if draft.is_sent:
        raise AlreadyDone(_("It was sent already: it does not change any more."))
    if size > settings.UPLOAD_LIMIT:
        raise FileTooLarge(settings.UPLOAD_LIMIT)
    if size <= 0:
        raise BadInput(_("The file is empty. Look at it and choose it again."), field="file")
    if DraftUpload.objects.filter(draft=draft).count() >= MOST_AT_ONCE:
        raise BadInput(
            _("Twelve files are on their way already: wait until one ends, or choose it again."), field="file"
        )
    row = DraftUpload(draft=draft, key=place.key, size=size, touched_at=now())
    row.sealed = close({"name": name[:250]}, bound_to=str(row.pk))
    row.save(force_insert=True)
    Partial(current_entity().pk, row.pk).begin()
    return row


def upload_of(draft: Draft, key: UUID) -> DraftUpload:
    """One of a draft. Raises `NotHere`."""
    found: DraftUpload | None = DraftUpload.objects.filter(draft=draft, pk=key).first()
    if found is None:
        raise NotHere
    return found


def name_of_upload(row: DraftUpload) -> str:
    """The name that the file brought. Raises `DoesNotOpen`."""
    said: dict[str, Any] = unclose(row.sealed, bound_to=str(row.pk))
    return str(said["name"])


@act
def end_upload(draft: Draft, row: DraftUpload, place: Place, received: ReceivedFile) -> Waiting:
    """Put the file that has come whole in its place. `draft` is locked. Raises what `put_paper` raises."""
    paper = put_paper(draft, place, received)
    row.delete()
    return paper


@act
def give_up(row: DraftUpload) -> None:
    """Forget a file on its way, and what had come of it."""
    partial = Partial(current_entity().pk, row.pk)
    row.delete()
    partial.forget()


def forget_stopped() -> int:
    """In the entity of the scope: forget what stopped longer ago than it waits; how many."""
    rows = list(DraftUpload.objects.filter(touched_at__lt=now() - WAITS))
    for row in rows:
        give_up(row)
    return len(rows)
