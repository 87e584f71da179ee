"""The notices of a town in one list: which did not arrive and why, whom to tell again; and the same for programs."""

from __future__ import annotations

import contextvars
from dataclasses import replace
from typing import Any

import pytest

from consistori.deadlines import subjects
from consistori.directory.services import create_token
from consistori.notifications.models import Notice
from consistori.notifications.notices import listing
from consistori.notifications.notices.sending import send_these
from consistori.notifications.tests.post_office import open_office
from consistori.parties.services import add_channel
from consistori.tenancy.scope import current_scope, tell_database

MAIL, OTHER = "avisos@pontvell.example", "laia@example.cat"
URL = "/e/vall-llobera/desk/notifications/notices/"


@pytest.fixture
def came_back(town: Any, sent: Any, firm: Any, laia: Any, secretary: Any, settings: Any) -> Any:
    """Two notifications: the notice of the firm is refused by its server, that of Laia is taken."""
    add_channel(laia, by=secretary, kind="email", value=OTHER)
    rows = sent(firm, (laia, {"chose": "electronic"}))
    with open_office(settings) as office:
        office.answers = {MAIL: ["550 5.1.1 No such user here"]}
        send_these(town, list(Notice.objects.order_by("id").values_list("pk", flat=True)))
    return rows


def test_those_that_did_not_arrive_are_told_with_why(came_back: Any, sign_in: Any, clerk: Any) -> None:
    page = sign_in(clerk).get(URL).content.decode()
    taken = sign_in(clerk).get(URL + "?show=sent").content.decode()

    assert came_back[0].number in page and MAIL in page and "No such user here" in page
    assert came_back[1].number not in page
    assert OTHER in taken and MAIL not in taken


def test_the_page_asks_few_statements(came_back: Any, sign_in: Any, clerk: Any, statements: Any) -> None:
    from consistori.kernel.clock import now

    with statements() as asked:
        page = listing.page_of_notices(clerk, "failed", at=now())

    assert [row.told is not None for row in page.rows] == [True]
    assert page.counts == {"failed": 1, "doubtful": 0, "under_way": 0, "sent": 1}
    assert asked.count <= 5


def test_those_ticked_are_told_again_where_there_is_another_address(
    came_back: Any, firm: Any, secretary: Any, clerk: Any, sign_in: Any, clock: Any
) -> None:
    clock.goes_on(days=2)
    browser = sign_in(clerk)
    alone = browser.post(URL + "again/", {"notification": [came_back[0].pk]}, follow=True).content.decode()
    assert Notice.objects.count() == 2
    assert "No s’ha enviat cap avís" in alone

    add_channel(firm, by=secretary, kind="email", value="oficina@pontvell.example")
    browser.post(URL + "again/", {"notification": [came_back[0].pk, "no key", ""]})

    assert list(Notice.objects.filter(round=2).values_list("value", flat=True)) == [
        "oficina@pontvell.example"
    ]


def test_nothing_ticked_is_said_and_sends_nothing(came_back: Any, clerk: Any, sign_in: Any) -> None:
    page = sign_in(clerk).post(URL + "again/", follow=True).content.decode()

    assert "Marca" in page
    assert Notice.objects.count() == 2


def test_the_outsider_tells_nobody_of_this_town_again(
    town: Any, other_town: Any, came_back: Any, outsider: Any, clerk: Any, sign_in: Any, clock: Any
) -> None:
    clock.goes_on(days=2)
    browser = sign_in(outsider)

    def try_it() -> Any:
        return browser.post(
            "/e/els-molinars/desk/notifications/notices/again/", {"notification": [came_back[1].pk]}
        )

    contextvars.Context().run(try_it)
    tell_database(current_scope())
    assert Notice.objects.count() == 2  # of Laia, who could be told again by whoever works here
    assert sign_in(outsider).get(URL).status_code == 404
    sign_in(clerk).post(URL + "again/", {"notification": [came_back[1].pk]})
    assert Notice.objects.count() == 3


def test_who_reads_not_the_case_sees_no_name_nor_address(
    came_back: Any, clerk: Any, sign_in: Any, monkeypatch: Any
) -> None:
    unread = replace(subjects._kinds["errand"], tell=lambda *_: {})
    monkeypatch.setitem(subjects._kinds, "errand", unread)

    page = sign_in(clerk).get(URL).content.decode()

    assert came_back[0].number in page
    assert MAIL not in page and "Pont Vell" not in page and "No such user" not in page


def test_a_program_reads_them(came_back: Any, town: Any, administrator: Any, client: Any) -> None:
    _, secret = create_token(by=administrator, name="Gestor", scopes=["cases:read"], roles=["secretary"])
    asked = {"headers": {"Authorization": f"Bearer {secret}", "X-Entity": town.slug}}

    failed = client.get("/api/v1/notices?standing=failed", **asked).json()["items"]
    of_laia = client.get(f"/api/v1/notices?notification={came_back[1].pk}", **asked).json()["items"]

    assert [(one["to"], one["trouble"], one["status"]) for one in failed] == [(MAIL, "no_such", "5.1.1")]
    assert [(one["state"], one["number"]) for one in of_laia] == [("sent", came_back[1].number)]
