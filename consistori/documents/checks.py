"""Checks at the start: is there a store of blobs that we know how to use?"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def check_blob_store(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The store is a folder; another kind of address stops the start instead of losing a document later."""
    address = str(getattr(settings, "BLOB_URL", "file://"))
    if address.startswith("file://"):
        return []
    return [
        Error(
            f"BLOB_URL names a store that is not known: {address.split(':', 1)[0]}.",
            hint="Use file:///a/folder, on a disk that is backed up.",
            id="documents.E001",
        )
    ]
