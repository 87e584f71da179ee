"""Notices in numbers, the second one, and who sees them and has another sent."""

from __future__ import annotations

import contextvars
from typing import Any

import pytest

from consistori.kernel.errors import NotPermitted
from consistori.notifications.models import Notice
from consistori.notifications.notices.rules import (
    Kind,
)
from consistori.notifications.notices.sending import send_these
from consistori.notifications.notices.services import (
    NobodyToTell,
    ToldToday,
    plan_again,
    tell_again,
)
from consistori.notifications.tests.post_office import open_office
from consistori.parties.services import add_channel
from consistori.tenancy.scope import current_scope, tell_database

MAIL, OTHER = "avisos@pontvell.example", "laia@example.cat"


def keys() -> list[Any]:
    return list(Notice.objects.order_by("id").values_list("pk", flat=True))


def only() -> Notice:
    return Notice.objects.get()


E, M = Kind.EMAIL, Kind.MOBILE


def test_a_batch_has_its_notices_in_few_statements_and_once(
    town: Any, prepared: Any, firm: Any, laia: Any, pere: Any, secretary: Any, clerk: Any, statements: Any
) -> None:
    from consistori.kernel.actor import Actor
    from consistori.notifications.notices.services import plan_notices
    from consistori.notifications.services import put_at_disposal

    add_channel(laia, by=secretary, kind="email", value=OTHER)
    rows = list(put_at_disposal(prepared(firm, laia, pere), by=clerk))
    assert Notice.objects.count() == 2

    with statements() as asked:
        plan_notices(rows, Actor.program(town.pk))

    assert Notice.objects.count() == 2
    assert asked.count <= 6


def test_somebody_after_it_has_another_one_sent_but_not_twice_in_a_day(
    town: Any, sent: Any, firm: Any, clerk: Any, clock: Any, mailoutbox: Any
) -> None:
    (row,) = sent(firm)
    send_these(town, keys())
    with pytest.raises(ToldToday):
        tell_again(row, by=clerk)

    clock.goes_on(days=5)
    made = tell_again(row, by=clerk)
    send_these(town, [one.pk for one in made])

    assert [one.round for one in made] == [2]
    assert made[0].by_name == clerk.name
    assert "encara" in mailoutbox[1].subject
    assert plan_again([row], by=clerk) == 0


def test_where_nobody_is_no_second_notice_goes(
    town: Any, sent: Any, firm: Any, clerk: Any, clock: Any, settings: Any
) -> None:
    (row,) = sent(firm)
    with open_office(settings) as office:
        office.answers = {MAIL: ["550 5.1.1 No such user here"]}
        send_these(town, keys())
    clock.goes_on(days=5)

    with pytest.raises(NobodyToTell):
        tell_again(row, by=clerk)


def test_an_outsider_has_no_notice_sent(
    town: Any, other_town: Any, sent: Any, firm: Any, outsider: Any, sign_in: Any, clock: Any
) -> None:
    (row,) = sent(firm)
    clock.goes_on(days=2)

    with pytest.raises(NotPermitted):
        tell_again(row, by=outsider)
    browser = sign_in(outsider)
    url = f"/e/els-molinars/desk/notifications/{row.pk}/notice/"
    answer = contextvars.Context().run(browser.post, url)  # outside the scope of this town
    tell_database(current_scope())
    assert answer.status_code == 404
    assert Notice.objects.count() == 1


def test_staff_see_them_beside_the_notification_and_the_person_and_have_another_sent(
    town: Any, sent: Any, laia: Any, secretary: Any, clerk: Any, sign_in: Any, clock: Any, mailoutbox: Any
) -> None:
    add_channel(laia, by=secretary, kind="email", value=OTHER)
    (row,) = sent((laia, {"chose": "electronic"}))
    send_these(town, keys())
    browser = sign_in(clerk)

    page = browser.get(f"/e/vall-llobera/desk/notifications/{row.pk}/").content.decode()
    clock.goes_on(days=2)
    browser = sign_in(clerk)
    browser.post(f"/e/vall-llobera/desk/notifications/{row.pk}/notice/")
    person = browser.get(f"/e/vall-llobera/desk/parties/{laia.pk}/").content.decode()
    laia.is_protected = True
    laia.save()
    hidden = browser.get(f"/e/vall-llobera/desk/notifications/{row.pk}/").content.decode()

    assert OTHER in page
    assert row.number in person and OTHER in person
    assert sorted(Notice.objects.values_list("round", flat=True)) == [1, 2]
    assert OTHER not in hidden and "l···a@example.cat" in hidden
