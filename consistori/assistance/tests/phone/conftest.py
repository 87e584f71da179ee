"""Somebody who calls, a procedure in force, and an officer of the register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from consistori.assistance.models import AuthorisedOfficer
from consistori.eoffice.tests.filing.conftest import CODE, SHEET, a_citizen

__all__ = ["CODE", "a_citizen"]

ANSWERS = {"bar": "Bar de la Plaça", "covered": False, "tables": 6}


@pytest.fixture
def shown(at_work: Any) -> Any:
    """The terrace of a bar, in force."""
    from consistori.catalogue.procedures.selectors import procedure
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.kernel.actor import Actor

    by = Actor.program(at_work.pk)
    publish(create_procedure(by=by, text=SHEET), by=by)
    return procedure(CODE)


@pytest.fixture
def helped(shown: Any, laia: Any, secretary: Any) -> Any:
    """Laia calls, and Mercè begins to fill in with her."""
    from consistori.assistance.phone.services import begin_help

    return begin_help(laia, shown, by=secretary)


@pytest.fixture
def filled(helped: Any, secretary: Any) -> Any:
    """The same with all its answers, locked."""
    from consistori.assistance.phone.services import open_help, write_page

    opened = open_help(helped.pk, by=secretary, locked=True)
    for page, posted in ((0, {"bar": ["Bar de la Plaça"], "covered": ["no"]}), (2, {"tables": ["6"]})):
        write_page(opened, opened.form.pages[page], posted)
    return opened


@pytest.fixture
def officer(at_work: Any, secretary: Any) -> Any:
    """Mercè, authorised by decree, with a key of hers."""
    from consistori.kernel.clock import now
    from consistori.signature.models import SigningKey

    SigningKey.objects.create(
        person_id=secretary.person_id, origin="demo", name="Mercè", issuer="CA", serial="1",
        valid_from=now() - timedelta(days=1), valid_to=now() + timedelta(days=1), fingerprint="f",
        certificate=b"c", sealed=b"s",
    )  # fmt: skip
    return AuthorisedOfficer.objects.create(
        person_id=secretary.person_id, name=secretary.name, post="Secretària", decree="Decret 2026/0140",
        starts_on=date(2026, 1, 1),
    )  # fmt: skip
