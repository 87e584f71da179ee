"""The body of a request goes to temporary blobs; one bad file does not stop the others."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.request import UnreadablePostError
from django.test import RequestFactory

from consistori.documents.errors import FileTooLarge
from consistori.documents.uploads import BlobUpload


def parts(settings: LazySettings) -> list[Path]:
    return list((Path(settings.BLOB_ROOT) / "incoming").glob("*.part"))


def posted(*files: tuple[str, bytes]) -> list[BlobUpload]:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    request = RequestFactory().post("/", {"file": uploads, "title": "Hola"})
    found: Any = request.FILES.getlist("file")
    assert request.POST["title"] == "Hola"
    return list(found)


def test_each_file_is_a_blob_that_can_be_read_and_kept() -> None:
    [first, second] = posted(("a.txt", b"Bon dia"), ("b.txt", b"Bona nit"))

    assert first.read() == b"Bon dia"
    assert second.received is not None
    assert second.received.size == second.size == 8
    assert first.file_received().name == "a.txt"


def test_a_file_over_the_limit_is_told_and_the_others_stay(settings: LazySettings) -> None:
    settings.UPLOAD_LIMIT = 100

    [large, small] = posted(("gran.txt", b"x" * 200_000), ("petit.txt", b"Bon dia"))

    with pytest.raises(FileTooLarge):
        large.file_received()
    assert isinstance(large.problem, FileTooLarge)
    assert small.file_received().blob.size == 7


def test_an_empty_file_comes_as_such(settings: LazySettings) -> None:
    [upload] = posted(("buit.pdf", b""))

    assert upload.received is not None
    assert upload.received.size == 0


def test_a_browser_that_leaves_in_the_middle_leaves_nothing(settings: LazySettings) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + b"y" * 70_000

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(size)
            if not piece:
                raise OSError("the connection is gone")
            return piece

    request = RequestFactory().post("/", b"z", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(10**6)
    request._stream = Broken(head)

    with pytest.raises(UnreadablePostError):
        _ = request.FILES
    del request

    import gc

    gc.collect()
    assert parts(settings) == []
