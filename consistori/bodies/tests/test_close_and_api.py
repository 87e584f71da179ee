"""The book of a year that has ended is closed in one PDF; programs read the book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest

from consistori.bodies.models import ClosedBook
from consistori.bodies.services import begin_transcription, close_book
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.signature.models import SignatureRequest
from consistori.signature.services import sign_requests
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for

Decide = Callable[..., Any]


@pytest.fixture
def next_year(monkeypatch: Any) -> Callable[[], None]:
    """From now on it is the first days of January of the next year, for the closing."""

    def go() -> None:
        monkeypatch.setattr("consistori.bodies.services.closing.today", lambda: today() + timedelta(days=366))

    return go


def test_the_whole_book_is_one_file_with_every_signed_decree_inside(
    decide: Decide,
    secretary: Any,
    clerk: Any,
    town: Any,
    give_key: Callable[..., Any],
    run_jobs: Callable[[], int],
    next_year: Callable[[], None],
) -> None:
    rows = decide("Decret del gual", "Decret de la terrassa")
    year = rows[0].year
    give_key(secretary, town)
    with working_for(town):
        with pytest.raises(BadInput):
            close_book(year, by=secretary)
        next_year()
        with pytest.raises(BadInput):
            close_book(year, by=secretary)
        with pytest.raises(NotPermitted):
            close_book(year, by=clerk)
        _transcription, asked = begin_transcription([row.pk for row in rows], by=secretary)
    sign_requests([asked], by=secretary, passphrase=PASSPHRASE)
    with working_for(town):
        close_book(year, by=secretary)
        with pytest.raises(AlreadyDone):
            close_book(year, by=secretary)

    run_jobs()

    with working_for(town):
        closing = ClosedBook.objects.get()
        request = SignatureRequest.objects.get(document_id=closing.document_id)
    assert not closing.is_done
    sign_requests([request], by=secretary, passphrase=PASSPHRASE)
    with working_for(town):
        closing.refresh_from_db()
        assert closing.is_done
        document = Document.objects.with_version().get(pk=closing.document_id)
        path = blobs.existing_path(document.latest_blob.sha256)
        signed = blobs.existing_path(rows[0].document.latest_blob.sha256).read_bytes()
    with pikepdf.open(path) as pdf:
        assert sorted(pdf.attachments) == [f"{row.said.replace('/', '-')}.pdf" for row in rows]
        assert (
            pdf.attachments[f"{rows[0].said.replace('/', '-')}.pdf"].get_file().read_bytes()[:100]
            == signed[:100]
        )


def test_programs_read_the_book(
    decide: Decide, clerk: Any, administrator: Any, town: Any, client: Any
) -> None:
    from consistori.directory.services.tokens import create_token

    rows = decide("Decret del gual", "Decret de la terrassa")
    with working_for(town):
        _token, secret = create_token(
            by=administrator, name="Transparència", scopes=["documents:read"], roles=["processor"]
        )
    words = {"Authorization": f"Bearer {secret}", "X-Entity": town.slug}

    page = client.get("/api/v1/decrees", {"limit": 1}, headers=words)

    assert page.status_code == 200, page.content
    assert [one["number"] for one in page.json()["items"]] == [rows[1].said]
    assert page.json()["next"]
    one = client.get(f"/api/v1/decrees/{rows[0].year}/{rows[0].number}", headers=words).json()
    assert (one["title"], one["competence"]) == ("Decret del gual", "own")
    assert client.get("/api/v1/decrees/2020/1", headers=words).status_code == 404
