"""The bytes of a document leave as a file that runs nothing; too many bytes do not come in."""

from collections.abc import Callable
from typing import Any

from django.conf import LazySettings
from django.test import Client

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.formats.tests import makers
from consistori.tenancy.scope import working_for

SignIn = Callable[[Any], Client]
DESK = "/e/vall-llobera/desk/documents"


def test_a_download_is_a_file_that_runs_nothing(
    sign_in: SignIn, clerk: Any, kept: Callable[..., Document]
) -> None:
    content = makers.typst_pdf()
    document = kept("Informe d’obres «final».pdf", content)

    answer = sign_in(clerk).get(f"{DESK}/{document.pk}/download/")

    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_page_is_drawn_and_kept_and_its_words_are_told(
    sign_in: SignIn, clerk: Any, kept: Callable[..., Document]
) -> None:
    document = kept()
    browser = sign_in(clerk)

    image = browser.get(f"{DESK}/{document.pk}/preview/1.png")
    words = browser.get(f"{DESK}/{document.pk}/preview/1.txt")

    assert b"".join(image.streaming_content).startswith(b"\x89PNG")
    assert "Informe de la col·lecció" in words.content.decode()
    for missing in ("preview/2.png", "preview/2.txt", "preview/0.png", "download/7/"):
        assert browser.get(f"{DESK}/{document.pk}/{missing}").status_code == 404


def test_an_announced_body_of_four_gigabytes_is_refused_unread(
    settings: LazySettings, clerk: Any, kept: Callable[..., Document]
) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from consistori.documents.web.limits import refuse_oversize

    class Unreadable:
        def read(self, *_: int) -> bytes:
            raise AssertionError("the body was read")

    request = RequestFactory().post("/desk/documents/", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(4 * 1024**3)
    request.META["wsgi.input"] = Unreadable()
    request.META["HTTP_X_REQUESTED_WITH"] = "dropzone"

    answer = refuse_oversize(lambda _: HttpResponse("kept"))(request)

    assert answer.status_code == 413
    assert b"250" in answer.content


def test_a_blob_that_is_lost_says_so_without_breaking_the_page(
    sign_in: SignIn, clerk: Any, town: Any, kept: Callable[..., Document]
) -> None:
    document = kept()
    with working_for(town):
        blobs.path_of(document.version.sha256).unlink()
    browser = sign_in(clerk)

    assert browser.get(f"{DESK}/{document.pk}/").status_code == 200
    assert browser.get(f"{DESK}/{document.pk}/download/").status_code == 503
