"""R-DEC-02: who decides as the mayor on a day, and who does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consistori.bodies.models import Decree
from consistori.bodies.rules.competence import Manner, competence
from consistori.bodies.rules.extracts import last_day_without_calendar
from consistori.bodies.rules.naming import number_read, number_said
from consistori.directory.models import Absence, Delegation, Post
from consistori.kernel.clock import today
from consistori.signature.services import sign_requests
from consistori.signature.tests.conftest import PASSPHRASE
from consistori.tenancy.scope import working_for

RULE = [
    # mayor, manner, post of which it is, why the decree cannot be used, ok, why, article
    (True, Manner.OWN, "", "", True, "", "LBRL, art. 21.1"),
    (False, Manner.OWN, "", "", False, "not-mayor", "LBRL, art. 21.1 i 23.4; ROF, art. 43"),
    (False, Manner.DELEGATION, "mayor", "", True, "", "Llei 40/2015, art. 9.4; ROF, art. 43"),
    (
        False,
        Manner.DELEGATION,
        "councillor",
        "",
        False,
        "not-of-mayor",
        "LBRL, art. 21.1; Llei 40/2015, art. 9.5",
    ),
    (False, Manner.SIGNATURE, "mayor", "", True, "", "Llei 40/2015, art. 12"),
    (False, Manner.SUBSTITUTION, "mayor", "", True, "", "Llei 40/2015, art. 13; ROF, art. 47"),
    (False, Manner.SUBSTITUTION, "mayor", "not-away", False, "not-away", "Llei 40/2015, art. 13.1"),
    (False, Manner.DELEGATION, "mayor", "ended", False, "ended", "Llei 40/2015, art. 9.6"),
]


@pytest.mark.parametrize(("mayor", "manner", "role", "why", "ok", "said", "article"), RULE)
def test_the_rule(
    mayor: bool, manner: Manner, role: str, why: str, ok: bool, said: str, article: str
) -> None:
    found = competence(
        is_mayor=mayor, manner=manner, of_role=role, decree_why=why, decree_article=article if why else ""
    )

    assert (found.ok, found.why, found.article) == (ok, said, article)


@pytest.mark.parametrize(
    ("said", "read"),
    [("2026/0123", (2026, 123)), ("2026-7", (2026, 7)), ("123", None), ("gual", None), ("26/1", None)],
)
def test_a_number_as_people_write_it(said: str, read: Any) -> None:
    assert number_read(said) == read


def test_numbers_are_in_order_as_words() -> None:
    assert number_said(2026, 9) < number_said(2026, 10)


def test_six_working_days_counted_from_the_next_one() -> None:
    from datetime import date

    # Friday 27 November 2026: 30, 1, 2, 3, 4 and, the 7 not being holiday but 8 yes, the 7.
    assert last_day_without_calendar(date(2026, 11, 27)) == date(2026, 12, 7)
    # Thursday 3 December: 4, 7, 9, 10, 11, 14 (the 8 is a holiday).
    assert last_day_without_calendar(date(2026, 12, 3)) == date(2026, 12, 14)


@pytest.fixture
def councillor(hire: Callable[..., Any], town: Any) -> Any:
    return hire(town, "councillor", "Lluís", "Prat")


def test_a_councillor_without_delegation_decides_nothing(
    ask_decree: Callable[..., Any], give_key: Callable[..., Any], councillor: Any, town: Any
) -> None:
    give_key(councillor, town)
    request = ask_decree("Decret de la llicència", councillor)

    outcome = sign_requests([request], by=councillor, passphrase=PASSPHRASE)

    assert outcome.failed == (request.pk,)
    with working_for(town):
        assert not Decree.objects.exists()
        request.refresh_from_db()
        assert request.trouble["code"] == "not-decided"
        assert request.trouble["facts"]["article"] == "LBRL, art. 21.1 i 23.4; ROF, art. 43"


def test_by_delegation_the_decree_says_so(
    ask_decree: Callable[..., Any], give_key: Callable[..., Any], councillor: Any, mayor: Any, town: Any
) -> None:
    with working_for(town):
        delegation = Delegation.objects.create(
            manner="delegation",
            of_post=Post.objects.get(person_id=mayor.person_id),
            to_id=councillor.person_id,
            decree="2026/0002",
            decree_on=today() - timedelta(days=30),
            starts_on=today() - timedelta(days=25),
        )
    give_key(councillor, town)

    sign_requests([ask_decree("Decret", delegation)], by=councillor, passphrase=PASSPHRASE)

    with working_for(town):
        decree = Decree.objects.get()
        assert (decree.manner, decree.delegation_id, decree.number) == ("delegation", delegation.pk, 1)
        assert decree.signer_id == councillor.person_id
        assert "2026/0002" in decree.signer_post


def test_who_stands_in_for_the_mayor_decides_while_she_is_away(
    ask_decree: Callable[..., Any], give_key: Callable[..., Any], councillor: Any, mayor: Any, town: Any
) -> None:
    with working_for(town):
        Delegation.objects.create(
            manner="substitution",
            of_post=Post.objects.get(person_id=mayor.person_id),
            to_id=councillor.person_id,
            decree="2026/0003",
            decree_on=today() - timedelta(days=30),
            starts_on=today() - timedelta(days=30),
        )
        Absence.objects.create(person_id=mayor.person_id, starts_on=today() - timedelta(days=1))
    give_key(councillor, town)

    sign_requests([ask_decree("Decret", mayor)], by=councillor, passphrase=PASSPHRASE)

    with working_for(town):
        decree = Decree.objects.get()
        assert (decree.manner, decree.signer_id) == ("substitution", councillor.person_id)


def test_the_secretary_may_sign_before_and_the_mayor_decides(
    ask_decree: Callable[..., Any],
    give_key: Callable[..., Any],
    secretary: Any,
    mayor: Any,
    town: Any,
    trust: Any,
) -> None:
    from consistori.documents import blobs
    from consistori.documents.models import Document
    from consistori.signature.engine.facts import Standing
    from consistori.signature.engine.validation import report_on

    give_key(secretary, town)
    give_key(mayor, town)
    first, second = ask_decree("Decret", secretary, mayor)

    sign_requests([first], by=secretary, passphrase=PASSPHRASE)
    with working_for(town):
        assert not Decree.objects.exists()
    sign_requests([second], by=mayor, passphrase=PASSPHRASE)

    with working_for(town):
        decree = Decree.objects.get()
        assert decree.signer_id == mayor.person_id
        document = Document.objects.with_version().get(pk=decree.document_id)
        data = blobs.existing_path(document.latest_blob.sha256).read_bytes()
    report = report_on(data, trust)
    assert [one.level for one in report.signatures] == ["B-T", "B-B"]
    assert report.standing is Standing.VALID


def test_two_who_sign_it_at_once_both_stand_and_it_has_one_number(
    bring_paper: Callable[..., Any],
    decree_type: Any,
    give_key: Callable[..., Any],
    secretary: Any,
    mayor: Any,
    clerk: Any,
    town: Any,
    monkeypatch: Any,
) -> None:
    from consistori.directory.models import Person
    from consistori.signature.models import SignatureRequest
    from consistori.signature.services import deciding, request_signatures

    give_key(secretary, town)
    give_key(mayor, town)
    document = bring_paper("Decret")
    with working_for(town):
        document.type = decree_type
        document.save(update_fields=["type"])
        people = [Person.objects.get(pk=one.person_id) for one in (secretary, mayor)]
        hers, second = request_signatures(by=clerk, document=document, signers=people, in_order=False)
    plain, tries = deciding.decide, []

    def decide_late(*words: Any, **more: Any) -> bool:
        if not tries:
            sign_requests([hers], by=secretary, passphrase=PASSPHRASE)
        tries.append(plain(*words, **more))
        return tries[-1]

    monkeypatch.setattr(deciding, "decide", decide_late)

    sign_requests([second], by=mayor, passphrase=PASSPHRASE)

    assert tries == [False, True]
    with working_for(town):
        assert Decree.objects.get().number == 1
        states = SignatureRequest.objects.filter(document=document).values_list("state", flat=True)
        assert set(states) == {"signed"}
