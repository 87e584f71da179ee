"""Authentic copies through the API: by a key that acts for an officer of the register, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.directory.models import Person
from consistori.signature.tests.copying import bring, officer, report_pdf, scan

__all__ = ["bring", "officer", "report_pdf"]


@pytest.fixture
def clerk(hire: Any, town: Any) -> Any:
    return hire(town, "processor", "Núria", "Camps")


@pytest.fixture
def secretary(hire: Any, town: Any) -> Any:
    return hire(town, "secretary", "Mercè", "Soldevila")


@pytest.fixture
def hers(give_key: Any, town: Any, officer: Any) -> Any:
    return give_key(town, person=Person.objects.get(pk=officer.person_id), name="Escàner")


def test_each_kind_is_made_and_listed(hers: Any, bring: Any, report_pdf: bytes) -> None:
    report, paper = bring("informe.pdf", report_pdf), bring("paper.tif", scan(200), elaboration="EE99")
    copies = f"documents/{report.pk}/authentic-copies"
    seen = {"kind": "EE03", "declaration": "L’he vist", "was_original": True}

    part = hers.post(copies, {"kind": "EE04", "pages": [1], "hide": ["12345678Z"]}, Idempotency_Key="a")
    again = hers.post(copies, {"kind": "EE04", "pages": [1], "hide": ["12345678Z"]}, Idempotency_Key="a")
    scanned = hers.post(f"documents/{paper.pk}/authentic-copies", seen)
    plain = hers.post(f"documents/{paper.pk}/authentic-copies", seen | {"was_original": False})
    whole = hers.post(copies, {"kind": "EE04"})

    assert (part.status_code, part.json()["kind"], part.json()["state"]) == (201, "EE04", "signing")
    assert part["Location"].endswith(f"documents/{part.json()['document']}")
    assert again.json() == part.json()
    assert [one["document"] for one in hers.get(copies).json()["items"]] == [part.json()["document"]]
    assert (scanned.status_code, scanned.json()["kind"]) == (201, "EE03")
    assert [one["field"] for one in plain.json()["errors"]] == ["was_original"]
    assert [one["field"] for one in whole.json()["errors"]] == ["pages"]


def test_who_is_not_in_the_register_and_the_outsider_make_none(
    program: Any, foreign_program: Any, bring: Any, report_pdf: bytes
) -> None:
    address = f"documents/{bring('informe.pdf', report_pdf).pk}/authentic-copies"

    unlisted = program.post(address, {"kind": "EE02"})

    assert (unlisted.status_code, unlisted.json()["article"]) == (403, "Llei 39/2015, art. 27.1")
    assert program.get(address).json()["items"] == []
    assert foreign_program.post(address, {"kind": "EE02"}).status_code == 404
    assert foreign_program.get(address).status_code == 404
