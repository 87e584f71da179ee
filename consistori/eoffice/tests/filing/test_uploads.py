"""A plan of 200 MB on a bad line: it stops, it goes on, nothing that came is sent again (tus 1.0)."""

from __future__ import annotations

import base64
import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest

from consistori.documents.blobs.partial import Busy, Gone, Partial, WrongPlace, sweep_partial
from consistori.documents.models import Blob
from consistori.eoffice.filing.drafts import begin_draft
from consistori.eoffice.filing.jobs import sweep_uploads
from consistori.eoffice.filing.papers import papers_of
from consistori.eoffice.models import Draft, DraftUpload
from consistori.eoffice.tests.filing.conftest import CODE, SHEET, a_citizen
from consistori.kernel.clock import now
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import working_for

MB = 1 << 20
PLAN = b"%PNG is not what this is: plain letters.\n" * 80_000
"""Some 3 MB of text, as a plan."""


@pytest.fixture
def home(town: Any, db: None, come_in: Any) -> str:
    """The address of Laia's draft; she has come in with her browser."""
    from consistori.catalogue.procedures.selectors import procedure
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.kernel.actor import Actor

    with working_for(town):
        by = Actor.program(town.pk)
        publish(create_procedure(by=by, text=SHEET), by=by)
        draft = begin_draft(procedure(CODE), citizen=a_citizen())
    come_in(a_citizen())
    return f"/e/{town.slug}/tramits/{CODE}/fer/{draft.pk}/pujades/"


def _begin(client: Any, home: str, *, size: int, name: str = "planol.txt", place: str = "sketch") -> Any:
    said = {"place": place, "filename": name}
    words = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())
    return client.post(
        home, headers={"Upload-Length": str(size), "Upload-Metadata": words, "Tus-Resumable": "1.0.0"}
    )


def _piece(client: Any, url: str, data: bytes, at: int, **headers: str) -> Any:
    return client.patch(
        url,
        data,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(at), **headers},
    )


def _papers(town: Any, home: str) -> list[Any]:
    with working_for(town):
        return papers_of(Draft.objects.get(pk=home.split("/")[-3]))


def test_it_comes_in_pieces_stops_and_goes_on_on_another_day(client: Any, home: str, town: Any) -> None:
    begun = _begin(client, home, size=len(PLAN))
    assert begun.status_code == 201
    url = begun["Location"]
    assert _piece(client, url, PLAN[:MB], 0)["Upload-Offset"] == str(MB)
    there = client.head(url)
    assert (there["Upload-Offset"], there["Upload-Length"]) == (str(MB), str(len(PLAN)))
    assert there["Cache-Control"] == "no-store"
    assert _papers(town, home) == []

    last = _piece(client, url, PLAN[MB:], MB, **{"X-Requested-With": "dropzone"})

    assert last.status_code == 200
    assert "planol.txt" in last.content.decode()
    (paper,) = _papers(town, home)
    assert (paper.key, paper.file.size) == ("sketch", len(PLAN))
    assert paper.file.sha256 == hashlib.sha256(PLAN).hexdigest()
    assert client.head(url).status_code == 404
    with working_for(town):
        assert not DraftUpload.objects.exists()
        assert Blob.objects.filter(sha256=paper.file.sha256).exists()


def test_a_piece_that_does_not_follow_is_told_where_it_ends(client: Any, home: str) -> None:
    url = _begin(client, home, size=100)["Location"]
    _piece(client, url, b"a" * 10, 0)

    again = _piece(client, url, b"a" * 10, 0)

    assert (again.status_code, again["Upload-Offset"]) == (409, "10")
    assert client.head(url)["Upload-Offset"] == "10"
    assert client.patch(url, b"a", content_type="text/plain").status_code == 415


def test_no_more_is_taken_than_was_said(client: Any, home: str, town: Any) -> None:
    url = _begin(client, home, size=10)["Location"]

    _piece(client, url, b"0123456789 and the rest", 0)

    (paper,) = _papers(town, home)
    assert paper.file.size == 10


def test_what_hurts_is_refused_when_it_is_whole_and_nothing_stays(client: Any, home: str, town: Any) -> None:
    program = b"MZ\x90\x00 program"
    url = _begin(client, home, size=len(program), name="planol.exe")["Location"]

    answer = _piece(client, url, program, 0)

    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert client.head(url).status_code == 404
    assert _papers(town, home) == []


@pytest.mark.parametrize(("size", "status"), [("0", 422), ("x", 422), (str(1 << 40), 413)])
def test_a_length_that_cannot_be(client: Any, home: str, size: str, status: int) -> None:
    assert _begin(client, home, size=size).status_code == status  # type: ignore[arg-type]


def test_a_place_that_is_not_asked_for_and_too_many_at_once(client: Any, home: str) -> None:
    assert _begin(client, home, size=5, place="nowhere").status_code == 422
    answers = [_begin(client, home, size=5).status_code for _ in range(13)]
    assert answers == [201] * 12 + [422]


def test_somebody_elses_and_nobody_s(client: Any, home: str, come_in: Any, town: Any) -> None:
    url = _begin(client, home, size=5)["Location"]
    come_in(a_citizen("87654321X"))
    assert client.head(url).status_code == 404
    assert _piece(client, url, b"12345", 0).status_code == 404
    assert _begin(client, home, size=5).status_code == 404
    come_in(None)
    assert client.head(url).status_code == 401
    assert _piece(client, url, b"12345", 0).status_code == 401
    assert _papers(town, home) == []


def test_whoever_s_time_ran_out_on_the_way_loses_nothing(
    client: Any, home: str, come_in: Any, town: Any
) -> None:
    url = _begin(client, home, size=5)["Location"]
    come_in(a_citizen(entered_at=(now() - timedelta(hours=3)).isoformat()))

    answer = _piece(client, url, b"12345", 0, **{"X-Requested-With": "dropzone"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert len(_papers(town, home)) == 1


def test_given_up_or_left_too_long_nothing_is_left(client: Any, home: str, town: Any) -> None:
    first, second = (_begin(client, home, size=50)["Location"] for _ in range(2))
    _piece(client, second, b"1" * 10, 0)
    assert client.delete(first).status_code == 204
    assert client.head(first).status_code == 404
    with working_for(town):
        DraftUpload.objects.update(touched_at=now() - timedelta(days=4))
        partial = Partial(town.pk, DraftUpload.objects.get().pk)
    assert partial.offset == 10

    assert sweep_uploads(town) == 1

    with pytest.raises(Gone):
        _ = partial.offset


def test_the_server_says_what_it_speaks(client: Any, home: str) -> None:
    answer = client.options(home)
    assert answer["Tus-Version"] == "1.0.0"
    assert "creation" in answer["Tus-Extension"]
    assert int(answer["Tus-Max-Size"]) > 200 * MB


class _Cut(io.RawIOBase):
    """A line that falls after some bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, n: int = -1) -> bytes:
        if not self.data:
            raise OSError("connection reset")
        piece, self.data = self.data[:n], self.data[n:]
        return piece


def test_a_line_that_is_cut_leaves_what_had_come_and_two_at_once_do_not_mix(db: None) -> None:
    partial = Partial(7, uuid7())
    with pytest.raises(Gone):
        partial.append(io.BytesIO(b"x"), at=0, most=1)
    partial.begin()

    assert partial.append(_Cut(b"abc"), at=0, most=10) == 3  # type: ignore[arg-type]
    with partial._held(), pytest.raises(Busy):
        partial.append(io.BytesIO(b"x"), at=3, most=1)
    with pytest.raises(WrongPlace) as wrong:
        partial.append(io.BytesIO(b"x"), at=2, most=1)
    assert wrong.value.offset == 3
    assert partial.append(io.BytesIO(b"defghijk"), at=3, most=7) == 10
    assert partial.finish().path.read_bytes() == b"abcdefghij"
    partial.begin()
    assert sweep_partial(older_than=-1) >= 1


def test_a_length_or_a_place_that_is_no_number_is_told(client: Any, home: str) -> None:
    assert _begin(client, home, size="²").status_code == 422  # type: ignore[arg-type]
    url = _begin(client, home, size=10)["Location"]
    assert _piece(client, url, b"ten", 0, **{"Upload-Offset": "²"}).status_code == 422
