"""The signing house of the room of signatures, and a decree that waits for the mayor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consistori.signature.tests.conftest import (
    PASSPHRASE,
    authority,
    bring_paper,
    decree,
    give_key,
    issue,
    signing_house,
    stamps,
    trust,
)

__all__ = [
    "PASSPHRASE",
    "authority",
    "bring_paper",
    "decree",
    "give_key",
    "issue",
    "signing_house",
    "stamps",
    "trust",
]


@pytest.fixture
def decree_type(town: Any) -> Any:
    """The type «decree» of the catalogue."""
    from consistori.catalogue.models import DocumentType
    from consistori.tenancy.scope import working_for

    with working_for(town):
        return DocumentType.objects.create(
            code="DECREE", name_ca="Decret", name_es="Decreto", eni_type="TD01"
        )


@pytest.fixture
def ask_decree(
    bring_paper: Callable[..., Any], decree_type: Any, town: Any, clerk: Any
) -> Callable[..., Any]:
    """`ask_decree("Title", mayor)` gives the request of a decree that waits for her."""
    from consistori.directory.models import Delegation, Person
    from consistori.signature.services import request_signatures
    from consistori.tenancy.scope import working_for

    def do(title: str, *signers: Any) -> Any:
        document = bring_paper(title)
        with working_for(town):
            document.type = decree_type
            document.save(update_fields=["type"])
            people = [
                one if isinstance(one, Delegation) else Person.objects.get(pk=one.person_id)
                for one in signers
            ]
            asked = request_signatures(by=clerk, document=document, signers=people)
        return asked[0] if len(asked) == 1 else asked

    return do


@pytest.fixture
def decide(
    ask_decree: Callable[..., Any], give_key: Callable[..., Any], mayor: Any, town: Any
) -> Callable[..., Any]:
    """`decide("Title")` has the mayor sign a decree and gives it; `decide("One", "Two")` gives both."""
    from consistori.bodies.models import Decree
    from consistori.signature.services import sign_requests
    from consistori.tenancy.scope import working_for

    give_key(mayor, town)

    def do(*titles: str) -> Any:
        asked = [ask_decree(title, mayor) for title in titles]
        outcome = sign_requests(asked, by=mayor, passphrase=PASSPHRASE)
        assert len(outcome.signed) == len(titles), outcome.why
        with working_for(town):
            rows = {row.document_id: row for row in Decree.objects.select_related("document", "entity")}
        found = [rows[one.document_id] for one in asked]
        return found[0] if len(found) == 1 else found

    return do
