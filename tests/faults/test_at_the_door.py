"""Who tries the door: guessed passwords, forged forms, guessed names of files."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client

PASSWORD = "correcte cavall bateria grapa"
TRIES = 1000


@pytest.fixture
def somebody(town: Any, hire: Any) -> Any:
    from consistori.directory.models import Person

    clerk = hire(town, "processor", "Núria", "Camps")
    person = Person.objects.get(pk=clerk.person_id)
    person.email = "nuria.camps@example.cat"
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time that a password is really hashed or checked, which takes a quarter of a second."""
    seen: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(self: Any, *args: Any, _real: Any = real, _name: str = name, **kwargs: Any) -> Any:
            seen.append(_name)
            return _real(self, *args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    return seen


def _try(client: Client, person: Any, password: str) -> int:
    answer = client.post("/accounts/login/", {"login": person.email, "password": password})
    return answer.status_code


@pytest.mark.slow
def test_a_password_tried_a_thousand_times_is_looked_at_five(somebody, hashings):
    client = Client()
    hashings.clear()

    answers = [_try(client, somebody, f"prova {n}") for n in range(TRIES)]

    assert answers[:4] == [200] * 4
    assert set(answers[5:]) == {429}
    assert len(hashings) <= 5, f"{len(hashings)} hashings"


@pytest.mark.slow
def test_after_five_wrong_ones_the_right_one_waits_a_quarter_of_an_hour(somebody, hashings):
    from axes.models import AccessAttempt

    from consistori.kernel.clock import now

    client = Client()
    for n in range(5):
        _try(client, somebody, f"prova {n}")
    hashings.clear()

    assert _try(client, somebody, PASSWORD) == 429
    assert hashings == []
    assert "_auth_user_id" not in client.session

    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=14))
    assert _try(client, somebody, PASSWORD) == 429
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=16))
    assert _try(client, somebody, PASSWORD) == 302


@pytest.mark.slow
def test_tries_from_many_machines_and_written_otherwise_are_counted_together(somebody):
    for n in range(5):
        name = somebody.email.upper() if n % 2 else f" {somebody.email}"
        Client(REMOTE_ADDR=f"10.0.0.{n}", HTTP_USER_AGENT=f"navegador {n}").post(
            "/accounts/login/", {"login": name, "password": f"prova {n}"}
        )

    assert _try(Client(REMOTE_ADDR="10.9.9.9"), somebody, PASSWORD) == 429


def test_a_form_of_another_site_is_refused(town, clerk, sign_in):
    signed_in = sign_in(clerk)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies

    refused = strict.post(f"/e/{town.slug}/desk/cases/new/", {"title": "Gual"})

    assert refused.status_code == 403
    from consistori.cases.models import CaseFile
    from consistori.tenancy.scope import working_for

    with working_for(town):
        assert CaseFile.objects.count() == 0


def test_the_api_does_not_take_the_session_of_a_browser(town, clerk, sign_in):
    answer = sign_in(clerk).get("/api/v1/cases", headers={"X-Entity": town.slug})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "address",
    [
        "desk/documents/{sha}/",
        "desk/documents/{sha}/download/",
        "desk/documents/{sha}/download",
        "desk/documents/00000000-0000-7000-8000-000000000000/download/",
        "blobs/{sha}",
        "media/{sha}",
        "static/../blobs/{sha}",
        "api/v1/documents/{sha}/content",
    ],
)
def test_the_name_of_a_file_guessed_by_its_hash_opens_nothing(town, clerk, sign_in, at_work, address):
    from consistori.documents.services import ReceivedFile, receive_document

    data = b"Informe reservat."
    receive_document(by=clerk, received=ReceivedFile.from_bytes("informe.txt", data))

    path = address.format(sha=hashlib.sha256(data).hexdigest())
    answer = sign_in(clerk).get(f"/e/{town.slug}/{path}")

    assert answer.status_code in {401, 404}
    assert data not in answer.content
