"""Filing what is born of a notification: where the act is, in its case."""

from __future__ import annotations

from collections.abc import Sequence

from consistori.documents.companions import file_beside
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.notifications.models import Notification


def beside(row: Notification, made: Sequence[Document], *, by: Actor) -> None:
    """Put documents where the act is; a case that takes nothing more leaves them with the notification."""
    try:
        file_beside(row.dispatch.document, made, by=by)
    except Refusal:
        return
