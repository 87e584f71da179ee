"""Several who ask in one application, with whom we deal, and any application to anybody (R-REP-10, R-REG-06)."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.eoffice.filing.drafts import (
    PAPERS,
    Content,
    begin_draft,
    own_draft,
    save_answers,
    save_contact,
)
from consistori.eoffice.filing.sending import sign_and_send
from consistori.eoffice.filing.together import KEY, Other, Together
from consistori.eoffice.identity.powers import Asking, speaks_for_all
from consistori.eoffice.models import Representation
from consistori.eoffice.powers.proving import prove_afterwards
from consistori.eoffice.powers.selectors import owed
from consistori.eoffice.tests.filing.conftest import CODE
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput
from consistori.registry.services import EntryPersonSaid, register_entry

NEIGHBOURS = Together(
    (Other("Joan Puigdollers", "99000138-L"), Other("Rosario Peña", "99002056M")), "99002056M"
)


@pytest.mark.parametrize(
    ("asking", "speaks"),
    {
        "the first in order": ([Asking("a"), Asking("b")], "a"),
        "whom they named": ([Asking("a"), Asking("b", is_named=True)], "b"),
        "the representative of all": ([Asking("a", "r"), Asking("b", "r")], "r"),
        "not the one of some": ([Asking("a"), Asking("b", "r")], "a"),
        "the representative of the first": ([Asking("a", "r"), Asking("b", "s")], "r"),
    }.values(),
)
def test_with_whom_the_town_hall_deals(asking: list[Asking], speaks: str) -> None:
    assert speaks_for_all(asking) == speaks


def test_they_are_entered_in_order_and_what_they_have_not_signed_is_owed(
    shown: Any, form: Any, citizen: Any, secretary: Any
) -> None:
    draft = begin_draft(shown, citizen=citizen, together=NEIGHBOURS)
    draft = own_draft(citizen, CODE, draft.pk, locked=True)
    answers = {"bar": "Bar de la Plaça", "covered": False, "tables": 6}
    for page in ("place", "terrace"):
        save_answers(draft, answers, page=page, is_right=True)
    draft.done = [*draft.done, PAPERS]

    entry = sign_and_send(draft, shown, form, citizen=citizen, accepted=True)

    assert [(one.name, one.identifier, one.role) for one in entry.people.all()] == [
        ("Laia Riubrugent", "12345678Z", "applicant"),
        ("Joan Puigdollers", "99000138L", "applicant"),
        ("Rosario Peña", "99002056M", "applicant"),
    ]
    assert Together.of(entry.answers[KEY]).speaker("Laia Riubrugent", "12345678Z") == "Rosario Peña"
    assert {one.represented for one in owed()} == {"Joan Puigdollers", "Rosario Peña"}
    prove_afterwards(entry, by=secretary, reason="Ho han confirmat al taulell")
    assert owed() == []
    assert Representation.objects.filter(basis="cured").count() == 2


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ((Other("", "99000138L"),), "other-1-name"),
        ((Other("Joan", ""),), "other-1-identifier"),
        ((Other("Joan", "99000138X"),), "other-1-identifier"),
        ((Other("Laia", "12345678Z"),), "other-1-identifier"),
        ((Other("Joan", "99000138L"), Other("Joan", "99000138L")), "other-2-identifier"),
    ],
)
def test_what_is_wrong_is_said_at_its_box(begun: Any, citizen: Any, others: Any, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        save_contact(begun, {}, citizen=citizen, together=Together(others))

    assert refusal.value.field == field
    assert Content.of(begun).together == {}


def test_the_page_keeps_what_was_typed_and_takes_it_away(
    town: Any, come_in: Any, begun: Any, citizen: Any
) -> None:
    browser = come_in(citizen)
    page = f"/e/{town.slug}/tramits/{CODE}/fer/{begun.pk}/qui/"
    typed = {
        "other-1-name": "Joan  Puigdollers",
        "other-1-identifier": "99000138x",
        "email": "laia@example.cat",
    }

    wrong = browser.post(page, typed)
    assert (wrong.status_code, wrong.context["fault"].field) == (422, "other-1-identifier")
    assert "Joan Puigdollers" in wrong.content.decode()
    browser.post(page, typed | {"other-1-identifier": "99000138l", "speaks": "99000138 L"})
    begun.refresh_from_db()
    assert Content.of(begun).together == {
        "others": [{"name": "Joan Puigdollers", "identifier": "99000138L"}],
        "speaks": "99000138L",
    }
    browser.post(page, {"email": "laia@example.cat"})
    begun.refresh_from_db()
    assert Content.of(begun).together == {}


@pytest.mark.parametrize("channel", ["counter", "office", "post", "mail", "phone"])
@pytest.mark.parametrize(
    ("destination", "code"),
    [
        ("Generalitat de Catalunya, Departament d’Educació", "A09002970"),
        ("Ayuntamiento de Otro Lugar", ""),
        ("", ""),
    ],
)
def test_any_application_to_any_administration_is_entered(
    at_work: Any, channel: str, destination: str, code: str
) -> None:
    """R-REG-06: LPAC 16.4.a, RD 203/2021 art. 37.3."""
    entry = register_entry(
        by=Actor.program(at_work.pk), subject="Instància genèrica", channel=channel,
        people=[EntryPersonSaid(name="Algú sense número")], destination=destination, destination_code=code,
    )  # fmt: skip

    assert (entry.destination, entry.destination_code) == (destination, code)
    assert entry.reference.startswith("E")
