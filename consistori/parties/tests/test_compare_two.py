"""Two side by side: in what the other one was right may be taken, the duty to go electronic too."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.kernel.errors import BadInput
from consistori.parties.likeness import propose
from consistori.parties.models import Duplicate, Party
from consistori.parties.services import add_party
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/parties"


@pytest.fixture
def two(town: Any, clerk: Any) -> tuple[Party, Party]:
    """Pere with his number, and Pere the architect without it."""
    with working_for(town):
        one = add_party(by=clerk, name="Pere", surname1="Mas", identifier="12345678Z")
        return one, add_party(by=clerk, name="Pere", surname1="Mas", is_professional=True)


def test_the_duty_of_the_other_one_is_offered_and_taken(
    two: Any, town: Any, clerk: Any, sign_in: Any
) -> None:
    one, other = two
    browser = sign_in(clerk)
    page = browser.get(f"{DESK}/{one.pk}/unite/{other.pk}/").content.decode()
    assert "Obligada a l’electrònic" in page
    offered = f'name="take-is_professional" value="{other.pk}" checked'
    assert offered in page

    sent = {"kept": str(one.pk), "take-is_professional": str(other.pk)}
    browser.post(f"{DESK}/{one.pk}/unite/{other.pk}/", sent)

    with working_for(town):
        assert Party.objects.get(pk=one.pk).obliged_electronic


def test_one_alone_is_not_two(two: Any, town: Any, clerk: Any, sign_in: Any) -> None:
    one, _other = two
    with working_for(town), pytest.raises(BadInput):
        propose(one, one)

    answer = sign_in(clerk).post(f"{DESK}/{one.pk}/unite/{one.pk}/", {"two": "yes"})

    assert answer.status_code == 422
    with working_for(town):
        assert not Duplicate.objects.exists()
