"""API: the register of powers, and whether somebody may act for another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.eoffice.identity.powers import ChangeKind
from consistori.eoffice.powers.registering import Asked, By, change_power, register_power
from consistori.eoffice.powers.selectors import power_named
from consistori.kernel.clock import today
from consistori.parties.services import add_party
from consistori.tenancy.scope import working_for


@pytest.fixture
def power(town: Any, secretary: Any) -> Any:
    with working_for(town):
        joan = add_party(by=secretary, name="Joan", surname1="Puigdollers", identifier="99000138L")
        laia = add_party(by=secretary, name="Laia", surname1="Riubrugent", identifier="12345678Z")
        return register_power(joan, laia, Asked("c", ["URB-02"]), by=By(secretary))


@pytest.fixture
def asking(give_key: Any, town: Any) -> Any:
    return give_key(town, roles=["secretary"])


def test_the_register_is_read_by_name_and_each_power_with_what_became_of_it(
    asking: Any, power: Any, town: Any, secretary: Any
) -> None:
    [row] = asking.get("powers?q=puigd&counts=true").json()["items"]
    assert (row["reference"], row["type"], row["procedures"]) == (power.reference, "c", ["URB-02"])
    assert (row["grantor"]["identifier"], row["proxy"]["name"]) == ("99000138L", "Laia Riubrugent")

    with working_for(town):
        change_power(power_named(power.reference), ChangeKind.REVOCATION, by=By(secretary))
    told = asking.get(f"powers/{power.reference}").json()
    assert (told["counts"], told["ended_by"], len(told["changes"])) == (False, "revocation", 1)
    assert asking.get("powers?counts=true").json()["items"] == []


@pytest.mark.parametrize(
    ("asked", "may", "reason"),
    [
        ({"procedure": "URB-02"}, True, "good"),
        ({"procedure": "VIA-01"}, False, "scope"),
        ({"procedure": "VIA-01", "action": "step"}, True, "presumed"),
        ({"procedure": "URB-02", "proxy": "B99000119"}, False, "none"),
        ({"procedure": "URB-02", "on": f"{today() - timedelta(days=1)}"}, False, "early"),
        ({"procedure": "URB-02", "on": f"{today() + timedelta(days=366 * 6)}"}, False, "ended"),
    ],
)
def test_whether_somebody_may_act_for_another(
    asking: Any, power: Any, asked: dict[str, str], may: bool, reason: str
) -> None:
    said = asking.post("powers/check", {"grantor": "99000138L", "proxy": "12345678Z"} | asked)
    answer = said.json()

    assert said.status_code == 200, said.content
    assert (answer["may"], answer["reason"]) == (may, reason)
    assert answer["article"].startswith("Llei 39/2015")


def test_a_power_of_another_town_or_of_nobody_is_not_there(
    give_key: Any, power: Any, other_town: Any, asking: Any
) -> None:
    assert asking.get("powers/P209900001").status_code == 404
    elsewhere = give_key(other_town, roles=["secretary"])
    assert elsewhere.get(f"powers/{power.reference}").status_code == 404


def test_without_the_scope_or_the_post_it_is_refused(give_key: Any, town: Any, power: Any) -> None:
    assert give_key(town, scopes=["cases:read"]).get("powers").status_code == 403
    assert give_key(town, roles=["external"]).get("powers").status_code == 403
