"""Going through what waits in Today, one thing after another, without the list between."""

from __future__ import annotations

from typing import Any

from consistori.desk.morning.walk import COOKIE
from consistori.desk.tests.test_today_terms import person, term
from consistori.tasks.services import finish_task, give_task
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/"


def test_it_leads_from_the_most_urgent_to_the_last_and_back_to_the_list(
    clerk: Any, secretary: Any, town: Any, sign_in: Any, open_a_case: Any, statements: Any
) -> None:
    with working_for(town):
        case = open_a_case(clerk, "Gual")
        term(case, 1)
        first = give_task(by=secretary, title="Amidar", to=person(clerk))
        second = give_task(by=secretary, title="Trucar", to=person(clerk))
    browser = sign_in(clerk)
    assert "D’un en un" in browser.get(DESK).content.decode()

    begun = browser.post(f"{DESK}walk/", {"begin": "yes"})

    assert begun["Location"] == f"{DESK}cases/{case.number}/"
    with working_for(town):
        finish_task(first, by=secretary)  # somebody else did it meanwhile: it is not shown
    then = browser.post(f"{DESK}walk/")
    assert then["Location"] == f"{DESK}tasks/{second.pk}/"
    page = browser.get(then["Location"]).content.decode()
    assert "Avui: 2 de 3" in page and f'action="{DESK}walk/"' in page
    over = browser.post(f"{DESK}walk/", follow=True)
    assert over.redirect_chain[-1][0] == DESK and "encara s’han de fer" in over.content.decode()
    assert "walk-bar" not in browser.get(then["Location"]).content.decode()


def test_a_walk_that_somebody_has_touched_or_left_is_none(
    clerk: Any, town: Any, sign_in: Any, open_a_case: Any
) -> None:
    with working_for(town):
        term(open_a_case(clerk, "Gual"), 1)
    browser = sign_in(clerk)
    browser.post(f"{DESK}walk/", {"begin": "yes"})
    assert "walk-bar" in browser.get(f"{DESK}cases/").content.decode()

    browser.cookies[COOKIE] = browser.cookies[COOKIE].value[:-2] + "xx"

    assert "walk-bar" not in browser.get(f"{DESK}cases/").content.decode()
    browser.post(f"{DESK}walk/", {"begin": "yes"})
    browser.post(f"{DESK}walk/", {"leave": "yes"})
    assert "walk-bar" not in browser.get(f"{DESK}cases/").content.decode()
    browser.post(f"{DESK}walk/", {"begin": "yes"})
    assert "walk-bar" not in browser.get(DESK).content.decode()  # back on the list
    assert "walk-bar" not in browser.get(f"{DESK}cases/").content.decode()
    assert browser.get(f"{DESK}walk/").status_code == 405


def test_the_outsider_goes_through_nothing(
    clerk: Any, outsider: Any, town: Any, sign_in: Any, open_a_case: Any
) -> None:
    with working_for(town):
        term(open_a_case(clerk, "Gual"), 1)

    assert sign_in(outsider).post(f"{DESK}walk/", {"begin": "yes"}).status_code == 404
