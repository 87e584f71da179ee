"""By telephone only: one press, and the door says it; another one, and it is as before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.eoffice.models import PhoneOnly
from consistori.eoffice.office.attention import attend_by_phone_only, open_the_doors, phone_only
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/office/"
DOOR = "/e/vall-llobera/"


def test_with_one_press_the_door_says_it_and_with_another_it_is_as_before(
    town: Any, secretary: Any, sign_in: Any, client: Any
) -> None:
    town.phone = "972 000 000"
    town.save()
    desk = sign_in(secretary)

    desk.post(f"{DESK}phone-only/on/")
    during = client.get(DOOR).content.decode()
    desk.post(f"{DESK}phone-only/off/")
    after = client.get(DOOR).content.decode()

    assert "Atenem només per telèfon" in during
    assert "tel:972000000" in during
    assert "Atenem només per telèfon" not in after


def test_it_says_why_and_until_when_and_ends_by_itself(at_work: Any, secretary: Any) -> None:
    mode = attend_by_phone_only(
        by=secretary, phone="972 111 222", why_ca="Obres al vestíbul.", last_day=today()
    )

    assert phone_only() == mode
    PhoneOnly.objects.filter(pk=mode.pk).update(last_day=today() - timedelta(days=1))
    assert phone_only() is None

    again = attend_by_phone_only(by=secretary, phone="972 111 222")
    assert phone_only() == again


def test_it_begins_once_and_needs_a_telephone(at_work: Any, secretary: Any) -> None:
    with pytest.raises(BadInput):
        attend_by_phone_only(by=secretary)
    attend_by_phone_only(by=secretary, phone="972 111 222")

    with pytest.raises(AlreadyDone):
        attend_by_phone_only(by=secretary, phone="972 111 222")
    open_the_doors(by=secretary)
    with pytest.raises(AlreadyDone):
        open_the_doors(by=secretary)


def test_a_clerk_and_the_other_town_leave_the_doors_as_they_are(
    town: Any, clerk: Any, secretary: Any, other_town: Any
) -> None:
    with working_for(town):
        with pytest.raises(NotPermitted):
            attend_by_phone_only(by=clerk, phone="972 111 222")
        attend_by_phone_only(by=secretary, phone="972 111 222")

    with working_for(other_town):
        assert phone_only() is None
