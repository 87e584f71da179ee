"""Auditors, operators and what the town lets see: each page they open is written, and they change nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.policies import may_read
from consistori.cases.services import open_case
from consistori.cases.web.urls import urlpatterns
from consistori.directory.models import AccessGrant, Person
from consistori.directory.policies import is_watched
from consistori.directory.roles import GRANTED
from consistori.directory.selectors import actor_of
from consistori.directory.services.grants import grant_access, take_back
from consistori.kernel.actor import Actor, HeldPost
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import working_for
from consistori.trail.chain import write_pending
from consistori.trail.models import Reading, TrailEvent


@pytest.fixture
def auditor(town: Any, hire: Any) -> Any:
    return hire(town, "auditor", "Quim", "Serra")


@pytest.fixture
def operator(town: Any, other_town: Any, hire: Any) -> Any:
    """She holds her post in another entity, as the consultants of the province do."""
    return hire(other_town, "operator", "Gemma", "Riu")


@pytest.fixture
def given(operator: Any, administrator: Any, case: CaseFile) -> AccessGrant:
    return _give(operator, administrator, case_id=case.pk, case_number=case.number)


def _give(operator: Any, by: Any, **what: Any) -> AccessGrant:
    person = Person.objects.get(pk=operator.person_id)
    return grant_access(person, by=by, reason="Incidència 4521", ends_at=now() + timedelta(days=3), **what)


def _as_she_is(operator: Any, town: Any) -> Any:
    return actor_of(Person.objects.get(pk=operator.person_id), town)


def _readings(town: Any, actor: Any) -> list[str]:
    with working_for(town):
        return list(
            Reading.objects.filter(person_id=actor.person_id).order_by("at").values_list("kind", flat=True)
        )


def test_each_page_that_an_auditor_opens_is_written(town, case, auditor, sign_in):
    client = sign_in(auditor)
    for page in ("cases/", f"cases/{case.number}/", f"cases/{case.number}/timeline/", "parties/"):
        assert client.get(f"/e/{town.slug}/desk/{page}").status_code == 200

    assert _readings(town, auditor) == ["page", "case", "case", "page"]


def test_the_pages_of_a_clerk_are_not(town, case, clerk, sign_in):
    sign_in(clerk).get(f"/e/{town.slug}/desk/cases/{case.number}/")

    assert _readings(town, clerk) == []


def test_opening_a_reserved_case_goes_straight_into_the_chain(town, reserved_series, secretary, sign_in):
    with working_for(town):
        secret = open_case(by=secretary, title="Ajut d’urgència", series=reserved_series)
    sign_in(secretary).get(f"/e/{town.slug}/desk/cases/{secret.number}/")

    with working_for(town) as scope:
        write_pending(scope)
        assert TrailEvent.objects.filter(kind="trail.ReservedRead", subject_id=secret.pk).count() == 1


ACTS = [str(one.pattern) for one in urlpatterns[-1].url_patterns if "<" not in str(one.pattern)]
HERS = {"follow/", "take/now/"}


@pytest.mark.parametrize("act", [act for act in ACTS if act and act not in HERS])
def test_an_auditor_changes_nothing_in_a_case(town, case, auditor, sign_in, act):
    with working_for(town):
        before = CaseFile.objects.get(pk=case.pk).version
    said = {"title": "Un altre", "reason": "Perquè sí", "text": "Hola", "name": "Carpeta", "state": "resolution",
            "ending": "granted", "label": "x", "to": str(auditor.person_id), "to_number": case.number}  # fmt: skip
    sign_in(auditor).post(f"/e/{town.slug}/desk/cases/{case.number}/{act}", said)

    with working_for(town) as scope:
        write_pending(scope)
        assert CaseFile.objects.get(pk=case.pk).version == before
        hers = TrailEvent.objects.filter(actor_id=auditor.person_id).exclude(kind="trail.ReservedRead")
        assert not hers.exists()


def test_an_operator_sees_nothing_without_a_grant(town, case, operator, sign_in):
    assert sign_in(operator).get(f"/e/{town.slug}/desk/cases/{case.number}/").status_code == 404


def test_with_a_grant_she_reads_that_case_and_no_other(town, case, given, operator, clerk, series, sign_in):
    with working_for(town):
        other = open_case(by=clerk, title="Una altra", series=series)
        her = _as_she_is(operator, town)
        assert set(CaseFile.objects.visible_to(her)) == {case}
        assert may_read(her, case)
        assert not may_read(her, other)

    client = sign_in(operator)
    assert client.get(f"/e/{town.slug}/desk/cases/{case.number}/").status_code == 200
    assert client.get(f"/e/{town.slug}/desk/cases/{other.number}/").status_code == 404
    assert _readings(town, operator) == ["case"]


@pytest.fixture
def opposing(town: Any, hire: Any) -> Any:
    """She holds her post in the town, and nothing there reaches contents."""
    return hire(town, "opposition", "Martí", "Pujades")


def test_what_a_councillor_in_opposition_opens_by_a_grant_is_written(
    town, case, opposing, administrator, sign_in
):
    with working_for(town):
        _give(opposing, administrator, case_id=case.pk, case_number=case.number)
    client = sign_in(opposing)
    for page in (f"cases/{case.number}/", "cases/"):
        assert client.get(f"/e/{town.slug}/desk/{page}").status_code == 200

    assert _readings(town, opposing) == ["case", "page"]


@pytest.mark.parametrize(
    ("roles", "watched"),
    [
        ({"auditor"}, True),
        ({"dpo", "operator"}, True),
        ({"operator", GRANTED}, True),
        ({"opposition", GRANTED}, True),
        ({"external", GRANTED}, True),
        ({"opposition"}, False),
        ({"processor", GRANTED}, False),
        ({"auditor", "processor"}, False),
    ],
)
def test_who_is_watched(roles, watched):
    posts = tuple(HeldPost(id=uuid7(), role=role) for role in roles)

    assert is_watched(Actor(person_id=uuid7(), name="Ella", entity_id=1, posts=posts)) is watched


def test_a_grant_for_all_does_not_reach_what_is_reserved(
    town, case, operator, administrator, secretary, reserved_series
):
    with working_for(town):
        secret = open_case(by=secretary, title="Ajut d’urgència", series=reserved_series)
        _give(operator, administrator)
        her = _as_she_is(operator, town)

        assert set(CaseFile.objects.visible_to(her)) == {case}
        assert not may_read(her, secret)


def test_she_only_reads(town, case, given, operator, sign_in):
    answer = sign_in(operator).post(f"/e/{town.slug}/desk/cases/{case.number}/rename/", {"title": "Meu"})

    assert answer.status_code in (302, 403)
    with working_for(town):
        assert CaseFile.objects.get(pk=case.pk).title == case.title


def test_taken_back_it_ends_at_the_next_page(town, case, given, operator, administrator, sign_in):
    client = sign_in(operator)
    assert client.get(f"/e/{town.slug}/desk/cases/{case.number}/").status_code == 200
    with working_for(town):
        take_back(given, by=administrator)

    assert client.get(f"/e/{town.slug}/desk/cases/{case.number}/").status_code == 404


def test_it_ends_by_itself(town, given, operator, at_work):
    AccessGrant.objects.filter(pk=given.pk).update(
        starts_at=now() - timedelta(days=9), ends_at=now() - timedelta(hours=1)
    )

    assert not _as_she_is(operator, town).posts


def test_the_town_reads_in_the_timeline_what_it_let_see(town, case, given, clerk, sign_in):
    with working_for(town) as scope:
        write_pending(scope)
    page = sign_in(clerk).get(f"/e/{town.slug}/desk/cases/{case.number}/timeline/").content.decode()

    assert "Gemma Riu" in page
    assert "Incidència 4521" in page


def test_only_the_town_gives_it_and_only_to_those_who_may_have_it(
    at_work, case, operator, clerk, administrator
):
    with pytest.raises(NotPermitted):
        _give(operator, clerk)
    with pytest.raises(BadInput):
        _give(clerk, administrator)
    with pytest.raises(BadInput):
        grant_access(
            Person.objects.get(pk=operator.person_id),
            by=administrator,
            reason="x",
            ends_at=now() + timedelta(days=60),
        )


def test_the_administrator_gives_it_from_the_page(town, case, operator, administrator, sign_in):
    client = sign_in(administrator)
    until = (now() + timedelta(days=2)).date().isoformat()
    said = {
        "person": "gemma.riu@example.cat",
        "case_number": case.number,
        "until": until,
        "reason": "Incidència",
    }
    answer = client.post(f"/e/{town.slug}/desk/grants/", said)

    assert answer.status_code == 302
    assert "Gemma Riu" in client.get(f"/e/{town.slug}/desk/grants/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("person", "ningu@example.cat"), ("case_number", "X1999000001"), ("until", "2020-01-01")],
)
def test_what_is_wrong_is_said_at_its_field(town, case, operator, administrator, sign_in, field, value):
    until = (now() + timedelta(days=2)).date().isoformat()
    said = {
        "person": "gemma.riu@example.cat",
        "case_number": case.number,
        "until": until,
        "reason": "Incidència",
    }
    answer = sign_in(administrator).post(f"/e/{town.slug}/desk/grants/", said | {field: value})

    assert answer.status_code == 422
    assert value in answer.content.decode()
    assert f'id="id_{field}_error"' in answer.content.decode()
