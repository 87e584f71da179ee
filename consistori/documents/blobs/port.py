"""What a store of blobs is asked for, whatever it is made of."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Protocol

from django.utils.translation import gettext_lazy as _

from consistori.documents.blobs.incoming import ReceivedBlob
from consistori.kernel.errors import Refusal, Unavailable


class BlobMissing(Refusal):
    """The row says that there is a blob, and the store has not got it, or has not got it whole."""

    status = 503
    default_code = "blob-missing"

    def __init__(self) -> None:
        super().__init__(_("The bytes of this document are not in their place. Tell the administrator."))


class StoreUnreachable(Unavailable):
    """The store does not answer, or does not let us in. `detail` is technical, for the operator."""

    default_code = "store-unreachable"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            _(
                "The place where documents are kept does not answer. Nothing was changed: try again in a moment."
            )
        )
        self.detail = detail


class Store(Protocol):
    """A store of blobs. Every name is the SHA-256 of its bytes, so that to keep twice is to keep once."""

    def keep(self, entity_id: int, received: ReceivedBlob) -> None:
        """Give the blob its place, whole and lasting, before returning."""

    def open(self, entity_id: int, sha256: str) -> BinaryIO:
        """Open it for reading, seekable, in constant memory. Raises `BlobMissing`."""

    def as_stored(self, entity_id: int, sha256: str) -> BinaryIO:
        """The bytes of that name as the store itself has them, whatever they are. Raises `BlobMissing`."""

    def existing_path(self, entity_id: int, sha256: str) -> Path:
        """A file of this machine with those very bytes, to read only. Raises `BlobMissing`."""

    def erase(self, entity_id: int, sha256: str) -> None:
        """Remove it for ever, if it is there."""

    def reach(self) -> None:
        """Raise `StoreUnreachable`, with the reason, if it is not there for us."""

    def sweep(self) -> None:
        """Tidy up, once a night."""


def key_of(entity_id: int, sha256: str) -> str:
    """Its name in every store: `12/ab/cd/abcd…`. Thus one store can be copied to another as it is."""
    if len(sha256) != 64 or not sha256.isalnum():
        raise BlobMissing
    return f"{entity_id}/{sha256[:2]}/{sha256[2:4]}/{sha256}"
