"""Files of a request, streamed to temporary blobs while they are hashed, before any transaction opens."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from consistori.documents.blobs import BlobWriter, ReceivedBlob
from consistori.documents.received import ReceivedFile
from consistori.kernel.errors import Refusal

if TYPE_CHECKING:
    _Upload = UploadedFile[Any]
else:
    _Upload = UploadedFile


class BlobUpload(_Upload):
    """An uploaded file whose bytes are already a temporary blob; or the reason why it could not be taken."""

    def __init__(
        self, name: str, content_type: str, received: ReceivedBlob | None, problem: Refusal | None
    ) -> None:
        stream = received.path.open("rb") if received else io.BytesIO()
        super().__init__(
            file=stream, name=name, content_type=content_type, size=received.size if received else 0
        )
        self.received = received
        self.problem = problem

    def file_received(self) -> ReceivedFile:
        """The file for the act that keeps it. Raises the refusal if it could not be taken."""
        if self.problem is not None:
            raise self.problem
        if self.received is None:
            raise RuntimeError("an upload is either received or refused")
        return ReceivedFile(name=self.name or "", blob=self.received)


class TemporaryBlobHandler(FileUploadHandler):
    """Django's upload handler of the house. One bad file does not stop the others of its request."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._problem: Refusal | None = None
        self._writer: BlobWriter | None = None
        try:
            self._writer = BlobWriter()
        except Refusal as refusal:
            self._problem = refusal

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self._writer is not None:
            try:
                self._writer.write(raw_data)
            except Refusal as refusal:
                self._problem, self._writer = refusal, None
        return None

    def file_complete(self, file_size: int) -> BlobUpload:
        received = None
        if self._writer is not None:
            try:
                received = self._writer.finish()
            except Refusal as refusal:
                self._problem = refusal
        self._writer = None
        return BlobUpload(self.file_name or uuid4().hex, self.content_type or "", received, self._problem)

    def upload_interrupted(self) -> None:
        if getattr(self, "_writer", None) is not None:
            self._writer.abandon()  # type: ignore[union-attr]
            self._writer = None
