"""Whoever has not come in sends little: what announces more is refused before a byte of it is read."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from consistori.documents.web.limits import FROM_ANYBODY

pytestmark = pytest.mark.django_db

PUBLIC = "/e/vall-llobera/sortir/"


class _Unread:
    """A body that must not be read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def _announce(client: Any, path: str, size: int, **more: Any) -> Any:
    return client.generic(
        "POST", path, b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(size), **{"wsgi.input": _Unread(), **more},
    )  # fmt: skip


def test_it_is_refused_at_its_header(client: Any, town: Any) -> None:
    answer = _announce(client, PUBLIC, FROM_ANYBODY + 1)

    assert answer.status_code == 413
    assert answer["Connection"] == "close"
    assert "1 MB" in answer.content.decode()
    program = _announce(client, PUBLIC, FROM_ANYBODY + 1, HTTP_X_REQUESTED_WITH="dropzone")
    assert program.json()["code"] == "come-in-first"


def test_a_key_opens_no_page(client: Any, town: Any) -> None:
    answer = _announce(client, PUBLIC, FROM_ANYBODY + 1, HTTP_AUTHORIZATION="Bearer x")

    assert answer.status_code == 413


def test_the_check_of_a_document_takes_a_file_of_anybody(client: Any, town: Any) -> None:
    answer = _announce(client, "/verify/VLL-0000-0000/", FROM_ANYBODY + 1)

    assert answer.status_code == 404, "it is let in, and there is no such document"


def test_whoever_is_known_brings_what_the_page_takes(
    client: Any, town: Any, clerk: Any, sign_in: Any
) -> None:
    body = {"text": "x" * (FROM_ANYBODY + 1)}
    assert client.post(PUBLIC, body).status_code == 413
    session = client.session
    session["citizen"] = {"0": {"identifier": "12345678Z"}}
    session.save()
    assert client.post(PUBLIC, body).status_code != 413
    client.cookies.clear()
    program = {"Authorization": "Bearer x", "X-Entity": "vall-llobera"}
    assert client.post("/api/v1/cases", body, headers=program).status_code == 401
    assert sign_in(clerk).post(PUBLIC, body).status_code != 413


def test_it_stands_after_the_session_and_before_what_reads_bodies() -> None:
    names = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    mine = names.index("RefuseAnonymousBodies")
    assert names.index("SessionMiddleware") < mine < names.index("CsrfViewMiddleware")
