"""What councillors ask and how it is given: every request can be answered (LBRL, art. 77)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.directory.grants import can_be_granted
from consistori.directory.models import AccessGrant, InformationRequest, Person
from consistori.directory.services.grants import ask_information, grant_access
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput
from consistori.tenancy.scope import working_for

DAY = timedelta(days=1)


@pytest.fixture
def opposition(town: Any, hire: Any) -> Any:
    return hire(town, "opposition", "Martí", "Pujades")


@pytest.fixture
def councillor(town: Any, hire: Any) -> Any:
    return hire(town, "councillor", "Berta", "Solé")


def address(town: Any, asked: InformationRequest) -> str:
    return f"/e/{town.slug}/desk/information/{asked.pk}/answer/"


@pytest.mark.parametrize("who", ["opposition", "councillor"])
def test_both_kinds_of_councillor_may_be_let_see(at_work, mayor, who, request):
    actor = request.getfixturevalue(who)

    grant_access(
        Person.objects.get(pk=actor.person_id), by=mayor, reason="L’ha demanat", ends_at=now() + 3 * DAY
    )

    assert AccessGrant.objects.filter(person_id=actor.person_id).exists()


def test_a_councillor_of_another_town_is_let_see_nothing_and_an_operator_of_the_service_is(
    town, other_town, mayor, hire
):
    foreign = hire(other_town, "opposition", "Marc", "Vidal")
    operator = hire(other_town, "operator", "Iu", "Sala")
    with working_for(town):
        assert not can_be_granted(foreign.person_id)
        assert can_be_granted(operator.person_id)
        with pytest.raises(BadInput):
            grant_access(Person.objects.get(pk=foreign.person_id), by=mayor, reason="No", ends_at=now() + DAY)


def test_what_names_a_case_that_is_not_here_is_given_in_writing(town, opposition, mayor, sign_in):
    with working_for(town):
        asked = ask_information(by=opposition, what="El conveni de l’aigua", case_number="VLL-1987-3")
    desk = sign_in(mayor)

    silent = desk.post(address(town, asked), {"answer": "give", "said": " "}, follow=True)
    assert "escriu com es dona" in " ".join(str(one) for one in silent.context["messages"])
    with working_for(town):
        assert InformationRequest.objects.get().state == "asked"

    desk.post(address(town, asked), {"answer": "give", "said": "Còpia al mostrador, dilluns"})

    with working_for(town):
        row = InformationRequest.objects.get()
    assert (row.state, row.reason, row.grant_id) == ("given", "Còpia al mostrador, dilluns", None)
