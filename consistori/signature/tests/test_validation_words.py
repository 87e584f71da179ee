"""A validation said in words, in Catalan and in Spanish."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from consistori.signature import validation
from consistori.signature.engine.demo.authority import Credential
from consistori.signature.engine.errors import CertificateRefused, ServiceSilent
from consistori.signature.engine.pades import Purpose, sign_pdf
from consistori.signature.engine.trust import TrustList
from consistori.signature.sentences import STOPPED, sentence, trouble_of, trouble_said, why_stopped
from consistori.signature.tests.conftest import LocalStamps
from consistori.signature.tests.test_sign_and_validate import hand_of


@pytest.fixture
def signed(
    decree: bytes,
    issue: Callable[..., Credential],
    trust: TrustList,
    stamps: LocalStamps,
    monkeypatch: pytest.MonkeyPatch,
) -> bytes:
    monkeypatch.setattr(validation, "trust_list", lambda: trust)
    return sign_pdf(decree, hand_of(issue(), trust, stamps), Purpose(), at=datetime.now(UTC)).data


@pytest.mark.parametrize(
    ("language", "whole", "stamp", "holds"),
    [
        ("ca", "Totes les signatures valen.", "amb segell de temps", "Val: és sencera"),
        ("es", "Todas las firmas valen.", "con sello de tiempo", "Vale: está íntegra"),
    ],
)
def test_a_good_file_is_said_in_words(
    signed: bytes, language: str, whole: str, stamp: str, holds: str
) -> None:
    report = validation.report_on(signed)

    with override(language):
        said = validation.in_words(report)

    assert said[0] == whole
    assert said[1].startswith("Rosa Bassols Pi, Alcaldessa.")
    assert stamp in said[1]
    assert holds in said[1]


def test_without_asking_it_says_that_nobody_was_asked(signed: bytes) -> None:
    report = validation.report_on(signed, ask=False)

    with override("ca"):
        assert "ara no diu si el certificat està revocat" in validation.in_words(report)[1]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"rubbish", "no es pot llegir com a PDF"), (b"%PDF-1.7", "no es pot llegir com a PDF")],
)
def test_what_is_no_pdf_is_said(data: bytes, words: str, signed: bytes) -> None:
    with override("ca"):
        assert words in validation.in_words(validation.report_on(data))[0]


def test_a_pdf_without_signatures_says_so(decree: bytes, signed: bytes) -> None:
    with override("ca"):
        assert validation.in_words(validation.report_on(decree)) == ["El fitxer no té signatures."]


def test_what_is_kept_of_a_trouble_says_the_same_sentence() -> None:
    error = CertificateRefused("expired", on=datetime(2026, 11, 1, tzinfo=UTC))

    with override("ca"):
        assert why_stopped(error) == trouble_said(trouble_of(error))
        assert "1 de novembre de 2026" in why_stopped(error)


def test_a_code_without_its_facts_still_says_something() -> None:
    with override("ca"):
        assert "No s’ha pogut signar" in sentence("never heard of")
        assert sentence("expired", {})
        assert why_stopped(ServiceSilent("timestamp-silent"))


@pytest.mark.parametrize("code", sorted(STOPPED))
def test_every_reason_is_said_in_both_languages(code: str) -> None:
    said: dict[str, Any] = {}
    for language in ("en", "ca", "es"):
        with override(language):
            said[language] = str(STOPPED[code])

    assert len(set(said.values())) == 3
