"""For whom one acts, what one sees of them, and what proves it at Send (R-REP-02 to 05, R-REP-13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from consistori.eoffice.filing.drafts import PAPERS, begin_draft, own_draft, save_answers
from consistori.eoffice.filing.sending import sign_and_send
from consistori.eoffice.filing.web.beginning import contact_of
from consistori.eoffice.folder.whom import whom
from consistori.eoffice.identity.powers import Action, ChangeKind
from consistori.eoffice.models import RegisteredPower, Representation
from consistori.eoffice.powers.acting import choices, chosen, declared
from consistori.eoffice.powers.hangings import powers_of_party
from consistori.eoffice.powers.proving import PowerNotEnough, action_of, prove_afterwards, standing
from consistori.eoffice.powers.registering import By, change_power
from consistori.eoffice.powers.selectors import owed, power_named
from consistori.eoffice.tests.filing.conftest import CODE, a_citizen
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted
from consistori.registry.models import RegistryEntry


@pytest.fixture
def send(shown: Any, form: Any) -> Any:
    """`send(citizen)`: the terrace of a bar, filled in and sent by that person for whom they act."""

    def now_send(citizen: Any, **said: Any) -> Any:
        draft = begin_draft(shown, citizen=citizen, contact={"email": "laia@example.cat"})
        draft = own_draft(citizen, CODE, draft.pk, locked=True)
        answers = {"bar": "Bar de la Plaça", "covered": False, "tables": 6}
        save_answers(draft, answers, page="place", is_right=True)
        save_answers(draft, answers, page="terrace", is_right=True)
        draft.done = [*draft.done, PAPERS]
        draft.save()
        return sign_and_send(draft, shown, form, citizen=citizen, accepted=True, **said)

    return now_send


def test_one_chooses_among_oneself_and_whoever_gave_a_power_that_counts(
    give: Any, citizen: Any, secretary: Any
) -> None:
    good, over = give(), give("a")
    change_power(power_named(over.reference), ChangeKind.REVOCATION, by=By(secretary))

    assert [one.key for one in choices(citizen, "ca")] == ["own", str(good.pk)]
    acting = chosen(citizen, str(good.pk))
    assert (acting.firm, acting.firm_identifier, acting.identifier) == (
        "Joan Puigdollers",
        "99000138L",
        "12345678Z",
    )
    assert chosen(acting, "own") == replace(citizen, basis="")
    for key in (str(over.pk), "", "somebody"):
        with pytest.raises(NotHere):
            chosen(citizen, key)


def test_the_firm_of_the_certificate_is_still_there_after_acting_for_another(give: Any, parties: Any) -> None:
    with_firm = a_citizen(firm="Forn, SL", firm_identifier="B99000119")
    power = give()

    acting = chosen(with_firm, str(power.pk))

    assert [one.key for one in choices(acting, "ca")] == ["own", "certificate", str(power.pk)]
    assert chosen(acting, "certificate").firm_identifier == "B99000119"


def test_by_a_power_it_enters_for_whom_gave_it_with_its_proof_among_the_papers(
    give: Any, for_joan: Any, send: Any
) -> None:
    power = give()

    entry = send(for_joan(power))

    assert [(one.name, one.role) for one in entry.people.all()] == [
        ("Joan Puigdollers", "applicant"),
        ("Laia Riubrugent", "representative"),
    ]
    row = Representation.objects.get(entry=entry)
    assert (row.basis, row.power, row.represented_identifier) == ("power", power, "99000138L")
    assert row.document_id in {one.document_id for one in entry.documents.all()}


def test_a_power_that_ended_yesterday_is_said_with_its_article_and_nothing_is_lost(
    give: Any, for_joan: Any, send: Any, monkeypatch: Any
) -> None:
    acting = for_joan(give(until=today() + timedelta(days=2)))
    later = now() + timedelta(days=3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    with pytest.raises(PowerNotEnough) as refusal:
        send(acting)

    assert "Joan Puigdollers" in str(refusal.value)
    assert "art. 6" in refusal.value.article
    assert not RegistryEntry.objects.filter(procedure=CODE).exists()


def test_sent_all_the_same_it_enters_and_the_proof_is_owed_until_it_comes(
    give: Any, for_joan: Any, send: Any, secretary: Any, clerk: Any
) -> None:
    power = give()
    acting = for_joan(power)
    change_power(power_named(power.reference), ChangeKind.REVOCATION, by=By(secretary))

    entry = send(acting, unproved=True)

    assert [(row.entry, row.basis) for row in owed()] == [(entry, "declared")]
    with pytest.raises(NotPermitted):
        prove_afterwards(entry, by=clerk, reason="Escriptura")
    with pytest.raises(BadInput):
        prove_afterwards(entry, by=secretary)
    prove_afterwards(entry, by=secretary, reason="Escriptura 123 de la notaria")
    assert owed() == []
    with pytest.raises(AlreadyDone):
        prove_afterwards(entry, by=secretary, reason="Una altra")


def test_a_power_for_other_procedures_does_not_serve(give: Any, for_joan: Any, send: Any, shown: Any) -> None:
    with pytest.raises(PowerNotEnough):
        send(for_joan(give("c", procedures=["URB-02"])))

    assert send(for_joan(give("c", procedures=[CODE]))).procedure == CODE


def test_with_a_certificate_of_representative_nothing_is_asked_and_it_is_kept(
    parties: Any, send: Any
) -> None:
    entry = send(a_citizen(firm="Forn, SL", firm_identifier="B99000119"))

    assert Representation.objects.get(entry=entry).basis == "certificate"


def test_in_their_own_name_there_is_nothing_to_prove(parties: Any, citizen: Any, send: Any) -> None:
    send(citizen)

    assert not Representation.objects.exists()


def test_whoever_only_says_so_may_file_and_sees_nothing(parties: Any, citizen: Any, send: Any) -> None:
    from consistori.kernel.actor import Actor
    from consistori.parties.services import add_channel

    joan = parties["joan"]
    add_channel(joan, by=Actor.program(joan.entity_id), kind="email", value="joan@example.cat")
    acting = declared(citizen, "99000138L", "Joan Puigdollers")

    assert joan.pk not in whom(acting).all_party_ids
    assert contact_of(acting) == {"email": "laia@example.cat"}
    with pytest.raises(PowerNotEnough) as refusal:
        send(acting)
    assert "5.6" in refusal.value.article
    assert send(acting, unproved=True).people.first().party == joan
    assert not joan.channels.filter(value="laia@example.cat").exists()


@pytest.mark.parametrize(
    ("identifier", "name"), [("12345678Z", "Jo"), ("", "Joan"), ("99000138L", ""), ("x1", "Joan")]
)
def test_somebody_who_is_nobody_is_refused(citizen: Any, at_work: Any, identifier: str, name: str) -> None:
    with pytest.raises(BadInput):
        declared(citizen, identifier, name)


def test_only_a_general_power_that_counts_today_shows_the_folder_of_whom_gave_it(
    give: Any, for_joan: Any, parties: Any, secretary: Any
) -> None:
    joan = parties["joan"].pk
    narrow, wide = give("c", procedures=[CODE]), give("b")
    by_narrow, by_wide = for_joan(narrow), for_joan(wide)

    assert joan not in whom(by_narrow).all_party_ids
    assert joan in whom(by_wide).all_party_ids
    change_power(power_named(wide.reference), ChangeKind.REVOCATION, by=By(secretary))
    assert joan not in whom(by_wide).all_party_ids


def test_the_power_of_somebody_else_does_not_serve(give: Any, for_joan: Any, send: Any) -> None:
    power = give()
    stolen = replace(for_joan(power), identifier="99001234B", name="Xènia")

    with pytest.raises(PowerNotEnough):
        send(stolen)
    assert RegisteredPower.objects.count() == 1


@pytest.mark.parametrize(
    ("heading", "action"),
    [
        ("application", Action.APPLY), ("", Action.APPLY), ("declaration", Action.DECLARE),
        ("communication", Action.DECLARE),
        ("appeal", Action.APPEAL), ("withdrawal", Action.WITHDRAW), ("documents", Action.STEP),
        ("complaint", Action.STEP),
    ],
)  # fmt: skip
def test_the_power_is_asked_only_for_what_the_law_says(heading: str, action: Action) -> None:
    """R-REP-02 (LPAC 5.3); what says nothing of itself is entered as an application."""
    assert action_of(heading) is action


def test_it_is_asked_in_few_statements(
    give: Any, for_joan: Any, parties: Any, secretary: Any, django_assert_max_num_queries: Any
) -> None:
    acting = for_joan(give())
    for _ in range(3):
        give()

    with django_assert_max_num_queries(4):
        assert standing(acting, procedure=CODE, heading="application")
    with django_assert_max_num_queries(4):
        assert len(powers_of_party(SimpleNamespace(actor=secretary), parties["joan"])["given"]) == 4
