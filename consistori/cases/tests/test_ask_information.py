"""Councillors ask for what they do not reach; it is given, refused with a reason, or given by silence (R-CLR-01)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from consistori.cases.policies import may_read
from consistori.directory.councillors import decide_by, silence_on
from consistori.directory.models import InformationRequest, Person
from consistori.directory.selectors import actor_of
from consistori.directory.services.grants import ask_information, refuse_information
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted


@pytest.fixture
def opposition(town: Any, hire: Any) -> Any:
    return hire(town, "opposition", "Martí", "Pujades")


def test_four_natural_days_and_then_silence_gives_it():
    assert decide_by(date(2026, 12, 30)) == date(2027, 1, 3)
    assert silence_on(date(2026, 12, 30)) == date(2027, 1, 4)


def test_it_is_given_and_she_reads_the_case(town, case, opposition, mayor, sign_in):
    page = f"/e/{town.slug}/desk/information/"
    sign_in(opposition).post(page, {"what": "Els informes", "case_number": case.number})
    asked = InformationRequest.objects.get()
    sign_in(mayor).post(f"{page}{asked.pk}/answer/", {"answer": "give", "said": ""})

    assert may_read(actor_of(Person.objects.get(pk=opposition.person_id), town), case)
    assert sign_in(opposition).get(page).status_code == 200


def test_refusing_takes_a_reason_and_comes_in_time(at_work, opposition, mayor):
    asked = ask_information(by=opposition, what="Els informes")
    with pytest.raises(BadInput):
        refuse_information(asked, by=mayor, reason=" ")
    refuse_information(asked, by=mayor, reason="Hi ha dades de salut")
    late = ask_information(by=opposition, what="Les actes", on=today() - timedelta(days=5))

    assert asked.state == InformationRequest.State.REFUSED
    with pytest.raises(AlreadyDone):
        refuse_information(late, by=mayor, reason="Tard")


def test_a_refusal_without_reason_is_said_on_the_page(town, case, opposition, mayor, sign_in, at_work):
    asked = ask_information(by=opposition, what="Els informes")
    answer = sign_in(mayor).post(f"/e/{town.slug}/desk/information/{asked.pk}/answer/", {"answer": "refuse"})

    assert answer.status_code == 302
    assert InformationRequest.objects.get(pk=asked.pk).state == InformationRequest.State.ASKED


def test_a_clerk_neither_asks_nor_decides_this_way(town, at_work, clerk, opposition, sign_in):
    asked = ask_information(by=opposition, what="Els informes")

    with pytest.raises(NotPermitted):
        ask_information(by=clerk, what="Els informes")
    assert sign_in(clerk).get(f"/e/{town.slug}/desk/information/").status_code == 403
    with pytest.raises(NotPermitted):
        refuse_information(asked, by=opposition, reason="No")


def test_the_outsider_finds_nothing(town, outsider, sign_in):
    assert sign_in(outsider).get(f"/e/{town.slug}/desk/information/").status_code == 404
