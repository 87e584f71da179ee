"""What is owed of a representation is asked and proved, and what counts is not hidden, however many there are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from consistori.documents.templating.fields import Subject
from consistori.eoffice.identity.powers import ChangeKind
from consistori.eoffice.powers.acting import choices, declared
from consistori.eoffice.powers.obliged import of_entry, write_correction
from consistori.eoffice.powers.proving import prove_afterwards
from consistori.eoffice.powers.registering import By, change_power
from consistori.eoffice.powers.selectors import owed, power_named
from consistori.eoffice.tests.powers.test_act_for_another import send  # noqa: F401
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for


def test_the_powers_that_ended_hide_none_that_counts(
    give: Any, citizen: Any, secretary: Any, monkeypatch: Any
) -> None:
    good, over = give(), give("a")
    change_power(power_named(over.reference), ChangeKind.REVOCATION, by=By(secretary))
    monkeypatch.setattr("consistori.eoffice.powers.selectors.MOST", 1)

    assert [one.key for one in choices(citizen, "ca")] == ["own", str(good.pk)]


def test_what_is_owed_is_proved_however_many_are_owed_before(
    parties: Any,
    citizen: Any,
    send: Any,  # noqa: F811
    secretary: Any,
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr("consistori.eoffice.powers.selectors.MOST", 1)
    acting = declared(citizen, "99000138L", "Joan Puigdollers")
    first, second = send(acting, unproved=True), send(acting, unproved=True)
    assert [row.entry for row in owed()] == [first]

    made = prove_afterwards(second, by=secretary, reason="Escriptura 123 de la notaria")

    assert [(row.entry, row.basis) for row in made] == [(second, "cured")]


def test_no_letter_asks_for_what_is_proved(
    parties: Any,
    citizen: Any,
    send: Any,  # noqa: F811
    secretary: Any,
) -> None:
    entry = send(declared(citizen, "99000138L", "Joan Puigdollers"), unproved=True)
    prove_afterwards(entry, by=secretary, reason="Escriptura 123 de la notaria")

    with pytest.raises(AlreadyDone):
        write_correction(entry, "representation", by=secretary)


def test_the_letter_says_the_day_of_the_town_on_which_it_came(town: Any) -> None:
    """Half past midnight of the 6th, which in UTC is still the 5th."""
    entry = RegistryEntry(registered_at=datetime(2026, 3, 5, 23, 30, tzinfo=UTC), subject="De nit")
    with working_for(town):
        said = of_entry(Subject(by=Actor.program(town.pk), language="ca", thing=entry))
    assert said["day"].startswith("6 de març")
