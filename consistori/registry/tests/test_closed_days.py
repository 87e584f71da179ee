"""Each day of the books is closed with its fingerprint, tied to the day before, and sealed."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.core.management import call_command

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.registry import ports
from consistori.registry.books import closing, days
from consistori.registry.books.closing import close_days
from consistori.registry.books.days import day_of, first_broken, is_as_closed, pending_days
from consistori.registry.models import BookDay
from consistori.registry.receipts import NotSealedYet
from consistori.registry.rules.closing import digest_of
from consistori.registry.services import annotating, registering

BASE = "/e/vall-llobera/desk/registry/"
MADRID = ZoneInfo("Europe/Madrid")
MONDAY, TUESDAY, WEDNESDAY = date(2026, 5, 11), date(2026, 5, 12), date(2026, 5, 13)


@pytest.fixture
def calendar(monkeypatch: Any) -> Any:
    """`calendar(12, 9)`: it is 9 in the morning of the 12th of May."""

    def turn(day: int, hour: int = 9) -> None:
        moment = datetime(2026, 5, day, hour, tzinfo=MADRID)
        for module in (registering, annotating, closing):
            monkeypatch.setattr(module, "now", lambda: moment)
        monkeypatch.setattr(days, "today", lambda: moment.date())

    return turn


@pytest.fixture
def two_days(calendar: Any, register: Any, paper: Any, monkeypatch: Any) -> Any:
    """Two entries on Monday and one on Tuesday; it is Wednesday. Nobody seals."""
    monkeypatch.setattr(ports, "sealers", [])
    calendar(11)
    first = register(documents=[paper()])
    register("Terrassa")
    calendar(12)
    register("Bastida")
    calendar(13)
    return first


def test_each_day_is_closed_and_tied_to_the_day_before(two_days: Any) -> None:
    assert pending_days() == [MONDAY, TUESDAY]

    close_days(entity=two_days.entity)

    tuesday, monday = BookDay.objects.all()
    assert (monday.day, monday.entries, monday.previous) == (MONDAY, 2, "")
    assert (tuesday.day, tuesday.entries, tuesday.previous) == (TUESDAY, 1, monday.digest)
    assert monday.digest == digest_of("", day_of(MONDAY).lines)
    assert pending_days() == []
    assert first_broken() is None


def test_the_diligence_carries_the_lines_of_its_fingerprint(two_days: Any) -> None:
    import hashlib

    close_days(entity=two_days.entity)

    monday = BookDay.objects.get(day=MONDAY)
    paper = Document.objects.with_version().get(pk=monday.document_id)
    with blobs.open(paper.latest_blob.sha256) as stream, pikepdf.open(io.BytesIO(stream.read())) as pdf:
        lines = next(
            file.get_file().read_bytes() for name, file in pdf.attachments.items() if "jsonl" in name
        )
    assert hashlib.sha256(lines).hexdigest() == monday.digest


def test_what_was_changed_behind_its_back_is_seen(two_days: Any, monkeypatch: Any) -> None:
    close_days(entity=two_days.entity)
    monday = BookDay.objects.get(day=MONDAY)

    real = days.line_of
    monkeypatch.setattr(days, "line_of", lambda said: real({**said, "subject": "Una altra cosa"}))

    assert not is_as_closed(monday)
    assert first_broken() == monday
    told = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("registry_verify", entity=two_days.entity.slug, stdout=told)
    assert str(MONDAY) in told.getvalue()


def test_the_seal_comes_when_it_can(two_days: Any, monkeypatch: Any) -> None:
    answers: list[Any] = [ports.NotSealed("El segell no respon."), b"\n% a seal\n", b"\n% a seal\n"]

    def seal(_entity: Any, pdf: bytes, _reason: str) -> bytes:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return pdf + bytes(answer)

    monkeypatch.setattr(ports, "sealers", [seal])

    with pytest.raises(NotSealedYet):
        close_days(entity=two_days.entity)
    assert BookDay.objects.filter(document__latest_blob__kind="text").count() == 2
    close_days(entity=two_days.entity)

    assert not BookDay.objects.filter(document__latest_blob__kind="text").exists()


def test_the_night_leaves_the_job_only_where_something_is_open(
    two_days: Any, other_town: Any, run_jobs: Any
) -> None:
    closing.close_the_day(0)
    run_jobs()

    assert BookDay.objects.count() == 2


def test_the_pages_show_them_and_the_book_is_printed(two_days: Any, registrar: Any, sign_in: Any) -> None:
    browser = sign_in(registrar)
    assert "2 dies" in browser.get(f"{BASE}days/").content.decode()

    close_days(entity=two_days.entity)

    page = browser.get(f"{BASE}days/2026-05-11/").content.decode()
    assert two_days.reference in page
    assert "notice-error" not in page
    assert browser.get(f"{BASE}days/2026-05-10/").status_code == 404
    assert browser.get(f"{BASE}days/2026-99-99/").status_code == 404
    printed = browser.get(f"{BASE}printed.pdf", {"since": "2026-05-11", "until": "2026-05-12"})
    assert printed.content.startswith(b"%PDF")


def test_the_outsider_sees_no_day_and_closes_none(
    two_days: Any, outsider: Any, clerk: Any, sign_in: Any
) -> None:
    for address in ("days/", "days/2026-05-11/", "printed.pdf"):
        assert sign_in(outsider).get(f"{BASE}{address}").status_code == 404
    assert sign_in(clerk).post(f"{BASE}days/close/").status_code == 403
