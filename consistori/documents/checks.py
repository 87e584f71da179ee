"""Checks at the start: is there a store of blobs that we know how to use? And does it answer, for the doctor."""

from __future__ import annotations

import io
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext_lazy as _

from consistori.documents import blobs
from consistori.kernel.health import Health, bad, good


def check_blob_store(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An address that we do not know stops the start instead of losing a document later."""
    address = str(getattr(settings, "BLOB_URL", "file://"))
    if address.startswith("file://"):
        return []
    if not address.startswith("s3://"):
        return [
            Error(
                f"BLOB_URL names a store that is not known: {address.split(':', 1)[0]}.",
                hint="Use file:///a/folder, on a disk that is backed up, or s3://bucket?endpoint=https://…",
                id="documents.E001",
            )
        ]
    if len(urlsplit(address).netloc) >= 3 and settings.BLOB_ACCESS_KEY and settings.BLOB_SECRET_KEY:
        return []
    return [
        Error(
            "The bucket of BLOB_URL needs a name of three letters or more, BLOB_ACCESS_KEY and BLOB_SECRET_KEY.",
            hint="BLOB_URL=s3://bucket/prefix?endpoint=https://s3.example&region=eu-south-2",
            id="documents.E002",
        )
    ]


def store_answers() -> Health:
    """The store is there and lets us in."""
    try:
        blobs.store().reach()
    except blobs.StoreUnreachable as error:
        return bad(_("The place where documents are kept does not answer."), error.detail)
    return good(_("The place where documents are kept answers."))


def store_keeps() -> Health:
    """It keeps something, gives it back, and lets it go: outside every entity."""
    store, sent = blobs.store(), uuid.uuid4().bytes
    received = blobs.receive(io.BytesIO(sent))
    try:
        store.keep(0, received)
        with store.open(0, received.sha256) as stream:
            is_same = stream.read() == sent
        store.erase(0, received.sha256)
    except blobs.StoreUnreachable as error:
        return bad(_("The place where documents are kept does not answer."), error.detail)
    if not is_same:
        return bad(_("The place where documents are kept gives back something else than it was given."))
    return good(_("The place where documents are kept takes, gives back and lets go."))
