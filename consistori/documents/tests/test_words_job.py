"""A job reads the words: they are found by the search, and give the guesses that the name could not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.conf import LazySettings

from consistori.documents.models import Document, DocumentText
from consistori.documents.received import ReceivedFile
from consistori.documents.selectors import search_documents
from consistori.documents.services import describe_document, receive_document
from consistori.documents.services.words import keep_words
from consistori.formats.tests import makers
from consistori.tenancy.scope import working_for

LETTER = (
    "= Informe tècnic\nAmb data d’avui s’ha revisat la terrassa dels veïns i les seves taules, amb els"
    " plànols que han portat per a aquesta sol·licitud.\n\nVall-llobera, 24 d’agost de 2025"
)


def kept(town: Any, clerk: Any, name: str, data: bytes, **metadata: Any) -> Document:
    with working_for(town):
        return receive_document(by=clerk, received=ReceivedFile.from_bytes(name, data), **metadata)


def pdf(source: str) -> bytes:
    return bytes(typst.compile(source.encode()))


def test_what_is_written_inside_is_found(town: Any, clerk: Any, run_jobs: Callable[[], int]) -> None:
    document = kept(town, clerk, "scan001.pdf", pdf(LETTER))

    run_jobs()

    with working_for(town):
        assert [found.pk for found in search_documents(clerk, "terrasses")] == [document.pk]
        assert search_documents(clerk, "cementiri") == []


def test_the_text_gives_date_and_language_that_nobody_said(
    town: Any, clerk: Any, run_jobs: Callable[[], int]
) -> None:
    document = kept(town, clerk, "scan001.pdf", pdf(LETTER))

    run_jobs()

    with working_for(town):
        stored = Document.objects.get(pk=document.pk)
    assert (stored.date_on, stored.language) == (date(2025, 8, 24), "ca")
    assert {"date_on", "language"} <= set(stored.guessed)


def test_what_somebody_said_is_never_guessed_over(town: Any, clerk: Any, run_jobs: Callable[[], int]) -> None:
    document = kept(town, clerk, "scan001.pdf", pdf(LETTER))
    with working_for(town):
        describe_document(document, by=clerk, date_on=date(2024, 1, 1), language="es")

    run_jobs()

    with working_for(town):
        stored = Document.objects.get(pk=document.pk)
    assert (stored.date_on, stored.language) == (date(2024, 1, 1), "es")


def test_a_scan_without_words_is_not_an_original(town: Any, clerk: Any, run_jobs: Callable[[], int]) -> None:
    document = kept(town, clerk, "escaneig.pdf", makers.plain_pdf())

    run_jobs()

    with working_for(town):
        assert Document.objects.get(pk=document.pk).elaboration == "EE99"
        assert DocumentText.objects.get(version=document.version_id).state == "none"


def test_what_cannot_be_read_is_told_and_stays(town: Any, clerk: Any, run_jobs: Callable[[], int]) -> None:
    document = kept(town, clerk, "memoria.docx", makers.docx())

    run_jobs()

    with working_for(town):
        assert DocumentText.objects.get(version=document.version_id).state in {"failed", "none"}
        assert Document.objects.get(pk=document.pk).title == "Memoria"


def test_its_first_page_is_drawn_before_anybody_asks(
    town: Any, clerk: Any, run_jobs: Callable[[], int], settings: LazySettings
) -> None:
    kept(town, clerk, "scan001.pdf", pdf(LETTER))

    run_jobs()

    assert len(list((Path(settings.CACHE_ROOT) / "previews").rglob("1-900.png"))) == 1


def test_keeping_the_words_takes_five_statements_the_second_time_too(
    town: Any, clerk: Any, statements: Callable[[], Any]
) -> None:
    document = kept(town, clerk, "acta.txt", b"Acta del ple")
    for text in ("Acta del ple", "Acta del ple de maig"):
        with working_for(town), statements() as sent:
            keep_words(document.version_id, text=text)
        assert sent.count <= 5, sent.sql

    with working_for(town):
        assert DocumentText.objects.get(version=document.version_id).text == "Acta del ple de maig"


def test_another_town_finds_nothing(
    town: Any, other_town: Any, clerk: Any, outsider: Any, run_jobs: Callable[[], int]
) -> None:
    kept(town, clerk, "scan001.pdf", pdf(LETTER))
    run_jobs()

    with working_for(other_town):
        assert search_documents(outsider, "terrasses") == []
