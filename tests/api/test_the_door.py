"""Who knocks at the API, and what a refusal looks like."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

KIND = "application/problem+json"


def test_a_program_with_its_key_learns_where_it_is(program):
    answer = program.get("entity")

    assert answer.status_code == 200
    assert answer.json()["slug"] == "vall-llobera"
    assert "cases:read" in answer.json()["key_scopes"]


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer cst_x", "Basic YTpi", "Bearer " + "cst_" + "a" * 43, "Bearer a b"]
)
def test_without_a_key_of_the_town_nobody_enters(program, header):
    answer = program.get("entity", Authorization=header)

    assert answer.status_code == 401
    assert answer["Content-Type"] == KIND
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "unauthorized"


def test_the_key_of_another_town_is_no_key_and_the_try_is_written_in_the_trail_of_the_town(
    town, other_town, foreign_program
):
    answer = foreign_program.get("people", X_Entity=town.slug)

    assert answer.status_code == 401
    with working_for(town):
        written = TrailEvent.objects.get(kind="directory.ProgramTurnedAway")
        assert "/api/v1/people" in written.content
        assert foreign_program.secret not in written.content


def test_a_withdrawn_key_no_longer_opens(town, program, administrator):
    from consistori.directory.models import ApiToken
    from consistori.directory.services import revoke_token

    with working_for(town):
        revoke_token(ApiToken.objects.get(), by=administrator)

    assert program.get("entity").status_code == 401


def test_a_key_past_its_date_no_longer_opens(town, give_key):
    from datetime import timedelta

    from consistori.directory.models import ApiToken
    from consistori.kernel.clock import now
    from consistori.tenancy.scope import working_for

    old = give_key(town, expires_at=now() + timedelta(days=1))
    with working_for(town):
        ApiToken.objects.update(expires_at=now() - timedelta(seconds=1))

    assert old.get("entity").status_code == 401


def test_the_key_of_a_person_who_left_no_longer_opens(town, hire, give_key):
    from consistori.directory.models import Person, Post

    clerk = hire(town, "processor", "Pol", "Riu")
    hers = give_key(town, person=Person.objects.get(pk=clerk.person_id), name="Mòbil")
    assert hers.get("entity").status_code == 200

    with working_for(town):
        Post.objects.filter(person_id=clerk.person_id).update(ends_on=today() - timedelta(days=1))

    assert hers.get("entity").status_code == 401


def test_the_town_must_be_said(program):
    answer = program.get("entity", X_Entity="")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "X-Entity"


def test_a_town_that_is_not_here_is_not_here(program):
    assert program.get("entity", X_Entity="atlantida").status_code == 404


def test_the_address_may_carry_the_town(program):
    answer = program.get("/e/vall-llobera/api/v1/entity", X_Entity="")

    assert answer.status_code == 200


def test_the_address_of_a_town_does_not_take_another_in_the_header(program, other_town):
    assert program.get("/e/vall-llobera/api/v1/entity", X_Entity=other_town.slug).status_code == 404


def test_a_key_without_the_right_is_told_which_one(town, give_key):
    narrow = give_key(town, scopes=["cases:read"])

    answer = narrow.get("people")

    assert answer.status_code == 403
    assert answer.json()["code"] == "scope-missing"
    assert "people:read" in answer.json()["detail"]


def test_the_trail_is_not_for_every_role(town, give_key):
    clerk = give_key(town, roles=["processor"])

    assert clerk.get("trail-events").status_code == 403


def test_an_address_that_is_not_there_is_a_problem_too(program):
    answer = program.get("unicorns")

    assert answer.status_code == 404
    assert answer["Content-Type"] == KIND


def test_a_method_that_the_address_does_not_do_says_which_ones_it_does(program):
    answer = program.post("people")

    assert answer.status_code == 405
    assert answer["Content-Type"] == KIND
    assert answer["Allow"] == "GET"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Send the key of your program: Authorization: Bearer cst_…"),
        ("ca", "Envia la clau del teu programa: Authorization: Bearer cst_…"),
        ("es", "Envía la clave de tu programa: Authorization: Bearer cst_…"),
    ],
)
def test_refusals_speak_the_language_that_is_asked(program, language, sentence):
    answer = program.get("entity", Authorization="", Accept_Language=language)

    assert answer.json()["detail"] == sentence


@pytest.mark.parametrize(
    "address", ["people?q=%00", "people?limit=0", "people?limit=101", "people?cursor=zzz"]
)
def test_what_cannot_be_asked_is_told_at_its_field(program, address):
    answer = program.get(address)

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == KIND


def test_a_program_that_hurries_is_told_to_wait(program, settings):
    settings.API_REQUESTS_PER_MINUTE = 3

    answers = [program.get("entity").status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert int(program.get("entity")["Retry-After"]) <= 60


def test_who_tries_keys_is_stopped(program, monkeypatch):
    from consistori.directory.api_access import limits

    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=lambda: 600.0))  # all in the same minute
    limits.forget()
    tries = [
        program.get("entity", Authorization="Bearer x").status_code
        for _ in range(limits.WRONG_KEYS_A_MINUTE + 1)
    ]

    assert tries[-1] == 429


def test_the_list_of_people_is_walked_to_its_end(town, program, hire):
    for number in range(7):
        hire(town, "processor", f"Persona{number}", "Camps")

    seen, address = [], "people?limit=3"
    while address:
        page = program.get(address).json()
        seen += [p["name"] for p in page["items"]]
        address = page["next"] and f"people?limit=3&cursor={page['next']}"

    assert seen == [f"Persona{n} Camps" for n in range(7)]


def test_people_are_found_by_the_beginning_of_their_words(town, program, clerk, mayor):
    found = program.get("people?q=bass").json()["items"]

    assert [p["name"] for p in found] == ["Rosa Bassols"]


def test_the_trail_is_walked_from_the_newest(program, town):
    first = program.get("trail-events?limit=1").json()
    program.get("entity", Authorization="Bearer cst_" + "b" * 43)

    assert first["items"][0]["kind"] == "directory.TokenCreated"
    assert program.get("trail-events?limit=1").json()["items"][0]["seq"] == first["items"][0]["seq"] + 1


def test_the_description_is_open_and_is_of_version_3_1(client):
    description = client.get("/api/v1/openapi.json").json()

    assert description["openapi"].startswith("3.1")
    operation = description["paths"]["/api/v1/people"]["get"]
    assert "application/problem+json" in operation["responses"]["401"]["content"]


def test_who_has_a_secret_finds_that_key_in_the_database_and_no_other(town, other_town, give_key):
    from django.db import connection

    from consistori.directory.models import ApiToken

    one, _ = give_key(town), give_key(other_town)

    with connection.cursor() as cursor:
        cursor.execute("SELECT entity_id FROM consistori_key(%s)", [ApiToken.digest_of(one.secret)])
        assert cursor.fetchall() == [(town.pk,)]
        cursor.execute("SELECT count(*) FROM consistori_key('')")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM directory_apitoken")
        assert cursor.fetchone() == (0,)


def test_what_happens_is_followed_in_the_order_of_the_chain(program, town, give_key):
    last = program.get("trail-events?limit=1").json()["items"][0]["seq"]
    for name in ("un", "dos", "tres"):
        give_key(town, name=name)

    first = program.get(f"trail-events?after={last}&limit=2").json()
    rest = program.get(f"trail-events?after={last}&limit=2&cursor={first['next']}").json()

    told = [event["payload"]["name"] for event in first["items"] + rest["items"]]
    assert (told, rest["next"]) == (["un", "dos", "tres"], None)


def test_every_refusal_has_a_title_of_its_status():
    from consistori.directory.api_access.problems import TITLES
    from consistori.kernel.errors import Refusal

    found, waiting = set(), [Refusal]
    while waiting:
        kind = waiting.pop()
        found.add(kind.status)
        waiting += kind.__subclasses__()

    assert found <= set(TITLES)
