"""What the description promises is what the API does, asked with bounded made-up requests (schemathesis)."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pydantic import BaseModel
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from consistori.directory.api_access import limits
from tests.api.test_cases import text_file

EXAMPLES = 6


@contextmanager
def one_connection() -> Iterator[None]:
    """The test lives in one transaction: requests do not close its connection, as in Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@cache
def _schema() -> Any:
    """The description is the same for all of them: it is read once a process."""
    with one_connection():
        return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@pytest.fixture
def described(give_key: Any, other_town: Any, settings: Any) -> Any:
    """The description of the API, asked by a program of a town that has a case, a document, a party and an entry."""
    settings.API_REQUESTS_PER_MINUTE = 10**6
    other_town.switches = {"registry": True}
    other_town.save()
    program = give_key(other_town, roles=["secretary"])
    party = {"name": "Laia", "surname1": "Riubrugent", "identifier": "12345678Z"}
    case = program.post("cases", {"title": "Gual", "parties": [party]}).json()
    leaf = program.post(f"cases/{case['id']}/documents", data={"file": text_file()}).json()
    entry = program.post("registry-entries", {"subject": "Gual", "people": [{"name": "Laia"}]}).json()
    schema = _schema()
    schema.program = program
    schema.known = {
        "case": case["id"],
        "entry": entry["reference"],
        "document_id": leaf["document"],
        "party_id": case["parties"][0]["party"]["id"],
        "row_id": case["parties"][0]["id"],
    }
    return schema


def _known(operation: Any, known: dict[str, str]) -> dict[str, str] | None:
    """The identifiers of what there is, for an operation that names them all in its address."""
    named = [parameter.name for parameter in operation.path_parameters]
    found = {name: known[name] for name in named if name in known}
    return found if named and len(found) == len(named) else None


def _ask(operation: Any, described: Any, **made: Any) -> None:
    program = described.program
    headers = {"Authorization": f"Bearer {program.secret}", "X-Entity": program.town.slug}

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(headers=headers, **made))
    def ask(case: Any) -> None:
        limits.forget()
        # What fits the description may still be refused: an unknown series, a cursor that is not ours.
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    with one_connection():
        ask()


def _operations() -> list[str]:
    from consistori.config.api import api

    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return [operation["operationId"] for methods in paths.values() for operation in methods.values()]


@pytest.mark.slow
@pytest.mark.parametrize("name", _operations())
def test_the_api_does_what_it_describes(described: Any, name: str) -> None:
    operation = described.find_operation_by_id(name)

    _ask(operation, described)
    with suppress(Unsatisfiable):  # an address that takes any text cannot be asked wrongly
        _ask(operation, described, generation_mode=GenerationMode.NEGATIVE)
    if known := _known(operation, described.known):
        _ask(operation, described, path_parameters=known)


def test_no_two_shapes_of_different_rooms_have_one_name():
    """The description has one place a name: the second would silently take the place of the first."""
    rooms = [name for name in sys.modules if re.fullmatch(r"consistori\.(\w+\.)+api(\.\w+)?", name)]
    assert "consistori.documents.api" in rooms
    homes: dict[str, set[str]] = {}
    for room in rooms:
        for one in vars(sys.modules[room]).values():
            if (
                isinstance(one, type)
                and issubclass(one, BaseModel)
                and one.__module__.startswith("consistori.")
            ):
                homes.setdefault(one.__name__, set()).add(one.__module__)

    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_every_shape_that_is_named_is_described():
    """What an operation reads by itself is named by hand, and its shape must be in the description too."""
    from consistori.config.api import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(schema, default=str)))

    assert named - set(schema["components"]["schemas"]) == set()
